"""The results of a measurement: one pass, and the series of several passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from benchmem_core.blob import MemoryRecord
from benchmem_core.callsites import SITES, Site
from benchmem_core.checks import Allocators
from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import OPTIONAL_SERIES_FIELDS, SERIES_FIELDS

# The version of the mapping beside the blob.
_META_SCHEMA = 1
# The argument that turns an optional series on.
_SWITCHES = {"rss_bytes": "isolate", "retained_bytes": "retained"}


@dataclass(frozen=True, slots=True)
class Measurement:
    """The numbers of one pass, as `memray stats` prints them for the same capture.

    Attributes:
        peak_bytes: The highest number of bytes allocated at one moment.
        allocations: The number of allocations.
        total_bytes: Bytes allocated in all, freed ones included.
        rss_bytes: The resident high-water of the pass's own process; `None` unless isolated.
        retained_bytes: Bytes allocated in the pass and still allocated after it, once the result
            has been dropped and garbage collected; `None` unless asked for.
    """

    peak_bytes: int
    allocations: int
    total_bytes: int
    rss_bytes: int | None = None
    retained_bytes: int | None = None


@dataclass(frozen=True)
class MemoryResult:
    """The passes of one measurement, and the numbers that follow from them.

    Only the passes are stored; every other number derives from them. The headline numbers come
    from one pass, the one with the lowest peak, so they belong together.

    Attributes:
        samples: The passes, in the order in which they ran; never empty.
        allocators: The allocator mode, `"python"` or `"system"`. Results of different modes
            must not be compared.
        sites: The call sites that own most bytes at the high-water mark of the representative
            pass, and the remainder as the last, so that their bytes sum to `peak_bytes`; `None`
            unless asked for.
        repeated_passes: The number of passes that ran again since their capture was unreadable.
        added: The series of the metrics that other distributions add, by field, if the blob has
            some; no pass of ours measures them.
    """

    samples: tuple[Measurement, ...]
    allocators: Allocators = "python"
    sites: tuple[Site, ...] | None = None
    repeated_passes: int = field(default=0, compare=False, repr=False)
    added: Mapping[str, Sequence[int]] = field(default_factory=dict, hash=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a result that has no pass."""
        if not self.samples:
            raise ArgumentError("`samples` is empty: a memory result needs at least one pass")

    @property
    def repeats(self) -> int:
        """Number of passes."""
        return len(self.samples)

    @property
    def representative(self) -> Measurement:
        """The pass with the lowest peak, the first of them when several agree."""
        return min(self.samples, key=lambda sample: sample.peak_bytes)

    @property
    def peak_bytes(self) -> int:
        """The headline peak in bytes: the lowest high-water mark of all passes."""
        return self.representative.peak_bytes

    @property
    def peak_bytes_max(self) -> int:
        """The highest high-water mark of all passes, in bytes."""
        return max(sample.peak_bytes for sample in self.samples)

    @property
    def allocations(self) -> int:
        """Number of allocations in the representative pass."""
        return self.representative.allocations

    @property
    def total_bytes(self) -> int:
        """Bytes allocated in the representative pass, freed ones included."""
        return self.representative.total_bytes

    @property
    def rss_bytes(self) -> int | None:
        """Resident high-water of the representative pass in bytes; `None` unless isolated."""
        return self.representative.rss_bytes

    @property
    def retained_bytes(self) -> int | None:
        """Bytes that the representative pass left allocated; `None` unless asked for."""
        return self.representative.retained_bytes

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that were measured, in the order of the blob."""
        optional = (
            field
            for field in OPTIONAL_SERIES_FIELDS
            if all(getattr(sample, field) is not None for sample in self.samples)
        )
        return (*SERIES_FIELDS, *optional, *self.added)

    def series(self, field: str) -> list[int]:
        """Return one number per pass, in the order in which the passes ran.

        Args:
            field: A key of the blob: `peak_bytes`, `allocations`, `total_bytes`, `rss_bytes`,
                `retained_bytes`, or one that another distribution adds.

        Raises:
            ArgumentError: The field is unknown, or it was not measured.
        """
        if field in self.added:
            return list(self.added[field])
        if field not in SERIES_FIELDS + OPTIONAL_SERIES_FIELDS:
            known = ", ".join((*SERIES_FIELDS, *OPTIONAL_SERIES_FIELDS, *self.added))
            raise ArgumentError(f"`{field}` is not a series; the series are {known}")
        values = [getattr(sample, field) for sample in self.samples]
        if None in values:
            switch = _SWITCHES[field]
            raise ArgumentError(f"`{field}` was not measured; `{switch}=True` measures it")
        return values

    def as_dict(self) -> dict[str, list[int]]:
        """Return the blob for `extra_info["benchmem"]`: only the series."""
        return {field: self.series(field) for field in self.fields}

    def meta(self) -> dict[str, object]:
        """Return the mapping beside the blob, for `extra_info["benchmem_meta"]`."""
        meta: dict[str, object] = {"schema": _META_SCHEMA, "allocators": self.allocators}
        if self.sites is not None:
            meta[SITES] = [site.as_dict() for site in self.sites]
        return meta

    @classmethod
    def from_blob(
        cls, blob: Mapping[str, object], *, meta: Mapping[str, object] | None = None
    ) -> Self:
        """Rebuild a result from a blob and the mapping beside it.

        Args:
            blob: The series, one list of integers per field. Unknown keys are ignored, so that
                files of newer versions load.
            meta: `extra_info["benchmem_meta"]`. Without it the allocators were `"system"`, as
                in every file of pytest-benchmem 0.5 and older.

        Raises:
            BlobError: A series is missing, empty, of another length than the others, or holds
                anything but integers of at least zero; the message names the field.
        """
        record = MemoryRecord({MemoryRecord.BLOB: blob, MemoryRecord.META: meta})
        columns = record.read_series()
        ours = [field for field in SERIES_FIELDS + OPTIONAL_SERIES_FIELDS if field in columns]
        rows = zip(*(columns.pop(field) for field in ours), strict=True)
        samples = tuple(Measurement(**dict(zip(ours, row, strict=True))) for row in rows)
        return cls(samples, record.read_allocators(), record.read_sites(), added=columns)

    def _repr_html_(self) -> str:
        """Write the result as HTML for a notebook."""
        # Most results are never shown in a notebook.
        from benchmem_core.engine.display import format_result_html

        return format_result_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the result in IPython in a terminal.

        Args:
            printer: The printer of IPython.
            cycle: Whether the result contains itself; it never does.
        """
        from benchmem_core.engine.display import format_result_line, format_result_lines

        # Inside of a list or mapping, there is room for one line only.
        is_inside = bool(printer.indentation)
        printer.text(
            format_result_line(self) if is_inside else "\n".join(format_result_lines(self))
        )
