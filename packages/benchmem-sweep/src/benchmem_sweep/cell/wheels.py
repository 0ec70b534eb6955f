"""Build wheels of project folders."""

import tempfile
from pathlib import Path

from packaging.utils import parse_wheel_filename

from benchmem_sweep.cell.environment import filter_variables
from benchmem_sweep.cell.stages import run_stage
from benchmem_sweep.errors import StageError
from benchmem_sweep.host import Processes, find_uv


def build_wheel(
    source: Path, folder: Path, processes: Processes, *, python: str | None = None
) -> Path:
    """Build a wheel.

    Args:
        source: The folder of a project.
        folder: Gets a new folder for the wheel and its log.
        processes: Runs the build.
        python: An interpreter in a form that uv takes, for wheels that depend on one.

    Raises:
        StageError: The wheel cannot be built; the text has the reason.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix="wheel-", dir=folder))
    command = [find_uv(), "--color", "never", "build", "--wheel", "--out-dir", str(own)]
    if python is not None:
        command += ["--python", python]
    run_stage("install", [*command, str(source)], own, processes, env=filter_variables())
    wheels = sorted(own.glob("*.whl"))
    if len(wheels) != 1:
        raise StageError("install", f"`{source}` made {len(wheels)} wheels, and not one")
    return wheels[0]


def is_universal(wheel: str) -> bool:
    """Say whether a wheel is for every interpreter, by its file name."""
    tags = parse_wheel_filename(wheel)[-1]
    return any(tag.interpreter == "py3" and tag.abi == "none" for tag in tags)
