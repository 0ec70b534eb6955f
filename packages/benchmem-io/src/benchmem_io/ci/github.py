"""What the gate found as annotations of GitHub, on the lines that are behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.text import printable, shortened
from benchmem_io.ci.source_lines import Checkout, grown_line
from benchmem_io.ci.workflow_commands import MOST_ANNOTATIONS, Kind, annotation
from benchmem_io.compare import Comparison
from benchmem_io.gate import GateReport, Growth, Unjudged
from benchmem_io.runs import natural_key

# An id may be a page long, and the table has all of it.
_MOST_OF_AN_ID = 300


def annotations(report: GateReport, comparison: Comparison, checkout: Checkout) -> list[str]:
    """Write what the gate found as workflow commands, the worst first.

    Regressions are errors. What is inconclusive and what was not judged are warnings, unless that
    is ignored; where they alone fail the gate, one error says so.

    Args:
        report: What the gate found.
        comparison: What it compared.
        checkout: Where the lines are.

    Returns:
        Lines to print: at most as many errors, and as many warnings, as GitHub shows.

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
        """The first ones, and how many more there are: GitHub drops those without a word."""
        if len(found) <= MOST_ANNOTATIONS:
            return [self.one(kind, each) for each in found]
        shown = found[: MOST_ANNOTATIONS - 1]
        title = f"{len(found) - len(shown):,} more {what}"
        more = annotation(kind, title, [f"{title}: they are listed under the table"])
        return [*(self.one(kind, each) for each in shown), more]

    def one(self, kind: Kind, found: Growth | Unjudged) -> str:
        """One of them, on its line."""
        # With a pivot the id of a row is that of no test.
        where = self.checkout.test(self.comparison.one(found.id).id)
        details: Sequence[str] = ()
        if isinstance(found, Unjudged):
            title, message = "not judged", found.message
        else:
            doubt = "" if found.overlap is None else "inconclusive: "
            title, message = f"{doubt}{found.title}", found.message
            # Where memory is does not explain a time.
            if found.threshold.metric.field is not None:
                where = grown_line(self.comparison, found.id, self.checkout) or where
                details = self.report.details.get(found.id, ())
        lines = [f"`{shortened(printable(found.id), _MOST_OF_AN_ID)}`: {message}", *details]
        file, line = where or (None, None)
        return annotation(kind, title, lines, file=file, line=line)


def _why_it_fails(report: GateReport) -> list[str]:
    """An error where there is no other: a step that fails has one."""
    if report.regressions or not (report.fails or report.is_doubtful):
        return []
    reason = report.lines()[-1]
    if report.judged:
        why = "what was not judged" if report.fails else "inconclusive growth"
        reason = f"{reason}; {why} fails it"
    return [annotation("error", "the gate fails", [reason])]


def _worst_first(growths: Sequence[Growth]) -> list[Growth]:
    return sorted(growths, key=lambda each: (-each.share, natural_key(each.id)))
