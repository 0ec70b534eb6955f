"""What views and reports compare with: never the run itself, nor a folder's run that failed."""

import json

import pytest

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_compare, plot_history, plot_scatter, plot_sites, plot_sweep
from tests.io.run_files import write_run

from .recorded import MIB, rest, site, write
from .suites import entries

VIEWS = (plot_scatter, plot_compare, plot_sweep)


@pytest.fixture
def run(tmp_path):
    """A run file."""
    return write_run(tmp_path / "run.json", entries(5))


@pytest.mark.parametrize("draw", VIEWS)
def test_a_view_that_compares_refuses_the_baseline_itself(draw, run, tmp_path):
    with pytest.raises(SelectionError, match="is its own baseline: it was given twice"):
        draw([run, run], metric="peak")
    link = tmp_path / "link.json"
    link.symlink_to(run)
    with pytest.raises(SelectionError, match=r"`.*link.json` is its own baseline: .* one file"):
        draw([run, link], metric="peak")


@pytest.mark.parametrize("draw", VIEWS)
def test_a_view_that_compares_refuses_another_file_of_the_session(draw, run, tmp_path):
    document = json.loads(run.read_text())
    document["datetime"] = "2026-11-01T10:00:01+00:00"
    (tmp_path / "saved.json").write_text(json.dumps(document))
    with pytest.raises(SelectionError, match="were written by one session"):
        draw([run, tmp_path / "saved.json"], metric="time")


def test_sites_are_not_shown_against_the_run_itself(tmp_path):
    run = write(tmp_path / "run.json", {"test_a": (site("a.py:1", 4 * MIB), rest(10))})
    with pytest.raises(SelectionError, match="is its own baseline"):
        plot_sites(run, base=run)


def test_a_view_without_a_baseline_may_have_a_run_twice(run):
    assert plot_history([run, run], metric="peak")[1] == 5


@pytest.fixture
def folder(tmp_path):
    """A folder whose newest run failed its own gate, and a run to compare."""
    for day, outcome in ((1, "passed"), (2, "failed")):
        write_run(
            tmp_path / "runs" / f"000{day}_x.json",
            entries(5, growth=day),
            datetime=f"2026-01-0{day}T00:00:00+00:00",
            benchmem={"gate": outcome},
        )
    write_run(tmp_path / "head.json", entries(5, growth=2))
    return tmp_path


NOTE = "Passed over as baseline, because its own gate failed: 0002_x.json"


@pytest.mark.parametrize("view", ["scatter", "compare", "sweep"])
def test_a_plot_passes_over_a_folder_s_run_that_failed(in_process, folder, view):
    result = in_process("plot", "runs", "head.json", "--view", view)
    assert (result.returncode, result.stderr) == (0, f"{NOTE}\n")
    page = (folder / "benchmem-plot.html").read_text()
    assert "0001_x" in page
    assert "0002_x" not in page


@pytest.mark.parametrize("arguments", [("head.json", "runs"), ("runs", "--view", "history")])
def test_a_plot_has_the_newest_run_where_it_is_no_baseline(in_process, folder, arguments):
    result = in_process("plot", *arguments)
    assert (result.returncode, result.stderr) == (0, "")
    assert "0002_x" in (folder / "benchmem-plot.html").read_text()


def test_a_report_passes_over_a_folder_s_run_that_failed_and_says_so(in_process, folder):
    result = in_process("report", "runs", "head.json", "--fail-on", "peak:10%")
    assert result.returncode == 1
    page = (folder / "benchmem-report.html").read_text()
    assert NOTE in page
    assert "Baseline: 0001_x" in page


def test_a_report_of_a_run_against_itself_is_refused(in_process, folder):
    result = in_process("report", "head.json", "head.json")
    assert result.returncode == 2
    assert "`head.json` is its own baseline: it was given twice" in result.stderr
    assert not (folder / "benchmem-report.html").exists()
