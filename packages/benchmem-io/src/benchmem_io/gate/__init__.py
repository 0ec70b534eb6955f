"""Judge benchmarks by rules such as `peak:10%`, and report the verdicts."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.gate.document import make_findings as make_findings
    from benchmem_io.gate.explanations import list_sites as list_sites
    from benchmem_io.gate.judging import judge as judge, judge_comparison as judge_comparison
    from benchmem_io.gate.report import (
        GatePolicy as GatePolicy,
        GateReport as GateReport,
    )
    from benchmem_io.gate.rules import (
        Growth as Growth,
        RuleVerdict as RuleVerdict,
        Threshold as Threshold,
        Unjudged as Unjudged,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".rules": (
            "Growth",
            "RuleVerdict",
            "Threshold",
            "Unjudged",
        ),
        ".document": ("make_findings",),
        ".explanations": ("list_sites",),
        ".judging": ("judge", "judge_comparison"),
        ".report": ("GatePolicy", "GateReport"),
    },
)
