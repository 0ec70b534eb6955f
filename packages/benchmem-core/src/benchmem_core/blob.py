"""Read the memory data that a run file holds of a benchmark."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmem_core.checks import ALLOCATOR_MODES, Allocators, check_integer, shorten_repr
from benchmem_core.errors import BlobError, MissingSeriesError
from benchmem_core.metrics import list_series_fields

if TYPE_CHECKING:
    from benchmem_core.callsites import Site


class MemoryRecord:
    """The memory data in the `extra_info` of a benchmark.

    Attributes:
        BLOB: The key of the blob: the series, and nothing else.
        META: The key of the mapping beside it.
        blob: The blob as it was written; `None` if memory was not measured.
        meta: The mapping as it was written; `None` in files of pytest-benchmem 0.5 and older.
    """

    BLOB = "benchmem"
    META = "benchmem_meta"

    def __init__(self, extra_info: Mapping[str, object] | None) -> None:
        """Take the data out of `extra_info`; nothing is checked before it is read."""
        extra_info = extra_info or {}
        self.blob = extra_info.get(self.BLOB)
        self.meta: Any = extra_info.get(self.META)

    def read_series(self) -> dict[str, Sequence[int]]:
        """Read the series, one number per pass, by field.

        Returns:
            The core series, then the optional ones that are there, those of other distributions
            last. Unknown keys are ignored.

        Raises:
            BlobError: A series is missing, empty, of another length than the others, or holds
                anything but integers from 0 to 2**63 - 1; the message names the field.
        """
        blob = self.blob
        if not isinstance(blob, Mapping):
            raise BlobError(f"the blob must be a mapping of series, not `{shorten_repr(blob)}`")
        columns = {field: _read_column(blob, field) for field in list_series_fields(blob)}
        if len({len(column) for column in columns.values()}) > 1:
            shown = ", ".join(f"`{field}` has {len(column)}" for field, column in columns.items())
            raise BlobError(f"the series differ in length: {shown}")
        return columns

    def read_allocators(self) -> Allocators:
        """Read the allocator mode; without one it was `"system"`.

        Raises:
            BlobError: The mode is unknown.
        """
        meta = self.meta
        if meta is None:
            return "system"
        found: object = meta.get("allocators", "system") if isinstance(meta, Mapping) else meta
        for mode in ALLOCATOR_MODES:
            if found == mode:
                return mode
        raise BlobError(f"`allocators` must be 'python' or 'system', not `{shorten_repr(found)}`")

    def read_sites(self) -> "tuple[Site, ...] | None":
        """Read the call sites, the remainder last; `None` where none were recorded.

        Raises:
            BlobError: They are damaged; the message names the field.
        """
        from benchmem_core.callsites import read_sites

        return read_sites(self.meta)


def _read_column(blob: Mapping[str, object], field: str) -> Sequence[int]:
    try:
        values = blob[field]
    except KeyError:
        raise MissingSeriesError(f"the series `{field}` is missing") from None
    if not isinstance(values, list | tuple) or not values:
        raise BlobError(
            f"`{field}` must be a list of numbers, one per pass, not `{shorten_repr(values)}`"
        )
    for value in values:
        check_integer(field, value)
    return values
