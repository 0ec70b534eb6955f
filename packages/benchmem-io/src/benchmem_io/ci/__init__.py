"""Write annotations and step summaries for GitHub Actions."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.ci.github import annotations as annotations
    from benchmem_io.ci.source_lines import Checkout as Checkout
    from benchmem_io.ci.summaries import (
        MOST_BYTES as MOST_BYTES,
        join_findings as join_findings,
        step_summary as step_summary,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".github": ("annotations",),
        ".source_lines": ("Checkout",),
        ".summaries": ("MOST_BYTES", "join_findings", "step_summary"),
    },
)
