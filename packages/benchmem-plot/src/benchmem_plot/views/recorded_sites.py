"""The recorded sites of a run, compared with those of a base."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmem_core.callsites import Site
from benchmem_core.units import UNITS
from benchmem_io.compare import Comparison, Series
from benchmem_io.errors import SelectionError
from benchmem_plot.figure import escaped
from benchmem_plot.views.site_tree import SiteNode, benchmark_node

_HOW = "`--benchmark-memory-sites` records them"


@dataclass(frozen=True)
class RecordedSites:
    """The recorded sites of a run, ready to draw.

    Attributes:
        nodes: A node for each benchmark with sites, in natural order of the ids.
        notes: Notes on benchmarks that are not drawn or not compared, and why.
    """

    nodes: Sequence[SiteNode]
    notes: Sequence[str]


def recorded_sites(comparison: Comparison, test_id: str | None) -> RecordedSites:
    """Read the recorded sites of benchmarks.

    Args:
        comparison: The run, and after it the base, if there is one.
        test_id: An id, or a part of the ids to choose; `None` means all.

    Raises:
        RunFileError: Sites are damaged.
        SelectionError: An id is unknown, no benchmark has sites, or none has them in both runs.
    """
    head, *bases = comparison.series
    ids = _chosen(comparison, test_id)
    found = {id_: sites for id_ in ids if (sites := _sites(head, id_)) is not None}
    if not found:
        raise SelectionError(f"no sites are recorded in `{head.label}`: {_HOW}")
    notes = _notes(ids, found, head)
    if not bases:
        return RecordedSites([benchmark_node(id_, found[id_]) for id_ in found], notes)
    before = {
        id_: sites
        for id_ in found
        if (sites := _sites(bases[0], id_)) is not None
        and bases[0].benchmarks[id_].allocators == head.benchmarks[id_].allocators
    }
    if not before:
        raise SelectionError(
            f"`{bases[0].label}` and `{head.label}` have no benchmark in common whose sites were "
            f"counted with the same allocators: {_HOW}"
        )
    nodes = [benchmark_node(id_, found[id_], before.get(id_)) for id_ in found]
    return RecordedSites(nodes, [*notes, *_compared(nodes, bases[0].label)])


def _chosen(comparison: Comparison, test_id: str | None) -> list[str]:
    """Return the chosen ids of the run, in natural order."""
    head = comparison.series[0]
    ids = [id_ for id_ in comparison.ids if id_ in head.benchmarks]
    if test_id is None:
        return ids
    chosen = [test_id] if test_id in head.benchmarks else [id_ for id_ in ids if test_id in id_]
    if not chosen:
        raise SelectionError(
            f"no benchmark of `{head.label}` has `{test_id}` in its id: `benchmem compare` shows "
            "what there is"
        )
    return chosen


def _sites(series: Series, id_: str) -> Sequence[Site] | None:
    benchmark = series.benchmarks.get(id_)
    return benchmark.sites if benchmark is not None and benchmark.has_memory else None


def _notes(ids: Sequence[str], found: Mapping[str, object], head: Series) -> list[str]:
    notes = []
    if without := len(ids) - len(found):
        notes.append(f"Without recorded sites, and so not drawn: {without}")
    if len({head.benchmarks[id_].allocators for id_ in found}) > 1:
        notes.append("Some counted with other allocators than others: sizes do not compare")
    return notes


def _compared(nodes: Iterable[SiteNode], base: str) -> list[str]:
    nodes = list(nodes)
    notes = []
    if alone := sum(node.delta is None for node in nodes):
        notes.append(f"Grey, as {escaped(base, 40)} has nothing to compare with: {alone}")
    gone = [pair for node in nodes for pair in node.gone]
    if gone:
        size = UNITS["B"].format(-sum(pair.delta for pair in gone))
        many = "site" if len(gone) == 1 else "sites"
        notes.append(
            f"Gone, and so without a box: {len(gone):,} {many} with {size}, which benchmarks name "
            "when hovered over"
        )
    return notes
