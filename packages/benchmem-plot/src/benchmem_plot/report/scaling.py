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
from benchmem_plot.data import PlotData, load_points, scaling_roles
from benchmem_plot.report.figures import Drawn, drawn, joined
from benchmem_plot.report.material import Material
from benchmem_plot.report.page import Section, note
from benchmem_plot.report.table import table
from benchmem_plot.views import Line, fit_of, lines_of, plot_scaling

MOST_FITTED = 200
"""The most families that are fitted: a fit takes milliseconds, and nobody reads more rows."""


def scaling_section(material: Material) -> Section:
    """Draw costs over the size, and say how they grow.

    Args:
        material: The runs and metrics of the report.
    """
    # With more than two runs nobody could tell the lines apart.
    ends = [material.series[0], material.series[-1]][-len(material.series) :]
    body, figures = joined([_part(material, ends, metric) for metric in material.metrics])
    if figures and len(ends) < len(material.series):
        body = note("Of the first and the last run.") + body
    return Section("scaling", "Scaling", body, figures)


def _part(material: Material, ends: Sequence[Series], metric: MetricSpec) -> Drawn:
    runs, labels = material.drawn(ends), [each.label for each in ends]
    body, figures = drawn(
        lambda: plot_scaling(runs, metric=metric.name, x=material.x, labels=labels)
    )
    if figures:
        body += _classes(load_points(runs, metric=metric.name, labels=labels), material.x)
    return body, figures


def _classes(data: PlotData, x: str | None) -> str:
    """Write the table of classes, and the reasons for missing families."""
    roles = scaling_roles(data, x=x, color=None, facet=None)
    lines = lines_of(data, roles)
    largest = sorted(lines, key=lambda line: -max(point.value for point in line.points))
    fits: list[tuple[Line, Fit]] = []
    reasons: Counter[str] = Counter()
    for line in largest[:MOST_FITTED]:
        try:
            fits.append((line, fit_of(line, roles.x, data.metric)))
        except ComplexityError as error:
            reasons[str(error)] += 1
    body = table(_table(data, fits), what="families") if fits else ""
    for reason, count in reasons.items():
        families = "1 family" if count == 1 else f"{count:,} families"
        body += note(f"Growth is not known of {families}: {reason}.")
    if len(lines) > MOST_FITTED:
        body += note(f"The {MOST_FITTED} that cost most of {len(lines):,} families.")
    return body


def _table(data: PlotData, fits: Sequence[tuple[Line, Fit]]) -> Table:
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
                Cell(_interval(fit)),
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


def _interval(fit: Fit) -> str:
    if not math.isfinite(fit.high):
        return f"at least {fit.low:z.2f}"
    return f"{fit.low:z.2f} to {fit.high:z.2f}"
