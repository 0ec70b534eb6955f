"""Find the release or commit that made a benchmark grow."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.bisect.bisecting import most_judgements as most_judgements
    from benchmem_sweep.bisect.bisection import (
        SITES as SITES,
        Bisected as Bisected,
        Bisection as Bisection,
        bisect_cells as bisect_cells,
    )
    from benchmem_sweep.bisect.verdict import verdict_lines as verdict_lines

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".bisecting": ("most_judgements",),
        ".bisection": ("Bisected", "Bisection", "SITES", "bisect_cells"),
        ".verdict": ("verdict_lines",),
    },
)
