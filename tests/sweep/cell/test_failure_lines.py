"""What is told at the end of cells that failed: the cause, and what lies around from before."""

import os
import subprocess
import sys

import pytest

from benchmem_sweep.axes.cells import SweepCell
from benchmem_sweep.cell.job import CellResult
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host.processes import Processes
from benchmem_sweep.run.results import Results
from benchmem_sweep.run.runner import FinishedCell
from benchmem_sweep.run.summary import format_failures

CELL = SweepCell({"version": "1.0"})
RUN = b'{"benchmarks": []}'


@pytest.fixture
def results(tmp_path):
    return Results(tmp_path / "results")


def failed(results, log, *, run=None):
    """Keep a cell whose suite failed: what is told of it."""
    result = CellResult(run, "run", "it failed", {"run": log})
    results.keep(CELL, "key", result)
    return format_failures([FinishedCell(CELL, "partial" if run else "failed", result)], results)


def test_a_module_that_does_not_import_says_why(results, tmp_path):
    (tmp_path / "test_it.py").write_text("import nowhere")
    command = [sys.executable, "-m", "pytest", "--color=no", "-p", "no:cacheprovider"]
    # Without the plugins that are installed here, pytest starts sooner.
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, env=alone)
    log = done.stdout
    assert "    E   ModuleNotFoundError: No module named 'nowhere'" in failed(results, log)


def test_a_run_file_of_an_earlier_sweep_is_named(results):
    results.keep(CELL, "key", CellResult(RUN))
    assert f"    from an earlier sweep: {results.locate_run_file(CELL)}" in failed(results, b"")
    assert results.locate_run_file(CELL).exists()


def test_the_run_file_of_tests_that_failed_is_of_this_sweep(results):
    assert "earlier" not in "".join(failed(results, b"", run=RUN))


def test_results_that_cannot_be_written_are_one_line(results):
    results.locate_run_file(CELL).mkdir()
    with pytest.raises(
        SweepError, match=r"`.*1\.0\.json` cannot be written: .*; finished cells are "
    ):
        results.keep(CELL, "key", CellResult(RUN))


def test_a_log_names_its_command_in_one_line_and_without_passwords(tmp_path):
    log = tmp_path / "run.log"
    command = [sys.executable, "-c", "print('first')\nprint('second')", "https://me:secret@host/x"]
    assert Processes(tmp_path).run(command, log) == 0
    told, *printed = log.read_text().splitlines()
    assert told.startswith("$ ")
    assert told.endswith(r"print('first')\nprint('second') https://****@host/x")
    assert printed == ["first", "second"]
