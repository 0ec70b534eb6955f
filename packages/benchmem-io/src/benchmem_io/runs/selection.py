"""Filters: select benchmarks by their dims."""

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from benchmem_io.errors import SelectionError
from benchmem_io.runs.decoding import gc_paused
from benchmem_io.runs.dims import DimValue
from benchmem_io.runs.run import Run, load_run

Where = str | Sequence[str] | Mapping[str, object]
"""Conditions: `DIM=VALUE` texts, or a mapping of dims to a value or to several values."""


def parse_where(where: Where) -> dict[str, list[str]]:
    """Read conditions: the values that each dim may have, as texts.

    Args:
        where: The conditions. If a dim is given several times, it may have any of the values.

    Raises:
        SelectionError: A condition has no `=`, or nothing before it.
    """
    allowed: dict[str, list[str]] = {}
    if isinstance(where, Mapping):
        for dim, value in where.items():
            is_many = isinstance(value, Iterable) and not isinstance(value, str)
            values: Iterable[object] = value if is_many else [value]  # type: ignore[assignment]
            allowed.setdefault(strip_param(dim), []).extend(str(each) for each in values)
        return allowed
    for condition in [where] if isinstance(where, str) else where:
        dim, equals, value = condition.partition("=")
        if not equals or not dim.strip():
            raise SelectionError(f"`{condition}` is not a condition: write `DIM=VALUE` (`n=1000`)")
        allowed.setdefault(strip_param(dim.strip()), []).append(value)
    return allowed


def select(runs: Iterable[Run], where: Where) -> list[Run]:
    """Keep the benchmarks that meet conditions, comparing values by text or by number.

    Args:
        runs: The runs.
        where: The conditions; without any, all benchmarks stay.

    Raises:
        SelectionError: A condition cannot be read, a dim is in no run, or no benchmark is left.
    """
    runs = list(runs)
    allowed = parse_where(where)
    if not allowed:
        return runs
    for dim in allowed:
        require_dim(dim, runs)
    kept = [
        replace(
            run,
            benchmarks={
                id_: benchmark
                for id_, benchmark in run.benchmarks.items()
                if matches(benchmark.dims, allowed)
            },
        )
        for run in runs
    ]
    if not any(run.benchmarks for run in kept):
        shown = ", ".join(f"{dim}={'|'.join(values)}" for dim, values in allowed.items())
        raise SelectionError(f"no benchmark has `{shown}`: `benchmem compare` shows what there is")
    return kept


def load_runs(runs: Iterable[str | os.PathLike[str] | Run], where: Where = ()) -> list[Run]:
    """Read run files, and keep the benchmarks that meet conditions.

    Args:
        runs: Run files, or runs that were read from them.
        where: The conditions; without any, all benchmarks stay.

    Raises:
        RunFileError: A file is not a run file.
        SelectionError: A condition cannot be read, a dim is in no run, or no benchmark is left.
    """
    allowed = parse_where(where)
    with gc_paused():
        return select([each if isinstance(each, Run) else load_run(each) for each in runs], allowed)


def matches(dims: Mapping[str, DimValue], allowed: Mapping[str, Sequence[str]]) -> bool:
    """Say whether each dim has one of its allowed values."""
    return all(
        dim in dims and any(_equals(dims[dim], value) for value in values)
        for dim, values in allowed.items()
    )


def require_dim(dim: str, runs: Iterable[Run]) -> None:
    """Check that some benchmark has a dim.

    Raises:
        SelectionError: No benchmark has it; the text lists the dims that exist.
    """
    known: set[str] = set()
    for run in runs:
        for benchmark in run.benchmarks.values():
            known.update(benchmark.dims)
    if dim not in known:
        there = ", ".join(sorted(known)) or "none"
        raise SelectionError(f"no benchmark has a dim `{dim}`; there are {there}")


def strip_param(text: str) -> str:
    """Return the name of a dim: `param:n` is `n`, as in `--group-by`."""
    return text.removeprefix("param:")


def _equals(value: DimValue, text: str) -> bool:
    if str(value) == text:
        return True
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, str):
        return False
    try:
        number = float(text)
        return math.isfinite(number) and number == value
    except ValueError:
        return False
