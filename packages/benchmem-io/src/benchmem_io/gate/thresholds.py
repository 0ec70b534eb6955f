"""Rules of the gate: how much a metric may grow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import Number
from benchmem_core.units import BYTE_UNITS, TIME_UNITS
from benchmem_io.errors import RuleError

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

    def is_exceeded(self, base: Number, head: Number) -> bool:
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


def parse_threshold(text: str) -> Threshold:
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
        raise RuleError(f"`{text}` is no rule: {METRICS.why_missing(field.strip())}; {_forms()}")
    if not colon or match is None or word.strip() not in {"", CLEAR} or rest.endswith(":"):
        raise RuleError(f"`{text}` is no rule; {_forms()}")
    percent, plus, number, _ = match.groups()
    if (percent is None and number is None) or bool(plus) != (
        percent is not None and number is not None
    ):
        raise RuleError(f"`{text}` is no rule: it has no limit; {_forms()}")
    return Threshold(
        text=text.strip(),
        metric=metric,
        share=None if percent is None else Fraction(percent) / 100,
        amount=_floor(metric) if number is None else Fraction(number) * _unit(metric, match, text),
        is_clear=word.strip() == CLEAR,
    )


def parse_thresholds(texts: Iterable[str]) -> list[Threshold]:
    """Read rules; a rule that is given twice counts once.

    Raises:
        RuleError: A rule has no meaning.
    """
    return list(dict.fromkeys(parse_threshold(text) for text in texts))


def _forms() -> str:
    return (
        "write FIELD:LIMIT, as in `peak:10%`, `peak:5MiB`, `allocations:100`, `time:2ms` or "
        "`peak:20%+8MiB`, and `:clear` after it if series must not overlap; FIELD is one of "
        f"{', '.join(METRICS)}"
    )


def _floor(metric: MetricSpec) -> Fraction | None:
    """Return the amount of a rule that names only a share."""
    return Fraction(str(metric.floor)) if metric.floor else None


def _unit(metric: MetricSpec, match: re.Match[str], text: str) -> Fraction:
    units: dict[str, Fraction] = {
        "B": {name: Fraction(size) for name, size in BYTE_UNITS.items()},
        "s": {name: Fraction(str(size)) for name, size in TIME_UNITS.items()},
        "count": {"": Fraction(1)},
    }[metric.unit]
    percent, plus, number, unit = match.groups()
    if not unit and unit not in units:
        before, _, after = text.partition(match[0].strip())
        start = f"{before}{percent}%+" if plus else before
        share = "" if plus else f"; a share is `{before}{number}%{after}`"
        raise RuleError(
            f"`{text}` is no rule: its limit has no unit, which 0.5 took for "
            f"`{start}{number}{metric.unit}{after}`{share}; {_forms()}"
        )
    if unit not in units:
        takes = ", ".join(units) if metric.unit != "count" else "none"
        raise RuleError(
            f"`{text}` is no rule: `{unit}` is no unit of `{metric.name}`, whose units are "
            f"{takes}; {_forms()}"
        )
    return units[unit]
