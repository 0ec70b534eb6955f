"""The gate's report, as findings under a table and as JSON."""

import msgspec

from benchmem_io.gate.report import GateReport
from benchmem_io.gate.rules import Growth, Range, Unjudged
from benchmem_io.table import Findings


class JsonGrowth(msgspec.Struct):
    """A metric that grew by more than a rule allows; `share` is `null` from a zero baseline.

    `sites` has lines that name the call sites that changed, if they were asked for. `overlap` has
    the lowest and highest value of both series, if they overlap.
    """

    id: str
    rule: str
    metric: str
    unit: str
    base: int | float
    head: int | float
    share: float | None
    sites: list[str] = []
    overlap: tuple[Range, Range] | None = None


class JsonUnjudged(msgspec.Struct):
    """A benchmark that a rule could not judge, and why."""

    id: str
    rule: str
    metric: str
    reason: str


class JsonGate(msgspec.Struct):
    """The gate's report; `judged_nothing` lists the rules that could not be applied even once."""

    rules: list[str]
    judged: int
    good: int
    regressions: list[JsonGrowth]
    inconclusive: list[JsonGrowth]
    unjudged: list[JsonUnjudged]
    judged_nothing: list[str] = []


def make_findings(report: GateReport) -> Findings:
    """Make the findings that stand under a table, in every format, from a report."""
    return Findings(report.lines(), msgspec.to_builtins(_gate(report)))


def _gate(report: GateReport) -> JsonGate:
    return JsonGate(
        rules=[threshold.text for threshold in report.thresholds],
        judged=report.judged,
        good=report.good,
        regressions=[_growth(each, report) for each in report.regressions],
        inconclusive=[_growth(each, report) for each in report.inconclusive],
        unjudged=[_unjudged(each) for each in report.unjudged],
        judged_nothing=[threshold.text for threshold in report.judged_nothing],
    )


def _growth(growth: Growth, report: GateReport) -> JsonGrowth:
    metric = growth.threshold.metric
    return JsonGrowth(
        id=growth.id,
        rule=growth.threshold.text,
        metric=metric.name,
        unit=metric.unit,
        base=growth.base,
        head=growth.head,
        share=growth.share if growth.base else None,
        sites=[line.strip() for line in report.details.get(growth.id, ())],
        overlap=growth.overlap or growth.shared,
    )


def _unjudged(unjudged: Unjudged) -> JsonUnjudged:
    return JsonUnjudged(
        unjudged.id, unjudged.threshold.text, unjudged.threshold.metric.name, unjudged.reason
    )
