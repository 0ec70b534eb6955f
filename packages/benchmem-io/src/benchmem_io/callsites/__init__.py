"""Compare call sites and captures of two runs, line by line."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.callsites.capture_diff import (
        CaptureDiff as CaptureDiff,
        StackChange as StackChange,
        compare_captures as compare_captures,
    )
    from benchmem_io.callsites.changes import (
        LEAST_SHARE as LEAST_SHARE,
        SiteChange as SiteChange,
        site_changes as site_changes,
        site_lines as site_lines,
    )
    from benchmem_io.callsites.diff_tables import (
        capture_json as capture_json,
        capture_table as capture_table,
    )
    from benchmem_io.callsites.pictures import flame_diff_writer as flame_diff_writer

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".capture_diff": ("CaptureDiff", "StackChange", "compare_captures"),
        ".changes": ("LEAST_SHARE", "SiteChange", "site_changes", "site_lines"),
        ".diff_tables": ("capture_json", "capture_table"),
        ".pictures": ("flame_diff_writer",),
    },
)
