"""The growth of costs with the size, a row for each family of benchmarks, for pandas."""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmem_core.metrics import Metric, MetricSpec
from benchmem_io.compare import collect_notes, group_families
from benchmem_io.complexity.fits import estimate_noise, fit_complexity
from benchmem_io.errors import ComplexityError, SelectionError
from benchmem_io.runs import (
    Benchmark,
    DimValue,
    Run,
    Where,
    find_metric,
    gc_paused,
    import_pandas,
    infer_type,
    is_number,
    issue_warnings,
    load_runs,
    make_labels,
    natural_key,
    require_dim,
    strip_param,
)

if TYPE_CHECKING:
    import pandas as pd

_TYPES = {
    "snapshot": None,
    "family": None,
    "complexity": object,
    "exponent": float,
    "exponent_low": float,
    "exponent_high": float,
    "residual": float,
    "sizes": int,
    "reason": object,
}


@dataclass(frozen=True)
class _Family:
    """The measurements of benchmarks that differ only in the size."""

    sizes: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    benchmarks: list[Benchmark] = field(default_factory=list)


def fit_scaling(
    runs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    metric: Metric = "peak",
    x: str | None = None,
    *,
    labels: Sequence[str] | None = None,
    where: Where = (),
) -> "pd.DataFrame":
    """Fit the growth of a metric over the size, for each family of benchmarks.

    A family is a set of benchmarks of a run that differ only in the dim `x`. They share module,
    class, function and all other parameters, except parameters that change together with `x`.
    Benchmarks that lack the metric, or whose `x` is not a number, are in no family.

    Args:
        runs: One run file or several.
        metric: `time`, `peak`, `allocated`, `allocations`, `rss` or `retained`, as its headline.
        x: The dim that is the size; by default the only numeric dim with several values.
        labels: As for `load_long_df`.
        where: Conditions, such as `"n=1000"` or `{"n": [1000, 2000]}`; other benchmarks are left
            out.

    Returns:
        A row for each family of each run. The columns are `snapshot` (the label), `family` (the
        id without `x`), `complexity` (`"O(1)"`, `"O(log n)"`, `"O(n)"`, `"O(n log n)"`,
        `"O(n^2)"` or `"O(n^3)"`), `exponent` with the ends of its 95 % interval, `exponent_low`
        and `exponent_high` (infinite if the interval has no upper end), `residual` (as
        `Fit.residual`), `sizes` (the number of distinct sizes) and `reason`. If several classes
        fit, or none, or a family could not be fitted, `reason` says so, and unknown values are
        `None` or NaN.

    Raises:
        MissingDependencyError: pandas is not installed.
        RunFileError: A file is not a run file, or a recorded value is not a number.
        SelectionError: The metric or dim does not exist, no benchmark has it or meets the
            conditions, or no single dim can be chosen.
    """
    pandas = import_pandas("fit_scaling")
    spec = find_metric(metric)
    paths = [Path(each) for each in ([runs] if isinstance(runs, str | os.PathLike) else runs)]
    if not paths:
        raise SelectionError("`runs` is empty: give at least one run file")
    names = make_labels(paths, labels)
    rows: list[tuple[object, ...]] = []
    with gc_paused():
        chosen = load_runs(paths, where)
        issue_warnings(collect_notes(chosen), above=1)
        dim = _size_dim(chosen, spec, x)
        for label, run in zip(names, chosen, strict=True):
            families = _families(run, spec, dim)
            rows += [
                (label, name, *_fit(families[name], spec))
                for name in sorted(families, key=natural_key)
            ]
    frame: pd.DataFrame = pandas.DataFrame(
        {
            name: infer_type(pandas.Series, list(column), dtype)
            for (name, dtype), column in zip(_TYPES.items(), zip(*rows, strict=True), strict=True)
        }
    )
    return frame


def _fit(family: _Family, spec: MetricSpec) -> tuple[object, ...]:
    """Fit a family, and return the last columns of its row."""
    noise = estimate_noise(family.benchmarks, spec)
    try:
        fit = fit_complexity(family.sizes, family.values, noise=noise)
    except ComplexityError as error:
        nan = float("nan")
        return (None, nan, nan, nan, nan, len(set(family.sizes)), str(error))
    return (
        *(fit.complexity, fit.exponent, fit.low, fit.high),
        *(fit.residual, fit.sizes, fit.reason),
    )


def _families(run: Run, spec: MetricSpec, dim: str) -> dict[str, _Family]:
    sized = [each for each in run.benchmarks.values() if is_number(each.dims.get(dim))]
    families: dict[str, _Family] = {}
    for id_, name in group_families(sized, dim).items():
        benchmark = run.benchmarks[id_]
        size, value = benchmark.dims[dim], benchmark.value(spec)
        if is_number(size) and value is not None:
            family = families.setdefault(name, _Family())
            family.sizes.append(size)
            family.values.append(value)
            family.benchmarks.append(benchmark)
    return families


def _size_dim(runs: Sequence[Run], spec: MetricSpec, x: str | None) -> str:
    benchmarks = [
        benchmark
        for run in runs
        for benchmark in run.benchmarks.values()
        if benchmark.value(spec) is not None
    ]
    if not benchmarks:
        raise SelectionError(f"no benchmark has `{spec.name}`: choose another metric")
    values = _values(benchmarks)
    if x is not None:
        x = strip_param(x)
        require_dim(x, runs)
        if any(map(is_number, values.get(x, ()))):
            return x
        if x in values:
            raise SelectionError(f"`{x}` is not a number: a cost is fitted over a numeric dim")
        raise SelectionError(f"no benchmark with `{spec.name}` has a dim `{x}`: choose another")
    candidates = [
        dim
        for dim, of_dim in values.items()
        if not dim.startswith("node.") and len(of_dim) > 1 and all(map(is_number, of_dim))
    ]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise SelectionError(
            "no dim is a number with several values, so there is nothing to fit over: "
            "parametrize the benchmarks by a size"
        )
    listed = ", ".join(f"`{dim}`" for dim in sorted(candidates))
    raise SelectionError(f"{listed} are all numbers with several values: choose one as `x`")


def _values(benchmarks: Iterable[Benchmark]) -> dict[str, Collection[DimValue]]:
    """Collect the values of each dim."""
    values: dict[str, dict[str, DimValue]] = {}
    for benchmark in benchmarks:
        for dim, value in benchmark.dims.items():
            # Compare by text: True and 1 are equal, but only 1 is a number.
            values.setdefault(dim, {})[repr(value)] = value
    return {dim: of_dim.values() for dim, of_dim in values.items()}
