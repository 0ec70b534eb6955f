"""Comparisons to draw."""

import random
from itertools import pairwise

from benchmem_core.captures.frames import Frame
from benchmem_io.callsites.capture_diff import CaptureDiff, StackChange

MIB = 1 << 20


def diff_of(*stacks: StackChange) -> CaptureDiff:
    """The comparison that has these stacks."""
    base = sum(stack.base for stack in stacks)
    return CaptureDiff(base, sum(stack.head for stack in stacks), stacks)


def stack(path: str, base: int, head: int, *, file: str = "app.py") -> StackChange:
    """A stack of functions, outermost first, on the lines 1, 2, 3 and so on of `app.py`.

    `file` is the innermost one's alone.
    """
    frames = [Frame(name, "app.py", line) for line, name in enumerate(path.split(), start=1)]
    frames[-1] = frames[-1]._replace(file=file)
    return StackChange(tuple(reversed(frames)), None, base, head, int(base > 0), int(head > 0))


def some_diff() -> CaptureDiff:
    """One of everything: grown, same, gone, new, and too narrow."""
    tiny = (stack(f"main tiny{i}", 100, 200) for i in range(5))
    return diff_of(
        stack("main load grow", MIB, 3 * MIB),
        stack("main load same", MIB, MIB),
        stack("main shrink", 2 * MIB, MIB),
        stack("main gone", MIB, 0),
        stack("main load fresh", 0, MIB, file="pkg/fresh.py"),
        *tiny,
    )


def many_stacks(count: int) -> CaptureDiff:
    """Stacks of 20 to 40 frames, which part from one another anywhere, of very different sizes."""
    source = random.Random(1)
    paths: list[tuple[Frame, ...]] = []
    for _ in range(count):
        known = source.choice(paths) if paths and source.random() > 0.02 else ()
        shared = known[: int(len(known) * source.random() ** 0.25)]
        fresh = (
            Frame(f"function_{source.randrange(2000)}", "module.py", source.randint(1, 900))
            for _ in range(source.randint(20, 40) - len(shared))
        )
        paths.append((*shared, *fresh))
    sizes = [int(64 * source.paretovariate(0.8)) for _ in range(count + 1)]
    return diff_of(
        *(
            StackChange(path[::-1], None, base, head, 1, 1)
            for path, (base, head) in zip(dict.fromkeys(paths), pairwise(sizes), strict=False)
        )
    )
