"""Make one environment with uv: install into it, and check where a module is imported from."""

import datetime as dt
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmem_core.text import escape_controls
from benchmem_sweep.cell.stages import find_reason, read_last_lines, run_stage
from benchmem_sweep.errors import StageError, SweepError
from benchmem_sweep.host import Processes, find_uv

# Variables that would let an environment import other modules, or change the measurement.
_REMOVED = re.compile(
    r"PYTHON(?!HASHSEED$|UTF8$|IOENCODING$).*|VIRTUAL_ENV.*|CONDA_.*|"
    r"PYTEST_.*|PY_COLORS|FORCE_COLOR|CLICOLOR_FORCE|COV_CORE_.*|COVERAGE_.*|__PYVENV_LAUNCHER__|"
    r"UV_(?:PYTHON|SYSTEM_PYTHON|PROJECT.*|WORKING_DIR.*|TARGET|PREFIX)"
)


@dataclass(frozen=True)
class Recipe:
    """The recipe of an environment.

    Attributes:
        requirements: The requirements to install.
        python: An interpreter in a form that uv takes; `None` for the one that runs the sweep.
        as_of: A date, `YYYY-MM-DD`: nothing newer is installed.
        import_check: A module that must come from the environment.
    """

    requirements: Sequence[str]
    python: str | None = None
    as_of: str | None = None
    import_check: str | None = None

    def check(self) -> None:
        """Check the date and the module name before anything is made.

        Raises:
            SweepError: The date or the module name is invalid.
        """
        if self.as_of is not None and not _is_date(self.as_of):
            raise SweepError(f"`{self.as_of}` is not a date: write it as `2026-01-31`")
        if self.import_check is not None and not all(
            part.isidentifier() for part in self.import_check.split(".")
        ):
            raise SweepError(f"`{self.import_check}` is not a module name: write it as in `import`")


@dataclass(frozen=True)
class Environment:
    """An environment that was made.

    Attributes:
        python: Its interpreter.
        variables: The variables to run it with.
    """

    python: Path
    variables: Mapping[str, str]


def make_environment(
    recipe: Recipe, folder: Path, *, cwd: Path, logs: Path, processes: Processes
) -> Environment:
    """Make an environment in a new folder, and write the log of each stage into another.

    The check of imports runs in `cwd`, as code will later.

    Raises:
        StageError: A stage failed; its log has the details.
    """
    uv = [find_uv(), "--color", "never"]
    python, variables = find_python(folder), make_variables(folder)
    begin = [*uv, "venv", "--quiet", "--no-project", str(folder)]
    begin += ["--python", recipe.python or find_current_python()]
    run_stage("venv", begin, logs, processes, env=variables)
    install = [*uv, "pip", "install", "--python", str(python)]
    if recipe.as_of is not None:
        install += ["--exclude-newer", recipe.as_of]
    run_stage("install", [*install, "--", *recipe.requirements], logs, processes, env=variables)
    if recipe.import_check is not None:
        command = [str(python), "-c", _IMPORT, recipe.import_check, str(folder)]
        log = logs / "isolation.log"
        status = processes.run(command, log, env=variables, cwd=cwd)
        _check_import(recipe.import_check, status, log)
    return Environment(python, variables)


def find_current_python() -> str:
    """Return the path of the running interpreter itself, not of its environment."""
    return os.path.realpath(sys.executable)


def find_python(folder: Path) -> Path:
    """Return the interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def filter_variables() -> dict[str, str]:
    """Return our variables without those that would affect an environment."""
    return {name: value for name, value in os.environ.items() if not _REMOVED.fullmatch(name)}


def make_variables(folder: Path) -> dict[str, str]:
    """Return the variables to run an environment with."""
    kept = filter_variables()
    kept["VIRTUAL_ENV"] = str(folder)
    kept["PATH"] = os.pathsep.join([str(find_python(folder).parent), kept.get("PATH", os.defpath)])
    # Without this, packages in the site folder of the user could be imported too.
    kept["PYTHONNOUSERSITE"] = "1"
    return kept


def _is_date(text: str) -> bool:
    try:
        # It also takes `20260131` and `2026-W05-6`, which uv does not.
        return dt.date.fromisoformat(text).isoformat() == text
    except (TypeError, ValueError):
        return False


_OUTSIDE = 3
# A built-in module has neither a file nor a path.
_IMPORT = f"""\
import importlib, os, sys
module = importlib.import_module(sys.argv[1])
file = getattr(module, "__file__", None)
places = [file] if file else list(getattr(module, "__path__", ["the interpreter"]))
inside = os.path.realpath(sys.argv[2]) + os.sep
for place in places:
    print(place)
sys.exit(0 if all(os.path.realpath(place).startswith(inside) for place in places) else {_OUTSIDE})
"""


def _check_import(module: str, status: int, log: Path) -> None:
    if status == _OUTSIDE:
        place = (read_last_lines(log, 1) or ["?"])[0]
        raise StageError(
            "isolation",
            f"`{module}` comes from `{escape_controls(place)}` instead of the environment",
        )
    if status:
        raise StageError("isolation", f"`{module}` cannot be imported: {find_reason(log)}")
