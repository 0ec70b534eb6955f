"""Functions whose memory is known, for every tool that docs/neighbours.md compares.

Each tool imports this file from a copy in its own folder.
"""

import sys


def nothing() -> None:
    """Allocate nothing."""


def buffer() -> bytearray:
    """One buffer of 50 MB."""
    return bytearray(50_000_000)


def rows() -> list[tuple[float, None]]:
    """200,000 small tuples, each with a float."""
    return [(number * 0.5, None) for number in range(200_000)]


def churn() -> None:
    """A thousand buffers of 1 MB, one after the other."""
    for _ in range(1000):
        bytearray(1_000_000)


WORKLOADS = ("nothing", "buffer", "rows", "churn")


def sizes() -> dict[str, int]:
    """What each holds at most at one moment, in bytes, from `sys.getsizeof`."""
    table = rows()
    small = sum(sys.getsizeof(row) + sys.getsizeof(row[0]) for row in table)
    return {
        "nothing": 0,
        "buffer": sys.getsizeof(buffer()),
        "rows": sys.getsizeof(table) + small,
        "churn": sys.getsizeof(bytearray(1_000_000)),
    }
