"""How often a fit of growth errs: costs of a known growth with noise, fitted, and counted.

`python tests/io/scaling_study.py` prints the tables of `docs/scaling.md`, and with `--write` it
puts them there.
"""

import math
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmem_io.complexity import fit_complexity
from benchmem_io.complexity_classes import CLASSES, Complexity

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"
BEGIN, END = "<!-- study: begin -->\n", "<!-- study: end -->\n"

DRAWS = 1000
NOISES = (0.02, 0.1)
LADDERS = {
    "4 over 1 decade": [round(1000 * 10 ** (i / 3)) for i in range(4)],
    "6 over 2 decades": [round(1000 * 10 ** (i / 2.5)) for i in range(6)],
    "10 over 3 decades": [round(1000 * 10 ** (i / 3)) for i in range(10)],
}
"""What the sizes are: the first is 1,000, and each is the same factor above the one before."""


def noisy(
    growth: Callable[[float], float], sizes: Sequence[float], noise: float, chance: random.Random
) -> list[float]:
    """Costs with lognormal noise, above a fixed cost of 0 to 10 % of the largest in every other."""
    fixed = chance.choice((0.0, chance.uniform(0, 0.1))) * growth(sizes[-1])
    return [(fixed + growth(n)) * math.exp(chance.gauss(0, noise)) for n in sizes]


def coverage(ladder: str, noise: float, draws: int = DRAWS) -> tuple[float, float]:
    """How often the interval holds the true exponent, of 0.5 to 3, and its median width."""
    chance = random.Random(f"{ladder} {noise}")
    sizes, inside, widths = LADDERS[ladder], 0, []
    for _ in range(draws):
        power = chance.uniform(0.5, 3)
        fit = fit_complexity(sizes, noisy(Complexity(power).at, sizes, noise, chance))
        inside += fit.low <= power <= fit.high
        widths.append(fit.high - fit.low)
    return inside / draws, median(widths)


def hits(truth: Complexity, ladder: str, noise: float, draws: int = DRAWS) -> float:
    """How often the class is the true one."""
    chance = random.Random(f"{truth.name} {ladder} {noise}")
    sizes = LADDERS[ladder]
    found = [
        fit_complexity(sizes, noisy(truth.at, sizes, noise, chance)).complexity
        for _ in range(draws)
    ]
    return found.count(truth.name) / draws


def tables() -> str:
    """Both tables, in Markdown."""
    lines = ["| sizes | noise | interval holds the exponent | median width |", "|---|--:|--:|--:|"]
    for ladder in LADDERS:
        for noise in NOISES:
            inside, width = coverage(ladder, noise)
            lines.append(f"| {ladder} | {noise:.0%} | {inside:.1%} | {width:.2f} |")
    lines += ["", f"| sizes | noise | {' | '.join(f'`{each.name}`' for each in CLASSES)} |"]
    lines += [f"|---|--:|{'--:|' * len(CLASSES)}"]
    for ladder in LADDERS:
        for noise in NOISES:
            found = " | ".join(f"{hits(each, ladder, noise):.0%}" for each in CLASSES)
            lines.append(f"| {ladder} | {noise:.0%} | {found} |")
    return "\n".join(lines).replace("%", " %") + "\n"


def shown(page: str) -> list[list[str]]:
    """The rows of the tables on the page, without their headings."""
    part = page.partition(BEGIN)[2].partition(END)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()]
    return [row for row in rows if row[0] in LADDERS]


def main() -> None:
    """Print the tables, or write them."""
    made = tables()
    if sys.argv[1:] != ["--write"]:
        print(made, end="")
        return
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
