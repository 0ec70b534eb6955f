"""Time the engine and the plugin against the floor and against the yardstick.

`hatch run bench:engine [--rounds N] [--only NAME]... [--json FILE]`

The floor is a bare `memray.Tracker` around the same action, to an uncompressed, buffered
file, and memray's own statistics call. The yardstick is pytest-benchmem 0.5.5 from the
registry, in an environment of its own. A and B take turns, round by round, in one run; each
figure is the median over the rounds, each ratio the median of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from environments import Environments
from figures import FIGURES, Figure, Round


def main() -> None:
    """Measure the figures that were asked for and print them beside their bars."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="default: 15")
    parser.add_argument("--only", action="append", choices=list(FIGURES), metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every round's seconds")
    arguments = parser.parse_args()
    kept = {}
    with tempfile.TemporaryDirectory(prefix="bench-engine-") as folder:
        environments = Environments(Path(folder))
        print(f"{sys.version.split()[0]}, {arguments.rounds} rounds\n")
        print(f"{'figure':<52}{'A':>11}{'B':>11}{'A/B':>7}{'bar':>7}")
        for name in arguments.only or FIGURES:
            figure = FIGURES[name](environments)
            rounds = [figure.round() for _ in range(arguments.rounds)]
            kept[name] = rounds
            report(figure, rounds)
    if arguments.json:
        arguments.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def report(figure: Figure, rounds: list[Round]) -> None:
    """Print a line for each comparison of a figure."""
    for comparison in figure.comparisons:
        a = [comparison.a(one) for one in rounds]
        b = [comparison.b(one) for one in rounds]
        ratio = statistics.median(x / y for x, y in zip(a, b, strict=True))
        cells = (
            f"{statistics.median(each) * comparison.scale:.2f}{comparison.unit}" for each in (a, b)
        )
        print(
            f"{comparison.title:<52}{next(cells):>11}{next(cells):>11}{ratio:>7.2f}"
            f"{comparison.bar:>7}",
            flush=True,
        )


if __name__ == "__main__":
    main()
