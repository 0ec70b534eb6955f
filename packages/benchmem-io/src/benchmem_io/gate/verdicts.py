"""The verdicts of a rule on a benchmark: it grew, or it could not be judged."""

from dataclasses import dataclass

from benchmem_core.stats import Number
from benchmem_core.units import human_values
from benchmem_io.gate.thresholds import CLEAR, Threshold
from benchmem_io.table import change, change_text

Range = tuple[Number, Number]
"""The lowest and the highest value of a series."""


@dataclass(frozen=True)
class Growth:
    """A metric that grew by more than a rule allows; or fell, where growth is good.

    Attributes:
        id: The id of the benchmark.
        threshold: The rule.
        base: The baseline, in the metric's unit.
        head: The value now.
        overlap: Both ranges, if the rule says `clear` and the two series overlap. The growth is
            inconclusive then.
        shared: Both ranges, if the rule is plain and the two series overlap. The growth may be
            noise.
    """

    id: str
    threshold: Threshold
    base: Number
    head: Number
    overlap: tuple[Range, Range] | None = None
    shared: tuple[Range, Range] | None = None

    @property
    def share(self) -> float:
        """The growth as a share of the baseline; infinite from a zero baseline."""
        return change(self.base, self.head)

    def __str__(self) -> str:
        """Return one line: the benchmark, and the metric that grew."""
        return f"`{self.id}`: {self.message}"

    @property
    def title(self) -> str:
        """The metric that grew, and the share by which it grew."""
        share = change_text(self.share).lstrip("+-\N{MINUS SIGN}")
        by = f"by {share}" if self.base else "from a zero baseline"
        verb = "grew" if self.threshold.metric.growth_is_bad else "fell"
        return f"{self.threshold.metric.name} {verb} {by}"

    @property
    def message(self) -> str:
        """The metric that grew, both values, and the rule that it broke."""
        metric = self.threshold.metric
        base, head = human_values((self.base, self.head), metric.unit)
        beyond = "above" if metric.growth_is_bad else "beyond"
        line = f"{self.title}, {base} -> {head}, {beyond} `{self.threshold.text}`"
        ranges = self.overlap or self.shared
        if ranges is None:
            return line
        ends = human_values([end for each in ranges for end in each], metric.unit)
        shown = " and ".join(
            f"{low} to {high}" for low, high in zip(ends[::2], ends[1::2], strict=True)
        )
        line = f"{line}, but the series overlap ({shown})"
        if self.threshold.is_clear:
            return line
        return f"{line}: it may be noise, which does not fail `{self.threshold.text}:{CLEAR}`"


@dataclass(frozen=True)
class Unjudged:
    """A benchmark that a rule could not judge.

    Attributes:
        id: The id of the benchmark.
        threshold: The rule.
        reason: Why the rule could not judge it.
    """

    id: str
    threshold: Threshold
    reason: str

    def __str__(self) -> str:
        """Return one line: the benchmark, and why the rule could not judge it."""
        return f"`{self.id}`: {self.message}"

    @property
    def message(self) -> str:
        """The rule, and why it could not judge the benchmark."""
        return f"`{self.threshold.text}` could not be judged: {self.reason}"


Verdict = Growth | Unjudged | None
"""The verdict of a rule on a benchmark; `None` is good."""
