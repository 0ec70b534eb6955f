"""A fresh environment for each version: the documented Python API."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmem_sweep.cell import Recipe, copy_folder, make_environment
from benchmem_sweep.errors import Stage, StageError, SweepError
from benchmem_sweep.host import TMP_PREFIX, Processes, find_uv, make_scratch_folder, remove_tree

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Venv:
    """The environment of a version, or the stage at which making it failed.

    Attributes:
        version: The version, as it was given.
        python: The interpreter's path.
        env: The variables to run it with; no `PYTHONPATH` is among them.
        cwd: A fresh folder that holds a copy of `copy_dir`, and nothing else importable.
        failed_at: The stage that failed, `"venv"`, `"install"` or `"isolation"`; then `python`,
            `env` and `cwd` are `None`. `None` if all went well.
    """

    version: str
    python: Path | None
    env: Mapping[str, str] | None
    cwd: Path | None
    failed_at: Stage | None = None


def _keep_text(version: str) -> str:
    return version


def provision(
    versions: Sequence[str],
    *,
    install_spec: Callable[[str], str] = _keep_text,
    pins: Sequence[str] = (),
    copy_dir: str | os.PathLike[str] | None = None,
    import_check: str | None = None,
    as_of: str | None = None,
    tmp_prefix: str = TMP_PREFIX,
) -> Iterator[Venv]:
    """Yield a fresh uv environment for each version, in order, including those that failed.

    The reason for a failure is logged as a warning. Each environment is removed when you ask for
    the next one, when you close the iterator, and when the process is interrupted. The next call
    removes those that a killed process left behind.

    Args:
        versions: The versions.
        install_spec: Turns a version into a requirement for the installer; by default the version
            itself, so that `"pkg==1.2"` works.
        pins: Requirements that are also installed into every environment.
        copy_dir: A folder; a copy of it is each environment's `cwd`.
        import_check: A module that must come from the environment when it is imported in `cwd`.
        as_of: A date, `YYYY-MM-DD`; nothing newer is installed (uv's `--exclude-newer`).
        tmp_prefix: The prefix of the names of temporary folders.

    Raises:
        SweepError: uv is missing, `copy_dir` is not a folder or cannot be copied, or another
            argument is invalid.
    """
    find_uv()
    for name, value in (("versions", versions), ("pins", pins)):
        if isinstance(value, str):
            raise SweepError(f"`{name}` is a single string: write the list `[{value!r}]`")
    if os.path.basename(tmp_prefix) != tmp_prefix or not tmp_prefix:
        raise SweepError(f"`tmp_prefix` is `{tmp_prefix}`: give the beginning of a file name")
    source = None if copy_dir is None else Path(os.path.realpath(copy_dir))
    if source is not None and not source.is_dir():
        raise SweepError(f"`copy_dir` is `{copy_dir}`, which is not a folder")
    Recipe((), None, as_of, import_check).check()
    specs = [(version, install_spec(version)) for version in versions]
    for text in (*pins, *(spec for _, spec in specs)):
        if not isinstance(text, str):
            raise SweepError(f"`{text!r}` is not a string: write requirements as for `pip install`")
    return _yield_environments(
        specs,
        pins=tuple(pins),
        source=source,
        import_check=import_check,
        as_of=as_of,
        tmp_prefix=tmp_prefix,
    )


def sweep(
    versions: Sequence[str], run: Callable[[Venv], None], **provision_kwargs: object
) -> list[str]:
    """Provision an environment for each version and call `run` with it.

    Args:
        versions: The versions.
        run: Your function; it uses `venv.python`, `venv.env` and `cwd=venv.cwd`. An exception
            that it raises ends the sweep.
        **provision_kwargs: Keyword arguments of `provision`.

    Returns:
        The versions that could not be provisioned.
    """
    failed = []
    environments = provision(versions, **provision_kwargs)  # type: ignore[arg-type]
    try:
        for venv in environments:
            if venv.failed_at is None:
                run(venv)
            else:
                failed.append(venv.version)
    finally:
        environments.close()  # type: ignore[attr-defined]
    return failed


def _yield_environments(
    specs: Sequence[tuple[str, str]],
    *,
    pins: Sequence[str],
    source: Path | None,
    import_check: str | None,
    as_of: str | None,
    tmp_prefix: str,
) -> Iterator[Venv]:
    with make_scratch_folder(tmp_prefix) as scratch:
        processes = Processes(scratch)
        try:
            for number, (version, spec) in enumerate(specs):
                folder = scratch / str(number)
                recipe = Recipe((spec, *pins), None, as_of, import_check)
                yield _make_venv(version, recipe, folder, source, processes)
                remove_tree(folder)
        finally:
            processes.end()


def _make_venv(
    version: str, recipe: Recipe, folder: Path, source: Path | None, processes: Processes
) -> Venv:
    cwd, logs = folder / "cwd", folder / "logs"
    cwd.mkdir(parents=True)
    logs.mkdir()
    if source is not None:
        copy_folder(source, cwd)
    try:
        made = make_environment(recipe, folder / "venv", cwd=cwd, logs=logs, processes=processes)
    except StageError as error:
        _log.warning("`%s`: %s", version, error)
        return Venv(version, None, None, None, error.stage)
    return Venv(version, made.python, made.variables, cwd)
