"""The lines of code behind the changes that a comparison shows."""

from collections.abc import Iterable, Mapping, Sequence

from benchmem_core.callsites import format_sites
from benchmem_core.metrics import METRICS
from benchmem_io.callsites import site_lines
from benchmem_io.compare import Comparison
from benchmem_io.table import indent_lines

_PEAK = METRICS["peak"]


def compare_sites(comparison: Comparison, ids: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """List the changes of call sites of benchmarks, from the first series to the last.

    Args:
        comparison: The comparison that has the benchmarks.
        ids: The ids of the benchmarks.

    Raises:
        RunFileError: The sites of a run file are damaged.
    """
    _check_sites(comparison)
    return {id_: _changes(comparison, id_) for id_ in ids}


def list_sites(comparison: Comparison) -> list[str]:
    """List the call sites of one series, or their changes from the first series to the last.

    Args:
        comparison: One series, whose sites are listed, or several.

    Returns:
        A line for each benchmark with sites to show, and its sites under it.

    Raises:
        RunFileError: The sites of a run file are damaged.
    """
    _check_sites(comparison)
    base, head = comparison.series[0], comparison.series[-1]
    lines = []
    for id_ in comparison.ids:
        old, new = base.benchmarks.get(id_), head.benchmarks.get(id_)
        if new is None or not new.has_memory:
            continue
        if old is new:
            sites = new.sites
            if sites is not None:
                lines += [f"`{id_}`", *indent_lines(format_sites(sites))]
        elif old is not None and old.has_memory and old.value(_PEAK) != new.value(_PEAK):
            lines += [f"`{id_}`", *indent_lines(_changes(comparison, id_))]
    if lines:
        return lines
    if not base.benchmarks.keys() & head.benchmarks.keys():
        return [f"no benchmark is in both `{base.label}` and `{head.label}`"]
    if len(comparison.series) > 1:
        return ["no peak changed, so no sites are shown"]
    return ["no sites are recorded: `--benchmark-memory-sites` records them"]


def _check_sites(comparison: Comparison) -> None:
    """Read all sites, so that damaged ones raise an error wherever they are."""
    for series in comparison.series:
        for benchmark in series.benchmarks.values():
            _ = benchmark.sites


def _changes(comparison: Comparison, id_: str) -> Sequence[str]:
    base, head = comparison.series[0], comparison.series[-1]
    old, new = base.benchmarks.get(id_), head.benchmarks.get(id_)
    if old is None or new is None:
        return ()
    if old.allocators != new.allocators:
        return ["the two counted with different allocators, so their sites cannot be compared"]
    return site_lines(old.sites, new.sites, (base.label, head.label))
