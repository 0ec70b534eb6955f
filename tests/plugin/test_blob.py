"""What a run file holds of the memory."""

import json

import pytest

SUITE = """
    import pytest

    def test_it(benchmark_memory):
        benchmark_memory.extra_info["size"] = 1
        benchmark_memory(bytearray, 1_000_000)
"""


def test_benchmark_json_holds_the_series_and_what_travels_beside_them(run, pytester):
    session = run(SUITE, "--benchmark-json=out.json", save=False, subprocess=True)
    session.assert_outcomes(passed=1)
    (entry,) = json.loads((pytester.path / "out.json").read_text())["benchmarks"]
    blob = entry["extra_info"]["benchmem"]
    assert list(blob) == ["peak_bytes", "allocations", "total_bytes"]
    assert entry["extra_info"] == {
        "size": 1,
        "benchmem": blob,
        "benchmem_meta": {"schema": 1, "allocators": "python"},
    }


def test_every_series_has_one_integer_per_pass(run):
    session = run(SUITE, "--benchmark-memory-repeats=3")
    for series in session.blob("test_it").values():
        assert [type(value) for value in series] == [int] * 3


def test_the_numbers_are_those_of_the_function(run):
    session = run("""
        import itertools

        def action():
            for _ in itertools.repeat(None, 1000):
                bytes(20_000)

        def test_it(benchmark_memory):
            benchmark_memory(action)
    """)
    blob = session.blob("test_it")
    assert 20_000 < blob["peak_bytes"][0] < 30_000
    assert 20_000_000 < blob["total_bytes"][0] < 21_000_000
    assert 1000 <= blob["allocations"][0] < 1100


def test_the_entry_of_pytest_benchmark_has_the_keys_that_it_has_without_memory(run):
    with_memory = run(SUITE).benchmarks["test_it"]
    plain = run(
        """
        def test_it(benchmark):
            benchmark(bytearray, 1_000_000)
        """,
        plugins=("benchmark", "quick_info"),
    ).benchmarks["test_it"]
    assert list(with_memory) == list(plain)
    assert list(with_memory["stats"]) == list(plain["stats"])


def test_rss_is_recorded_only_where_a_pass_is_isolated(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(isolate=True, repeats=2)
        def test_isolated(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)

        def test_in_process(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
    """)
    session.assert_outcomes(passed=2)
    isolated = session.blob("test_isolated")
    assert list(isolated) == ["peak_bytes", "allocations", "total_bytes", "rss_bytes"]
    assert [type(value) for value in isolated["rss_bytes"]] == [int, int]
    # An interpreter alone takes some megabytes; a gigabyte would be this process's own.
    assert 5_000_000 < min(isolated["rss_bytes"]) < 1_000_000_000
    assert "rss_bytes" not in session.blob("test_in_process")


@pytest.mark.parametrize("flags", [["--benchmark-save=mine"], ["--benchmark-autosave"]])
def test_a_saved_run_holds_the_memory(run, pytester, flags):
    session = run(SUITE, *flags, "--benchmark-storage=stored", save=False)
    session.assert_outcomes(passed=1)
    (saved,) = (pytester.path / "stored").rglob("*.json")
    (entry,) = json.loads(saved.read_text())["benchmarks"]
    assert set(entry["extra_info"]) == {"size", "benchmem", "benchmem_meta"}


def test_the_result_can_be_rebuilt_from_a_run_file(run):
    from benchmem_core import MemoryResult

    session = run(SUITE)
    extra_info = session.benchmarks["test_it"]["extra_info"]
    result = MemoryResult.from_blob(extra_info["benchmem"], meta=extra_info["benchmem_meta"])
    assert result.as_dict() == extra_info["benchmem"]
    assert result.allocators == "python"


def test_the_recorded_mode_is_the_one_that_was_measured(run):
    session = run(SUITE, "--benchmark-memory-allocators=system")
    assert session.benchmarks["test_it"]["extra_info"]["benchmem_meta"]["allocators"] == "system"
