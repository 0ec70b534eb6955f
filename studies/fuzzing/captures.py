"""Damaged captures: each is read as it was, or refused in one line.

`python -m studies.fuzzing.captures [--count N] [--seed N]`

A capture of each kind is damaged at random and read as `benchmem flamegraph` and `benchmem diff`
read it. memray writes no checksum: what is changed inside of a record may be another number that
looks as good. Captures in a folder of profiles are checked against its index, and none of those may
be taken for whole. Exits with 1 where one was, where an error is no line that names its file, or
where reading took more than 100 MB.
"""

import argparse
import collections
import logging
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmem_core import CaptureError, MemoryResult
from benchmem_core.captures.frames import HighWater
from benchmem_core.engine.measure import measure_memory
from benchmem_core.profiles.reading import read_captures, read_each
from benchmem_core.profiles.store import ProfileFolder, check_digest

MOST_BYTES = 100 << 20
_BATCH = 50

Damage = Callable[[random.Random, bytearray], None]


def work() -> list[object]:
    """Hold some, and something larger for a moment."""
    kept: list[object] = [bytearray(300_000), [f"text {number}" for number in range(50)]]
    bytearray(500_000)
    return kept


def flip(chance: random.Random, content: bytearray) -> None:
    """Change some bytes."""
    for _ in range(chance.choice((1, 1, 1, 4, 30))):
        content[chance.randrange(len(content))] = chance.randrange(256)


def flip_header(chance: random.Random, content: bytearray) -> None:
    """Change a byte among the first."""
    content[chance.randrange(min(len(content), 600))] = chance.randrange(256)


def cut(chance: random.Random, content: bytearray) -> None:
    """Lose the end."""
    del content[chance.randrange(len(content)) :]


def drop(chance: random.Random, content: bytearray) -> None:
    """Lose a part."""
    start = chance.randrange(len(content))
    del content[start : start + chance.choice((1, 5, 100))]


def insert(chance: random.Random, content: bytearray) -> None:
    """Put something between."""
    start = chance.randrange(len(content))
    content[start:start] = chance.randbytes(chance.choice((1, 5, 50)))


def clear(chance: random.Random, content: bytearray) -> None:
    """Write zeros, as a disk does that lost a block."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 8, 512)))
    content[start:end] = bytes(end - start)


def repeat(chance: random.Random, content: bytearray) -> None:
    """Write a part twice."""
    start = chance.randrange(len(content))
    content[start:start] = content[start : start + 64]


DAMAGES: Sequence[Damage] = (flip, flip, flip_header, cut, drop, insert, clear, repeat)


def originals(folder: Path) -> dict[str, bytes]:
    """Captures of every kind that the commands are given."""
    import memray

    # In a statically linked interpreter, it prints that it corrects symbols.
    memray.set_log_level(logging.ERROR)
    found = {}
    for name, compress in (("compressed", True), ("mapped", False)):
        destination = memray.FileDestination(folder / name, compress_on_exit=compress)
        with memray.Tracker(destination=destination, trace_python_allocators=True):
            work()
        found[name] = (folder / name).read_bytes()
    for name, native in (("kept", False), ("native", True)):
        measure_memory(work, 1, keep_bin=folder / name, native=native)
        found[name] = (folder / name).read_bytes()
    return found


def numbers(high_water: HighWater) -> list[tuple[object, int, int]]:
    """What must not differ."""
    return sorted((use.frames, use.bytes, use.allocations) for use in high_water.stacks)


def read_damaged(
    folder: Path, count: int, seed: int
) -> Iterator[tuple[str, str, HighWater | CaptureError, bool]]:
    """Damage captures and read them.

    Args:
        folder: Where they are written.
        count: How many.
        seed: What the damages follow from.

    Yields:
        Which kind was damaged, what was done to it, what came of it, and whether nothing was wrong
        with that.
    """
    chance = random.Random(seed)
    whole = originals(folder)
    expected = {name: numbers(read_captures([folder / name])[0]) for name in whole}
    kinds = list(whole)
    while count > 0:
        cases = []
        for number in range(min(_BATCH, count)):
            kind, damage = chance.choice(kinds), chance.choice(DAMAGES)
            content = bytearray(whole[kind])
            damage(chance, content)
            path = folder / f"{number}.bin"
            path.write_bytes(content)
            cases.append((kind, damage.__name__, path))
        count -= len(cases)
        outcomes = read_each([path for _, _, path in cases])
        for (name, done, path), outcome in zip(cases, outcomes, strict=True):
            kind = name
            if isinstance(outcome, CaptureError):
                text = str(outcome)
                is_good = text.startswith(f"`{path}` ") and text.isprintable()
            else:
                # Without a checksum, other numbers are what the file says.
                is_good = sum(use.bytes for use in outcome.stacks) == outcome.peak_bytes
                is_same = numbers(outcome) == expected[name]
                kind = name if is_same else f"{name}, with other numbers"
            yield kind, done, outcome, is_good


def misread_profiles(folder: Path, count: int, seed: int) -> int:
    """Damage captures of a folder of profiles, and count those that are read all the same.

    Args:
        folder: Where the folder is made.
        count: How many.
        seed: What the damages follow from.
    """
    chance = random.Random(seed)
    profiles = ProfileFolder(folder / "profiles")
    profiles.prepare()
    capture = profiles.capture("a")
    result: MemoryResult = measure_memory(work, 1, keep_bin=capture)
    profiles.add("a", result, native=False, run={})
    whole = capture.read_bytes()
    read_captures([capture])
    misread = 0
    for _ in range(count):
        content = bytearray(whole)
        chance.choice(DAMAGES)(chance, content)
        if content == whole:
            continue
        capture.write_bytes(content)
        try:
            check_digest(capture)
            misread += 1
        except CaptureError:
            pass
    return misread


def main(arguments: Sequence[str] | None = None) -> int:
    """Read damaged captures, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    outcomes: collections.Counter[str] = collections.Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, done, outcome, is_good in read_damaged(folder, given.count, given.seed):
            what = "refused" if isinstance(outcome, CaptureError) else "read"
            outcomes[f"{what}: {kind}, {done}"] += 1
            if not is_good:
                bad += 1
                print(f"BAD {kind}, {done}: {outcome!s:.300}")
        misread = misread_profiles(folder, given.count, given.seed)
    for text, times in sorted(outcomes.items()):
        print(f"{times:6,}  {text}")
    # In KiB on Linux, in bytes on macOS; of the largest child.
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    largest *= 1 if sys.platform == "darwin" else 1024
    print(f"{misread:,} of {given.count:,} in a folder of profiles were taken for whole")
    print(f"{largest / 1e6:.0f} MB at most; {bad} bad of {given.count:,}, seed {given.seed}")
    return int(bad > 0 or misread > 0 or largest > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
