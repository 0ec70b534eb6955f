"""The section of scaling: the growth of costs with the size."""

import math
from collections import Counter
from collections.abc import Sequence

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import Series
from benchmem_io.complexity import Fit
from benchmem_io.errors import ComplexityError
from benchmem_io.runs import sort_values
from benchmem_io.table import Cell, Column, Group, Row, Table
from benchmem_plot.data import PlotData, choose_roles, load_points
from benchmem_plot.report.data import ReportData
from benchmem_plot.report.page import Piece, Section, join_pieces, render_note, try_to_draw
from benchmem_plot.report.table import render_table
from benchmem_plot.views import ScalingLine, build_scaling_lines, fit_line, plot_scaling

MOST_FITTED = 200
"""The most families to fit: a fit takes milliseconds, and more rows are hard to read."""


def render_scaling(report_data: ReportData) -> Section:
    """Draw costs over the size, and say how they grow."""
    # The lines of more than two runs are hard to tell apart.
    ends = [report_data.series[0], report_data.series[-1]][-len(report_data.series) :]
    body, figures = join_pieces(
        [_render_metric(report_data, ends, metric) for metric in report_data.metrics]
    )
    if figures and len(ends) < len(report_data.series):
        body = render_note("The first and the last run.") + body
    return Section("scaling", "Scaling", body, figures)


def _render_metric(report_data: ReportData, ends: Sequence[Series], metric: MetricSpec) -> Piece:
    runs, labels = report_data.select_runs(ends), [each.label for each in ends]
    body, figures = try_to_draw(
        lambda: plot_scaling(runs, metric=metric.name, x=report_data.x, labels=labels)
    )
    if figures:
        body += _render_classes(load_points(runs, metric=metric.name, labels=labels), report_data.x)
    return body, figures


def _render_classes(data: PlotData, x: str | None) -> str:
    """Write the table of classes, and the reasons for missing families."""
    roles = choose_roles(data, x=x, color=None, facet=None)
    lines = build_scaling_lines(data, roles)
    largest = sorted(lines, key=lambda line: -max(point.value for point in line.points))
    fits: list[tuple[ScalingLine, Fit]] = []
    reasons: Counter[str] = Counter()
    for line in largest[:MOST_FITTED]:
        try:
            fits.append((line, fit_line(line, roles.x, data.metric)))
        except ComplexityError as error:
            reasons[str(error)] += 1
    body = render_table(_make_table(data, fits), what="families") if fits else ""
    for reason, count in reasons.items():
        families = "1 family" if count == 1 else f"{count:,} families"
        body += render_note(f"The growth of {families} is unknown: {reason}.")
    if len(lines) > MOST_FITTED:
        body += render_note(f"The {MOST_FITTED} largest of {len(lines):,} families.")
    return body


def _make_table(data: PlotData, fits: Sequence[tuple[ScalingLine, Fit]]) -> Table:
    columns = [
        Column("complexity", "Grows as"),
        Column("exponent", "Exponent"),
        Column("interval", "95 % interval"),
        Column("residual", "Residual"),
        Column("sizes", "Sizes", unit="count"),
    ]
    several = len(data.series) > 1
    families = sort_values(line.family for line, _ in fits)
    ordered = sorted(fits, key=lambda each: (families.index(each[0].family), each[0].series))
    rows = [
        Row(
            line.family,
            line.family,
            data.series[line.series].label if several else "",
            [
                Cell(" or ".join(fit.possible) or "-"),
                Cell(f"{fit.exponent:z.2f}"),
                Cell(_format_interval(fit)),
                Cell(f"{fit.residual:.1%}"),
                Cell(fit.sizes, "count"),
            ],
        )
        for line, fit in ordered
    ]
    return Table(
        columns,
        [Group("", rows)],
        name_title=data.metric.label,
        label_title="Run" if several else "",
    )


def _format_interval(fit: Fit) -> str:
    if not math.isfinite(fit.high):
        return f"at least {fit.low:z.2f}"
    return f"{fit.low:z.2f} to {fit.high:z.2f}"
