"""`benchmem report` as a command: what it writes, how it ends, and how it fails."""

import subprocess
import sys

import pytest

from tests.io.commands import process
from tests.io.run_files import NO_TIME, entry, write_run
from tests.plot.suites import entries, peaks

KIB = 1 << 10


@pytest.fixture
def report(tmp_path, in_process):
    """Run `benchmem report` in a folder with two runs, of which the second grew."""
    write_run(tmp_path / "old.json", entries(5))
    write_run(tmp_path / "new.json", entries(5, growth=1.5))

    def run(*arguments):
        return in_process("report", *arguments)

    return run


def error(run):
    """The one line of a run that failed."""
    assert (run.returncode, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    return line


@pytest.mark.parametrize("names", [["old.json"], ["old.json", "new.json"]])
@pytest.mark.usefixtures("report")
def test_page_is_written_and_named(tmp_path, names):
    run = process("report", *names, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "benchmem-report.html\n"
    assert (tmp_path / "benchmem-report.html").read_bytes().startswith(b"<!doctype html>")


def test_page_replaces_what_was_there(report, tmp_path):
    (tmp_path / "page.html").write_text("old")
    assert report("old.json", "-o", "page.html").returncode == 0
    assert b"old" not in (tmp_path / "page.html").read_bytes()[:100]


def test_rule_that_fails_exits_1_when_the_page_is_written(report, tmp_path):
    run = report("old.json", "new.json", "--fail-on", "peak:10%")
    assert run.returncode == 1
    assert run.stdout == "benchmem-report.html\n"
    lines = run.stderr.splitlines()
    assert len(lines) == 6 + 5  # under each of the five it says that no sites are recorded
    assert lines[-1] == "gate `peak:10%`: 5 regressions, 0 not judged, 0 good"
    page = (tmp_path / "benchmem-report.html").read_text(encoding="utf-8")
    assert "5 regressions, 0 not judged, 0 good" in page


def test_rule_that_holds_exits_0(report):
    run = report("old.json", "new.json", "--fail-on", "peak:60%")
    assert run.returncode == 0
    assert run.stderr == "gate `peak:60%`: 0 regressions, 0 not judged, 5 good\n"


def test_what_could_not_be_judged_fails_unless_told_otherwise(report, tmp_path):
    write_run(tmp_path / "fewer.json", entries(4))
    arguments = ("old.json", "fewer.json", "--fail-on", "peak:10%")
    assert report(*arguments).returncode == 1
    assert report(*arguments, "--on-missing", "warn").returncode == 0


def test_rule_that_judged_nothing_fails_beside_one_that_did_unless_told_otherwise(report):
    arguments = ("old.json", "new.json", "--fail-on", "peak:60%", "--fail-on", "retained:1%")
    run = report(*arguments)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith("5 good; `retained:1%` judged nothing, so it fails")
    for choice in ("warn", "ignore"):
        run = report(*arguments, "--on-missing", choice)
        assert run.returncode == 0
        assert run.stderr.splitlines()[-1].endswith("5 good; `retained:1%` judged nothing")


def test_page_without_rules_names_no_comparison_that_could_not_be_made(report, tmp_path):
    timed, untimed = entry("m.py::f"), entry("m.py::f", time=NO_TIME)
    write_run(tmp_path / "a.json", [timed])
    write_run(tmp_path / "b.json", [untimed])
    assert report("a.json", "b.json").returncode == 0
    page = (tmp_path / "benchmem-report.html").read_text(encoding="utf-8")
    assert "peak:5%:clear" in page
    assert "time:5%:clear" not in page


def test_inconclusive_growth_exits_3_where_that_is_asked_for(report, tmp_path):
    write_run(tmp_path / "a.json", peaks({"m.py::f": [100 * KIB, 300 * KIB]}))
    write_run(tmp_path / "b.json", peaks({"m.py::f": [200 * KIB, 400 * KIB]}))
    arguments = ("a.json", "b.json", "--fail-on", "peak:10%:clear")
    assert report(*arguments).returncode == 0
    assert report(*arguments, "--on-inconclusive", "fail").returncode == 3


def test_folder_that_does_not_exist_is_named(report):
    line = error(report("old.json", "-o", "no/such/page.html"))
    assert line == "Error: the folder `no/such` does not exist: make it, or name another file"


def test_unreadable_run_is_named(report, tmp_path):
    (tmp_path / "broken.json").write_text("{")
    assert "`broken.json`" in error(report("old.json", "broken.json"))
    assert not (tmp_path / "benchmem-report.html").exists()


@pytest.mark.parametrize("name", ["page.pdf", "page", "page.htm"])
def test_suffix_other_than_html_is_refused_before_anything_is_read(report, name):
    line = error(report("no-such-run", "-o", name))
    assert line == f"Error: `{name}` does not end in `.html`: a report is a page"


def test_run_is_never_overwritten(report, tmp_path):
    write_run(tmp_path / "run.html", entries(2))
    before = (tmp_path / "run.html").read_bytes()
    line = error(report("old.json", "run.html", "-o", tmp_path / "run.html"))
    assert line.endswith("run.html` would overwrite a run: name another file")
    assert (tmp_path / "run.html").read_bytes() == before


def test_bad_rule_is_refused_before_anything_is_read(report):
    assert "`peak:lots` is not a rule" in error(report("no-such-run", "--fail-on", "peak:lots"))


def test_rule_without_a_second_run_is_refused(report):
    line = error(report("old.json", "--fail-on", "peak:10%"))
    assert line == "Error: `--fail-on` compares two runs: name a second one"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--columns", "speed"), "`speed` is not a metric"),
        (("--columns", "rss"), "no run has `rss`"),
        (("--stat", "iqr", "--columns", "peak"), "`iqr` of `peak` does not exist"),
        (("--where", "n=7"), "no benchmark has `n=7`"),
        (("--x", "size"), "no benchmark has a dim `size`; there are "),
        (("--label", "a", "--label", "b"), "2 labels were given for 1 runs"),
        (("--theme", "blue"), "'blue' is not one of 'auto', 'light', 'dark'"),
    ],
)
def test_what_is_not_there_is_one_line(report, arguments, said):
    assert said in error(report("old.json", *arguments))


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from click.testing import CliRunner\n"
        "from benchmem_core.cli.main import benchmem\n"
        "result = CliRunner().invoke(benchmem, ['report', '--help'])\n"
        "assert '--fail-on' in result.output; print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "benchmem_plot.cli.report" in run.stdout.split()
    heavy = {"plotly", "numpy", "pandas", "memray", "rich", "msgspec"}
    assert not set(run.stdout.split()) & heavy


def test_times_alone_make_a_report(report, tmp_path):
    write_run(tmp_path / "times.json", [entry("m.py::f", peak=None)])
    run = report("times.json")
    assert (run.returncode, run.stderr) == (0, "")
