"""A function whose growth is known, and the sizes at which it is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

BOUNDS = (
    *("O(1)", "O(log n)", "O(n^0.5)", "O(n)", "O(n log n)", "O(n^1.5)"),
    *("O(n^2)", "O(n^3)", "O(2^n)"),
)
"""The classes of the corpus, the lowest first; the last is one that no bound can name."""

UNKNOWN = "?"
"""Stands for the class of a metric that has none over these sizes."""

METRICS = ("peak", "allocated", "allocations")

STARTS = {"linear": (100, 1000, 1337), "square": (10, 20, 27, 50), "cube": (4, 6, 7), "two": (1, 4)}
"""Where the sizes of a function begin, by how fast its work grows."""

LADDERS: Mapping[str, tuple[float, ...]] = {
    "x2, 4 sizes": (1, 2, 4, 8),
    "x2, 5 sizes": (1, 2, 4, 8, 16),
    "x2, 6 sizes": (1, 2, 4, 8, 16, 32),
    "x2, 8 sizes": (1, 2, 4, 8, 16, 32, 64, 128),
    "x3, 3 sizes": (1, 3, 9),
    "x3, 4 sizes": (1, 3, 9, 27),
    "x3, 5 sizes": (1, 3, 9, 27, 81),
    "x4, 3 sizes": (1, 4, 16),
    "x4, 4 sizes": (1, 4, 16, 64),
    "x10, 3 sizes": (1, 10, 100),
    "x10, 4 sizes": (1, 10, 100, 1000),
    "x1.5, 8 sizes": tuple(1.5**i for i in range(8)),
    "x2.52, 4 sizes": tuple(2.52**i for i in range(4)),
    "1 3 10 30": (1, 3, 10, 30),
    "1 3 6 12": (1, 3, 6, 12),
    "irregular, 5 sizes": (1, 2.1, 5, 11, 23),
    "irregular, 6 sizes": (1, 1.7, 4, 9, 14, 37),
    "irregular, 8 sizes": (1, 1.3, 2.9, 5, 7, 13, 21, 40),
}
"""Sizes as multiples of the first."""


@dataclass(frozen=True)
class Case:
    """A function whose growth is known.

    Attributes:
        name: What it does.
        run: The function; it gets what `given` makes of the size.
        classes: The class of each metric; one that is not known is not there.
        given: What exists before the function runs.
        work: How fast its work grows, which decides where its sizes begin.
        most: The largest size.
    """

    name: str
    run: Callable[[Any], object]
    classes: Mapping[str, str]
    given: Callable[[int], object] = int
    work: str = "linear"
    most: float = field(default=float("inf"))

    def ladder(self, name: str, start: int) -> tuple[int, ...]:
        """The sizes of a ladder."""
        return tuple(round(start * each) for each in LADDERS[name])

    @property
    def sizes(self) -> list[int]:
        """Every size of every ladder, the smallest first."""
        of_all = {n for name in LADDERS for s in STARTS[self.work] for n in self.ladder(name, s)}
        return sorted(n for n in of_all if n <= self.most)


def case(
    name: str,
    run: Callable[[Any], object],
    peak: str,
    allocated: str | None = None,
    allocations: str | None = None,
    **options: Any,
) -> Case:
    """A case; what is allocated, and how often, grows as the peak does unless it is said.

    Args:
        name: What the function does.
        run: The function.
        peak: The class of its peak, without the `O()`.
        allocated: That of what it allocates in all.
        allocations: That of how often it allocates; by default that of what it allocates.
        **options: Other attributes of the case.
    """
    of_all = (peak, allocated or peak, allocations or allocated or peak)
    named = zip(METRICS, of_all, strict=True)
    classes = {metric: f"O({each})" for metric, each in named if each != UNKNOWN}
    return Case(name, run, classes, **options)
