"""The gate's findings as GitHub annotations, on the lines of code behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.text import escape_controls, shorten
from benchmem_io.ci.source_lines import Checkout, grown_line
from benchmem_io.ci.workflow_commands import MOST_ANNOTATIONS, Kind, annotation
from benchmem_io.compare import Comparison
from benchmem_io.gate import GateReport, Growth, Unjudged
from benchmem_io.runs import natural_key

# An id may be a page long; the table shows the whole id.
_MOST_OF_AN_ID = 300


def annotations(report: GateReport, comparison: Comparison, checkout: Checkout) -> list[str]:
    """Write the gate's findings as workflow commands, the worst first.

    Regressions are errors. Inconclusive and unjudged benchmarks are warnings, unless the policy
    ignores them; if they alone fail the gate, one error says so.

    Args:
        report: The gate's report.
        comparison: The comparison that the gate judged.
        checkout: The checkout that has the lines of code.

    Returns:
        Lines to print: no more errors, and no more warnings, than GitHub shows.

    Raises:
        RunFileError: The sites of a run file are damaged.
    """
    policy = report.policy
    doubtful = [] if policy.on_inconclusive == "ignore" else _worst_first(report.inconclusive)
    unjudged = [] if policy.on_missing == "ignore" else report.unjudged
    annotator = _Annotator(report, comparison, checkout)
    return [
        *annotator.all("error", _worst_first(report.regressions), "regressions"),
        *_why_it_fails(report),
        *annotator.all("warning", [*doubtful, *unjudged], "inconclusive or not judged"),
    ]


@dataclass(frozen=True)
class _Annotator:
    report: GateReport
    comparison: Comparison
    checkout: Checkout

    def all(self, kind: Kind, found: Sequence[Growth | Unjudged], what: str) -> list[str]:
        """Annotate the first findings, and count the others: GitHub drops those silently."""
        if len(found) <= MOST_ANNOTATIONS:
            return [self.one(kind, each) for each in found]
        shown = found[: MOST_ANNOTATIONS - 1]
        title = f"{len(found) - len(shown):,} more {what}"
        more = annotation(kind, title, [f"{title}: they are listed under the table"])
        return [*(self.one(kind, each) for each in shown), more]

    def one(self, kind: Kind, found: Growth | Unjudged) -> str:
        """Annotate one finding, on its line of code."""
        # With a pivot, the id of a row is not the id of a test.
        where = self.checkout.test(self.comparison.one(found.id).id)
        details: Sequence[str] = ()
        if isinstance(found, Unjudged):
            title, message = "not judged", found.message
        else:
            doubt = "" if found.overlap is None else "inconclusive: "
            title, message = f"{doubt}{found.title}", found.message
            # The place of memory does not explain a time.
            if found.threshold.metric.field is not None:
                where = grown_line(self.comparison, found.id, self.checkout) or where
                details = self.report.details.get(found.id, ())
        lines = [f"`{shorten(escape_controls(found.id), _MOST_OF_AN_ID)}`: {message}", *details]
        file, line = where or (None, None)
        return annotation(kind, title, lines, file=file, line=line)


def _why_it_fails(report: GateReport) -> list[str]:
    """Write an error if the gate fails without a regression: a failed step needs an error."""
    if report.regressions or not (report.fails or report.is_inconclusive):
        return []
    reason = report.lines()[-1]
    if report.judged:
        why = "what was not judged" if report.fails else "inconclusive growth"
        reason = f"{reason}; {why} fails it"
    return [annotation("error", "the gate fails", [reason])]


def _worst_first(growths: Sequence[Growth]) -> list[Growth]:
    return sorted(growths, key=lambda each: (-abs(each.share), natural_key(each.id)))
