"""Draw the bytes at the high-water mark: a box for each site that a run has recorded."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from benchmem_core.callsites import Site
from benchmem_core.units import UNITS
from benchmem_io.compare import Comparison, Series, compare_runs
from benchmem_io.errors import SelectionError
from benchmem_io.runs import Run, gc_paused, load_runs
from benchmem_io.table import common_prefix
from benchmem_plot.data import escape_notes
from benchmem_plot.errors import check_choice
from benchmem_plot.figure import escape
from benchmem_plot.flame import NestedView, draw_nested
from benchmem_plot.views.site_trace import make_site_trace
from benchmem_plot.views.site_tree import (
    SiteNode,
    build_benchmark_node,
    build_run_node,
    choose_site_boxes,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_TREEMAP_HEIGHT = 620
_HOW = "`--benchmark-memory-sites` records them"
_ROW, _LEAST_HEIGHT, _MOST_HEIGHT = 18, 240, 900


@gc_paused()
def plot_sites(
    run: str | os.PathLike[str] | Run,
    *,
    test_id: str | None = None,
    where: Sequence[str] | Mapping[str, object] = (),
    base: str | os.PathLike[str] | Run | None = None,
    view: NestedView = "treemap",
    labels: Sequence[str] | None = None,
) -> "tuple[Figure, int]":
    """Draw the bytes at the high-water mark: a box for each site, inside its benchmark.

    The area of a box is the bytes of its site. A site in installed code is inside the box of the
    project's line that called it. With `base`, colours are changes: orange grew, blue shrank.
    Without it, each file has a colour. Small sites are drawn together, so that the boxes of a
    benchmark sum to its peak.

    Args:
        run: A run file with sites (`--benchmark-memory-sites`).
        test_id: An id, or a part of the ids of all benchmarks to draw.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.
        base: The run file to compare with.
        view: `"treemap"` draws boxes inside their parent, `"icicle"` beside it, from left to
            right.
        labels: A label for the run, and one for the base after it.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is not a run file, or its sites are damaged.
        SelectionError: An id, dim or value is unknown, no benchmark has sites, none has them in
            both runs, or the run is its own base.
    """
    check_choice("view", view, get_args(NestedView))
    runs = load_runs([run] if base is None else [run, base], where)
    comparison = compare_runs(runs, labels)
    comparison.check_baseline(-1)
    found = read_sites(comparison, test_id)
    label = comparison.series[0].label
    title = f"Peak memory by site: {label}"
    if base is not None:
        title += f" against {comparison.series[1].label}"
    boxes = choose_site_boxes(build_run_node(label, found.nodes))
    trace = make_site_trace(
        boxes,
        prefix=common_prefix([node.name for node in found.nodes]),
        is_compared=base is not None,
        view=view,
    )
    height = _TREEMAP_HEIGHT
    if view == "icicle":
        rows = len(boxes) - len({box.parent for box in boxes} - {None})
        height = min(max(_LEAST_HEIGHT, _ROW * rows), _MOST_HEIGHT)
    figure = draw_nested(
        trace,
        view=view,
        title=title,
        notes=[*escape_notes(comparison.notes), *found.notes],
        height=height,
        sideways=True,
    )
    return figure, len(found.nodes)


@dataclass(frozen=True)
class RecordedSites:
    """The recorded sites: a node for each benchmark that has some, in natural order, and notes."""

    nodes: Sequence[SiteNode]
    notes: Sequence[str]


def read_sites(comparison: Comparison, test_id: str | None) -> RecordedSites:
    """Read the recorded sites of benchmarks, of all or of those whose ids contain `test_id`.

    Raises:
        RunFileError: Sites are damaged.
        SelectionError: An id is unknown, no benchmark has sites, or none has them in both runs.
    """
    head, *bases = comparison.series
    ids = _choose_ids(comparison, test_id)
    found = {id_: sites for id_ in ids if (sites := _get_sites(head, id_)) is not None}
    if not found:
        raise SelectionError(f"no sites are recorded in `{head.label}`: {_HOW}")
    notes = _write_notes(ids, found, head)
    if not bases:
        return RecordedSites([build_benchmark_node(id_, found[id_]) for id_ in found], notes)
    before = {
        id_: sites
        for id_ in found
        if (sites := _get_sites(bases[0], id_)) is not None
        and bases[0].benchmarks[id_].allocators == head.benchmarks[id_].allocators
    }
    if not before:
        raise SelectionError(
            f"`{bases[0].label}` and `{head.label}` have no benchmark in common whose sites were "
            f"counted with the same allocators: {_HOW}"
        )
    nodes = [build_benchmark_node(id_, found[id_], before.get(id_)) for id_ in found]
    return RecordedSites(nodes, [*notes, *_note_comparison(nodes, bases[0].label)])


def _choose_ids(comparison: Comparison, test_id: str | None) -> list[str]:
    """Return the chosen ids of the run, in natural order."""
    head = comparison.series[0]
    ids = [id_ for id_ in comparison.ids if id_ in head.benchmarks]
    if test_id is None:
        return ids
    chosen = [test_id] if test_id in head.benchmarks else [id_ for id_ in ids if test_id in id_]
    if not chosen:
        raise SelectionError(
            f"no benchmark of `{head.label}` has `{test_id}` in its id: `benchmem compare` lists "
            "the ids"
        )
    return chosen


def _get_sites(series: Series, id_: str) -> Sequence[Site] | None:
    benchmark = series.benchmarks.get(id_)
    return benchmark.sites if benchmark is not None and benchmark.has_memory else None


def _write_notes(ids: Sequence[str], found: Mapping[str, object], head: Series) -> list[str]:
    notes = []
    if without := len(ids) - len(found):
        notes.append(f"Without recorded sites, and so not drawn: {without}")
    if len({head.benchmarks[id_].allocators for id_ in found}) > 1:
        notes.append("Benchmarks counted with different allocators, so their sizes do not compare")
    return notes


def _note_comparison(nodes: Iterable[SiteNode], base: str) -> list[str]:
    nodes = list(nodes)
    notes = []
    if alone := sum(node.delta is None for node in nodes):
        notes.append(f"Grey, as {escape(base, 40)} has nothing to compare with: {alone}")
    gone = [pair for node in nodes for pair in node.gone]
    if gone:
        size = UNITS["B"].format(-sum(pair.delta for pair in gone))
        many = "site" if len(gone) == 1 else "sites"
        notes.append(
            f"Gone, so without a box: {len(gone):,} {many} with {size}; hover over a benchmark "
            "to list them"
        )
    return notes
