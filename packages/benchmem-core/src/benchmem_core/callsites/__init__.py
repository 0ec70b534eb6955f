"""Find the lines of code that own the bytes at the high-water mark."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.callsites.cell_names import find_cell_name as find_cell_name
    from benchmem_core.callsites.lines import (
        REMAINDER as REMAINDER,
        compute_shares as compute_shares,
        format_sites as format_sites,
        frame_text as frame_text,
        place_text as place_text,
    )
    from benchmem_core.callsites.sites import (
        DEFAULT_SITES as DEFAULT_SITES,
        OUTSIDE as OUTSIDE,
        Site as Site,
        find_caller as find_caller,
        find_sites as find_sites,
        read_sites as read_sites,
    )
    from benchmem_core.callsites.source_files import SourceFiles as SourceFiles

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".cell_names": ("find_cell_name",),
        ".lines": ("REMAINDER", "frame_text", "place_text", "format_sites", "compute_shares"),
        ".sites": ("DEFAULT_SITES", "OUTSIDE", "Site", "find_caller", "read_sites", "find_sites"),
        ".source_files": ("SourceFiles",),
    },
)
