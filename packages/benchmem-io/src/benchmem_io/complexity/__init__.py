"""Judge how a cost grows with the size of its input."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.complexity.bounds import Verdict as Verdict, judge_bound as judge_bound
    from benchmem_io.complexity.classes import (
        Complexity as Complexity,
        parse_complexity as parse_complexity,
    )
    from benchmem_io.complexity.cost_curve import Curve as Curve, sort_points as sort_points
    from benchmem_io.complexity.cost_noise import estimate_noise as estimate_noise
    from benchmem_io.complexity.fits import (
        Fit as Fit,
        check_sizes as check_sizes,
        fit_complexity as fit_complexity,
    )
    from benchmem_io.complexity.frame import fit_scaling as fit_scaling
    from benchmem_io.complexity.reasons import why_above as why_above, why_unknown as why_unknown

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".bounds": ("Verdict", "judge_bound"),
        ".classes": ("Complexity", "parse_complexity"),
        ".cost_curve": ("Curve", "sort_points"),
        ".cost_noise": ("estimate_noise",),
        ".fits": ("Fit", "check_sizes", "fit_complexity"),
        ".frame": ("fit_scaling",),
        ".reasons": ("why_above", "why_unknown"),
    },
)
