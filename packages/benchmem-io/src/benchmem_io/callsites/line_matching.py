"""Match the lines of a function in two captures, when code around them has moved."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from benchmem_core.captures import Frame

Use = tuple[Sequence[Frame | None], int]
"""Lines that were on one call stack, and the bytes that the stack holds."""

# Lines whose bytes differ by a larger factor are not matched.
_LEAST_SIMILARITY = 1 / 32
# Among equally similar lines, prefer the one that did not move. This bonus is too small to
# outweigh another pair of lines, however many lines stay.
_SAME_LINE = 1e-6
# Finding more lines again counts more than finding more similar lines.
_FOUND = 1.0
# A function with more pairs of lines is generated code, and would take long to align.
_MOST_PAIRS = 250_000


def match_lines(base: Iterable[Use], head: Iterable[Use]) -> Callable[[Frame], Frame]:
    """Find out where the lines of a baseline are now.

    Inside each function, lines keep their order and hold a similar number of bytes. The match is
    a global alignment as of Needleman and Wunsch (1970), with the ratio of bytes as similarity.

    Args:
        base: The call stacks of the baseline, files named as in `head`.
        head: The call stacks of the other capture.

    Returns:
        A function that maps a frame of the baseline to its place now. A line that is gone keeps
        its number, unless another line has that number now: then its number becomes negative.
    """
    before, after = _by_function(base), _by_function(head)
    moved: dict[Frame, Frame] = {}
    for (file, function), lines in before.items():
        now = after.get((file, function), {})
        pairs = _align(lines, now)
        taken = {old: -old for old in lines if old not in pairs and old in now}
        for old, new in {**pairs, **taken}.items():
            moved[Frame(function, file, old)] = Frame(function, file, new)
    return lambda frame: moved.get(frame, frame)


def _by_function(uses: Iterable[Use]) -> dict[tuple[str, str], dict[int, int]]:
    """Sum up bytes by line, for each file and function; a recursion counts once."""
    sums: dict[Frame, int] = {}
    for frames, size in uses:
        for frame in set(frames):
            if frame is not None:
                sums[frame] = sums.get(frame, 0) + size
    found: dict[tuple[str, str], dict[int, int]] = {}
    for frame, size in sums.items():
        found.setdefault((frame.file, frame.function), {})[frame.line] = size
    return found


def _align(base: Mapping[int, int], head: Mapping[int, int]) -> dict[int, int]:
    if base.keys() <= head.keys() and len(base) == len(head):
        return {line: line for line in base}
    if not head or len(base) * len(head) > _MOST_PAIRS:
        return {line: line for line in base.keys() & head.keys()}
    old, new = sorted(base), sorted(head)
    # best[i][j]: the highest total similarity of the lines from i and from j on.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = _similarity(old[i], new[j], base, head)
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score if score else 0
            )
    found = {}
    i = j = 0
    while i < len(old) and j < len(new):
        score = _similarity(old[i], new[j], base, head)
        if score and best[i][j] == best[i + 1][j + 1] + score:
            found[old[i]] = new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _similarity(old: int, new: int, base: Mapping[int, int], head: Mapping[int, int]) -> float:
    least, most = sorted((base[old], head[new]))
    likeness = least / most if most else 1.0
    if old == new:
        return _FOUND + likeness + _SAME_LINE
    return _FOUND + likeness if likeness >= _LEAST_SIMILARITY else 0.0
