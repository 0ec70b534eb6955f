"""The summary section of a report: the runs, and the number of changes."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from benchmem_core.checks import ALLOCATOR_MODES, Allocators
from benchmem_io.compare import Series
from benchmem_io.runs import Run
from benchmem_io.table import Cell, Column, Group, Row, Table, Tone
from benchmem_plot.report.change_counts import LEAST_CHANGE, ChangeCounts, count_changes
from benchmem_plot.report.data import ReportData
from benchmem_plot.report.page import Section, render_list, render_note
from benchmem_plot.report.table import render_table

_MACHINE = attrgetter("machine_text")
_PROCESSOR = attrgetter("processor_text")
_INTERPRETER = attrgetter("interpreter_text")


def render_summary(report_data: ReportData) -> Section:
    """List the runs, and count the benchmarks that grew and shrank."""
    body = render_table(_make_runs_table(report_data.series))
    counts = [
        count_changes(report_data.comparison, series, metric)
        for metric in report_data.metrics
        for series in report_data.series[1:]
    ]
    if counts:
        body += render_table(_make_counts_table(counts))
        body += render_note(
            f"Grew and shrank: by more than {LEAST_CHANGE} of the smaller of the two against "
            f"`{report_data.labels[0]}`, with series that do not overlap. All others are the same."
        )
    return Section("summary", "Summary", body + render_list(_write_notes(report_data, counts)))


def _make_runs_table(series: Sequence[Series]) -> Table:
    facts: dict[str, Callable[[Run], str]] = {
        "Date": attrgetter("date_text"),
        "Commit": attrgetter("commit_text"),
        "Machine": _MACHINE,
        "Processor": _PROCESSOR,
        "Interpreter": _INTERPRETER,
    }
    # Drop a column that would hold only dashes.
    facts = {title: fact for title, fact in facts.items() if any(fact(each.run) for each in series)}
    columns = [*(Column(title.lower(), title, is_text=True) for title in facts)]
    columns += [
        Column("benchmarks", "Benchmarks", unit="count"),
        Column("metrics", "Metrics", is_text=True),
    ]
    rows = []
    for each in series:
        cells = [Cell(fact(each.run) or None) for fact in facts.values()]
        metrics = ", ".join(metric.name for metric in each.run.metrics())
        cells += [Cell(len(each.benchmarks), "count"), Cell(metrics or None)]
        rows.append(Row(str(each.run.path), each.label, "", cells))
    return Table(columns, [Group("", rows)], name_title="Run")


def _make_counts_table(counts: Sequence[ChangeCounts]) -> Table:
    columns = [
        Column(title.lower(), title, unit="count")
        for title in ("Grew", "Same", "Shrank", "Not compared")
    ]
    rows = [
        Row(
            each.label,
            each.label,
            each.metric.label,
            [
                Cell(each.grew, "count", tone=_choose_tone(each.grew, each.metric.growth_is_bad)),
                Cell(each.same, "count"),
                Cell(
                    each.shrank,
                    "count",
                    tone=_choose_tone(each.shrank, not each.metric.growth_is_bad),
                ),
                Cell(sum(each.reasons.values()), "count"),
            ],
        )
        for each in counts
    ]
    return Table(columns, [Group("", rows)], name_title="Run", label_title="Metric")


def _choose_tone(count: int, is_bad: bool) -> Tone:
    return "" if not count else "bad" if is_bad else "good"


def _write_notes(report_data: ReportData, counts: Sequence[ChangeCounts]) -> list[str]:
    """Return notes that a reader needs in order to trust the numbers."""
    runs = [series.run for series in report_data.series]
    machines, processors = _list_distinct(runs, _MACHINE), _list_distinct(runs, _PROCESSOR)
    notes = list(report_data.comparison.notes)
    if len(machines) > 1 or len(processors) > 1:
        shown = ", ".join(machines if len(machines) > 1 else processors)
        notes.append(f"The runs were made on different machines ({shown}): times depend on them.")
    if len(interpreters := _list_distinct(runs, _INTERPRETER)) > 1:
        shown = ", ".join(interpreters)
        notes.append(f"The runs were made with different interpreters ({shown}).")
    modes = _list_modes(report_data)
    notes += [f"Memory counts {ALLOCATOR_MODES[mode]} (allocators: {mode})." for mode in modes]
    if len(modes) > 1:
        notes[-1] += " Numbers of the two kinds are not compared."
    return notes + [
        f"{each.metric.label} of `{each.label}` not compared: {count:,}, because {reason}."
        for each in counts
        for reason, count in each.reasons.items()
    ]


def _list_distinct(runs: Sequence[Run], fact: Callable[[Run], str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(fact, runs))))


def _list_modes(report_data: ReportData) -> list[Allocators]:
    return sorted(
        {
            benchmark.allocators
            for series in report_data.series
            for benchmark in series.benchmarks.values()
            if benchmark.has_memory
        }
    )
