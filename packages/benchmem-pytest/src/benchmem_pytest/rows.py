"""Read the rows that pytest-benchmark is going to print, with the memory of each."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmem_core.blob import BLOB, META
from benchmem_core.engine import MemoryResult
from benchmem_core.errors import BlobError


@dataclass(frozen=True, eq=False)
class BenchmarkRow:
    """One row: a benchmark of this run, or of a saved run beside it.

    Attributes:
        name: The name in the table.
        id: The node id; `None` for a benchmark of a saved run.
        result: The measured memory; `None` if it was not measured.
    """

    name: str
    id: str | None
    result: MemoryResult | None


@dataclass(frozen=True, eq=False)
class BenchmarkGroup:
    """The rows of one sub-table, in the order in which they are printed.

    Attributes:
        name: The name by `--benchmark-group-by`; `None` for benchmarks in no group.
        rows: The rows.
    """

    name: str | None
    rows: Sequence[BenchmarkRow]


def read_groups(session: Any) -> list[BenchmarkGroup]:
    """Read the groups of a session of pytest-benchmark, in its order.

    Args:
        session: The `BenchmarkSession`, or `None`.
    """
    if session is None or not session.groups:
        return []
    groups = []
    for name, benchmarks in session.groups:
        ordered = sorted(benchmarks, key=operator.itemgetter(session.sort))
        rows = [
            BenchmarkRow(
                name=session.name_format(benchmark),
                id=benchmark["fullname"] if benchmark["path"] is None else None,
                result=_result(session, benchmark),
            )
            for benchmark in ordered
        ]
        groups.append(BenchmarkGroup(name, rows))
    return groups


def _result(session: Any, benchmark: Mapping[str, Any]) -> MemoryResult | None:
    extra_info = benchmark["extra_info"]
    if benchmark["path"] is not None:
        # The row of a saved run carries this run's `extra_info`; the saved one is beside it.
        saved = {str(path): entries for path, entries in session.compared_mapping.items()}
        entry = saved[benchmark["path"]][benchmark["fullname"]]
        extra_info = entry.get("extra_info") or {}
    return read_result(extra_info)


def read_result(extra_info: Mapping[str, Any]) -> MemoryResult | None:
    """Read the memory of a benchmark, with the series that its test added; `None` without any."""
    blob = extra_info.get(BLOB)
    if blob is None:
        return None
    try:
        return MemoryResult.from_blob(blob, meta=extra_info.get(META))
    except BlobError:
        # The table does not report a damaged file: it shows an empty cell.
        return None
