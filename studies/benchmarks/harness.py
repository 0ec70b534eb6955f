"""The harness: rounds of A and B in turns, their medians, and a table beside the bars."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from environments import Environments

Round = Mapping[str, float]


@dataclass(frozen=True)
class Comparison:
    """A line of the table: two numbers of a round, and the bar for their ratio."""

    title: str
    a: Callable[[Round], float]
    b: Callable[[Round], float]
    bar: str
    unit: str = " ms"
    scale: float = 1000


@dataclass(frozen=True)
class Figure:
    """One figure: how to make a round, and what to compare in it."""

    round: Callable[[], Round]
    comparisons: tuple[Comparison, ...]


MakeFigure = Callable[[Environments], Figure]


def run(description: str, figures: Mapping[str, MakeFigure], *, rounds: int = 15) -> None:
    """Measure the figures that were asked for and print them beside their bars.

    Args:
        description: What the command says it does.
        figures: What can be measured, by name.
        rounds: How many rounds unless the command line says otherwise.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--rounds", type=int, default=rounds, metavar="N", help=f"default: {rounds}"
    )
    parser.add_argument("--only", action="append", choices=list(figures), metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every round's seconds")
    arguments = parser.parse_args()
    kept = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environments = Environments(Path(folder))
        print(f"{sys.version.split()[0]}, {arguments.rounds} rounds\n")
        print(f"{'figure':<52}{'A':>11}{'B':>11}{'A/B':>7}{'bar':>7}")
        for name in arguments.only or figures:
            figure = figures[name](environments)
            taken = [figure.round() for _ in range(arguments.rounds)]
            kept[name] = taken
            report(figure, taken)
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


def seconds(*command: str, cwd: Path | None = None, status: int = 0) -> float:
    """Run a command and return how long it took; another exit status ends the benchmark."""
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env=environment()
    )
    taken = time.perf_counter() - started
    if done.returncode != status:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    return taken


def environment() -> dict[str, str]:
    """The environment without what changes pytest."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
