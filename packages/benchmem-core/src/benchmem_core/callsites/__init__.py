"""Find the lines of code that own the bytes at the high-water mark."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.callsites.cell_names import cell_name as cell_name
    from benchmem_core.callsites.lines import (
        REMAINDER as REMAINDER,
        frame_text as frame_text,
        place_text as place_text,
        recorded_site_lines as recorded_site_lines,
        site_shares as site_shares,
    )
    from benchmem_core.callsites.sites import (
        DEFAULT_SITES as DEFAULT_SITES,
        OUTSIDE as OUTSIDE,
        Site as Site,
        caller_of as caller_of,
        read_sites as read_sites,
        sites_of as sites_of,
    )
    from benchmem_core.callsites.source_files import SourceFiles as SourceFiles

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".cell_names": ("cell_name",),
        ".lines": ("REMAINDER", "frame_text", "place_text", "recorded_site_lines", "site_shares"),
        ".sites": ("DEFAULT_SITES", "OUTSIDE", "Site", "caller_of", "read_sites", "sites_of"),
        ".source_files": ("SourceFiles",),
    },
)
