"""A suite of pytest-benchmem 0.5.5, with its fixture, marker, flags and settings, in ours."""

import json

import pytest

from .conftest import entries, write_suite
from .terminal import bash, run_line

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def runs(recorded, ours, tmp_path_factory):
    """The entries of the suite's run files: of 0.5.5, of ours, of ours as 0.5.5 counts."""
    folder = tmp_path_factory.mktemp("runs")
    write_suite(folder)
    command = "pytest -q --benchmark-memory --benchmark-json"
    bash(ours, f"{command}=python.json", cwd=folder)
    bash(ours, f"{command}=system.json --benchmark-memory-allocators=system", cwd=folder)
    return {
        "earlier": entries(recorded / "base.json"),
        "python": entries(folder / "python.json"),
        "system": entries(folder / "system.json"),
    }


def described(entry):
    """What a run file says of a benchmark, without what was measured of it."""
    extra = {name for name in entry["extra_info"] if name != "benchmem_meta"}
    return entry["group"], entry["params"], entry["param"], extra


def test_the_run_files_have_the_same_benchmarks(runs):
    earlier = {id_: described(entry) for id_, entry in runs["earlier"].items()}
    assert {id_: described(entry) for id_, entry in runs["python"].items()} == earlier
    assert len(earlier) == 10


def test_the_series_are_as_long(runs):
    def passes(name):
        blobs = {id_: entry["extra_info"]["benchmem"] for id_, entry in runs[name].items()}
        return {id_: {key: len(v) for key, v in blob.items()} for id_, blob in blobs.items()}

    assert passes("python") == passes("system") == passes("earlier")
    assert passes("earlier")["test_suite.py::test_iso"]["rss_bytes"] == 2


def test_the_numbers_are_the_same_where_the_same_is_counted(runs):
    for id_, entry in runs["earlier"].items():
        blob = entry["extra_info"]["benchmem"]
        ours = runs["system"][id_]["extra_info"]["benchmem"]
        for field in ("peak_bytes", "total_bytes"):
            tolerance = max(2048, 0.01 * min(blob[field]))
            assert abs(min(ours[field]) - min(blob[field])) <= tolerance, (id_, field)


def test_by_default_more_is_counted_and_the_run_file_says_so(runs):
    for id_, entry in runs["python"].items():
        info = entry["extra_info"]
        assert info["benchmem_meta"]["allocators"] == "python"
        system = runs["system"][id_]["extra_info"]
        assert system["benchmem_meta"]["allocators"] == "system"
        assert max(info["benchmem"]["allocations"]) >= min(system["benchmem"]["allocations"])
    id_ = "test_suite.py::test_pedantic"
    assert "benchmem_meta" not in runs["earlier"][id_]["extra_info"]


def test_0_5_5_reads_our_run_files(earlier, ours, tmp_path):
    write_suite(tmp_path)
    bash(ours, "pytest -q -k blob --benchmark-json=ours.json", cwd=tmp_path)
    bash(earlier, "benchmem compare ours.json --columns peak --csv peaks.csv", cwd=tmp_path)
    (_, row) = (tmp_path / "peaks.csv").read_text().splitlines()
    assert row.startswith("test_suite.py::test_blob,1000")


# What comes after `pytest -q`, and how it ends: the same with both.
LINES = {
    "--benchmark-disable --benchmark-memory": 0,
    "--benchmark-skip": 0,
    "-k blob --benchmark-only": 0,
    "-k blob --benchmark-memory-repeats=2 --benchmark-memory-warmup=0": 0,
    "-k blob --benchmark-memory-max-time=0.5": 0,
    "-k blob --benchmark-memory-table=split": 0,
    "-k blob --benchmark-memory-columns=peak,allocated,allocations,rss": 0,
    "-k iso --benchmark-memory-columns 'rss, peak' --benchmark-memory-stats median,stddev": 0,
    "-k blob --benchmark-memory-compare": 0,
    "-k blob --benchmark-memory-compare 0001": 0,
    "-k blob --benchmark-memory-compare=0001_base": 0,
    "-k blob --benchmark-memory-profile=kept --benchmark-memory-profile-native": 0,
    "-k sum -p no:benchmem -o addopts=": 0,
    "over.py": 1,
    "over.py --benchmark-memory": 1,
    "--benchmark-memory-repeats=x": 4,
    "--benchmark-memory-table=other": 4,
    "--benchmark-memory-columns=peek": 4,
    "--benchmark-memory-stats=min,iqr": 4,
    "--benchmark-memory-profile-native": 4,
    "--benchmark-memory-compare-fail=peek:10%": 4,
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_ends_as_it_did(earlier, ours, saved, line):
    bash(earlier, f"pytest -q {line}", cwd=saved, status=LINES[line])
    bash(ours, f"pytest -q {line}", cwd=saved, status=LINES[line])


@pytest.mark.parametrize("plugin", ["benchmem", "pytest_benchmem.pytest_plugin"])
def test_the_plugin_loads_by_its_names(earlier, ours, saved, plugin):
    alone = "PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 pytest -q -p pytest_benchmark.plugin"
    for environment in (earlier, ours):
        bash(environment, f"{alone} -p {plugin} -k blob --benchmark-memory", cwd=saved)


@pytest.fixture
def saved(recorded, tmp_path):
    """A folder with the suite, and with the run that 0.5.5 saved of it."""
    write_suite(tmp_path)
    (store,) = (recorded / ".benchmarks").glob("*-CPython-*")
    (tmp_path / ".benchmarks").mkdir()
    (tmp_path / ".benchmarks" / store.name).symlink_to(store, target_is_directory=True)
    return tmp_path


GATE = "pytest -q -k blob --benchmark-memory-compare-fail=peak:10%"


def test_growth_fails_the_session(earlier, ours, saved):
    write_suite(saved, growth=2)
    bash(earlier, GATE, cwd=saved, status=1)
    said = bash(ours, f"{GATE} --benchmark-memory-allocators=system", cwd=saved, status=1)
    assert "peak grew by 100.0%" in said


def test_a_baseline_of_0_5_5_is_compared_with_what_it_counted(ours, saved):
    said = bash(ours, f"{GATE} --benchmark-memory-allocators=system", cwd=saved)
    assert "0 regressions, 0 not judged, 1 good" in said
    # Counted otherwise: said so, and not passed.
    said = bash(ours, GATE, cwd=saved, status=1)
    assert "allocators" in said


# What passed and judged nothing, and what was taken for something else.
STRICTER = {
    "-k blob --benchmark-memory-compare=0009": "nor a saved",
    "-k blob --benchmark-memory-compare=0009 --benchmark-memory-compare-fail=peak:10%": "a saved",
    "-k blob --benchmark-memory-repeats=0": "`N` must be an integer of at least 1",
    "-k blob --benchmark-memory-compare-fail=peak:-5%": "is not a rule",
}


@pytest.mark.parametrize("line", STRICTER)
def test_what_passed_and_did_nothing_is_a_usage_error(earlier, ours, saved, line):
    bash(earlier, f"pytest -q {line}", cwd=saved)
    assert STRICTER[line] in bash(ours, f"pytest -q {line}", cwd=saved, status=4)


def test_a_gate_without_a_baseline_is_a_usage_error(earlier, ours, tmp_path):
    write_suite(tmp_path)
    bash(earlier, GATE, cwd=tmp_path)
    said = bash(ours, GATE, cwd=tmp_path, status=4)
    assert "--benchmark-memory-compare-fail" in said


def test_a_wrong_marker_fails_its_test(earlier, ours, tmp_path):
    (tmp_path / "test_wrong.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.benchmem(repeat=5)\n"
        "def test_it(benchmark_memory):\n    benchmark_memory(int)\n"
    )
    bash(earlier, "pytest -q -p no:cacheprovider", cwd=tmp_path)
    said = bash(ours, "pytest -q -p no:cacheprovider", cwd=tmp_path, status=1)
    assert "has no keyword `repeat`" in said


def test_a_ceiling_is_not_judged_where_benchmarks_are_disabled_and_a_warning_says_so(
    earlier, ours, saved
):
    bash(earlier, "pytest -q over.py --benchmark-disable", cwd=saved, status=1)
    said = bash(ours, "pytest -q over.py --benchmark-disable", cwd=saved)
    assert "UnjudgedCeilingWarning" in said


def test_captures_are_found_by_id(ours, saved):
    bash(ours, "pytest -q -k 'blob or pedantic' --benchmark-memory-profile=kept", cwd=saved)
    index = json.loads((saved / "kept" / "index.json").read_text())
    assert len(index["profiles"]) == 2
    bash(ours, "benchmem flamegraph kept test_blob -o blob.html", cwd=saved)
    assert "test_suite.py" in (saved / "blob.html").read_text()


def test_captures_of_0_5_5_are_left_to_memray(ours, recorded):
    done = run_line(ours, "benchmem flamegraph profiles test_blob", cwd=recorded)
    assert done.returncode == 2
    assert "memray flamegraph" in done.stderr
    assert len(done.stderr.splitlines()) == 1
