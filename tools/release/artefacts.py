"""The sdist and the wheel of a distribution: whether they build, and what they lack."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.metadata import Metadata

from tools.release.tree import Distribution


def check_artefacts(distribution: Distribution, folder: Path) -> Iterator[str]:
    """Build an sdist, and from it a wheel, and say what they lack.

    Args:
        distribution: What is built.
        folder: Where the two files go; what is there already is left alone.
    """
    build = ["build", "--installer=uv", f"--outdir={folder}", str(distribution.folder)]
    if (failed := _run(build)) is not None:
        yield f"it does not build: {failed}"
        return
    stem = f"{distribution.module}-{distribution.version}"
    sdist, wheel = folder / f"{stem}.tar.gz", folder / f"{stem}-py3-none-any.whl"
    absent = [path.name for path in (sdist, wheel) if not path.exists()]
    if absent:
        yield f"the build gave no `{'`, no `'.join(absent)}`"
        return
    if (failed := _run(["twine", "check", "--strict", str(sdist), str(wheel)])) is not None:
        yield f"`twine check --strict`: {failed}"
    # Every file of the package in the tree has to be in the wheel, and nothing beside the package.
    contents = ["check_wheel_contents", f"--package={distribution.source}", str(wheel)]
    if (failed := _run(contents)) is not None:
        yield f"`check-wheel-contents`: {failed}"
    yield from _check_wheel(distribution, wheel)


def _check_wheel(distribution: Distribution, wheel: Path) -> Iterator[str]:
    """What the two checkers do not ask for."""
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        (file,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = Metadata.from_email(opened.read(file), validate=True)
    if f"{distribution.module}/py.typed" not in names:
        yield f"`{distribution.module}/py.typed` is not in the wheel: without it nobody sees types"
    if not metadata.license_expression or not metadata.license_files:
        yield "no licence is in the wheel: set `license` and `license-files` in pyproject.toml"
    if not (metadata.description or "").strip():
        yield "no README is in the wheel: set `readme` in pyproject.toml"


def _run(arguments: list[str]) -> str | None:
    """Run a module, and return what it last said if it failed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], check=False, capture_output=True, text=True
    )
    if not done.returncode:
        return None
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return lines[-1] if lines else f"exit {done.returncode}"
