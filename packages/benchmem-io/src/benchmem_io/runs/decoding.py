"""Decode a run file into typed entries, in one pass that skips the raw timings."""

import gc
import json
import operator
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec

from benchmem_core.blob import MemoryRecord
from benchmem_core.checks import shorten_repr
from benchmem_core.metrics import SERIES_FIELDS
from benchmem_io.errors import RunFileError
from benchmem_io.runs.contents import read_file


class Stats(msgspec.Struct, gc=False):
    """The statistics of the rounds that pytest-benchmark records; times are in seconds.

    The raw timings under `data` are most of a file, and are left out.
    """

    min: float | None = None
    max: float | None = None
    mean: float | None = None
    stddev: float | None = None
    median: float | None = None
    iqr: float | None = None
    q1: float | None = None
    q3: float | None = None
    ld15iqr: float | None = None
    hd15iqr: float | None = None
    total: float | None = None
    ops: float | None = None
    rounds: float | None = None
    iterations: float | None = None


class Entry(msgspec.Struct):
    """One benchmark of a run file."""

    fullname: str
    name: str | None = None
    group: str | None = None
    params: dict[str, Any] | None = None
    extra_info: dict[str, Any] | None = None
    stats: Stats | None = None


Pass = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Series = Annotated[list[Pass], msgspec.Meta(min_length=1)]

_Blob = msgspec.defstruct("_Blob", [(name, Series) for name in SERIES_FIELDS], gc=False)
_core_series = operator.attrgetter(*SERIES_FIELDS)


class Document(msgspec.Struct):
    """A whole run file.

    The facts about commit and machine are kept unchecked: no number depends on them.
    """

    benchmarks: list[Entry]
    datetime: Any = None
    commit_info: Any = None
    machine_info: Any = None
    benchmem: Any = None


class _Header(msgspec.Struct):
    benchmarks: msgspec.Raw
    datetime: Any = None
    benchmem: Any = None


_DOCUMENT = msgspec.json.Decoder(Document)
_HEADER = msgspec.json.Decoder(_Header)
# The exceptions that a decoder raises for invalid input: its own errors, an exhausted stack, text
# that is not UTF-8, and an integer with too many digits.
_REFUSALS = (msgspec.MsgspecError, RecursionError, ValueError)


def decode_run(path: Path) -> Document:
    """Decode a run file.

    Args:
        path: The file.

    Returns:
        The decoded file. Any `extra_info` is kept as it was written, and statistics are floats.

    Raises:
        RunFileError: The file cannot be read or is not a run file. The text names the file and,
            for an error in an entry, its id and field.
    """
    content = read_file(path)
    try:
        return _DOCUMENT.decode(content)
    except _REFUSALS:
        return _decode_slowly(content, path)


class Header(NamedTuple):
    """The facts in a run file about the whole run.

    Attributes:
        date: When it was made; empty if the file does not say.
        has_failed: Whether the gate of its own session failed.
    """

    date: str
    has_failed: bool


def decode_header(path: Path) -> Header | None:
    """Read the facts about the whole run; return `None` for a file that is not a run file.

    Args:
        path: The file; its benchmarks are skipped.
    """
    found: _Header | Document
    try:
        found = _HEADER.decode(read_file(path))
    except (RunFileError, *_REFUSALS):
        try:
            found = decode_run(path)
        except RunFileError:
            return None
    date = found.datetime if isinstance(found.datetime, str) else ""
    return Header(date, has_failed(found.benchmem))


def decode_series(record: MemoryRecord) -> Mapping[str, Sequence[int]]:
    """Read the series of a record, one number per pass, by field.

    Args:
        record: The memory data of a benchmark.

    Raises:
        BlobError: The blob is damaged; the text names the field.
    """
    try:
        series = _core_series(msgspec.convert(record.blob, _Blob))
    except _REFUSALS:
        return record.read_series()
    # This is the quick way. `read_series` knows the optional series, and explains errors.
    if len(set(map(len, series))) > 1 or len(record.blob) > len(SERIES_FIELDS):  # type: ignore[arg-type]
        return record.read_series()
    return dict(zip(SERIES_FIELDS, series, strict=True))


def _decode_slowly(content: bytes, path: Path) -> Document:
    """Decode with the standard library, which accepts `NaN`, and say where an error is."""
    try:
        tree = json.loads(content)
    except (RecursionError, ValueError) as error:
        reason = "it is empty" if not content.strip() else _json_reason(error)
        raise RunFileError(
            f"`{path}` is not a run file: {reason}; give a file that pytest-benchmark saved"
        ) from None
    benchmarks = tree.get("benchmarks") if isinstance(tree, dict) else None
    if not isinstance(benchmarks, list):
        found = (
            f"it holds `{shorten_repr(tree)}`"
            if not isinstance(tree, dict)
            else "it has no list `benchmarks`"
        )
        raise RunFileError(
            f"`{path}` is not a run file: {found}; give a file that pytest-benchmark saved"
        )
    entries = [_entry(raw, index, path) for index, raw in enumerate(benchmarks)]
    return Document(
        entries,
        tree.get("datetime"),
        tree.get("commit_info"),
        tree.get("machine_info"),
        tree.get(OUTCOME),
    )


def _entry(raw: object, index: int, path: Path) -> Entry:
    try:
        return msgspec.convert(_known(raw), Entry)
    except (*_REFUSALS, OverflowError, SystemError) as error:
        reason: BaseException = error
        if isinstance(error, SystemError):
            # msgspec before 0.22 raises this for an integer too large for a float; the cause has
            # the reason.
            reason = error.__cause__ or error
        name = raw.get("fullname") if isinstance(raw, dict) else None
        who = f"`{shorten_repr(name)}`" if isinstance(name, str) else f"number {index + 1}"
        raise RunFileError(f"`{path}`: benchmark {who}: {_field_reason(reason)}") from None


def _known(raw: object) -> object:
    """Drop unknown fields of an entry: their keys may be invalid UTF-8, which msgspec refuses."""
    entry = _only(raw, Entry)
    if isinstance(entry, dict) and "stats" in entry:
        entry["stats"] = _only(entry["stats"], Stats)
    return entry


def _only(tree: object, kind: type[msgspec.Struct]) -> object:
    if not isinstance(tree, dict):
        return tree
    return {key: tree[key] for key in kind.__struct_fields__ if key in tree}


def _json_reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON ({error.msg} in line {error.lineno}, column {error.colno})"
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    return f"it is not JSON ({str(error).partition(';')[0]})"


def _field_reason(error: BaseException) -> str:
    """Rewrite `Expected `float`, got `str` - at `$.stats.min`` with the field first."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    reason, _, where = str(error).partition(" - at ")
    field = where.strip("`").removeprefix("$").removeprefix(".")
    return f"field `{field}`: {reason}" if field else reason


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector; also works as a decorator.

    Decoding makes hundreds of thousands of containers and no garbage. The collector would visit
    all of them again and again, so the cost would grow faster than the files.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


OUTCOME = "benchmem"
"""The key of the outcome, at the top level of a run file."""

_GATE, _PASSED, _FAILED = "gate", "passed", "failed"


def record_outcome(document: dict[str, Any], *, failed: bool) -> None:
    """Record the outcome of a gate in a run file, beside the values that are there already.

    Args:
        document: The content of the run file.
        failed: Whether the gate failed.
    """
    recorded = document.get(OUTCOME)
    # Another plugin may have written anything.
    kept = recorded if isinstance(recorded, dict) else {}
    document[OUTCOME] = {**kept, _GATE: _FAILED if failed else _PASSED}


def has_failed(recorded: object) -> bool:
    """Say whether the gate of a run's own session failed; without a record it did not.

    Args:
        recorded: The value of `OUTCOME` in a run file.
    """
    return isinstance(recorded, dict) and recorded.get(_GATE) == _FAILED
