"""A run is never its own baseline, and one whose own gate failed is none unless it is named."""

import json
import os
import shutil
from datetime import datetime, timedelta

import pytest

from tests.io.commands import table_of
from tests.io.run_files import NO_TIME, entry, write_run

NOW = datetime.fromisoformat("2026-11-01T10:00:00+00:00")


@pytest.fixture
def run(tmp_path):
    """A run of two benchmarks."""
    return write_run(tmp_path / "run.json", [entry("m.py::f"), entry("m.py::g", time=2e-3)])


def rewritten(run, name, **top_level):
    """A copy of a run file, with something else at its top."""
    copy = run.with_name(name)
    copy.write_text(json.dumps({**json.loads(run.read_text()), **top_level}))
    return copy


def without_raw_times(run, name, **top_level):
    """What autosave writes of a session: all but the raw times."""
    copy = rewritten(run, name, **top_level)
    document = json.loads(copy.read_text())
    for benchmark in document["benchmarks"]:
        benchmark.get("stats", {}).pop("data", None)
    copy.write_text(json.dumps(document))
    return copy


@pytest.mark.parametrize("options", [(), ("--diff",), ("--fail-on", "peak:10%")])
def test_a_file_that_is_given_twice_is_refused(command, run, options):
    result = command("compare", run, run, *options)
    assert result.exit_code == 2
    assert f"`{run}` is its own baseline: it was given twice" in result.stderr
    assert result.stdout == ""


def test_a_link_to_the_baseline_is_refused(command, run, tmp_path):
    (tmp_path / "soft.json").symlink_to(run)
    os.link(run, tmp_path / "hard.json")
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    for other in ("soft.json", "hard.json", "folder/run.json"):
        result = command("compare", "run.json", other, "--fail-on", "peak:10%")
        assert result.exit_code == 2
        assert f"`{other}` is its own baseline: it and `run.json` are one file" in result.stderr


def test_a_copy_is_refused(command, run):
    shutil.copy(run, run.with_name("copy.json"))
    result = command("compare", "run.json", "copy.json", "--fail-on", "peak:10%")
    assert result.exit_code == 2
    assert "`run.json` were written by one session" in result.stderr


def test_two_files_of_one_session_are_refused_in_both_directions(command, run):
    saved = without_raw_times(run, "0001_x.json", datetime=str(NOW + timedelta(seconds=2)))
    for files in ((run, saved), (saved, run)):
        result = command("compare", *files, "--fail-on", "time:5%")
        assert result.exit_code == 2
        assert f"`{files[0]}` were written by one session" in result.stderr


def test_another_series_may_be_there_twice(command, run, tmp_path):
    base = write_run(tmp_path / "base.json", [entry("m.py::f")])
    assert command("compare", base, run, run).exit_code == 0
    result = command("compare", base, run, run, "--baseline", "run.json")
    assert result.exit_code == 2


def test_the_baseline_that_was_chosen_is_the_one_that_must_be_alone(command, run, tmp_path):
    base = write_run(tmp_path / "base.json", [entry("m.py::f")])
    assert command("compare", run, base, run).exit_code == 2
    assert command("compare", run, base, run, "--baseline", "base").exit_code == 0


def test_two_sessions_with_equal_memory_are_two_runs(command, tmp_path):
    entries = [entry("m.py::f", time=NO_TIME)]
    base = write_run(tmp_path / "base.json", entries)
    head = rewritten(base, "head.json", datetime=str(NOW + timedelta(seconds=2)))
    assert command("compare", base, head, "--fail-on", "peak:10%").exit_code == 0


def test_a_clock_that_repeats_itself_does_not_make_one_session_of_two(command, run):
    head = rewritten(run, "head.json", datetime=str(NOW + timedelta(hours=1)))
    assert command("compare", run, head, "--fail-on", "peak:10%").exit_code == 0


def test_one_byte_more_makes_another_run(command, run, tmp_path):
    document = json.loads(run.read_text())
    document["benchmarks"][1]["extra_info"]["benchmem"]["peak_bytes"][0] += 1
    (tmp_path / "head.json").write_text(json.dumps(document))
    assert command("compare", run, "head.json", "--fail-on", "peak:10%").exit_code == 0


@pytest.fixture
def saved(tmp_path):
    """A folder of three runs: good, failed, failed; the last is the newest and the largest."""
    for day, (peak, outcome) in enumerate(((100, "passed"), (200, "failed"), (300, "failed")), 1):
        write_run(
            tmp_path / "runs" / f"000{day}_x.json",
            [entry("m.py::f", peak=(peak,))],
            datetime=f"2026-01-0{day}T00:00:00+00:00",
            benchmem={"gate": outcome},
        )
    write_run(tmp_path / "head.json", [entry("m.py::f", peak=(290,))])
    return tmp_path / "runs"


def test_a_folder_as_baseline_passes_over_runs_whose_gate_failed(command, saved):
    result = command("compare", "runs", "head.json", "--fail-on", "peak:10%")
    assert result.exit_code == 1
    assert "Baseline: 0001_x\n" in result.stdout
    for name in ("0002_x.json", "0003_x.json"):
        assert f"Passed over as baseline, because its own gate failed: {name}\n" in result.stdout
    result = command("compare", "head.json", "runs", "--baseline", "runs", "--format", "json")
    assert table_of(result.stdout).series == ["0001_x", "head"]


def test_a_folder_as_head_is_its_newest_run(command, saved):
    result = command("compare", "head.json", "runs", "--format", "json")
    assert table_of(result.stdout).series == ["head", "0003_x"]
    result = command("compare", "runs", "runs", "--format", "json")
    assert table_of(result.stdout).series == ["0001_x", "0003_x"]
    assert table_of(command("compare", "runs", "--format", "json").stdout).series == ["0003_x"]


def test_a_file_is_the_baseline_whatever_became_of_its_gate(command, saved):
    result = command("compare", "runs/0003_x.json", "head.json", "--fail-on", "peak:10%")
    assert result.exit_code == 0
    assert "Passed over" not in result.stdout


def test_a_folder_in_which_all_failed_is_no_baseline(command, saved):
    (saved / "0001_x.json").unlink()
    result = command("compare", "runs", "head.json")
    assert result.exit_code == 2
    assert "`runs` holds no run that may be a baseline" in result.stderr
    assert "(`0003_x.json`: its own gate failed; `0002_x.json`: its own" in result.stderr


@pytest.mark.parametrize("recorded", [None, "failed", [], {"gate": ["failed"]}, {"gate": "odd"}])
def test_what_is_recorded_otherwise_keeps_no_run_from_being_the_baseline(command, saved, recorded):
    rewritten(saved / "0003_x.json", "0003_x.json", benchmem=recorded)
    result = command("compare", "runs", "head.json", "--format", "json")
    assert table_of(result.stdout).series == ["0003_x", "head"]


def test_a_failed_run_with_nan_in_it_is_passed_over_too(command, saved):
    text = (saved / "0003_x.json").read_text()
    (saved / "0003_x.json").write_text(text.replace('"ops": ', '"ops": NaN, "was": '))
    result = command("compare", "runs", "head.json", "--format", "json")
    assert table_of(result.stdout).series == ["0001_x", "head"]


def test_files_without_times_and_dates_can_be_alike(command, tmp_path):
    for name in ("monday.json", "tuesday.json"):
        document = {"benchmarks": [entry("m.py::f", time=NO_TIME)]}
        (tmp_path / name).write_text(json.dumps(document))
    result = command("compare", "monday.json", "tuesday.json", "--fail-on", "peak:10%")
    assert result.exit_code == 0, result.output
