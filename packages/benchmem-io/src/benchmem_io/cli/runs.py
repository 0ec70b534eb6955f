"""`benchmem runs`: list run files and their contents."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmem_io.cli.options import add_format_option

if TYPE_CHECKING:
    from benchmem_io.runs import Run
    from benchmem_io.table import Row


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@add_format_option("table", "md", "csv", "json")
@click.pass_context
def runs(ctx: click.Context, *, paths: Sequence[str], format_: str) -> None:
    """List run files: date, commit, machine, number of benchmarks, and metrics.

    PATH is a file or a folder; the default is the folder in which pytest-benchmark saves.
    """
    from benchmem_io.cli.output import print_table
    from benchmem_io.errors import RunFileError
    from benchmem_io.runs import STORAGE, discover_runs, load_run
    from benchmem_io.table import Column, Group, Table, print_lines

    found: list[Path] = []
    for path in map(Path, paths or (STORAGE,)):
        is_folder = os.path.isdir(path)
        files = discover_runs(path) if is_folder else [path]
        if not files or (not paths and not is_folder):
            raise RunFileError(f"`{path}` holds no run file: save one with `--benchmark-autosave`")
        found += files
    rows: list[tuple[str, Row]] = []
    notes: list[str] = []
    for path in found:
        try:
            run = load_run(path)
            rows.append((run.date, _row(run)))
            notes += run.notes
        except RunFileError as error:
            if len(found) == 1:
                raise
            click.echo(f"Warning: {error}", err=True)
    if not rows:
        raise RunFileError("none of these files is a run file")
    rows.sort(key=lambda dated: (dated[0], dated[1].id))
    titles = ("Date", "Commit", "Machine")
    columns = [
        *(Column(title.lower(), title, is_text=True) for title in titles),
        Column("benchmarks", "Benchmarks", unit="count"),
        Column("metrics", "Metrics", is_text=True),
    ]
    table = Table(columns, [Group("", [row for _, row in rows])], name_title="Run")
    print_table(table, format_)
    print_lines(notes, err=True)
    if len(rows) < len(found):
        ctx.exit(2)


def _row(run: "Run") -> "Row":
    from benchmem_io.table import Cell, Row

    machine = " ".join(filter(None, (run.machine_text, run.interpreter_text)))
    return Row(
        str(run.path),
        str(run.path),
        "",
        [
            Cell(run.date_text or None),
            Cell(run.commit_text or None),
            Cell(machine or None),
            Cell(len(run.benchmarks), "count"),
            Cell(", ".join(metric.name for metric in run.metrics()) or None),
        ],
    )
