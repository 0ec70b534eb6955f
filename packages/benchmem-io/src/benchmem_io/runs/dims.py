"""Dims: the axes that a result varies over, read from an entry of a run file."""

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard, TypeVar

from benchmem_core.blob import MemoryRecord

DimValue = bool | int | float | str
"""A value that a dim can have."""

Value = TypeVar("Value", bool | int | float | str, str)

FIXED_COLUMNS = ("snapshot", "id", "value")
"""The columns that every long frame has; no dim overwrites one."""

_RESERVED = (MemoryRecord.BLOB, MemoryRecord.META)
_UNSERIALIZABLE = "UNSERIALIZABLE["


def read_dims(
    fullname: str,
    group: str | None,
    params: Mapping[str, Any] | None,
    extra_info: Mapping[str, Any] | None,
) -> dict[str, DimValue]:
    """Return the dims of a benchmark.

    Args:
        fullname: The node id, `path::Class::function[params]`, which gives `node.module`,
            `node.class` and `node.func`.
        group: The benchmark's group, which is `node.group`.
        params: As pytest-benchmark records them: name to value. They win over the node id.
        extra_info: The values that the test recorded. They win over both. The blob, its meta, and
            values that are not scalars are not dims.
    """
    dims = _node_dims(fullname, group).copy()
    for recorded, reserved in ((params, ()), (extra_info, _RESERVED)):
        if recorded:
            for name, value in recorded.items():
                if _is_scalar(value) and name not in reserved:
                    dims[name] = value
    return dims


def name_column(dim: str, dims: Iterable[str]) -> str:
    """Name a dim's column in the long frame: `param:value` for a dim called `value`.

    Args:
        dim: The dim.
        dims: All dims of the frame; a new name must differ from them.
    """
    column = dim
    while column in FIXED_COLUMNS or (column != dim and column in dims):
        column = f"param:{column}"
    return column


def is_number(value: object) -> TypeGuard[int | float]:
    """Say whether a dim's value is a number; a boolean does not count as one."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def sort_values(values: Iterable[Value]) -> list[Value]:
    """Sort distinct values: numbers in their order, texts in natural order.

    The order of the input has no effect, even if two values are written alike.
    """
    distinct = {repr(value): value for value in values}
    if all(is_number(value) for value in distinct.values()):
        # Compare the numbers themselves: an integer may be too large for a float.
        return sorted(distinct.values(), key=lambda value: (value, repr(value)))
    return [distinct[text] for text in sorted(distinct, key=lambda text: _text_key(distinct[text]))]


def _text_key(value: DimValue) -> tuple[object, str]:
    return natural_key(str(value)), repr(value)


def _is_scalar(value: object) -> bool:
    kind = type(value)
    if kind is str:
        return not value.startswith(_UNSERIALIZABLE)  # type: ignore[attr-defined]
    # NaN is the one number that is not equal to itself.
    return kind is int or kind is bool or (kind is float and value == value)  # noqa: PLR0124


def split_node_id(fullname: str) -> tuple[str, list[str], str]:
    """Split a node id, `path::Class::function[params]`, into module, classes and function."""
    module, _, rest = fullname.partition("::")
    *classes, function = rest.partition("[")[0].split("::")
    return module, classes, function


@functools.lru_cache(maxsize=20_000)
def _node_dims(fullname: str, group: str | None) -> dict[str, DimValue]:
    module, classes, function = split_node_id(fullname)
    dims: dict[str, DimValue] = {} if group is None else {"node.group": group}
    dims |= {"node.module": module, "node.func": function}
    if classes:
        dims["node.class"] = "::".join(classes)
    return dims


_NUMBER = re.compile(r"(\d+)", re.ASCII)


def natural_key(text: str) -> tuple[tuple[str, int, str], ...]:
    """Return a key to sort texts by.

    Args:
        text: Any text.

    Returns:
        The parts of the text: pairs of a word and the number after it. Texts that differ only in
        leading zeros are ordered by the digits themselves.
    """
    parts = _NUMBER.split(text)
    digits = [*parts[1::2], ""]
    # `int` refuses thousands of digits; comparing length and digits gives the same order.
    return tuple(
        (word, len(number.lstrip("0")), number.lstrip("0") + "/" + number)
        for word, number in zip(parts[::2], digits, strict=True)
    )
