"""A small library in six releases, whose functions take more or less memory from one to the next.

The pictures in the documentation show its benchmarks.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

LATEST = 6


def index(words: Sequence[str], release: int) -> dict[str, list[int]]:
    """Map each word to its positions; since release 4 with a useless copy of the words."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    kept = list(enumerate(words)) if release >= 4 else enumerate(words)
    for place, word in kept:
        found[word].append(place)
    return dict(found)


def lengths(words: Sequence[str], release: int) -> dict[int, int]:
    """Count the words of each length; since release 3 without a list of all lengths."""
    found: dict[int, int] = {}
    every = [len(word) for word in words] if release < 3 else map(len, words)
    for length in every:
        found[length] = found.get(length, 0) + 1
    return found


def ranked(words: Sequence[str], release: int) -> list[tuple[int, str]]:
    """Sort words by their frequency; release 5 sorts two copies."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    pairs = sorted((count, word) for word, count in counts.items())
    return sorted(pairs, reverse=True) if release == 5 else pairs[::-1]


def neighbours(words: Sequence[str], release: int) -> list[list[bool]]:
    """Find the first words that share a letter, in a table of pairs; smaller since release 2."""
    few = [set(word) for word in words[: max(4, int(len(words) ** 0.5) * 4)]]
    if release < 2:
        return [[bool(a & b) for b in few] + [False] * 8 for a in few]
    return [[bool(a & b) for b in few] for a in few]


FUNCTIONS: dict[str, Callable[[Sequence[str], int], object]] = {
    function.__name__: function for function in (index, lengths, ranked, neighbours)
}
