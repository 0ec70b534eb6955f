"""Baselines that hold several results of a test, no memory, or are no run at all."""

import json
import os

import pytest

SUITE = """
    def test_list(benchmark_memory):
        benchmark_memory(lambda: [0] * 1000)
"""

# What plugins that repeat a test do: the whole of it again, under the same id.
REPEATING = """
    from _pytest.runner import runtestprotocol

    def pytest_runtest_protocol(item, nextitem):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for _ in range(2):
            item._initrequest()
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True
"""


def test_a_session_that_repeats_its_tests_writes_a_file_that_can_be_a_baseline(
    run, pytester, command_output
):
    pytester.makeconftest(REPEATING)
    first = run(SUITE)
    path = str(first.run_file)
    assert len(json.loads(first.run_file.read_text())["benchmarks"]) == 2
    again = run(
        None, f"--benchmark-memory-compare={path}", "--benchmark-memory-compare-fail=peak:10%"
    )
    assert again.ret == 0
    assert again.out.count("has several results of `test_suite.py::test_list`") == 1
    assert "1 good" in again.out
    compared = command_output("compare", path)
    assert compared.returncode == 0
    assert compared.stdout.count("the last one counts") == 1


def test_none_in_place_of_a_blob_is_a_baseline_without_memory(run, pytester):
    first = run(SUITE)
    tree = json.loads(first.run_file.read_text())
    tree["benchmarks"][0]["extra_info"]["benchmem"] = None
    first.run_file.write_text(json.dumps(tree))
    again = run(
        None,
        f"--benchmark-memory-compare={first.run_file}",
        "--benchmark-memory-compare-fail=peak:10%",
        "--benchmark-compare=0001",
    )
    assert "no memory is recorded" in again.out
    assert "INTERNALERROR" not in again.out


@pytest.mark.parametrize(
    "reference", ["/proc", "/dev/null", "x" * 5000, "pipe", "folder", "*", "[", "a/b/c"]
)
def test_what_is_no_baseline_is_a_usage_error(run, pytester, reference):
    os.mkfifo(pytester.path / "pipe")
    (pytester.path / "folder").mkdir()
    os.mkfifo(pytester.path / "folder" / "pipe.json")
    session = run(SUITE, f"--benchmark-memory-compare={reference}")
    assert session.ret == 4
    assert "INTERNALERROR" not in session.out + session.err
    assert "ERROR: " in session.err


def test_a_ceiling_that_is_missed_by_a_byte_shows_it(run):
    source = """
        import pytest

        @pytest.mark.benchmem(max_peak={limit})
        def test_list(benchmark_memory):
            benchmark_memory(lambda: bytearray(100_000))
    """
    session = run(source.format(limit=1))
    (peak,) = {*session.blob("test_list")["peak_bytes"]}
    session = run(source.format(limit=peak - 1))
    shown = next(line for line in session.lines if "above the ceiling" in line)
    reached, allowed = shown.partition("reached ")[2].split(" in its worst pass, above the ceiling")
    assert reached.partition(" (")[0] != allowed.partition(" of ")[2].partition(" (")[0]
