"""Labels: what each run is called, so that two files are two series whatever their names."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmem_io.errors import SelectionError


def labels_of(paths: Sequence[Path], given: Sequence[str] | None = None) -> list[str]:
    """Name each run: by what was given, or its file's stem and as much of the path as it takes.

    Args:
        paths: The run files.
        given: One label per run, in the same order.

    Returns:
        One label per run; no two alike.

    Raises:
        SelectionError: There are more or fewer labels than runs, or two are alike.
    """
    if given:
        return checked_labels(given, len(paths), "runs")
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
    return _numbered([str(path) for path in paths] if len(set(labels)) < len(labels) else labels)


def checked_labels(labels: Sequence[str], count: int, what: str) -> list[str]:
    """Return labels that were given, one for each.

    Args:
        labels: What was given.
        count: How many are needed.
        what: What they are for, in the plural; the error names it.

    Raises:
        SelectionError: There are more or fewer, or two are alike.
    """
    if len(labels) != count:
        raise SelectionError(f"{len(labels)} labels were given for {count} {what}: one for each")
    twice = [label for label, times in Counter(labels).items() if times > 1]
    if twice:
        raise SelectionError(f"two {what} are labelled `{twice[0]}`: give each its own label")
    return list(labels)


def _numbered(labels: list[str]) -> list[str]:
    """Number what is alike to the last letter: one file that was given twice."""
    counts = Counter(labels)
    seen: Counter[str] = Counter()
    numbered = []
    for label in labels:
        seen[label] += 1
        while f"{label} ({seen[label]})" in counts:  # what another file is called
            seen[label] += 1
        numbered.append(label if counts[label] == 1 else f"{label} ({seen[label]})")
    return numbered
