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
    """Build the wheel of a project, in a new folder inside of `folder`.

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
        raise StageError("install", f"building `{source}` made {len(wheels)} wheels instead of one")
    return wheels[0]


def is_universal(wheel: str) -> bool:
    """Say whether a wheel is for every interpreter, by its file name."""
    tags = parse_wheel_filename(wheel)[-1]
    return any(tag.interpreter == "py3" and tag.abi == "none" for tag in tags)
