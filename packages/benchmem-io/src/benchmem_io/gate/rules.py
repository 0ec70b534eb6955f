"""Rules of the gate, and their verdicts: how much a metric may grow, and whether it did."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.units import UNITS
from benchmem_io.errors import RuleError
from benchmem_io.table import compute_change, format_change

CLEAR = "clear"
"""The word in a rule that counts growth only if two series do not overlap."""

_NUMBER = r"(\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})"
_LIMIT = re.compile(rf"(?:{_NUMBER}%)?(?:(\+)?{_NUMBER}\s*([A-Za-zµ]*))?", re.ASCII)


@dataclass(frozen=True)
class Threshold:
    """One rule of the gate.

    Attributes:
        text: The rule as it was written.
        metric: The metric that it limits.
        share: The share of the baseline by which the metric may grow; `None` for any.
        amount: The amount by which it may grow, in the metric's unit; `None` for any. Growth
            must exceed both limits to be too much. Of a metric whose growth is good, both limit
            how much it may fall.
        is_clear: Whether growth counts only if the two series do not overlap.
    """

    text: str
    metric: MetricSpec
    share: Fraction | None
    amount: Fraction | None
    is_clear: bool = False

    @classmethod
    def parse(cls, text: str) -> "Threshold":
        """Read a rule: `FIELD:LIMIT`, with `:clear` after it if only clear growth counts.

        Args:
            text: For example `peak:10%`, `time:2ms`, `peak:20%+8MiB` or `peak:10%:clear`.

        Raises:
            RuleError: The rule has no meaning; the text shows the rule and the allowed forms.
        """
        # Keyboards have the Greek letter mu; units are written with the micro sign.
        field, colon, rest = text.replace("\u03bc", "\u00b5").strip().partition(":")
        limit, _, word = rest.partition(":")
        match = _LIMIT.fullmatch(limit.strip())
        metric = METRICS.get(field.strip())
        if metric is None:
            reason = METRICS.explain_missing(field.strip())
            raise RuleError(f"`{text}` is not a rule: {reason}; {_list_forms()}")
        if not colon or match is None or word.strip() not in {"", CLEAR} or rest.endswith(":"):
            raise RuleError(f"`{text}` is not a rule; {_list_forms()}")
        percent, plus, number, _ = match.groups()
        if (percent is None and number is None) or bool(plus) != (
            percent is not None and number is not None
        ):
            raise RuleError(f"`{text}` is not a rule: it has no limit; {_list_forms()}")
        return cls(
            text=text.strip(),
            metric=metric,
            share=None if percent is None else Fraction(percent) / 100,
            amount=(
                _read_floor(metric)
                if number is None
                else Fraction(number) * _unit(metric, match, text)
            ),
            is_clear=word.strip() == CLEAR,
        )

    @classmethod
    def parse_all(cls, texts: Iterable[str]) -> list["Threshold"]:
        """Read rules; a rule that is given twice counts once.

        Raises:
            RuleError: A rule has no meaning.
        """
        return list(dict.fromkeys(map(cls.parse, texts)))

    def is_exceeded(self, base: float, head: float) -> bool:
        """Say whether a value grew too much; any growth from zero exceeds every share.

        Args:
            base: The baseline, finite and in the metric's unit.
            head: The value now.
        """
        # Compare decimals: 0.502 s is 2 ms more than 0.5 s, though the two floats differ by more.
        growth = Fraction(str(head)) - Fraction(str(base))
        if not self.metric.growth_is_bad:
            growth = -growth
        if growth <= 0:
            return False
        exceeds_share = self.share is None or growth > self.share * Fraction(str(base))
        return exceeds_share and (self.amount is None or growth > self.amount)


def _list_forms() -> str:
    return (
        "write FIELD:LIMIT, as in `peak:10%`, `peak:5MiB`, `allocations:100`, `time:2ms` or "
        "`peak:20%+8MiB`, and `:clear` after it if series must not overlap; FIELD is one of "
        f"{', '.join(METRICS)}"
    )


def _read_floor(metric: MetricSpec) -> Fraction | None:
    """Return the amount of a rule that names only a share."""
    return Fraction(str(metric.floor)) if metric.floor else None


def _unit(metric: MetricSpec, match: re.Match[str], text: str) -> Fraction:
    units: dict[str, Fraction] = {
        "B": {name: Fraction(size) for name, size in UNITS["B"].multiples.items()},
        "s": {name: Fraction(str(size)) for name, size in UNITS["s"].multiples.items()},
        "count": {"": Fraction(1)},
    }[metric.unit]
    percent, plus, number, unit = match.groups()
    if not unit and unit not in units:
        before, _, after = text.partition(match[0].strip())
        start = f"{before}{percent}%+" if plus else before
        share = "" if plus else f"; a share is `{before}{number}%{after}`"
        raise RuleError(
            f"`{text}` is not a rule: its limit has no unit, which 0.5 took for "
            f"`{start}{number}{metric.unit}{after}`{share}; {_list_forms()}"
        )
    if unit not in units:
        takes = ", ".join(units) if metric.unit != "count" else "none"
        raise RuleError(
            f"`{text}` is not a rule: `{unit}` is not a unit of `{metric.name}`, whose units are "
            f"{takes}; {_list_forms()}"
        )
    return units[unit]


Range = tuple[float, float]
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
    base: float
    head: float
    overlap: tuple[Range, Range] | None = None
    shared: tuple[Range, Range] | None = None

    @property
    def share(self) -> float:
        """The growth as a share of the baseline; infinite from a zero baseline."""
        return compute_change(self.base, self.head)

    def __str__(self) -> str:
        """Return one line: the benchmark, and the metric that grew."""
        return f"`{self.id}`: {self.message}"

    @property
    def title(self) -> str:
        """The metric that grew, and the share by which it grew."""
        share = format_change(self.share).lstrip("+-\N{MINUS SIGN}")
        by = f"by {share}" if self.base else "from a zero baseline"
        verb = "grew" if self.threshold.metric.growth_is_bad else "fell"
        return f"{self.threshold.metric.name} {verb} {by}"

    @property
    def message(self) -> str:
        """The metric that grew, both values, and the rule that it broke."""
        metric = self.threshold.metric
        base, head = UNITS[metric.unit].format_all((self.base, self.head))
        beyond = "above" if metric.growth_is_bad else "beyond"
        line = f"{self.title}, {base} -> {head}, {beyond} `{self.threshold.text}`"
        ranges = self.overlap or self.shared
        if ranges is None:
            return line
        ends = UNITS[metric.unit].format_all([end for each in ranges for end in each])
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


RuleVerdict = Growth | Unjudged | None
"""The verdict of a rule on a benchmark; `None` is good."""
