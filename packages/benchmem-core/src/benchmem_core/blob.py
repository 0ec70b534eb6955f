"""The memory data of a run file, and the checks of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from benchmem_core.errors import BlobError, MissingSeriesError
from benchmem_core.metrics import series_fields

Allocators = Literal["python", "system"]
"""The allocations that count: every Python object, or those that reach the system's allocator."""

COUNTED: Mapping[Allocators, str] = MappingProxyType(
    {"python": "every Python object", "system": "what reached the system's allocator"}
)
"""A description of each mode, for a person."""

BLOB = "benchmem"
"""The key of the series in the `extra_info` of a benchmark."""
META = "benchmem_meta"
"""The key of the mapping beside them."""

SITES = "sites"
"""The key of the call sites in that mapping."""

META_SCHEMA = 1
"""The version of the mapping beside the blob."""


def read_series(blob: object) -> dict[str, Sequence[int]]:
    """Read the series of a blob, one number per pass, by field.

    Args:
        blob: The value of `extra_info["benchmem"]`. Unknown keys are ignored.

    Returns:
        The core series, then the optional ones that are there, those of other distributions last.

    Raises:
        BlobError: A series is missing, empty, of another length than the others, or holds
            anything but integers from 0 to 2**63 - 1; the message names the field.
    """
    if not isinstance(blob, Mapping):
        raise BlobError(f"the blob must be a mapping of series, not `{short_repr(blob)}`")
    columns = {field: _series(blob, field) for field in series_fields(blob)}
    if len({len(column) for column in columns.values()}) > 1:
        shown = ", ".join(f"`{field}` has {len(column)}" for field, column in columns.items())
        raise BlobError(f"the series differ in length: {shown}")
    return columns


def short_repr(value: object) -> str:
    """Show a value of a damaged file in an error: never longer than 80 characters."""
    try:
        return f"{value!r:.80}"
    except (RecursionError, ValueError):  # nested too deep; an integer of too many digits
        return f"{type(value).__name__} that cannot be shown"


def _series(blob: Mapping[str, object], field: str) -> Sequence[int]:
    try:
        values = blob[field]
    except KeyError:
        raise MissingSeriesError(f"the series `{field}` is missing") from None
    if not isinstance(values, list | tuple) or not values:
        raise BlobError(
            f"`{field}` must be a list of numbers, one per pass, not `{short_repr(values)}`"
        )
    for value in values:
        check_recorded(field, value)
    return values


def check_recorded(field: str, value: object) -> int:
    """Return a recorded number of bytes or allocations.

    Args:
        field: The key of the number, for the message.
        value: The recorded value.

    Raises:
        BlobError: The value is not an integer from 0 to 2**63 - 1; the message names the field.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BlobError(
            f"`{field}` holds `{short_repr(value)}`: an integer from 0 to 2**63 - 1 is needed"
        )
    return value


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def recorded_allocators(meta: Mapping[str, object] | None) -> Allocators:
    """Read the allocator mode from the mapping beside a blob; without one it was `"system"`.

    Raises:
        BlobError: The mode is unknown.
    """
    if meta is None:
        return "system"
    mode: object = meta.get("allocators", "system") if _is_mapping(meta) else meta
    if mode == "python":
        return "python"
    if mode == "system":
        return "system"
    raise BlobError(f"`allocators` must be 'python' or 'system', not `{short_repr(mode)}`")
