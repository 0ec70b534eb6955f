"""Write a report: everything in run files, on one page that a browser opens from disk."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmem_io.compare import CompareOptions, Comparison, compare_references
from benchmem_io.errors import SelectionError
from benchmem_io.gate import (
    GatePolicy,
    GateReport,
    Threshold,
    judge_comparison,
)
from benchmem_io.runs import gc_paused
from benchmem_plot.errors import PlotError, check_choice
from benchmem_plot.export import THEMES, Theme, write_output
from benchmem_plot.report.change_counts import make_clear_rule
from benchmem_plot.report.changes import render_changes, render_history
from benchmem_plot.report.data import ReportData
from benchmem_plot.report.page import Section, render_prose, render_report
from benchmem_plot.report.regressions import render_regressions, render_where
from benchmem_plot.report.scaling import render_scaling
from benchmem_plot.report.summary import render_summary
from benchmem_plot.report.table import render_table

SUFFIX = ".html"
"""The suffix of a report file."""


def write_report(
    runs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    columns: str | None = None,
    stat: str | None = None,
    labels: Sequence[str] | None = None,
    where: Sequence[str] = (),
    x: str | None = None,
    fail_on: Sequence[str] = (),
    policy: GatePolicy | None = None,
    title: str = "Benchmark report",
    theme: Theme = "auto",
) -> GateReport | None:
    """Write a page with a summary, regressions, a table, scaling, changes and history.

    Args:
        runs: Files, folders (the newest run in each) or the numbers of saved runs; the first is
            the baseline.
        output: The page, which ends in `.html`; an existing file is replaced.
        columns: Metrics, and `extra:NAME` for labels from `extra_info`, separated by commas; by
            default time and peak.
        stat: The statistics of each metric in the table.
        labels: Labels for the runs.
        where: Conditions, such as `"n=1000"`.
        x: The dim along the axis of costs; by default the only numeric dim.
        fail_on: Rules, such as `"peak:10%"`.
        policy: The handling of missing and of inconclusive benchmarks.
        title: The title of the page.
        theme: The colours of the page.

    Returns:
        The verdicts of the rules on the first and the last run; `None` without rules.

    Raises:
        PlotError: The page cannot be written, or would overwrite a run.
        RuleError: A rule cannot be parsed.
        RunFileError: A run does not exist, or cannot be read.
        SelectionError: A column, dim, value or theme is unknown, or rules have nothing to
            compare.
    """
    output = Path(output)
    if output.suffix.lower() != SUFFIX:
        raise PlotError(f"`{output}` does not end in `{SUFFIX}`: a report is a page")
    check_choice("theme", theme, THEMES)
    thresholds = Threshold.parse_all(fail_on)
    options = CompareOptions.parse(
        columns=columns, stat=stat, diff=False, group_by=None, sort="name"
    )
    references = [runs] if isinstance(runs, str | os.PathLike) else runs
    paths = [os.fspath(each) for each in references]
    with gc_paused():
        comparison = compare_references(paths, where, None, labels)
        if comparison.is_made_of(output):
            raise PlotError(f"`{output}` would overwrite a run: name another file")
        if x is not None:
            comparison.check_dim(x)
        if thresholds and len(comparison.series) < 2:
            raise SelectionError("`--fail-on` compares two runs: name a second one")
        gate = _judge(comparison, thresholds, policy) if thresholds else None
        report_data = _collect_data(comparison, options, x)
        sections = _render_sections(report_data, options, gate)
        page = render_report(title, _render_lead(comparison), sections, theme)
    write_output(output, page)
    return gate


def _judge(
    comparison: Comparison, thresholds: Sequence[Threshold], policy: GatePolicy | None = None
) -> GateReport:
    return judge_comparison(comparison, thresholds, policy).attach_call_sites(comparison)


def _collect_data(comparison: Comparison, options: CompareOptions, x: str | None) -> ReportData:
    metrics = options.columns.find_metrics(comparison)
    return ReportData(comparison, sorted(metrics, key=lambda metric: metric.field is None), x)


def _render_sections(
    report_data: ReportData, options: CompareOptions, gate: GateReport | None
) -> list[Section]:
    comparison = report_data.comparison
    sections = [render_summary(report_data)]
    if len(report_data.series) > 1:
        found = gate or _judge(
            comparison, [make_clear_rule(metric) for metric in report_data.metrics]
        )
        sections.append(render_regressions(report_data, found, is_gate=gate is not None))
    elif (where := render_where(report_data)) is not None:
        sections.append(where)
    sections.append(
        Section("table", "Table", render_table(options.table(replace(comparison, notes=()))))
    )
    sections.append(render_scaling(report_data))
    if len(report_data.series) > 1:
        sections.append(render_changes(report_data))
    if len(report_data.series) > 2:
        sections.append(render_history(report_data))
    return sections


def _render_lead(comparison: Comparison) -> str:
    count = len(comparison.ids)
    benchmarks = "1 benchmark" if count == 1 else f"{count:,} benchmarks"
    base, head = comparison.series[0].label, comparison.series[-1].label
    if len(comparison.series) == 1:
        return render_prose(f"{benchmarks} of `{base}`")
    if len(comparison.series) == 2:
        return render_prose(f"{benchmarks}: `{head}` against `{base}`")
    return render_prose(f"{benchmarks} in {len(comparison.series)} runs, from `{base}` to `{head}`")
