"""Draw the bytes at the high-water mark: a box for each site that a run has recorded."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from benchmem_io.compare import compare_runs
from benchmem_io.runs import Run, gc_paused, load_runs
from benchmem_io.table import common_prefix
from benchmem_plot.data import read_notes
from benchmem_plot.figure import check_choice
from benchmem_plot.flame import NestedView, nested_figure
from benchmem_plot.views.recorded_sites import recorded_sites
from benchmem_plot.views.site_trace import site_trace
from benchmem_plot.views.site_tree import run_node, site_boxes

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_TREEMAP_HEIGHT = 620
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
    found = recorded_sites(comparison, test_id)
    label = comparison.series[0].label
    title = f"Peak memory by site: {label}"
    if base is not None:
        title += f" against {comparison.series[1].label}"
    boxes = site_boxes(run_node(label, found.nodes))
    trace = site_trace(
        boxes,
        prefix=common_prefix([node.name for node in found.nodes]),
        is_compared=base is not None,
        view=view,
    )
    height = _TREEMAP_HEIGHT
    if view == "icicle":
        rows = len(boxes) - len({box.parent for box in boxes} - {None})
        height = min(max(_LEAST_HEIGHT, _ROW * rows), _MOST_HEIGHT)
    figure = nested_figure(
        trace,
        view=view,
        title=title,
        notes=[*read_notes(comparison.notes), *found.notes],
        height=height,
        sideways=True,
    )
    return figure, len(found.nodes)
