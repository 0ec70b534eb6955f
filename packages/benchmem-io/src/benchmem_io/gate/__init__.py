"""Judge benchmarks by rules such as `peak:10%`, and report the verdicts."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.gate.document import findings_of as findings_of
    from benchmem_io.gate.explanations import (
        explained as explained,
        sites_of_comparison as sites_of_comparison,
    )
    from benchmem_io.gate.judging import judge as judge, judge_comparison as judge_comparison
    from benchmem_io.gate.report import (
        GatePolicy as GatePolicy,
        GateReport as GateReport,
        report_of as report_of,
    )
    from benchmem_io.gate.thresholds import (
        Threshold as Threshold,
        parse_threshold as parse_threshold,
        parse_thresholds as parse_thresholds,
    )
    from benchmem_io.gate.verdicts import Growth as Growth, Unjudged as Unjudged, Verdict as Verdict

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".document": ("findings_of",),
        ".explanations": ("explained", "sites_of_comparison"),
        ".judging": ("judge", "judge_comparison"),
        ".report": ("GatePolicy", "GateReport", "report_of"),
        ".thresholds": ("Threshold", "parse_threshold", "parse_thresholds"),
        ".verdicts": ("Growth", "Unjudged", "Verdict"),
    },
)
