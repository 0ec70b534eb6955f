"""Turn the arguments of a command into axes and a plan."""

from collections.abc import Sequence
from pathlib import Path

from benchmem_sweep.axes.cells import Value
from benchmem_sweep.axes.plan import Plan
from benchmem_sweep.axes.repository import Repository
from benchmem_sweep.axes.specs import check_name, check_requirement, make_requirement
from benchmem_sweep.cell import Recipe, find_harness, pack_suite
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host import find_uv, mask_credentials

VERSION, COMMIT, PYTHON, WITH = "version", "commit", "python", "with"
"""The names of the axes, and of their dims in run files."""


def read_axes(
    package: str | None,
    versions: Sequence[str],
    *,
    revisions: str | None = None,
    pythons: str | None = None,
    withs: Sequence[str] = (),
    project: Path = Path(),
) -> tuple[dict[str, list[Value]], Repository | None]:
    """Read the axes of a sweep.

    Args:
        package: The package that the versions belong to.
        versions: Versions, requirements, URLs or paths.
        revisions: `A..B` or `A,B`, in the repository of the project.
        pythons: Interpreters in a form that uv takes, with commas between them.
        withs: Requirements; each is a value of its own.
        project: The folder of the project.

    Returns:
        The values of each axis, and the repository of the commits.

    Raises:
        SweepError: An argument is invalid, or no axis is given.
    """
    if package is not None and not versions:
        check_name(package)
        raise SweepError(f"no version of `{package}` is given: give at least one")
    specs = [(text.strip(), make_requirement(package or "", text)) for text in versions]
    axes = {VERSION: [Value(mask_credentials(text), spec) for text, spec in specs]}
    repository = None
    if revisions is not None:
        repository = Repository(project)
        found = repository.find_commits(revisions)
        if not found:
            raise SweepError("`--git` is empty: write `A..B`, or revisions with commas")
        axes[COMMIT] = [commit.value for commit in found]
    if pythons is not None:
        names = [name.strip() for name in pythons.split(",") if name.strip()]
        if not names:
            raise SweepError("`--python` is empty: write `3.11,3.12`")
        axes[PYTHON] = [Value(name, python=name) for name in names]
    axes[WITH] = [Value(mask_credentials(text.strip()), check_requirement(text)) for text in withs]
    if not any(axes.values()):
        raise SweepError(
            "nothing to sweep over: give a package and versions, `--git`, `--python` or `--with`"
        )
    return axes, repository


def make_plan(
    *,
    suite: Path,
    copy_dir: Path | None = None,
    out: Path | None = None,
    pins: Sequence[str] = (),
    as_of: str | None = None,
    import_check: str | None = None,
    pytest_args: Sequence[str] = (),
    memory: bool = False,
    times: bool = True,
    sites: int | None = None,
    repository: Repository | None = None,
) -> Plan:
    """Check the settings that all cells share, pack the suite, and find the harness.

    The folder of results, `out`, is left out of the suite. See `Plan` for the other settings.

    Raises:
        SweepError: An argument is invalid, a path does not exist, or uv is missing.
    """
    find_uv()
    Recipe((), None, as_of, import_check).check()
    return Plan(
        suite=pack_suite(suite, copy_dir, without=() if out is None else [out]),
        harness=find_harness(),
        pins=tuple(map(check_requirement, pins)),
        as_of=as_of,
        import_check=import_check,
        arguments=tuple(pytest_args),
        memory=memory,
        times=times,
        sites=sites,
        repository=repository,
    )
