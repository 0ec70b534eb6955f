"""Choose the baseline of a comparison, and refuse runs that cannot be one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from benchmem_core.text import shorten
from benchmem_io.compare.comparison import Comparison, Series
from benchmem_io.errors import RunFileError, SelectionError
from benchmem_io.runs import (
    Run,
    decode_header,
    is_folder,
    is_same_file,
    moment,
    resolve_runs,
    runs_by_date,
)

# A session writes its files one after the other, each with its own date.
_AT_MOST_APART = timedelta(minutes=1)
_WIDEST = 200


@dataclass(frozen=True)
class Found:
    """The run files that references stand for.

    Attributes:
        paths: The files.
        references: The text that was typed for each.
        notes: A line for each newer run in a folder that was passed over as the baseline.
    """

    paths: Sequence[Path]
    references: Sequence[str]
    notes: Sequence[str] = ()


def find_against_baseline(references: Sequence[str], baseline: str | None = None) -> Found:
    """Find the run files that a user means, the baseline among them.

    Args:
        references: As `resolve_runs` takes them. If a folder is the baseline, it stands for the
            newest run in it whose own gate did not fail.
        baseline: The reference that is the baseline; by default the first.

    Raises:
        RunFileError: A reference matches nothing, or a folder holds no possible run.
    """
    paths: list[Path] = []
    typed: list[str] = []
    notes: list[str] = []
    wanted = references[0] if references and baseline is None else baseline
    place = references.index(wanted) if len(references) > 1 and wanted in references else None
    for index, reference in enumerate(references):
        if index == place and is_folder(reference):
            path, notes = newest_baseline(runs_by_date(Path(reference)), reference)
            found = [path]
        else:
            found = resolve_runs([reference])
        paths += found
        typed += [reference] * len(found)
    return Found(paths, typed, notes)


def newest_baseline(
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


def named_after(comparison: Comparison, found: Found) -> Comparison:
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


def with_baseline(comparison: Comparison, baseline: str, what: str) -> Comparison:
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
    chosen = _called(baseline, comparison.series, what)
    others = [each for each in comparison.series if each is not chosen]
    return replace(comparison, series=[chosen, *others])


def _called(name: str, series: Sequence[Series], what: str) -> Series:
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


def check_baseline(runs: Sequence[Run]) -> None:
    """Refuse to compare a run with itself.

    Args:
        runs: The baseline, and the runs that are compared with it.

    Raises:
        SelectionError: The baseline appears twice, or with another file of the same session.
    """
    base, *others = runs
    for other in others:
        reason = _why_same(base, other)
        if reason:
            raise SelectionError(
                f"`{other.path}` is its own baseline: {reason}; give two different runs"
            )


def _why_same(base: Run, other: Run) -> str:
    if is_same_file(base.path, other.path):
        is_same_path = base.path == other.path
        return "it was given twice" if is_same_path else f"it and `{base.path}` are one file"
    if _are_of_one_session(base, other):
        return f"it and `{base.path}` were written by one session"
    return ""


def _are_of_one_session(one: Run, other: Run) -> bool:
    """Say whether one session wrote both, as with `--benchmark-json` beside autosave.

    Such files hold the same benchmarks, and their times have the same digits. Times of two
    sessions never do. Memory alone can be the same twice, so without times the files must also
    have the same date.
    """
    pairs = [(each.entry, other.benchmarks.get(id_)) for id_, each in one.benchmarks.items()]
    if (
        len(pairs) != len(other.benchmarks)
        or (one.machine, one.commit) != (other.machine, other.commit)
        or any(twin is None or entry != twin.entry for entry, twin in pairs)
    ):
        return False
    if one.date and one.date == other.date:
        return bool(pairs)
    first, second = moment(one.date), moment(other.date)
    is_timed = any(entry.stats is not None and entry.stats.min is not None for entry, _ in pairs)
    is_near = first is None or second is None or abs(first - second) <= _AT_MOST_APART
    return is_timed and is_near
