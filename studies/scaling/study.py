"""How often bounds and exponents err: the tables of `docs/scaling.md`.

`python -m studies.scaling.study` prints them, and with `--write` it puts them there.
"""

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmem_io.complexity.classes import Complexity
from benchmem_io.complexity.fits import fit_complexity
from studies.page_sections import print_or_write

from .verdicts import Ladder, judged, ladders, linear_above, of_distance, steep_within

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"

_LOWEST, _HIGHEST = -9, 9
TRIED = {
    "its class": (0, 0),
    "one class higher": (1, 1),
    "one class lower": (-1, -1),
    "two or more lower": (_LOWEST, -2),
}
"""Bounds by how many classes they lie above the truth."""

NOISES = (0.05, 0.1)
EVERY = 10
"""Of so many ladders one is judged with noise, and fitted."""

DRAWS = 1000
SIZES = {
    "4 over 1 decade": [round(1000 * 10 ** (i / 3)) for i in range(4)],
    "6 over 2 decades": [round(1000 * 10 ** (i / 2.5)) for i in range(6)],
    "10 over 3 decades": [round(1000 * 10 ** (i / 3)) for i in range(10)],
}
"""Sizes of made-up costs: the first is 1,000, and each is the same factor above the one before."""


def noisy(
    growth: Callable[[float], float], sizes: Sequence[float], noise: float, chance: random.Random
) -> list[float]:
    """Costs with lognormal noise, above a fixed cost of 0 to 10 % of the largest in every other."""
    fixed = chance.choice((0.0, chance.uniform(0, 0.1))) * growth(sizes[-1])
    return [(fixed + growth(n)) * math.exp(chance.gauss(0, noise)) for n in sizes]


def coverage(ladder: str, noise: float, draws: int = DRAWS) -> tuple[float, float]:
    """How often the interval holds the true exponent, of 0.5 to 3, and its median width."""
    chance = random.Random(f"{ladder} {noise}")
    sizes, inside, widths = SIZES[ladder], 0, []
    for _ in range(draws):
        power = chance.uniform(0.5, 3)
        fit = fit_complexity(sizes, noisy(Complexity(power).at, sizes, noise, chance), noise=noise)
        inside += fit.low <= power <= fit.high
        widths.append(fit.high - fit.low)
    return inside / draws, median(widths)


def named(of_all: Sequence[Ladder]) -> tuple[int, int, int]:
    """How many ladders were given their class, several or none, and a wrong one."""
    counts = [0, 0, 0]
    for ladder in of_all:
        found = fit_complexity(ladder.sizes, ladder.costs).complexity
        counts[1 if found is None else 0 if found == ladder.truth else 2] += 1
    return counts[0], counts[1], counts[2]


def bounds_section() -> str:
    """What came of bounds over the corpus, as tables in Markdown."""
    of_all = list(ladders())
    functions = {ladder.case.name for ladder in of_all}
    rows = list(judged(of_all))
    lines = [
        f"{len(functions)} functions, {len(of_all):,} ladders:",
        "",
        "| bound | judged | wrong | cannot be judged |",
        "|---|--:|--:|--:|",
    ]
    for name, (low, high) in TRIED.items():
        lines.append(f"| {name} | {of_distance(rows, low, high)} |")
        if name == "its class":
            lines.append(f"| its class, sizes from 1,000 | {of_distance(rows, 0, 0, start=1000)} |")
    lines += [
        f"| `O(n)`, of linear code | {linear_above(rows)} |",
        f"| `O(n)`, of `n^1.5` and steeper | {steep_within(rows)} |",
    ]
    some = of_all[::EVERY]
    for noise in NOISES:
        rows = list(judged(some, noise))
        title = f"with {noise:.0%} noise".replace("%", " %")
        lines.append(f"| its class, {title} | {of_distance(rows, 0, 0)} |")
        lines.append(f"| two or more lower, {title} | {of_distance(rows, _LOWEST, -2)} |")
    right, open_, wrong = named(some)
    said = (
        f"`fit_scaling` named the class of {right} out of {len(some)} ladders, left {open_} open, "
        f"and named another for {wrong}."
    )
    return "\n".join([*lines, "", said]) + "\n"


def exponents_section() -> str:
    """How often the interval holds the exponent, as a table in Markdown."""
    lines = ["| sizes | noise | interval holds the exponent | median width |", "|---|--:|--:|--:|"]
    for ladder in SIZES:
        for noise in (0.02, 0.1):
            inside, width = coverage(ladder, noise)
            lines.append(f"| {ladder} | {noise:.0%} | {inside:.1%} | {width:.2f} |")
    return "\n".join(lines).replace("%", " %") + "\n"


if __name__ == "__main__":
    print_or_write(PAGE, {"bounds": bounds_section(), "exponents": exponents_section()})
