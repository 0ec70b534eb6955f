"""`benchmem sweep` over versions: real environments, a real suite, and what is left of them."""

import os
import re
import subprocess

import pytest

from benchmem_io import load_samples
from tests.sweep import needs
from tests.sweep.sweeping import QUICK, benchmem, read, sweep

pytestmark = needs.plugin

SUITE = """\
import os
import pytest
import six
from suite.helper import SIZES

@pytest.mark.parametrize("n", SIZES)
def test_make(benchmark, n):
    assert not {"PYTHONPATH", "PYTEST_ADDOPTS", "FORCE_COLOR"} & set(os.environ)
    benchmark(lambda: [six.text_type(i) for i in range(n)])

def test_new(benchmark):
    assert six.__version__ != "1.16.0"
    benchmark(six.text_type)
"""
# What a job in CI may have set, and what must not reach a cell.
FOREIGN = {
    "FORCE_COLOR": "1",
    "PYTHONPATH": "/nowhere",
    "PYTEST_ADDOPTS": "--nonsense",
    "UV_SYSTEM_PYTHON": "1",
}
ARGUMENTS = ("--suite=suite", "--memory", "--import-check=six", *QUICK)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("command")
    (folder / "suite").mkdir()
    (folder / "suite" / "__init__.py").write_text("")
    (folder / "suite" / "helper.py").write_text("SIZES = [10, 1000]\n")
    (folder / "suite" / "test_six.py").write_text(SUITE)
    # Configuration of others, above the temporary folders.
    (folder / "tmp").mkdir()
    (folder / "tmp" / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n")
    return folder


@pytest.fixture(scope="module")
def swept(folder, installed_python):
    versions = ("1.16.0", "99.0", "1.17.0")
    done = sweep(folder, "six", *versions, *ARGUMENTS, env=FOREIGN, python=installed_python)
    assert os.listdir(folder / "tmp") == ["pytest.ini"]
    return done


def test_a_cell_that_fails_makes_exit_1_and_the_others_run(swept):
    assert swept.returncode == 1
    assert "Traceback" not in swept.stdout + swept.stderr


def test_each_version_has_a_run_file_with_times_and_memory(swept, folder):
    path = folder / ".benchmarks/sweep/1.17.0.json"
    _, times, _ = load_samples(path)
    _, peaks, unit = load_samples(path, metric="peak")
    assert unit == "B"
    assert len(times) == len(peaks) == 3
    assert all(sample.value > 0 for sample in times)
    assert not (folder / ".benchmarks/sweep/99.0.json").exists()


def test_the_version_is_a_dim_and_a_package_keeps_its_name(swept, folder):
    for version in ("1.16.0", "1.17.0"):
        _, samples, _ = load_samples(folder / f".benchmarks/sweep/{version}.json")
        assert {sample.dims["version"] for sample in samples} == {version}
        assert samples[0].id == "suite/test_six.py::test_make[10]"


def test_where_one_test_fails_the_others_have_a_run_file_and_the_failure_is_told(swept, folder):
    assert len(read(folder, "1.16.0")["benchmarks"]) == 2
    assert "`1.16.0`: stage `run` failed: 1 failed, first `suite/test_six.py::test_new`" in (
        swept.stderr
    )
    assert "AssertionError" in swept.stderr


def test_logs_of_every_stage_are_kept(swept, folder):
    logs = folder / ".benchmarks/sweep/logs"
    names = sorted(path.name for path in logs.iterdir())
    stages = ("install", "isolation", "run", "venv")
    wanted = [f"1.1{n}.0.{stage}.log" for n in (6, 7) for stage in stages]
    assert names == sorted([*wanted, "99.0.install.log", "99.0.venv.log"])
    assert "six==1.17.0" in (logs / "1.17.0.install.log").read_text()
    assert "3 passed" in (logs / "1.17.0.run.log").read_text()


def test_an_unknown_version_is_told_with_the_stage_and_the_end_of_its_log(swept):
    assert "`99.0`: stage `install` failed: Because there is no version of six==99.0" in (
        swept.stderr
    )
    assert "full log: .benchmarks/sweep/logs/99.0.install.log" in swept.stderr


def test_progress_is_plain_lines_where_it_is_no_terminal(swept):
    said = [line for line in swept.stderr.splitlines() if line.startswith("[")]
    assert "\x1b" not in swept.stderr
    assert all(re.match(r"\[ *\d+\.\d s\] 1\.1[67]\.0: |\[ *\d+\.\d s\] 99\.0: ", s) for s in said)
    stages = [line.partition(": ")[2] for line in said if " 1.17.0: " in line]
    assert stages == ["making the environment", "ready", "running the suite", "done"]


def test_the_summary_fits_80_columns(swept):
    lines = re.sub(r"\x1b\[[0-9;]*m", "", swept.stdout).splitlines()
    table = lines[: lines.index("")]
    assert all(len(line) <= 80 for line in table)
    rows = {line.split()[0]: line for line in table[2:]}
    assert "tests failed" in rows["1.16.0"]
    assert "failed" in rows["99.0"]
    assert rows["1.17.0"].endswith(" 1.17.0.json")
    assert "run files and logs: .benchmarks/sweep" in lines


def test_what_it_says_to_compare_can_be_compared(swept, folder):
    command = swept.stdout.splitlines()[-1].split()
    assert command[:2] == ["benchmem", "compare"]
    done = subprocess.run(
        [benchmem(), *command[1:]], cwd=folder, check=True, capture_output=True, text=True
    )
    assert "test_make" in done.stdout


@pytest.fixture(scope="module")
def resumed(swept, folder, installed_python):
    kept = (folder / ".benchmarks/sweep/1.17.0.json").stat()
    done = sweep(folder, "six", "1.16.0", "1.17.0", "--resume", *ARGUMENTS, python=installed_python)
    assert (folder / ".benchmarks/sweep/1.17.0.json").stat().st_mtime_ns == kept.st_mtime_ns
    return done


def test_resume_runs_only_what_failed(resumed):
    assert resumed.returncode == 1
    assert re.search(r"\] 1\.17\.0: done before", resumed.stderr)
    assert "1.17.0: making" not in resumed.stderr
    assert "1.16.0: running the suite" in resumed.stderr


def test_resume_with_nothing_to_do_makes_nothing(resumed, folder, installed_python):
    # With a uv that cannot do anything.
    env = {"UV_PYTHON_PREFERENCE": "nonsense"}
    arguments = ("six", "1.17.0", "--resume", *ARGUMENTS)
    done = sweep(folder, *arguments, env=env, python=installed_python)
    assert done.returncode == 0
    assert re.fullmatch(r"\[ *\d+\.\d s\] 1\.17\.0: done before\n", done.stderr)
    assert "done before" in done.stdout
