"""`benchmem plot` as a command: the view that it draws, the files that it writes, its errors."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from tests.io.commands import process
from tests.io.run_files import write_run
from tests.plot.recorded import MIB, SOME, rest, site, write
from tests.plot.suites import KINDS, SIZES, entries, write_runs


@pytest.fixture
def plot(tmp_path, in_process):
    """Run `benchmem plot` in a folder with three runs of five benchmarks."""
    write_runs(tmp_path, 5, 3)

    def run(*arguments):
        return in_process("plot", *arguments)

    return run


def lines(run):
    """What it printed, of a run that failed the one line that it wrote to standard error."""
    assert run.returncode in {0, 2}
    silent, said = (run.stderr, run.stdout) if run.returncode == 0 else (run.stdout, run.stderr)
    assert silent == ""
    return said.splitlines()


@pytest.mark.parametrize(("count", "view"), [(1, "scaling"), (2, "scatter"), (3, "sweep")])
@pytest.mark.usefixtures("plot")
def test_number_of_runs_chooses_the_view(tmp_path, count, view):
    run = process("plot", *(f"run{index}.json" for index in range(count)), cwd=tmp_path)
    assert lines(run) == [f"benchmem-plot.html: {view}, 5 ids"]


def test_pivot_of_one_run_is_a_scatter(plot, tmp_path):
    write_run(tmp_path / "kinds.json", entries(len(KINDS) * len(SIZES) * 3))
    assert lines(plot("kinds.json", "--pivot", "kind")) == ["benchmem-plot.html: scatter, 15 ids"]


def test_runs_are_folders_and_saved_runs_too(plot, tmp_path):
    write_run(tmp_path / "results" / "old.json", entries(3))
    write_run(tmp_path / "results" / "new.json", entries(4), datetime="2026-12-01T10:00:00+00:00")
    write_run(tmp_path / ".benchmarks" / "machine" / "0001_abc.json", entries(2))
    assert lines(plot("results")) == ["benchmem-plot.html: scaling, 4 ids"]
    assert lines(plot("0001")) == ["benchmem-plot.html: scaling, 2 ids"]


def test_page_opens_from_disk_with_what_was_asked_for(plot, tmp_path, visit):
    run = plot("run0.json", "--columns", "peak", "-o", "page.html", "--theme", "dark")
    assert lines(run) == ["page.html: scaling, 5 ids"]
    page = visit(tmp_path / "page.html")
    assert page.text_content(".ytitle") == "Peak"
    assert page.locator(".scatterlayer .point").count() == 5
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"


def test_page_replaces_what_was_there(plot, tmp_path):
    (tmp_path / "benchmem-plot.html").write_text("old")
    assert lines(plot("run0.json")) == ["benchmem-plot.html: scaling, 5 ids"]
    assert (tmp_path / "benchmem-plot.html").read_bytes().startswith(b"<!doctype html>")


def test_another_suffix_is_refused_before_anything_is_read(plot):
    (line,) = lines(plot("no-such-run.json", "-o", "plot.gif"))
    assert line == (
        "Error: `plot.gif` has an unknown suffix: choose one of "
        ".html, .png, .svg, .pdf, .jpg, .jpeg, .webp"
    )


def test_run_is_never_overwritten(plot, tmp_path):
    write_run(tmp_path / "run.html", entries(5))
    before = (tmp_path / "run.html").read_bytes()
    (line,) = lines(plot("run.html", "-o", tmp_path / "run.html"))
    assert line.endswith("run.html` would overwrite a run: name another file")
    assert (tmp_path / "run.html").read_bytes() == before


@pytest.mark.slow
def test_sites_of_one_run_or_of_two_are_drawn(plot, tmp_path, visit):
    write(tmp_path / "old.json", SOME)
    write(tmp_path / "new.json", {**SOME, "test_new": (site("app.py:9", MIB), rest(0))})
    assert lines(plot("old.json", "--view", "sites")) == ["benchmem-plot.html: sites, 2 ids"]
    run = plot("old.json", "new.json", "--view", "sites", "-l", "before", "-l", "after")
    assert lines(run) == ["benchmem-plot.html: sites, 3 ids"]
    page = visit(tmp_path / "benchmem-plot.html")
    assert page.text_content(".gtitle").startswith("Peak memory by site: after against before")
    (line,) = lines(plot("old.json", "new.json", "old.json", "--view", "sites"))
    assert line.startswith("Error: the view `sites` takes one or two runs, not 3: name one,")


def test_missing_run_is_one_line(plot, tmp_path):
    (line,) = lines(plot("run0.json", "no-such-run"))
    assert line.startswith("Error: `no-such-run` is no file, no folder and no saved run")
    assert not (tmp_path / "benchmem-plot.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="opens with `xdg-open`")
def test_open_shows_the_page(tmp_path):
    write_runs(tmp_path, 5, 1)
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/part"\nmv "{tmp_path}/part" opened\n')
    opener.chmod(0o755)
    path = f"{opener.parent}{os.pathsep}{os.environ['PATH']}"
    arguments = ("plot", "run0.json", "-o", "page.html", "--open")
    lines(process(*arguments, cwd=tmp_path, env={"PATH": path}))
    opened = tmp_path / "opened"
    for _ in range(500):
        if opened.exists():
            break
        time.sleep(0.02)
    assert opened.read_text() == f"{tmp_path.resolve() / 'page.html'}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="opens with `xdg-open`")
def test_open_without_a_viewer_says_so_after_the_page_was_written(tmp_path):
    write_runs(tmp_path, 5, 1)
    assert shutil.which("xdg-open", path=tmp_path) is None
    arguments = ("plot", "run0.json", "-o", "page.html", "--open")
    run = process(*arguments, cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert run.returncode == 2
    assert run.stdout == "page.html: scaling, 5 ids\n"
    assert run.stderr == "Error: no program was found to open `page.html`: leave out `--open`\n"


def test_a_view_loads_no_other_view(tmp_path):
    write_runs(tmp_path, 5, 2)
    script = (
        "import sys; from click.testing import CliRunner\n"
        "from benchmem_core.cli.main import benchmem\n"
        "result = CliRunner().invoke(benchmem, ['plot', 'run0.json', 'run1.json'])\n"
        "assert 'scatter, 5 ids' in result.output, result.output; print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    loaded = {name for name in run.stdout.split() if name.startswith("benchmem_plot")}
    views = {name for name in loaded if name.startswith("benchmem_plot.views.")}
    assert views == {"benchmem_plot.views.scatter"}
    assert not {name for name in loaded if name.startswith("benchmem_plot.flame")}
    assert len(loaded) < 25


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from click.testing import CliRunner\n"
        "from benchmem_core.cli.main import benchmem\n"
        "result = CliRunner().invoke(benchmem, ['plot', '--help'])\n"
        "assert '--free-axes' in result.output; print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "benchmem_plot.cli.plot" in run.stdout.split()
    heavy = {"plotly", "numpy", "pandas", "memray", "rich", "msgspec", "kaleido", "asyncio"}
    assert not set(run.stdout.split()) & heavy
