"""Time `benchmem diff` against memray's own reading of the same two captures.

`python studies/benchmarks/diffing.py [--rounds N] [--only NAME]... [--json FILE]`

A is `benchmem diff a.bin b.bin`, B a process in which memray reads the high-water mark of both and
nothing else. They take turns, round by round; each figure is the median over the rounds, each ratio
the median of the rounds' ratios. The captures have a million allocations each; `many` has many
more different call stacks than `few`. All lines of the second one moved.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness import Comparison, Figure, Round, environment, run

if TYPE_CHECKING:
    from environments import Environments

# `roots` functions of `root_lines` lines call leaves, whose 100 lines each allocate; all of it is
# dropped and made anew until there are enough records: a line makes some seven, half of which are
# allocations that live no longer than the call. `moved` lines stand above it all.
RECORD = """
import sys

import memray

path, (roots, root_lines, moved, records) = sys.argv[1], map(int, sys.argv[2:])
lines = [""] * moved
for n in range(10):
    lines.append(f"def leaf_{n}(keep, size):")
    for line in range(100):
        lines.append(f"    keep.append(bytearray(size + {37 * (line + n) % 900}))")
for n in range(roots):
    lines.append(f"def root_{n}(keep, size):")
    lines.extend(f"    leaf_{line % 10}(keep, size)" for line in range(root_lines))
roots_text = "; ".join(f"root_{n}(keep, size)" for n in range(roots))
lines.append(f"def level_0(keep, size): {roots_text}")
lines.extend(f"def level_{n}(keep, size): level_{n - 1}(keep, size)" for n in range(1, 10))
module = {}
exec(compile("\\n".join(lines), "generated/app.py", "exec"), module)
stacks = roots * root_lines * 100
destination = memray.FileDestination(path, overwrite=True, compress_on_exit=False)
with memray.Tracker(destination=destination, trace_python_allocators=True):
    for turn in range(records // (7 * stacks)):
        held = None
        held = []
        module["level_9"](held, 64 + turn + 10 * moved)
"""

READ = """
import sys

from memray import FileReader

for path in sys.argv[1:]:
    list(FileReader(path).get_high_watermark_allocation_records(merge_threads=True))
"""

TIMED = """
import resource, subprocess, sys, time

started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
taken = time.perf_counter() - started
print(taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def few(environments: Environments) -> Figure:
    """A million allocations each, in some 2,000 call stacks."""
    return _figure(environments, "2,000", roots=1, lines=20)


def many(environments: Environments) -> Figure:
    """A million allocations each, in some 100,000 call stacks."""
    return _figure(environments, "100,000", roots=10, lines=100)


def _figure(environments: Environments, stacks: str, *, roots: int, lines: int) -> Figure:
    python = environments.ours
    paths = [str(environments.folder / f"{name}-{roots}.bin") for name in "ab"]
    for path, moved in zip(paths, (0, 3), strict=True):
        _output(python, "-c", RECORD, path, *map(str, (roots, lines, moved, RECORDS)))
    commands = {
        "ours": (str(Path(python).with_name("benchmem")), "diff", *paths),
        "memray": (python, "-c", READ, *paths),
    }

    def one_round() -> Round:
        taken = {}
        for name, command in commands.items():
            seconds, peak = _output(sys.executable, "-c", TIMED, *command).split()
            taken[name], taken[f"{name} memory"] = float(seconds), float(peak)
        return taken

    return Figure(
        one_round,
        (
            Comparison(
                f"diff, {stacks} stacks: time / memray's reading",
                lambda one: one["ours"],
                lambda one: one["memray"],
                "3.00",
                " s",
                1,
            ),
            Comparison(
                f"diff, {stacks} stacks: memory (bar 300 MB)",
                lambda one: one["ours memory"],
                lambda one: one["memray memory"],
                "-",
                " MB",
                1.024e-3,
            ),
        ),
    )


def _output(*command: str) -> str:
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment()
    ).stdout


RECORDS = 1_000_000
"""About so many allocations a capture has."""

FIGURES = {"few": few, "many": many}

if __name__ == "__main__":
    run(__doc__.split("\n", 1)[0], FIGURES, rounds=7)
