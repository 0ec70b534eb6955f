"""memray's own reports of a capture."""

import os
import subprocess
import sys
from pathlib import Path

from benchmem_core.atomic_files import name_partial_file
from benchmem_core.errors import ProfileError
from benchmem_core.profiles.reading import check_capture, describe_exit

PAGES = ("flamegraph", "table")
"""The reports that are HTML pages."""
TEXTS = ("tree", "summary", "stats")
"""The reports that a terminal shows."""

# Without the current folder in the search path: a project may have an `html.py`.
_MEMRAY = (sys.executable, "-P", "-m", "memray")
# Whole pages, which load nothing from elsewhere.
_OPTIONS = {page: ["--no-web"] for page in PAGES}


def write_page(report: str, capture: Path, output: Path) -> None:
    """Have memray render a capture as a page that needs no network."""
    check_capture(capture)
    if output.exists() and not output.is_file():
        raise ProfileError(f"`{output}` is not a file: name a file that can be replaced")
    part = Path(name_partial_file(output))
    try:
        part.touch()
        _run(report, capture, *_OPTIONS[report], "--force", "--output", str(part))
        # Replace a link itself, not its target.
        part.replace(output)
    except OSError as error:
        raise ProfileError(f"`{output}` cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def render_text(report: str, capture: Path) -> str:
    """Have memray render a capture as text."""
    check_capture(capture)
    return _run(report, capture).strip("\n") + "\n"


def browse_tree(capture: Path) -> None:
    """Let memray show a capture as a tree to move around in, in this terminal."""
    check_capture(capture)
    subprocess.run([*_MEMRAY, "tree", str(capture.resolve())], check=False)


def _run(report: str, capture: Path, *options: str) -> str:
    ended = subprocess.run(
        [*_MEMRAY, report, *options, str(capture.resolve())],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        # Its reports are drawn with characters that not every locale has.
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        errors="replace",
    )
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if line.strip()]
        raise ProfileError(
            f"`memray {report}` failed with `{capture}`: "
            f"{said[-1] if said else describe_exit(ended.returncode)}"
        )
    return ended.stdout
