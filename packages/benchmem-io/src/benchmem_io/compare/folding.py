"""Folding: give one id to the benchmarks that differ only in one dim."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmem_io.runs import Benchmark, DimValue, Entry

_NODE_PARTS = ("node.module", "node.class", "node.func")


def name_family(
    id_: str, params: Mapping[str, object], dim: str, dependent_params: set[str]
) -> str:
    """Return the id that benchmarks share if they differ only in a parameter.

    Args:
        id_: The node id of one of them.
        params: Its parameters.
        dim: The parameter to take out of its id.
        dependent_params: The parameters that depend on it, and are taken out too.
    """
    entry = Entry(id_, params=dict(params))
    return merge_ids(Benchmark(entry, Path()), dim, dependent_params)[0]


def merge_ids(benchmark: Benchmark, dim: str, dependent_params: set[str]) -> tuple[str, str]:
    """Return the id and the name that benchmarks share if they differ only in a dim.

    Args:
        benchmark: The benchmark.
        dim: The dim to take out of its id.
        dependent_params: The parameters that depend on the dim.
    """
    dims, params = benchmark.dims, benchmark.entry.params or {}
    parts = ["*" if part == dim else dims.get(part) for part in _NODE_PARTS]
    kept = [
        f"{name}={value}" for name, value in params.items() if name not in {dim, *dependent_params}
    ]
    suffix = f"[{','.join(kept)}]" if kept else ""
    return "::".join(str(part) for part in parts if part) + suffix, f"{parts[-1]}{suffix}"


def group_families(benchmarks: Iterable[Benchmark], dim: str) -> dict[str, str]:
    """Find which benchmarks belong together along a dim.

    Args:
        benchmarks: The benchmarks to sort into families.
        dim: The dim in which the members of a family differ. Besides it, they differ only in
            parameters that follow it, such as the result that a test expects of a size.

    Returns:
        The id that its family shares, by the id of each benchmark that has the dim.
    """
    functions: dict[tuple[DimValue | None, ...], list[Benchmark]] = {}
    for benchmark in benchmarks:
        dims = benchmark.dims
        if dim in dims:
            functions.setdefault(tuple(map(dims.get, _NODE_PARTS)), []).append(benchmark)
    families: dict[str, str] = {}
    for members in functions.values():
        dependent_params = find_dependent_params(members, dim)
        families |= {each.id: merge_ids(each, dim, dependent_params)[0] for each in members}
    return families


def find_dependent_params(benchmarks: Iterable[Benchmark], dim: str) -> set[str]:
    """Find the parameters that differ if a dim differs, and are equal if the dim is equal.

    Args:
        benchmarks: The benchmarks to search.
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
