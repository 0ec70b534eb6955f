"""Grouping: sort rows into sub-tables."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from benchmem_io.compare.columns import Names, split_names
from benchmem_io.compare.comparison import Comparison
from benchmem_io.errors import SelectionError
from benchmem_io.runs import Benchmark, natural_key, require_dim, strip_param

if TYPE_CHECKING:
    from benchmem_io.runs import DimValue

PARAM = "param:"

_KEYS: Mapping[str, Callable[[str, Benchmark], object]] = {
    "fullname": lambda id_, _: id_,
    "name": lambda _, benchmark: benchmark.name,
    "func": lambda _, benchmark: benchmark.dims.get("node.func"),
    "group": lambda _, benchmark: benchmark.entry.group,
    "module": lambda _, benchmark: benchmark.dims.get("node.module"),
    "class": lambda _, benchmark: benchmark.dims.get("node.class"),
}


def parse_group_by(keys: Names) -> tuple[str, ...]:
    """Read the keys to group by, such as `func,param:n`.

    Raises:
        SelectionError: A name is not a known key.
    """
    names = split_names(keys, "key") or ()
    for name in names:
        if name not in _KEYS and not (name.startswith(PARAM) and name != PARAM):
            known = ", ".join(_KEYS)
            raise SelectionError(f"`{name}` is nothing to group by: use {known} or `{PARAM}NAME`")
    return names


def group_ids(comparison: Comparison, by: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Sort the ids of a comparison into groups.

    Args:
        comparison: The comparison.
        by: The keys that `parse_group_by` read. Without keys there is a single group that has no
            title.

    Returns:
        Title and ids of each group, both in natural order.

    Raises:
        SelectionError: No benchmark has a parameter to group by.
    """
    if not by:
        return [("", comparison.ids)]
    for name in by:
        if name.startswith(PARAM):
            require_dim(strip_param(name), [series.run for series in comparison.series])
    groups: dict[str, list[str]] = {}
    for id_ in comparison.ids:
        benchmark = comparison.one(id_)
        title = " ".join(_title(name, id_, benchmark) for name in by)
        groups.setdefault(title, []).append(id_)
    return sorted(groups.items(), key=lambda item: natural_key(item[0]))


def _title(name: str, id_: str, benchmark: Benchmark) -> str:
    if name.startswith(PARAM):
        value: DimValue | None = benchmark.dims.get(strip_param(name))
        return f"{strip_param(name)}={'-' if value is None else value}"
    value = _KEYS[name](id_, benchmark)  # type: ignore[assignment]
    return f"no {name}" if value is None else str(value)
