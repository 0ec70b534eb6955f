"""The summary section of a report: the runs, and the number of changes."""

from collections.abc import Callable, Sequence

from benchmem_core.blob import COUNTED, Allocators
from benchmem_io.compare import Series
from benchmem_io.runs import (
    Run,
    commit_text,
    date_text,
    interpreter_text,
    node_text,
    processor_text,
)
from benchmem_io.table import Cell, Column, Group, Row, Table, Tone
from benchmem_plot.report.material import Material
from benchmem_plot.report.page import Section, listed, note
from benchmem_plot.report.table import table
from benchmem_plot.report.tallies import LEAST_CHANGE, Tally, tally


def summary_section(material: Material) -> Section:
    """List the runs, and count the benchmarks that grew and shrank.

    Args:
        material: The runs and metrics of the report.
    """
    body = table(_runs_table(material.series))
    tallies = [
        tally(material.comparison, series, metric)
        for metric in material.metrics
        for series in material.series[1:]
    ]
    if tallies:
        body += table(_tallies_table(tallies))
        body += note(
            f"Grew and shrank: by more than {LEAST_CHANGE} of the smaller of the two against "
            f"`{material.series[0].label}`, with series that do not overlap. All else is the same."
        )
    return Section("summary", "Summary", body + listed(_notes(material, tallies)))


def _runs_table(series: Sequence[Series]) -> Table:
    facts: dict[str, Callable[[Run], str]] = {
        "Date": date_text,
        "Commit": commit_text,
        "Machine": node_text,
        "Processor": processor_text,
        "Interpreter": interpreter_text,
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


def _tallies_table(tallies: Sequence[Tally]) -> Table:
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
                Cell(each.grew, "count", tone=_tone(each.grew, each.metric.growth_is_bad)),
                Cell(each.same, "count"),
                Cell(each.shrank, "count", tone=_tone(each.shrank, not each.metric.growth_is_bad)),
                Cell(sum(each.reasons.values()), "count"),
            ],
        )
        for each in tallies
    ]
    return Table(columns, [Group("", rows)], name_title="Run", label_title="Metric")


def _tone(count: int, is_bad: bool) -> Tone:
    return "" if not count else "bad" if is_bad else "good"


def _notes(material: Material, tallies: Sequence[Tally]) -> list[str]:
    """Return notes that a reader needs in order to trust the numbers."""
    runs = [series.run for series in material.series]
    machines, processors = _distinct(runs, node_text), _distinct(runs, processor_text)
    notes = list(material.comparison.notes)
    if len(machines) > 1 or len(processors) > 1:
        shown = ", ".join(machines if len(machines) > 1 else processors)
        notes.append(f"The runs were made on different machines ({shown}): times depend on them.")
    if len(interpreters := _distinct(runs, interpreter_text)) > 1:
        shown = ", ".join(interpreters)
        notes.append(f"The runs were made with different interpreters ({shown}).")
    modes = _modes(material)
    notes += [f"Memory counts {COUNTED[mode]} (allocators: {mode})." for mode in modes]
    if len(modes) > 1:
        notes[-1] += " Numbers of the two kinds are not compared."
    return notes + [
        f"{each.metric.label} of `{each.label}` not compared: {count:,}, because {reason}."
        for each in tallies
        for reason, count in each.reasons.items()
    ]


def _distinct(runs: Sequence[Run], fact: Callable[[Run], str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(fact, runs))))


def _modes(material: Material) -> list[Allocators]:
    return sorted(
        {
            benchmark.allocators
            for series in material.series
            for benchmark in series.benchmarks.values()
            if benchmark.has_memory
        }
    )
