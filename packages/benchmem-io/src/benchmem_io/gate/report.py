"""The gate's report: its findings, and the lines that it prints."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmem_io.compare import Comparison
from benchmem_io.gate.rules import Growth, RuleVerdict, Threshold, Unjudged
from benchmem_io.table import indent_lines

REGRESSION = 1
"""Exit code: the gate failed."""
INCONCLUSIVE = 3
"""Exit code: nothing clearly grew, but something may have."""


@dataclass(frozen=True)
class GatePolicy:
    """How to treat verdicts that are neither good nor bad: `fail`, `warn` or `ignore`.

    Attributes:
        on_missing: For benchmarks that could not be judged.
        on_inconclusive: For growth in series that overlap.
    """

    on_missing: str = "fail"
    on_inconclusive: str = "warn"


@dataclass(frozen=True)
class GateReport:
    """The findings of the gate.

    Attributes:
        thresholds: The rules.
        regressions: Metrics that grew too much.
        inconclusive: Metrics that grew too much by `clear` rules, in series that overlap.
        unjudged: Benchmarks that a rule could not judge.
        good: How often a rule found nothing wrong.
        policy: How to treat the verdicts between good and bad. Ignored ones are still counted.
        details: Lines that explain the growth, by benchmark.
    """

    thresholds: Sequence[Threshold]
    regressions: Sequence[Growth]
    inconclusive: Sequence[Growth]
    unjudged: Sequence[Unjudged]
    good: int
    policy: GatePolicy = GatePolicy()
    details: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def from_verdicts(
        cls,
        thresholds: Sequence[Threshold],
        verdicts: Iterable[RuleVerdict],
        policy: GatePolicy | None = None,
    ) -> "GateReport":
        """Sort verdicts into a report.

        Args:
            thresholds: The rules.
            verdicts: The verdict of each rule on each benchmark.
            policy: How to treat verdicts that are neither good nor bad.
        """
        verdicts = list(verdicts)
        growths = [each for each in verdicts if isinstance(each, Growth)]
        return cls(
            thresholds=thresholds,
            regressions=[each for each in growths if each.overlap is None],
            inconclusive=[each for each in growths if each.overlap is not None],
            unjudged=[each for each in verdicts if isinstance(each, Unjudged)],
            good=sum(each is None for each in verdicts),
            policy=policy or GatePolicy(),
        )

    def attach_call_sites(self, comparison: Comparison) -> "GateReport":
        """List the call sites that changed under each benchmark that grew.

        Args:
            comparison: The comparison that the gate judged.

        Raises:
            RunFileError: The sites of a run file are damaged.
        """
        from benchmem_io.gate.explanations import compare_sites

        ids = {growth.id for growth in (*self.regressions, *self.inconclusive)}
        return replace(self, details=compare_sites(comparison, ids))

    @property
    def exit_code(self) -> int:
        """The exit code of a command with this gate: 0, `REGRESSION` or `INCONCLUSIVE`."""
        return REGRESSION if self.fails else INCONCLUSIVE if self.is_inconclusive else 0

    @property
    def judged(self) -> int:
        """How often a rule could be applied."""
        return self.good + len(self.regressions) + len(self.inconclusive)

    @property
    def judged_nothing(self) -> Sequence[Threshold]:
        """The rules that could be applied to none of the benchmarks."""
        missed = Counter(each.threshold for each in self.unjudged)
        benchmarks = (self.judged + len(self.unjudged)) // max(len(self.thresholds), 1)
        return [each for each in self.thresholds if missed[each] == benchmarks]

    @property
    def fails(self) -> bool:
        """Whether the gate fails: for growth, for missing data, or because nothing was judged."""
        is_missing = self.unjudged and self.policy.on_missing == "fail"
        return bool(self.regressions or is_missing or not self.judged)

    @property
    def is_inconclusive(self) -> bool:
        """Whether to report growth that may be noise by an exit code of its own."""
        return bool(self.inconclusive) and self.policy.on_inconclusive == "fail"

    def lines(self) -> list[str]:
        """Write the report, one line for each finding; the last line sums up.

        A line that begins with blanks explains the line above it.
        """
        lines = self._grown("regression", self.regressions)
        if self.policy.on_inconclusive != "ignore":
            lines += self._grown("inconclusive", self.inconclusive)
        if self.policy.on_missing != "ignore":
            lines += [f"not judged: {each}" for each in self.unjudged]
        rules = _list_rules(self.thresholds)
        if not self.judged:
            lines.append(f"gate {rules}: nothing could be judged, so it fails")
            return lines
        counts = [(len(self.regressions), "regression", "regressions")]
        if any(threshold.is_clear for threshold in self.thresholds):
            counts.append((len(self.inconclusive), "inconclusive", "inconclusive"))
        counts += [(len(self.unjudged), "not judged", "not judged"), (self.good, "good", "good")]
        shown = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts)
        lines.append(f"gate {rules}: {shown}{self._idle}")
        return lines

    @property
    def _idle(self) -> str:
        """The part of the last line that names the rules that judged nothing, even if ignored."""
        if not self.judged_nothing:
            return ""
        so_it_fails = ", so it fails" if self.policy.on_missing == "fail" else ""
        return f"; {_list_rules(self.judged_nothing)} judged nothing{so_it_fails}"

    def _grown(self, kind: str, growths: Sequence[Growth]) -> list[str]:
        lines = []
        for growth in growths:
            lines.append(f"{kind}: {growth}")
            # The place of memory does not explain a time.
            if growth.threshold.metric.field is not None:
                lines += indent_lines(self.details.get(growth.id, ()))
        return lines


def _list_rules(thresholds: Iterable[Threshold]) -> str:
    return ", ".join(f"`{each.text}`" for each in thresholds)
