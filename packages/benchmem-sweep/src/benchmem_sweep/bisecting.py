"""Finding the first bad one in O(log n) steps, some of which cannot be judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Judgement = Literal["good", "bad", "skip"]
"""What became of a candidate; one that cannot be built is skipped, as `git bisect` does."""


@dataclass(frozen=True)
class Found(Generic[T]):
    """What a bisection came to.

    Attributes:
        last_good: The last candidate that is good.
        first_bad: The first that is bad; `None` where even the last one is good.
        between: Candidates between the two, all skipped: any of them may be the first bad one.
    """

    last_good: T
    first_bad: T | None
    between: Sequence[T]


def bisect(candidates: Sequence[T], judge: Callable[[T], Judgement]) -> Found[T]:
    """Find the first bad candidate.

    The last one is taken for bad and is judged only if all before it are good: so n candidates
    take at most `ceil(log2(n))` judgements where none is skipped.

    Args:
        candidates: In order; the first is known to be good.
        judge: Judges one; each is judged once at most.
    """
    skipped: set[int] = set()
    good, bad = 0, len(candidates)
    while True:
        open_ = [index for index in range(good + 1, bad) if index not in skipped]
        if not open_:
            break
        # The one in the middle, or the nearest to it that is not skipped.
        middle = (good + bad) // 2
        index = min(open_, key=lambda each: (abs(each - middle), each))
        judgement = judge(candidates[index])
        if judgement == "good":
            good = index
        elif judgement == "bad":
            bad = index
        else:
            skipped.add(index)
    return Found(
        candidates[good],
        candidates[bad] if bad < len(candidates) else None,
        [candidates[index] for index in range(good + 1, min(bad, len(candidates)))],
    )
