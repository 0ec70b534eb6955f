"""The same functions, measured with each tool that docs/neighbours.md compares.

`hatch run neighbours:measure` prints the tables of that page, and with `--write` it puts them
there.
"""

import importlib.metadata
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import known_sizes
import neighbour_tools as tools
from known_sizes import WORKLOADS
from neighbour_tools import Figures

from studies.page_sections import print_or_write

PAGE = Path(__file__).parents[2] / "docs" / "neighbours.md"
ROUNDS = 3


@dataclass(frozen=True)
class Tool:
    """A way to measure.

    Attributes:
        title: How the tables name it.
        measure: Measures all workloads once, in an empty folder.
    """

    title: str
    measure: Callable[[Path], Figures]


TOOLS = (
    Tool("benchmem", tools.ours),
    Tool("pytest-memray", tools.pytest_memray),
    Tool(
        "pytest-memray, objects",
        lambda folder: tools.pytest_memray(folder, "--trace-python-allocators"),
    ),
    Tool("asv `peakmem_`", lambda folder: tools.asv(folder, "peakmem")),
    Tool("asv `mem_`", lambda folder: tools.asv(folder, "mem")),
    Tool("pyperf, process", lambda folder: tools.pyperf(folder, "--track-memory")),
    Tool("pyperf, tracemalloc", lambda folder: tools.pyperf(folder, "--tracemalloc")),
    Tool("memory_profiler", tools.memory_profiler),
    Tool("Scalene", tools.scalene),
)
COMPARED = ("pytest-memray", "pytest-codspeed", "asv", "pyperf", "memory-profiler", "scalene")


def measured(tool: Tool) -> list[Figures]:
    """Measure all workloads so many times, each time in a folder of its own."""
    rounds = []
    for _ in range(ROUNDS):
        with folder_with_workloads() as folder:
            rounds.append(tool.measure(folder))
    return rounds


@contextmanager
def folder_with_workloads() -> Iterator[Path]:
    """Make an empty folder with a copy of the workloads."""
    with tempfile.TemporaryDirectory(prefix="neighbours-") as name:
        shutil.copy(known_sizes.__file__, name)
        yield Path(name)


def tables(found: Mapping[str, Sequence[Figures]]) -> dict[str, str]:
    """Write the tables of the page, by name."""
    sizes = known_sizes.sizes()
    sums = {name: megabytes(size) for name, size in sizes.items()}
    # Three columns each: a telephone shows no more.
    large = ["| MB | buffer | churn |", "|---|--:|--:|"]
    large.append(f"| *its size* | {sums['buffer']} | {sums['churn']} |")
    small = ["| MB | nothing | rows |", "|---|--:|--:|"]
    small.append(f"| *its size* | {sums['nothing']} | {sums['rows']} |")
    for title, rounds in found.items():
        of = {name: spread([each[name] for each in rounds]) for name in WORKLOADS}
        large.append(f"| {title} | {of['buffer']} | {of['churn']} |")
        small.append(f"| {title} | {of['nothing']} | {of['rows']} |")
    versions = ["| tool | version |", "|---|---|"]
    versions += [f"| {name} | {importlib.metadata.version(name)} |" for name in COMPARED]
    written = {"large": large, "small": small, "versions": versions}
    return {name: "\n".join(lines) + "\n" for name, lines in written.items()}


def spread(sizes: Sequence[float]) -> str:
    """Write the least and the most, or one number where they look the same."""
    return "\N{EN DASH}".join(dict.fromkeys(map(megabytes, (min(sizes), max(sizes)))))


def megabytes(size: float) -> str:
    """Write bytes as millions of them."""
    return f"{size / 1e6:.1f}"


def main() -> None:
    """Print the tables, or write them into the page."""
    written = tables({tool.title: measured(tool) for tool in TOOLS})
    with folder_with_workloads() as folder:
        written["codspeed"] = f"> {tools.codspeed(folder)}\n"
    print_or_write(PAGE, written)


if __name__ == "__main__":
    main()
