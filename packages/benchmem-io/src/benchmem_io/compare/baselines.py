"""Choose the baseline of a comparison, and refuse runs that cannot be one."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmem_core.text import shorten
from benchmem_io.compare.comparison import Comparison, Series
from benchmem_io.errors import RunFileError, SelectionError
from benchmem_io.runs import (
    decode_header,
    find_saved_runs,
    is_folder,
    is_same_file,
    list_runs_by_date,
    resolve_runs,
)

_WIDEST = 200
_ANY_SAVED = "[0-9][0-9][0-9][0-9]_"


@dataclass(frozen=True)
class FoundRuns:
    """The run files that references stand for.

    Attributes:
        paths: The files.
        references: The text that was typed for each.
        notes: A line for each newer run in a folder that was passed over as the baseline.
    """

    paths: Sequence[Path]
    references: Sequence[str]
    notes: Sequence[str] = ()

    def includes(self, file: Path) -> bool:
        """Say whether a file is one of the runs, even by another path."""
        return any(is_same_file(file, path) for path in self.paths)


def find_runs(
    references: Sequence[str], baseline: str | None = None, *, has_baseline: bool = True
) -> FoundRuns:
    """Find the run files that a user means, the baseline among them.

    Args:
        references: As `resolve_runs` takes them. If a folder is the baseline, it stands for the
            newest run in it whose own gate did not fail.
        baseline: The reference that is the baseline; by default the first.
        has_baseline: Whether one of the runs is the baseline of the others.

    Raises:
        RunFileError: A reference matches nothing, or a folder holds no possible run.
    """
    paths: list[Path] = []
    typed: list[str] = []
    notes: list[str] = []
    chosen = references[0] if references and baseline is None else baseline
    is_chosen = has_baseline and len(references) > 1 and chosen in references
    place = references.index(chosen) if is_chosen else None
    for index, reference in enumerate(references):
        if index == place and is_folder(reference):
            path, notes = find_newest_baseline(list_runs_by_date(Path(reference)), reference)
            found = [path]
        else:
            found = resolve_runs([reference])
        paths += found
        typed += [reference] * len(found)
    return FoundRuns(paths, typed, notes)


def find_baseline(
    reference: str | None, storage: Path, written: Path | None = None, *, name: str
) -> tuple[Path, list[str]] | None:
    """Find the run that a session is compared with.

    Args:
        reference: A file, a folder, or the start of a saved run's name; `None` stands for the
            newest saved run.
        storage: pytest-benchmark's storage folder.
        written: The file that this session is going to write, which cannot be its own baseline.
        name: The option and its value, for errors.

    Returns:
        The run, and a line for each newer one that was passed over; `None` if the newest saved
        run is asked for and none is saved.

    Raises:
        RunFileError: The run is missing, or may not be the baseline.
    """
    if reference is None:
        found = find_saved_runs(_ANY_SAVED, storage)
        return find_newest_baseline(found, storage, written) if found else None
    path = Path(reference)
    if is_folder(reference):
        return find_newest_baseline(list_runs_by_date(path), path, written)
    found = [path] if os.path.isfile(path) else find_saved_runs(reference, storage)
    if not found:
        raise RunFileError(
            f"`{name}` is neither a file nor a saved run in `{storage}`: `benchmem runs` lists "
            "the saved runs"
        )
    # A number names one run, even if several folders have it.
    if len(found) > 1 and not reference.isdecimal():
        return find_newest_baseline(found, storage, written)
    path = found[-1]
    if written is not None and is_same_file(path, written):
        raise RunFileError(
            f"`{name}` is the file that `--benchmark-json` writes, so this run would overwrite "
            "its own baseline: name another file"
        )
    return path, []


def find_newest_baseline(
    paths: Sequence[Path], where: object, written: Path | None = None
) -> tuple[Path, list[str]]:
    """Find the newest run that may be a baseline.

    Args:
        paths: Run files, the newest last.
        where: The folder that they are in, for the error.
        written: The file that this session is going to write, which cannot be its own baseline.

    Returns:
        The run, and a line for each newer one that was passed over.

    Raises:
        RunFileError: None of the runs may be a baseline.
    """
    passed_over: dict[Path, str] = {}
    for path in reversed(paths):
        reason = _why_not(path, written)
        if not reason:
            return path, [
                f"Passed over as baseline, because {why}: {newer.name}"
                for newer, why in passed_over.items()
            ]
        passed_over[path] = reason
    named = "; ".join(f"`{path.name}`: {why}" for path, why in passed_over.items())
    raise RunFileError(
        f"`{where}` holds no run that may be a baseline ({shorten(named, _WIDEST)}): name one "
        "by its file or number to take it all the same"
    )


def _why_not(path: Path, written: Path | None) -> str:
    if written is not None and is_same_file(path, written):
        return "this session writes it"
    header = decode_header(path)
    return "its own gate failed" if header is not None and header.has_failed else ""


def add_names(comparison: Comparison, found: FoundRuns) -> Comparison:
    """Add the typed references to the names of runs, and note the runs that were passed over.

    Args:
        comparison: A comparison of the runs that were found, in their order.
        found: The runs that were found.
    """
    series = [
        replace(each, names=(*each.names, reference))
        for each, reference in zip(comparison.series, found.references, strict=True)
    ]
    return replace(comparison, series=series, notes=[*comparison.notes, *found.notes])


def move_baseline_first(comparison: Comparison, baseline: str, what: str) -> Comparison:
    """Put the baseline first, so that all other series are compared with it.

    Args:
        comparison: The comparison.
        baseline: Its label, or another of its names.
        what: The kind of the series, in the singular.

    Raises:
        SelectionError: No series has the name, or several have, or there is only one series.
    """
    if len(comparison.series) < 2:
        raise SelectionError(
            f"`--baseline {baseline}` needs a second run, or `--pivot`, to compare with"
        )
    chosen = _find_series(baseline, comparison.series, what)
    others = [each for each in comparison.series if each is not chosen]
    return replace(comparison, series=[chosen, *others])


def _find_series(name: str, series: Sequence[Series], what: str) -> Series:
    found = [each for each in series if each.label == name]
    found = found or [each for each in series if name in each.names]
    found = found or [each for each in series if _means(name, each, what)]
    if len(found) == 1:
        return found[0]
    counted = f"{len(found)} {what}s are" if found else f"no {what} is"
    there = ", ".join(each.label for each in series)
    raise SelectionError(f"{counted} called `{name}`; there are {there}")


def _means(name: str, series: Series, what: str) -> bool:
    """Say whether a name is another path of a run, or another spelling of a number."""
    if what == "run":
        return is_same_file(Path(name), series.run.path)
    number = _number(name)
    return number is not None and number in map(_number, series.names)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
