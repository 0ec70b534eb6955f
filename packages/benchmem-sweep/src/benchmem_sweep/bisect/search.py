"""Find the first bad candidate in O(log n) steps, even if some cannot be judged."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Judgement = Literal["good", "bad", "skip"]
"""The result for a candidate; one that cannot be built is skipped, as in `git bisect`."""


@dataclass(frozen=True)
class SearchResult(Generic[T]):
    """The result of a bisection.

    Attributes:
        last_good: The last candidate that is good.
        first_bad: The first candidate that is bad; `None` if even the last one is good.
        between: Candidates between the two, all skipped: any of them may be the first bad one.
    """

    last_good: T
    first_bad: T | None
    between: Sequence[T]


def count_judgements(count: int) -> int:
    """Return the most judgements that a bisection takes if it skips no candidate."""
    return math.ceil(math.log2(count))


def bisect(candidates: Sequence[T], judge: Callable[[T], Judgement]) -> SearchResult[T]:
    """Find the first bad candidate.

    The last candidate is assumed to be bad, and is judged only if all before it are good. After
    each skip the next try is further away, because the neighbours of a skipped candidate often
    cannot be judged either.

    Args:
        candidates: In order; the first is known to be good.
        judge: Judges one candidate; it sees each at most once.
    """
    skipped: set[int] = set()
    good, bad = 0, len(candidates)
    in_a_row = 0
    while open_ := [index for index in range(good + 1, bad) if index not in skipped]:
        index = open_[min(int(_choose_share(in_a_row) * len(open_)), len(open_) - 1)]
        judgement = judge(candidates[index])
        in_a_row = in_a_row + 1 if judgement == "skip" else 0
        if judgement == "good":
            good = index
        elif judgement == "bad":
            bad = index
        else:
            skipped.add(index)
    return SearchResult(
        candidates[good],
        candidates[bad] if bad < len(candidates) else None,
        [candidates[index] for index in range(good + 1, min(bad, len(candidates)))],
    )


def _choose_share(number: int) -> float:
    """Return the middle, then points further out on either side: 1/2, 1/4, 3/4, 1/8, 7/8, ..."""
    lower: float = 2.0 ** -(1 + (number + 1) // 2)
    return 1 - lower if number and number % 2 == 0 else lower
