"""Dims: the axes that a result varies over, read from an entry of a run file."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmem_core.measurement import BLOB, META

DimValue = bool | int | float | str
"""A value that a dim can have."""

FIXED_COLUMNS = ("snapshot", "id", "value")
"""The columns that every long frame has; no dim overwrites one."""

_UNSERIALIZABLE = "UNSERIALIZABLE["


def node_dims(fullname: str, group: str | None) -> dict[str, DimValue]:
    """The dims that a node id has by itself: `node.group`, `.module`, `.func` and `.class`.

    Args:
        fullname: The node id, `path::Class::function[params]`.
        group: The benchmark's group.
    """
    module, _, rest = fullname.partition("::")
    *classes, function = rest.partition("[")[0].split("::")
    dims: dict[str, DimValue] = {} if group is None else {"node.group": group}
    dims |= {"node.module": module, "node.func": function}
    if classes:
        dims["node.class"] = "::".join(classes)
    return dims


def recorded_dims(
    params: Mapping[str, Any] | None, extra_info: Mapping[str, Any] | None
) -> dict[str, DimValue]:
    """The dims that a test has by its parameters and `extra_info`, which wins.

    Args:
        params: As pytest-benchmark records them: name to value.
        extra_info: What the test recorded; the blob and its meta are no dims.
    """
    return dict(_scalars([*(params or {}).items(), *(extra_info or {}).items()]))


def column_of(dim: str, dims: Iterable[str]) -> str:
    """The name of a dim's column in the long frame: `param:value` for a dim called `value`.

    Args:
        dim: The dim.
        dims: All dims of the frame: what is made up must not be one of them.
    """
    column = dim
    while column in FIXED_COLUMNS or (column != dim and column in dims):
        column = f"param:{column}"
    return column


def _scalars(items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, DimValue]]:
    for name, value in items:
        if name in {BLOB, META} or not isinstance(value, bool | int | float | str):
            continue
        if isinstance(value, float) and math.isnan(value):
            continue
        if isinstance(value, str) and value.startswith(_UNSERIALIZABLE):
            continue
        yield name, value
