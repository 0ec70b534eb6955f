"""Judge how a cost grows with the size of its input."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.complexity.bounds import BoundVerdict as BoundVerdict
    from benchmem_io.complexity.classes import Complexity as Complexity
    from benchmem_io.complexity.fits import (
        Fit as Fit,
        check_sizes as check_sizes,
        estimate_noise as estimate_noise,
        fit_complexity as fit_complexity,
    )
    from benchmem_io.complexity.frame import fit_scaling as fit_scaling
    from benchmem_io.complexity.reasons import judge_costs as judge_costs

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".bounds": ("BoundVerdict",),
        ".classes": ("Complexity",),
        ".fits": ("Fit", "check_sizes", "estimate_noise", "fit_complexity"),
        ".frame": ("fit_scaling",),
        ".reasons": ("judge_costs",),
    },
)
