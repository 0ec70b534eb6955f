"""Read damaged run files: `python -m studies.fuzzing.run_files --count 100000 --seed 1`.

None may end in a traceback, and no number may be read that is not the one in the file: a reader
says so, or refuses the file.
"""

import argparse
import itertools
import json
import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from click.testing import CliRunner

from benchmem_core.cli.installed import find_commands
from benchmem_core.cli.main import benchmem
from benchmem_core.errors import BenchmemError
from benchmem_core.metrics import METRICS
from benchmem_io.errors import RunFileError
from benchmem_io.runs.run import Benchmark, load_run
from benchmem_io.runs.samples import TIME_STATS

from .damage import damaged, undamaged
from .strict_reading import FIELDS, REFUSED, Expected, expected

MOST_GROWTH = 100 * 1024 * 1024
"""Bytes by which the memory of the process may grow."""

_COMMANDS = (
    ("compare", "BAD"),
    ("compare", "BAD", "--stat", "all", "--columns", "time,peak,allocated,allocations,rss"),
    ("compare", "GOOD", "BAD", "--diff", "--format", "md"),
    ("compare", "BAD", "GOOD", "--format", "csv", "--sort", "change"),
    ("compare", "GOOD", "BAD", "--format", "html", "--sites", "--fail-on", "time:5%:clear"),
    ("compare", "BAD", "GOOD", "--format", "github", "--fail-on", "peak:1B", "--sites"),
    ("compare", "BAD", "--pivot", "name", "--fail-on", "allocations:1", "--format", "json"),
    ("compare", "BAD", "--group-by", "module,class,param:n,group", "--where", "n=10"),
    ("compare", "BAD", "--columns", "peak,extra:rows,extra:note", "--sites"),
    ("runs", "BAD", "GOOD"),
    ("runs", "BAD", "--format", "json"),
)
_DRAWING = (
    ("plot", "BAD", "--columns", "peak", "--x", "n", "-o", "plot.html"),
    ("plot", "GOOD", "BAD", "-o", "plot.html"),
    ("plot", "BAD", "GOOD", "--view", "compare", "--columns", "allocated", "-o", "plot.html"),
    ("plot", "BAD", "GOOD", "BAD", "--view", "sweep", "-o", "plot.html"),
    ("plot", "GOOD", "BAD", "GOOD", "--view", "history", "--columns", "time", "-o", "plot.html"),
    ("plot", "BAD", "--view", "sites", "-o", "plot.html"),
    ("report", "GOOD", "BAD", "-o", "report.html", "--fail-on", "peak:1%"),
    ("report", "BAD", "-o", "report.html"),
)
# A page takes as long as twenty tables.
_FILES_FOR_A_PAGE = 100


def fuzz(count: int, seed: int, folder: Path, *, first: int = 0) -> tuple[list[str], int]:
    """Read damaged run files in a folder, which has to be the one of this process.

    Args:
        count: How many.
        seed: What they are made from.
        folder: Where they are written, one over the other.
        first: The number of the first.

    Returns:
        What went wrong, and how many files could be read.
    """
    good, bad = folder / "good.json", folder / "bad.json"
    good.write_text(json.dumps(undamaged()))
    drawing = [each for each in _DRAWING if each[0] in find_commands()]
    faults, read = [], 0
    for index in range(first, first + count):
        content = damaged(f"{seed}:{index}")
        bad.write_bytes(content)
        found = expected(content)
        kinds: list[Iterable[str]] = [_read_faults(bad, found)]
        read += found is not None
        # A command takes as long as ten readers.
        command = _COMMANDS[index // 4 % len(_COMMANDS)]
        match index % 4:
            case 0:
                kinds.append(_json_faults(good, bad, found))
            case 1:
                kinds.append(_command_faults(command, good, bad))
        if drawing and index % _FILES_FOR_A_PAGE == 0:
            page = drawing[index // _FILES_FOR_A_PAGE % len(drawing)]
            kinds.append(_command_faults(page, good, bad))
        faults += [f"{seed}:{index}: {each}" for each in itertools.chain(*kinds)]
    return faults, read


def peak_memory() -> int:
    """The most bytes that this process has had resident."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _read_faults(path: Path, found: dict[str, Expected] | None) -> Iterator[str]:
    """What the library reads, and should not."""
    try:
        run = load_run(path)
    except RunFileError as error:
        if len(str(error).splitlines()) != 1:
            yield f"the refusal is no line: {error}"
        return
    except Exception:  # noqa: BLE001 - that is what is looked for
        yield f"load_run: {traceback.format_exc()}"
        return
    if found is None:
        yield "a file that is not a run file was read"
    elif list(run.benchmarks) != list(found):
        yield f"ids: {list(run.benchmarks)} is not {list(found)}"
    else:
        for id_, benchmark in run.benchmarks.items():
            yield from _number_faults(benchmark, found[id_])


def _number_faults(benchmark: Benchmark, wanted: Expected) -> Iterator[str]:
    for stat in TIME_STATS:
        yield from _differs(f"time {stat}", lambda s=stat: benchmark.time(s), wanted.time(stat))
    for name in FIELDS:
        spec = METRICS[name]
        yield from _differs(name, lambda s=spec: benchmark.series(s), wanted.series(name))
        yield from _differs(name, lambda s=spec: benchmark.value(s), wanted.value(name))
    for look in ("dims", "allocators", "sites", "name"):
        try:
            getattr(benchmark, look)
        except BenchmemError:
            continue
        except Exception:  # noqa: BLE001
            yield f"{look}: {traceback.format_exc()}"


def _differs(what: str, read: Callable[[], object], wanted: object) -> Iterator[str]:
    try:
        found = read()
    except RunFileError:
        return
    except Exception:  # noqa: BLE001
        yield f"{what}: {traceback.format_exc()}"
        return
    if wanted is REFUSED or found != wanted:
        yield f"{what} reads {found!r:.200}, and the file has {wanted!r:.200}"


def _json_faults(good: Path, bad: Path, found: dict[str, Expected] | None) -> Iterator[str]:
    """What the command prints as numbers, and as regressions, that is not so."""
    arguments = ("--columns", "time,peak,allocations", "--stat", "min,max", "--format", "json")
    code, out, fault = _invoked(
        ["compare", str(good), str(bad), *arguments, "--fail-on", "peak:10%"]
    )
    yield from fault
    if fault or code not in {0, 1}:
        return
    if found is None:
        yield "compare has read a file that is not a run file"
        return
    document = json.loads(out)
    reducers = {"min": min, "max": max}
    for row in document["rows"]:
        wanted = found.get(row["id"])
        if row["label"] != "bad" or wanted is None:
            continue
        for key, cell in row["cells"].items():
            metric, stat = key.split(":")
            if metric == "time":
                value = wanted.time(stat)
            else:
                series = wanted.series(metric)
                value = reducers[stat](series) if isinstance(series, list) else series
            if cell["value"] != value:
                yield f"compare prints {cell['value']} for {key} of {row['id']}, not {value}"
    yield from _verdict_faults(document["gate"], found)


def _verdict_faults(gate: dict, found: dict[str, Expected]) -> Iterator[str]:
    base = expected(json.dumps(undamaged()).encode())
    assert base is not None
    grown = {each["id"] for each in gate["regressions"]}
    unjudged = {each["id"] for each in gate["unjudged"]}
    for id_ in (base.keys() & found.keys()) - unjudged:
        before, after = base[id_].value("peak"), found[id_].value("peak")
        if (10 * after > 11 * before) != (id_ in grown):
            yield f"the gate is wrong about {id_}: {before} to {after}"


def _command_faults(command: Sequence[str], good: Path, bad: Path) -> list[str]:
    names = {"GOOD": str(good), "BAD": str(bad)}
    return _invoked([names.get(part, part) for part in command])[2]


def _invoked(arguments: list[str]) -> tuple[int, str, list[str]]:
    """Run a command: its exit code, what it printed, and what is wrong with that."""
    result = CliRunner().invoke(benchmem, arguments)
    line = " ".join(map(ascii, arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        shown = "".join(traceback.format_exception(*result.exc_info))
        return result.exit_code, result.stdout, [f"{line}: {shown}"]
    faults = []
    if result.exit_code not in {0, 1, 2, 3}:
        faults.append(f"{line}: exit {result.exit_code}")
    try:
        (result.stdout + result.stderr).encode()
    except UnicodeEncodeError as error:
        faults.append(f"{line}: {error}")
    return result.exit_code, result.stdout, faults


def main() -> int:
    """Read as many as asked for; 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="The number of the first file.")
    options = parser.parse_args()
    step, done, read, faults = 1_000, 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        fuzz(min(200, options.count), options.seed + 1, Path(folder))
        before = peak_memory()
        while done < options.count:
            part = min(step, options.count - done)
            found, good = fuzz(part, options.seed, Path(folder), first=options.first + done)
            done, read, faults = done + part, read + good, faults + found
            for fault in found:
                print(ascii(fault).replace("\\n", "\n"), flush=True)
            growth = peak_memory() - before
            print(
                f"{done:,} files, {read:,} of them readable, {len(faults):,} faults, memory grew "
                f"by {growth / 1e6:.1f} MB",
                flush=True,
            )
        os.chdir("/")
    return int(bool(faults) or growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
