"""Labels: give each run its own name, even if two files are named alike."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmem_io.errors import SelectionError


def make_labels(paths: Sequence[Path], given: Sequence[str] | None = None) -> list[str]:
    """Label each run: by a given label, or by its file's stem with enough of the path.

    Args:
        paths: The run files.
        given: One label per run, in the same order.

    Returns:
        One label per run; all are different.

    Raises:
        SelectionError: There are more or fewer labels than runs, or two are alike.
    """
    if given:
        return check_labels(given, len(paths), "runs")
    parts = [[*path.absolute().parts[1:-1], path.stem] for path in paths]
    labels = [path.stem for path in paths]
    for depth in range(2, max(map(len, parts), default=0) + 1):
        counts = Counter(labels)
        if max(counts.values(), default=1) == 1:
            return labels
        labels = [
            label if counts[label] == 1 else "/".join(part[-depth:])
            for label, part in zip(labels, parts, strict=True)
        ]
    return _add_numbers([str(path) for path in paths] if len(set(labels)) < len(labels) else labels)


def check_labels(labels: Sequence[str], count: int, what: str) -> list[str]:
    """Check the labels that were given, and return them as a list.

    Args:
        labels: The labels that were given.
        count: The number of labels that are needed.
        what: The labelled things, in the plural; the error names them.

    Raises:
        SelectionError: There are more or fewer labels than needed, or two are alike.
    """
    if len(labels) != count:
        raise SelectionError(f"{len(labels)} labels were given for {count} {what}: one for each")
    twice = [label for label, times in Counter(labels).items() if times > 1]
    if twice:
        raise SelectionError(f"two {what} are labelled `{twice[0]}`: give each its own label")
    return list(labels)


def _add_numbers(labels: list[str]) -> list[str]:
    """Add numbers to labels that are still equal, as when one file was given twice."""
    counts = Counter(labels)
    seen: Counter[str] = Counter()
    numbered = []
    for label in labels:
        seen[label] += 1
        while f"{label} ({seen[label]})" in counts:  # another file has this label
            seen[label] += 1
        numbered.append(label if counts[label] == 1 else f"{label} ({seen[label]})")
    return numbered
