"""What is measured: each figure makes one round of A and B, and says how they compare."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from harness import Comparison, Figure, Round, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from environments import Environments

WORKER = str(Path(__file__).with_name("worker.py"))

SUITE = """
import pytest

@pytest.mark.parametrize("n", range(200))
def test_trivial(benchmark, n):
    benchmark(list, (n,))
"""
# Rounds that take next to no time: what is timed here is the rest.
QUICK = ("--benchmark-max-time=0.000001", "--benchmark-min-rounds=1", "--benchmark-warmup=off")

TIMED = """
import pytest

def spin(n):
    for _ in range(n):
        pass

@pytest.mark.parametrize("n", [int(60 * 1.624 ** k) for k in range(20)])
def test_spin(benchmark, n):
    benchmark(spin, n)
"""


def noop(environments: Environments, *imports: str) -> Figure:
    """A pass of an action that does nothing, in a process without and with numpy and pandas."""
    beside = f"noop, {'numpy and pandas' if imports else 'fresh process'}"

    def one_round() -> Round:
        ours = _worker(environments.ours, "noop", *imports)
        theirs = _worker(environments.yardstick, "noop", *imports)
        return {**ours, "yardstick": theirs["measured"]}

    bar = "0.50" if imports else "-"
    return Figure(
        one_round,
        (
            Comparison(f"pass / floor: {beside}", _get("measured"), _get("floor"), "1.15"),
            Comparison(f"pass / yardstick: {beside}", _get("measured"), _get("yardstick"), bar),
        ),
    )


def noop_with_imports(environments: Environments) -> Figure:
    """The same with numpy and pandas imported."""
    return noop(environments, "numpy", "pandas")


def buffers(environments: Environments) -> Figure:
    """A pass of 300,000 buffers that are alive at the same time."""
    return Figure(
        lambda: _worker(environments.ours, "buffers"),
        (Comparison("pass / floor: 300,000 buffers", _get("measured"), _get("floor"), "1.15"),),
    )


def sites(environments: Environments) -> Figure:
    """What finding the sites of an action adds, beside one of its passes."""
    actions = {
        "noop": "does nothing",
        "buffers": "300,000 buffers",
        "objects": "100,000 dicts",
        "calls": "100,000 calls",
    }

    def one_round() -> Round:
        taken = {}
        for name in actions:
            for kind, value in _worker(environments.ours, "sites", name).items():
                taken[f"{kind} {name}"] = value
        return taken

    return Figure(
        one_round,
        tuple(
            Comparison(f"sites / pass: {what}", _get(f"sites {name}"), _get(f"pass {name}"), "1.50")
            for name, what in actions.items()
        ),
    )


def suite(environments: Environments) -> Figure:
    """What memory adds to a suite of 200 trivial benchmarks."""
    folder = environments.folder / "suite"
    folder.mkdir()
    (folder / "test_suite.py").write_text(SUITE, encoding="utf-8")

    def one_round() -> Round:
        taken = {}
        for name, python in (("ours", environments.ours), ("yardstick", environments.yardstick)):
            for label, flags in (("", ()), ("+memory", ("--benchmark-memory",))):
                command = (python, *_PYTEST, str(folder), "--rootdir", str(folder), *QUICK, *flags)
                taken[name + label] = seconds(*command)
        return taken

    title = "memory part / yardstick's: 200 trivial benchmarks"
    return Figure(one_round, (_added(title, "0.40"),))


def startup(environments: Environments) -> Figure:
    """What importing costs, and what the plugin adds to an empty collection."""
    folder = environments.folder / "empty"
    folder.mkdir()

    def one_round() -> Round:
        taken = {}
        for name, python in (("ours", environments.ours), ("yardstick", environments.yardstick)):
            collect = (python, *_PYTEST, "--collect-only", "--rootdir", str(folder), str(folder))
            taken[name] = seconds(python, "-c", "pass")
            taken[f"{name}+memory"] = seconds(python, "-c", "import pytest_benchmem")
            taken[f"{name} bare"] = seconds(*collect, "-p", "no:benchmem", status=5)
            taken[f"{name} plugin"] = seconds(*collect, status=5)
        return taken

    def plugin(name: str) -> Callable[[Round], float]:
        return lambda one: one[f"{name} plugin"] - one[f"{name} bare"]

    title = "plugin's part of --collect-only / yardstick's"
    return Figure(
        one_round,
        (
            _added("import pytest_benchmem / yardstick's", "0.30"),
            Comparison(title, plugin("ours"), plugin("yardstick"), "0.30"),
        ),
    )


def pydantic(environments: Environments) -> Figure:
    """What memory adds to the benchmarks of pydantic."""
    source = environments.pydantic_source
    flags = (
        *("studies/benchmarks", "--benchmark-enable", "--benchmark-only", "--benchmark-quiet"),
        *("--benchmark-max-time=0.05", "-W", "ignore::pytest.PytestUnknownMarkWarning"),
    )
    memory = "--benchmark-memory"
    runs = {
        "ours": (environments.pydantic_ours,),
        "ours+memory": (environments.pydantic_ours, memory, f"{memory}-allocators=system"),
        "ours+python": (environments.pydantic_ours, memory, f"{memory}-allocators=python"),
        "yardstick": (environments.pydantic_yardstick,),
        "yardstick+memory": (environments.pydantic_yardstick, memory),
    }

    def one_round() -> Round:
        return {
            name: seconds(python, *_PYTEST, *flags, *more, cwd=source)
            for name, (python, *more) in runs.items()
        }

    def python_part(one: Round) -> float:
        return one["ours+python"] - one["ours"]

    def theirs(one: Round) -> float:
        return one["yardstick+memory"] - one["yardstick"]

    title = "memory part / yardstick's: pydantic, python"
    return Figure(
        one_round,
        (
            _added("memory part / yardstick's: pydantic, system", "0.35", unit=" s", scale=1),
            Comparison(title, python_part, theirs, "1.00", " s", 1),
        ),
    )


def timing(environments: Environments) -> Figure:
    """Whether the times are the same with memory on: 20 benchmarks from 1 us to 10 ms."""
    folder = environments.folder / "timing"
    folder.mkdir()
    (folder / "test_timing.py").write_text(TIMED, encoding="utf-8")

    def one_round() -> Round:
        medians = {}
        for label, flags in (("off", ()), ("on", ("--benchmark-memory",))):
            path = folder / f"{label}.json"
            command = (environments.ours, *_PYTEST, str(folder), "--rootdir", str(folder))
            seconds(*command, "--benchmark-max-time=0.1", f"--benchmark-json={path}", *flags)
            for entry in json.loads(path.read_text(encoding="utf-8"))["benchmarks"]:
                medians[f"{label} {entry['name']}"] = entry["stats"]["median"]
        return medians

    def total(label: str) -> Callable[[Round], float]:
        # The geometric mean gives each of the twenty the same weight.
        def mean(one: Round) -> float:
            product = 1.0
            of_label = [value for name, value in one.items() if name.startswith(f"{label} ")]
            for value in of_label:
                product *= value ** (1 / len(of_label))
            return product

        return mean

    title = "times with memory / without: 20 benchmarks"
    return Figure(one_round, (Comparison(title, total("on"), total("off"), "~1.00", " us", 1e6),))


FIGURES: dict[str, Callable[[Environments], Figure]] = {
    "noop": noop,
    "noop-imports": noop_with_imports,
    "buffers": buffers,
    "sites": sites,
    "suite": suite,
    "startup": startup,
    "timing": timing,
    "pydantic": pydantic,
}

_PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")


def _get(name: str) -> Callable[[Round], float]:
    return lambda one: one[name]


def _added(title: str, bar: str, *, unit: str = " ms", scale: float = 1000) -> Comparison:
    return Comparison(
        title,
        lambda one: one["ours+memory"] - one["ours"],
        lambda one: one["yardstick+memory"] - one["yardstick"],
        bar,
        unit,
        scale,
    )


def _worker(python: str, *arguments: str) -> dict[str, float]:
    output = subprocess.run(
        (python, WORKER, *arguments), check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    taken: dict[str, float] = json.loads(output)
    return taken
