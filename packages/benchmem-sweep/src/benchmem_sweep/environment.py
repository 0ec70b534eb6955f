"""One environment, made by uv: what is installed there, and from where it imports."""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmem_core.text import printable, shortened
from benchmem_sweep.errors import Stage, StageError, SweepError
from benchmem_sweep.processes import Processes
from benchmem_sweep.uv_binary import find_uv

NOT_COPIED = (".git", ".hg", ".venv", "__pycache__", ".pytest_cache", ".benchmarks", ".hypothesis")
"""What no copy of a folder holds: history, environments, caches, results."""

# What would let the environment see more than is installed in it, or measure something else.
_REMOVED = re.compile(
    r"PYTHON(?!HASHSEED$|UTF8$|IOENCODING$|DONTWRITEBYTECODE$).*|VIRTUAL_ENV.*|CONDA.*|"
    r"PYTEST_.*|UV_(?:PROJECT|PYTHON|WORKING).*|COVERAGE_.*|__PYVENV_LAUNCHER__"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Recipe:
    """What an environment is made of.

    Attributes:
        requirements: What is installed.
        python: An interpreter as uv takes it; `None` is the one that runs the sweep.
        as_of: A date, `YYYY-MM-DD`: nothing newer is installed.
        import_check: A module that must come from the environment.
    """

    requirements: Sequence[str]
    python: str | None = None
    as_of: str | None = None
    import_check: str | None = None

    def check(self) -> None:
        """Check what can be checked before anything is made.

        Raises:
            SweepError: The date is none, or the module is no name.
        """
        if self.as_of is not None and not _DATE.fullmatch(self.as_of):
            raise SweepError(f"`{self.as_of}` is no date: write it as `2026-01-31`")
        if self.import_check is not None and not all(
            part.isidentifier() for part in self.import_check.split(".")
        ):
            raise SweepError(f"`{self.import_check}` is no name of a module")


@dataclass(frozen=True)
class Environment:
    """An environment that is there.

    Attributes:
        python: Its interpreter.
        variables: The variables to run it with.
    """

    python: Path
    variables: Mapping[str, str]


def make_environment(
    recipe: Recipe, folder: Path, *, cwd: Path, logs: Path, processes: Processes
) -> Environment:
    """Make an environment.

    Args:
        recipe: What it is made of.
        folder: Where; it is made.
        cwd: Where code will run in it, for the check of imports.
        logs: The folder for a log of each stage.
        processes: Runs uv.

    Raises:
        StageError: A stage failed; its log has the details.
    """
    uv = find_uv()
    python = python_in(folder)
    begin = [uv, "venv", "--quiet", "--no-project", str(folder)]
    begin += ["--python", recipe.python or current_python()]
    run_stage("venv", begin, logs, processes)
    install = [uv, "pip", "install", "--python", str(python)]
    if recipe.as_of is not None:
        install += ["--exclude-newer", recipe.as_of]
    run_stage("install", [*install, "--", *recipe.requirements], logs, processes)
    environment = Environment(python, variables_of(folder))
    if recipe.import_check is not None:
        command = [str(python), "-c", _IMPORT, recipe.import_check, str(folder)]
        log = logs / "isolation.log"
        status = processes.run(command, log, env=environment.variables, cwd=cwd)
        _check_import(recipe.import_check, status, log)
    return environment


def current_python() -> str:
    """The interpreter that runs this, itself and not the environment that it is in."""
    import sys

    return os.path.realpath(sys.executable)


def python_in(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def variables_of(folder: Path) -> dict[str, str]:
    """The variables to run an environment with: ours, less what would reach into it."""
    kept = {name: value for name, value in os.environ.items() if not _REMOVED.fullmatch(name)}
    kept["VIRTUAL_ENV"] = str(folder)
    kept["PATH"] = os.pathsep.join([str(python_in(folder).parent), kept.get("PATH", os.defpath)])
    # The folder that code runs in is not importable by itself, and nor is the user's own.
    kept["PYTHONNOUSERSITE"] = "1"
    return kept


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder, without its history, environments and caches.

    Args:
        source: What is copied.
        target: The copy; may be there, and empty.

    Raises:
        SweepError: It cannot be copied.
    """
    try:
        ignored = shutil.ignore_patterns(*NOT_COPIED)
        shutil.copytree(source, target, symlinks=True, ignore=ignored, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        first = error.args[0][0][2] if isinstance(error, shutil.Error) else error
        raise SweepError(f"`{source}` cannot be copied: {first}") from error


def run_stage(
    stage: Stage,
    command: Sequence[str],
    logs: Path,
    processes: Processes,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a command whose failure is that of a stage.

    Raises:
        StageError: It cannot be started, or failed.
    """
    log = logs / f"{stage}.log"
    try:
        status = processes.run(command, log, env=env, cwd=cwd)
    except InterruptedError:
        raise
    except OSError as error:
        raise StageError(stage, f"`{command[0]}` cannot be started: {error.strerror}") from None
    if status:
        raise StageError(stage, reason_in(log))


def reason_in(log: Path) -> str:
    """The line of a log that says most of what went wrong."""
    lines = [line.strip() for line in last_lines(log, 60)]
    lines = [line for line in lines if line and not line.startswith("$ ")]
    # uv writes the error, and under it what led to it.
    for mark in ("cause:", "error:", "Error:"):
        causes = [line for line in lines if line.startswith(mark)]
        if causes:
            return shortened(printable(causes[-1].removeprefix(mark).strip()), 240)
    return shortened(printable((lines or ["it printed nothing"])[-1]), 240)


def last_lines(log: Path, count: int) -> list[str]:
    """The last lines of a log; none of one that is not there."""
    try:
        return log.read_text(encoding="utf-8", errors="backslashreplace").splitlines()[-count:]
    except OSError:
        return []


_OUTSIDE = 3
_IMPORT = """\
import importlib, os, sys
module = importlib.import_module(sys.argv[1])
places = [module.__file__] if getattr(module, "__file__", None) else list(module.__path__)
inside = os.path.realpath(sys.argv[2]) + os.sep
for place in places:
    print(place)
sys.exit(0 if all(os.path.realpath(place).startswith(inside) for place in places) else 3)
"""


def _check_import(module: str, status: int, log: Path) -> None:
    if status == _OUTSIDE:
        place = (last_lines(log, 1) or ["?"])[0]
        raise StageError("isolation", f"`{module}` comes from `{printable(place)}`, from outside")
    if status:
        raise StageError("isolation", f"`{module}` cannot be imported: {reason_in(log)}")
