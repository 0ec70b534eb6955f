"""Folding: the id that benchmarks share which differ only in one dim."""

from collections.abc import Iterable, Mapping, Sequence

from benchmem_io.runs import Benchmark, DimValue, Run

_NODE_PARTS = ("node.module", "node.class", "node.func")


def folded(benchmark: Benchmark, dim: str, twins: set[str]) -> tuple[str, str]:
    """The id and the name that a benchmark shares with those that differ only in a dim.

    Args:
        benchmark: The benchmark.
        dim: What is taken out of its id.
        twins: What `twins_of` found.
    """
    dims, params = benchmark.dims, benchmark.entry.params or {}
    parts = ["*" if part == dim else dims.get(part) for part in _NODE_PARTS]
    kept = [f"{name}={value}" for name, value in params.items() if name not in {dim, *twins}]
    suffix = f"[{','.join(kept)}]" if kept else ""
    return "::".join(str(part) for part in parts if part) + suffix, f"{parts[-1]}{suffix}"


def twins_of(run: Run, dim: str) -> set[str]:
    """Parameters that say the same as a dim that is none itself: they differ when it does."""
    if any(dim in (benchmark.entry.params or {}) for benchmark in run.benchmarks.values()):
        return set()
    return companions_of(run.benchmarks.values(), dim)


def families_along(benchmarks: Iterable[Benchmark], dim: str) -> dict[str, str]:
    """Find which benchmarks belong together along a dim.

    Args:
        benchmarks: Those that are looked at.
        dim: What a family differs in: besides it only in parameters that follow it, such as what
            a test expects of a size.

    Returns:
        By the id of each benchmark that has the dim, what its family shares.
    """
    functions: dict[tuple[DimValue | None, ...], list[Benchmark]] = {}
    for benchmark in benchmarks:
        dims = benchmark.dims
        if dim in dims:
            functions.setdefault(tuple(map(dims.get, _NODE_PARTS)), []).append(benchmark)
    families: dict[str, str] = {}
    for members in functions.values():
        companions = companions_of(members, dim)
        families |= {each.id: folded(each, dim, companions)[0] for each in members}
    return families


def companions_of(benchmarks: Iterable[Benchmark], dim: str) -> set[str]:
    """Parameters that have another value wherever a dim has, and the same where it has the same.

    Args:
        benchmarks: Those that are looked at.
        dim: A dim, which may be a parameter itself.
    """
    rows = [
        (benchmark.dims[dim], benchmark.entry.params or {})
        for benchmark in benchmarks
        if dim in benchmark.dims
    ]
    return {name for name in set().union(*(params for _, params in rows)) if _tells(name, rows)}


def _tells(name: str, rows: Sequence[tuple[DimValue, Mapping[str, object]]]) -> bool:
    pairs = {(repr(value), repr(params[name])) for value, params in rows if name in params}
    return len(pairs) > 1 and len({v for v, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)
