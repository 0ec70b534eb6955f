"""Pictures that another distribution draws; it registers its writers as entry points."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from benchmem_io.errors import MissingDependencyError, SelectionError

if TYPE_CHECKING:
    from benchmem_io.callsites.capture_diff import CaptureDiff

ENTRY_POINT_GROUP = "benchmem.pictures"

FlameDiffWriter = Callable[["CaptureDiff", Path], None]


def flame_diff_writer(output: Path) -> FlameDiffWriter:
    """Find the function that draws a differential flame graph.

    Args:
        output: The file to write.

    Raises:
        SelectionError: The file name does not end in `.html` or `.htm`.
        MissingDependencyError: benchmem-plot is not installed.
    """
    if output.suffix.lower() not in {".html", ".htm"}:
        raise SelectionError(f"`{output}` is not a page: name it `{output.stem}.html`")
    for entry_point in entry_points(group=ENTRY_POINT_GROUP, name="flame-diff"):
        try:
            writer: FlameDiffWriter = entry_point.load()
        except ImportError as error:
            raise MissingDependencyError(
                f"the flame graph cannot be drawn ({error}): `pip install benchmem-plot`"
            ) from None
        return writer
    raise MissingDependencyError(
        f"`-o {output}` draws with benchmem-plot, which is not installed: "
        f"`pip install benchmem-plot`"
    )
