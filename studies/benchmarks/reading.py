"""Time reading and comparing run files against the yardstick.

`hatch run bench:reading [--rounds N] [--only NAME]... [--json FILE]`

The yardstick is pytest-benchmem 0.5.5 from the registry, in an environment of its own. A and B
take turns, round by round, in one run; each figure is the median over the rounds, each ratio the
median of the rounds' ratios. `linear` is our own cost against the number of files, per file.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness import Comparison, Figure, Round, environment, run, seconds
from run_files import write_run

if TYPE_CHECKING:
    from environments import Environments

FRAME = """
import sys, time, glob
from pytest_benchmem import load_long_df
files = sorted(glob.glob(sys.argv[1] + "/*.json"))
load_long_df(files[:2], metric="peak")
started = time.perf_counter()
frame, unit = load_long_df(files, metric="peak")
print(time.perf_counter() - started)
assert len(frame) == 500 * len(files)
"""


def big(environments: Environments) -> Figure:
    """Two files of 2,000 benchmarks with 1,000 raw timings each."""
    folder = environments.folder / "big"
    files = [write_run(folder / f"{name}.json", 2000, 1000, seed) for seed, name in enumerate("ab")]

    def one_round() -> Round:
        taken = {}
        for name, python in _both(environments):
            command = (_command(python), "compare", *map(str, files))
            taken[name], taken[f"{name} memory"] = _seconds_and_peak(*command)
        return taken

    title = "compare of two large files: {} / yardstick's"
    return Figure(
        one_round,
        (
            _ratio(title.format("time"), "0.05", " s", 1),
            Comparison(
                title.format("memory"),
                lambda one: one["ours memory"],
                lambda one: one["yardstick memory"],
                "0.50",
                " MB",
                1e-3,
            ),
        ),
    )


def small(environments: Environments) -> Figure:
    """Two hundred small runs."""
    folder = environments.folder / "small"
    files = [str(write_run(folder / f"{seed:04}_run.json", 10, 20, seed)) for seed in range(200)]

    def one_round() -> Round:
        return {
            name: seconds(_command(python), "compare", *files)
            for name, python in _both(environments)
        }

    return Figure(one_round, (_ratio("compare of 200 small runs / yardstick's", "0.20"),))


def frame(environments: Environments, rounds: int = 20) -> Figure:
    """A long frame of 100 runs of 500 benchmarks, in a process that has everything imported."""
    folder = environments.folder / f"frame-{rounds}"
    for seed in range(100):
        write_run(folder / f"{seed:04}_run.json", 500, rounds, seed)

    def one_round() -> Round:
        return {
            name: float(_output(python, "-c", FRAME, str(folder)))
            for name, python in _both(environments)
        }

    title = f"load_long_df of 100 runs ({rounds} timings) / yardstick's"
    return Figure(one_round, (_ratio(title, "0.20"),))


def frame_of_many_rounds(environments: Environments) -> Figure:
    """The same with as many raw timings as a benchmark of a few milliseconds has."""
    return frame(environments, 200)


def help_(environments: Environments) -> Figure:
    """`benchmem compare --help`."""

    def one_round() -> Round:
        return {
            name: seconds(_command(python), "compare", "--help")
            for name, python in _both(environments)
        }

    return Figure(one_round, (_ratio("compare --help (at most 150 ms) / yardstick's", "-"),))


def linear(environments: Environments) -> Figure:
    """Our cost per file of comparing 10, 100 and 1,000 files, beside that of 100."""
    folder = environments.folder / "linear"
    files = [str(write_run(folder / f"{seed:04}_run.json", 20, 500, seed)) for seed in range(1000)]

    def one_round() -> Round:
        command = (_command(environments.ours), "compare")
        fixed = seconds(*command, files[0])
        return {
            str(count): (seconds(*command, *files[:count]) - fixed) / (count - 1)
            for count in (10, 100, 1000)
        }

    def against(count: str) -> Comparison:
        title = f"per file: compare of {count} files / of 100"
        return Comparison(title, lambda one: one[count], lambda one: one["100"], "~1.00")

    return Figure(one_round, (against("10"), against("1000")))


def _ratio(title: str, bar: str, unit: str = " ms", scale: float = 1000) -> Comparison:
    return Comparison(
        title, lambda one: one["ours"], lambda one: one["yardstick"], bar, unit, scale
    )


def _both(environments: Environments) -> tuple[tuple[str, str], ...]:
    return ("ours", environments.ours), ("yardstick", environments.yardstick)


def _command(python: str) -> str:
    return str(Path(python).with_name("benchmem"))


def _seconds_and_peak(*command: str) -> tuple[float, float]:
    """Run a command; return how long it took, and its resident high-water in KiB."""
    # The high-water of the children of a process is that of the largest: so one for each command.
    code = "import resource, subprocess, sys, time; started = time.perf_counter(); "
    code += "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    code += "print(time.perf_counter() - started, "
    code += "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    taken, peak = _output(sys.executable, "-c", code, *command).split()
    return float(taken), float(peak)


def _output(*command: str) -> str:
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment()
    ).stdout


FIGURES = {
    "big": big,
    "small": small,
    "frame": frame,
    "frame-rounds": frame_of_many_rounds,
    "help": help_,
    "linear": linear,
}

if __name__ == "__main__":
    run(__doc__.split("\n", 1)[0], FIGURES)
