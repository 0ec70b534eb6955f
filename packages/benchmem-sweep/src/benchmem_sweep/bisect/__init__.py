"""Find the release or commit that made a benchmark grow."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.bisect.bisection import (
        SITES as SITES,
        Bisection as Bisection,
        BisectionResult as BisectionResult,
        list_candidates as list_candidates,
    )
    from benchmem_sweep.bisect.search import count_judgements as count_judgements
    from benchmem_sweep.bisect.verdict import format_verdict as format_verdict

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".search": ("count_judgements",),
        ".bisection": ("BisectionResult", "Bisection", "SITES", "list_candidates"),
        ".verdict": ("format_verdict",),
    },
)
