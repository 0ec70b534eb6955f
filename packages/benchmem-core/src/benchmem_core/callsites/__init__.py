"""Find the lines of code that own the bytes at the high-water mark."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.callsites.sites import (
        SITES as SITES,
        Site as Site,
        compute_shares as compute_shares,
        find_sites as find_sites,
        format_sites as format_sites,
        read_sites as read_sites,
    )
    from benchmem_core.callsites.source_files import (
        SourceFiles as SourceFiles,
        find_cell_name as find_cell_name,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".sites": ("SITES", "Site", "compute_shares", "find_sites", "format_sites", "read_sites"),
        ".source_files": ("SourceFiles", "find_cell_name"),
    },
)
