"""Time the four views over 2,000 ids against the yardstick.

`hatch run bench:plotting [--rounds N] [--only NAME]... [--json FILE]`

The yardstick is pytest-benchmem 0.5.5 from the registry, in an environment of its own. A and B
take turns, round by round, in one run. A round is a process that draws the view once to import
everything, and then three times; figure and page are timed apart, and the page is weighed. Every
id is drawn by both: a round in which the numbers of ids differ ends the benchmark.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from harness import Comparison, Figure, Round, environment, run
from run_files import write_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from environments import Environments

WORKER = str(Path(__file__).with_name("plot_worker.py"))
TIMES = 3


def view(name: str, runs: int) -> Callable[[Environments], Figure]:
    """A view of 2,000 ids.

    Args:
        name: The view.
        runs: How many runs it draws.
    """

    def figure(environments: Environments) -> Figure:
        folder = environments.folder / "plotting"
        files = [str(write_run(folder / f"r{seed}.json", 2000, 5, seed)) for seed in range(runs)]

        def one_round() -> Round:
            ours = _drawn(environments.ours, name, files)
            theirs = _drawn(environments.plots_yardstick, name, files)
            if ours["ids"] != theirs["ids"]:
                raise SystemExit(f"{name}: {ours['ids']} ids and {theirs['ids']}")
            return {f"ours {key}": value for key, value in ours.items()} | theirs

        return Figure(
            one_round,
            (
                _ratio(f"{name}: figure / yardstick's", "figure", "0.60"),
                _ratio(f"{name}: page / yardstick's", "page", "0.60"),
                _ratio(f"{name}: file / yardstick's", "bytes", "1.00", " MB", 1e-6),
            ),
        )

    return figure


def _ratio(title: str, key: str, bar: str, unit: str = " ms", scale: float = 1000) -> Comparison:
    return Comparison(title, lambda one: one[f"ours {key}"], lambda one: one[key], bar, unit, scale)


def _drawn(python: str, name: str, files: list[str]) -> dict[str, float]:
    done = subprocess.run(
        [python, WORKER, name, str(TIMES), *files],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


FIGURES = {
    "scaling": view("scaling", 1),
    "scatter": view("scatter", 2),
    "compare": view("compare", 2),
    "sweep": view("sweep", 4),
}

if __name__ == "__main__":
    run(__doc__.split("\n", 1)[0], FIGURES, rounds=7)
