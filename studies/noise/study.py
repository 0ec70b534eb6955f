"""Draw pairs of runs from recorded series, let the gate judge them, and count its errors.

`python studies/noise/study.py` prints the tables of `docs/noise.md`, and with `--write` it puts
them there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmem_core.blob import MemoryRecord
from benchmem_core.engine.measurement import Measurement, MemoryResult
from benchmem_core.engine.sampling import Sampling
from benchmem_io.gate.judging import judge
from benchmem_io.gate.report import GateReport
from benchmem_io.gate.rules import Threshold
from benchmem_io.runs.decoding import Entry, Stats
from benchmem_io.runs.run import Benchmark
from studies.noise.record import KEPT
from studies.page_sections import print_or_write, section

SERIES = Path(__file__).with_name("series.json")
PAGE = Path(__file__).parents[2] / "docs" / "noise.md"

PAIRS = 500
GROWTHS = (0, 5, 10, 25)
"""By how many percent the second run of a pair is made to grow; 0 is an A/A pair."""
SAMPLINGS = {
    "2": Sampling(2),
    "5": Sampling(5),
    "10": Sampling(10),
    "adaptive": Sampling(),
}
MOST_PASSES = 10
"""As many as any of these takes: two runs that begin so far apart share no pass."""
MEMORY_RULES = [f"peak:{limit}%{form}" for limit in (5, 10, 20) for form in ("", ":clear")]
TIME_RULES = [f"time:{limit}%{form}" for limit in (5, 10, 25) for form in ("", ":clear")]
ROUNDS = "30 rounds"

Recorded = Mapping[str, Sequence[int]]
Draw = Callable[[int, int], Benchmark]
"""A run that begins at a place of the series, grown by so many percent."""


@dataclass(frozen=True)
class Row:
    """What a rule said of the pairs of one kind.

    Attributes:
        series: Which series they were drawn from.
        passes: How many passes each run took.
        rule: The rule.
        growth: By how many percent the second run had grown.
        regressions: How many pairs the rule called a regression.
        inconclusive: How many it called inconclusive.
        good: How many it found nothing wrong with.
    """

    series: str
    passes: str
    rule: str
    growth: int
    regressions: int
    inconclusive: int
    good: int

    @property
    def pairs(self) -> int:
        """How many pairs were judged."""
        return self.regressions + self.inconclusive + self.good

    @property
    def rate(self) -> float:
        """The share of regressions: of A/A pairs the false alarms, else what was detected."""
        return self.regressions / self.pairs

    def __str__(self) -> str:
        """The regressions in percent, and what was inconclusive in brackets."""
        shown = percent(self.regressions, self.pairs)
        if self.inconclusive:
            shown += f" ({percent(self.inconclusive, self.pairs)})"
        return shown


def recorded() -> dict[str, dict[str, Recorded]]:
    """Read the series: of memory and of time, by name."""
    found: dict[str, dict[str, Recorded]] = json.loads(SERIES.read_text(encoding="utf-8"))
    return found


def study(pairs: int = PAIRS) -> list[Row]:
    """Judge so many pairs of every kind; the same ones every time.

    Args:
        pairs: How many of each series, number of passes and growth. Every rule gets the same.
    """
    series_of = recorded()
    rows: list[Row] = []
    for name, series in series_of["memory"].items():
        for passes, sampling in SAMPLINGS.items():
            places = len(series["peak_bytes"]) - MOST_PASSES + 1
            draw = memory_of(series, sampling)
            rows += judged(name, passes, draw, places, MOST_PASSES, MEMORY_RULES, pairs)
    for name, series in series_of["time"].items():
        places = len(series["min"])
        rows += judged(name, ROUNDS, times_of(series), places, 1, TIME_RULES, pairs)
    return rows


def judged(
    name: str,
    passes: str,
    draw: Draw,
    places: int,
    apart: int,
    rules: Sequence[str],
    pairs: int,
) -> Iterator[Row]:
    """Draw pairs that share no pass, and apply every rule to each.

    Args:
        name: The series.
        passes: How many passes a run takes.
        draw: Makes a run.
        places: In how many places of the series a run may begin.
        apart: How far the two of a pair are apart at least.
        rules: The rules.
        pairs: How many pairs.
    """
    chance = random.Random(f"{name} {passes}")
    drawn = [two_places(chance, places, apart) for _ in range(pairs)]
    # A benchmark decodes its series once, and each takes part in many pairs.
    old = {place: draw(place, 0) for place, _ in drawn}
    new = {(place, by): draw(place, by) for _, place in drawn for by in GROWTHS}
    for rule in map(Threshold.parse, rules):
        for by in GROWTHS:
            yield counted(name, passes, rule, by, [(old[a], new[b, by]) for a, b in drawn])


def counted(
    name: str,
    passes: str,
    rule: Threshold,
    growth: int,
    pairs: Sequence[tuple[Benchmark, Benchmark]],
) -> Row:
    """Apply a rule to pairs."""
    labels = ("before", "after")
    report = GateReport.from_verdicts(
        [rule], [judge(rule, base, head, id_=name, labels=labels) for base, head in pairs]
    )
    assert not report.unjudged
    return Row(
        name,
        passes,
        rule.text,
        growth,
        len(report.regressions),
        len(report.inconclusive),
        report.good,
    )


def two_places(chance: random.Random, places: int, apart: int) -> tuple[int, int]:
    """Draw two places at random that are far enough apart."""
    while True:
        first, second = (int(chance.random() * places) for _ in range(2))
        if abs(first - second) >= apart:
            return first, second


def memory_of(series: Recorded, sampling: Sampling) -> Draw:
    """Make runs of passes that follow each other in a series, as sampling takes them."""
    measured = [
        Measurement(*each)
        for each in zip(
            series["peak_bytes"], series["allocations"], series["total_bytes"], strict=True
        )
    ]

    def draw(place: int, growth: int) -> Benchmark:
        passes = iter(measured[place:])
        kept = map(bool, series[KEPT][place:])
        result = MemoryResult(sampling.collect(lambda: next(passes), lambda: next(kept)))
        blob = {
            field: [grown(value, growth) for value in values]
            for field, values in result.as_dict().items()
        }
        return benchmark(
            Entry("test", extra_info={MemoryRecord.BLOB: blob, MemoryRecord.META: result.meta()})
        )

    return draw


def times_of(series: Recorded) -> Draw:
    """Make runs of the timing sessions of a series."""

    def draw(place: int, growth: int) -> Benchmark:
        seconds = {stat: grown(values[place], growth) / 1e9 for stat, values in series.items()}
        return benchmark(Entry("test", stats=Stats(**seconds)))

    return draw


def grown(value: int, growth: int) -> int:
    """Let a number grow by so many percent, and never by a fraction more."""
    return value * (100 + growth) // 100


def benchmark(entry: Entry) -> Benchmark:
    """Wrap an entry that is in no file."""
    return Benchmark(entry, Path("run.json"))


def markdown(rows: Sequence[Row]) -> str:
    """Print a table for every series; runs of passes with the same figures share their lines."""
    tables = [
        table(name, list(of_series)) for name, of_series in groupby(rows, lambda row: row.series)
    ]
    return "\n".join(tables)


def table(name: str, rows: Sequence[Row]) -> str:
    """Print the table of one series."""
    cells: dict[str, dict[str, tuple[str, ...]]] = {}
    for (rule, passes), of_line in groupby(rows, lambda row: (row.rule, row.passes)):
        cells.setdefault(rule, {})[passes] = tuple(str(row) for row in of_line)
    what = "time" if rows[0].rule.startswith("time") else "peak"
    lines = [
        f"**{what}, {name}**\n",
        "| rule | passes | no growth | "
        + " | ".join(f"{by} % growth" for by in GROWTHS[1:])
        + " |",
        "|---|---|" + "--:|" * len(GROWTHS),
    ]
    for rule, by_passes in cells.items():
        for found in dict.fromkeys(by_passes.values()):
            passes = ", ".join(each for each, other in by_passes.items() if other == found)
            lines.append(f"| `{rule}` | {passes} | " + " | ".join(found) + " |")
    return "\n".join(lines) + "\n"


def percent(part: int, whole: int) -> str:
    """Write a share in whole percent; only nothing is 0, and only everything is 100 %."""
    if not part:
        return "0"
    share = 100 * part / whole
    if share < 1:
        return "< 1 %"
    return "> 99 %" if 99 < share < 100 else f"{share:.0f} %"


def tables_of(page: str) -> str:
    """Cut the tables out of the page."""
    return section(page, "noise")


def main() -> None:
    """Print the tables, or write them into the page."""
    print_or_write(PAGE, {"noise": markdown(study())})


if __name__ == "__main__":
    main()
