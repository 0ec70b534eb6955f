"""A metric that another distribution adds, from a wheel that these tests build and install."""

import json
from pathlib import Path

import pytest

from benchmem_core import MemoryResult
from benchmem_core.engine import format_result_line
from benchmem_core.metrics import METRICS
from benchmem_io import load_long_df, load_samples, memory_from_pytest_benchmark
from benchmem_io.gate import Threshold

from .added_metrics import CPU, run


def test_a_table_has_its_columns(runs):
    done = run("compare", *runs, "--columns", "cache_hits,cpu", "--stat", "max")
    assert done.exit_code == 0, done.output
    assert "Cache hits max" in done.output
    assert "100 (1.0)" in done.output
    assert "60 (0.60)" in done.output
    assert "1.00 s (1.0)" in done.output
    assert "2.00 s (2.00)" in done.output


def test_a_fall_is_bad_where_growth_is_good(runs):
    done = run("compare", *runs, "--columns", "cache_hits", "--diff", "--format", "md")
    assert "**-44.4%**" in done.output


@pytest.mark.parametrize(
    ("rule", "status", "line"),
    [
        ("cache_hits:30%", 1, "cache_hits fell by 40.0%, 100 -> 60, beyond `cache_hits:30%`"),
        ("cache_hits:30%:clear", 1, "cache_hits fell by 40.0%, 100 -> 60"),
        ("cache_hits:50%", 0, "1 good"),
        ("cpu:10%", 1, "cpu grew by 100.0%, 1.00 s -> 2.00 s, above `cpu:10%`"),
        ("cpu:999ms", 1, "cpu grew by 100.0%"),
    ],
)
def test_a_rule_judges_it(runs, rule, status, line):
    done = run("compare", *runs, "--fail-on", rule)
    assert done.exit_code == status, done.output
    assert line in done.output


def test_a_gain_of_a_metric_whose_growth_is_good_passes(runs):
    assert run("compare", *runs[::-1], "--fail-on", "cache_hits:1%").exit_code == 0


def test_a_share_alone_allows_the_floor_too(add):
    add("cpu-metric", CPU, cpu="CPU")
    rule = Threshold.parse("cpu:10%")
    assert not rule.is_exceeded(1, 1.5)
    assert rule.is_exceeded(1, 1.6)
    assert Threshold.parse("cpu:10%+0s").is_exceeded(1, 1.5)


def test_readers_and_frames_have_it(runs):
    assert [each.value for each in load_samples(runs[0], metric="cache_hits")[1]] == [95]
    assert load_samples(runs[0], metric="cpu")[2] == "s"
    _, samples, unit = memory_from_pytest_benchmark(runs[0], field="cpu_ns")
    assert ([each.value for each in samples], unit) == ([1.0], "s")
    frame, unit = load_long_df(runs, metric="cache_hits", stat="max")
    assert (list(frame["value"]), unit) == ([100, 60], "count")


def test_a_result_keeps_its_series(runs):
    info = json.loads(Path(runs[0]).read_text())["benchmarks"][0]["extra_info"]
    result = MemoryResult.from_blob(info["benchmem"], meta=info["benchmem_meta"])
    assert result.as_dict() == info["benchmem"]
    assert result.series("cache_hits") == [90, 100]
    assert "cache_hits 95, cpu 1.000 s" in format_result_line(result)


@pytest.mark.parametrize("view", ["compare", "scatter", "scaling", "sweep", "history"])
def test_a_plot_draws_it(runs, view):
    done = run("plot", *runs, "--columns", "cache_hits", "--view", view, "-o", "plot.html")
    assert done.exit_code == 0, done.output
    page = Path("plot.html").read_text(encoding="utf-8")
    assert any(text in page for text in ("Cache hits", "Look-ups that the cache answered"))


def test_the_report_has_it(runs):
    done = run("report", *runs, "--columns", "cache_hits,peak", "-o", "report.html")
    assert done.exit_code == 0, done.output
    page = Path("report.html").read_text(encoding="utf-8")
    assert "cache_hits fell by 40.0%" in page


def test_annotations_name_it(runs):
    done = run("compare", *runs, "--fail-on", "cache_hits:10%", "--format", "github")
    assert "::error" in done.output
    assert "cache_hits fell by 40.0%" in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "--columns", "cache_hit"),
        ("compare", "--fail-on", "cache_hit:10%"),
        ("plot", "--columns", "cache_hit"),
    ],
)
def test_an_unknown_name_is_one_line_with_the_nearest_and_the_known(runs, arguments):
    done = run(arguments[0], *runs, *arguments[1:])
    assert done.exit_code == 2
    (line,) = [each for each in done.stderr.splitlines() if each.startswith("Error: ")]
    assert "`cache_hit` is not a metric (did you mean `cache_hits`?)" in line
    assert "time, peak, allocations, allocated, rss, retained, cache_hits, cpu" in line


def test_a_session_shows_and_saves_it(runs, pytester, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))
    pytester.makepyfile("""
        def test_a(benchmark):
            benchmark(list)
            blob = benchmark.extra_info["benchmem"]
            blob["cache_hits"] = [7] * len(blob["peak_bytes"])
    """)
    done = pytester.runpytest_subprocess(
        "--benchmark-memory",
        "--benchmark-memory-columns=cache_hits,peak",
        "--benchmark-memory-repeats=1",
        "--benchmark-json=run.json",
    )
    done.stdout.fnmatch_lines(["*Cache hits*Peak*", "test_a *7 *"])
    assert load_samples(pytester.path / "run.json", metric="cache_hits")[1][0].value == 7


@pytest.mark.parametrize(("cost", "verdict"), [("n", "holds"), ("n**2", "exceeded")])
def test_the_scaling_marker_bounds_it(runs, pytester, tmp_path, monkeypatch, cost, verdict):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))
    pytester.makepyfile(f"""
        import pytest

        @pytest.mark.benchmem_scaling(cache_hits="O(n)")
        @pytest.mark.parametrize("n", [10, 100, 1000, 10000])
        def test_a(benchmark_memory, n):
            benchmark_memory.pedantic(list, args=(range(n),))
            blob = benchmark_memory.extra_info["benchmem"]
            blob["cache_hits"] = [{cost}] * len(blob["peak_bytes"])
    """)
    done = pytester.runpytest_subprocess("-v")
    done.stdout.fnmatch_lines([f"{verdict}: *test_a*cache_hits*O(n)*"])


def test_a_bound_without_its_series_is_not_judged(runs, pytester, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))
    pytester.makepyfile("""
        import pytest

        @pytest.mark.benchmem_scaling(cache_hits="O(n)")
        @pytest.mark.parametrize("n", [10, 100, 1000, 10000])
        def test_a(benchmark_memory, n):
            benchmark_memory.pedantic(list, args=(range(n),))
    """)
    done = pytester.runpytest_subprocess()
    done.stdout.fnmatch_lines(["not judged: *cache_hits*its passes recorded no such metric"])


def test_a_flag_of_the_session_suggests_the_nearest(runs, pytester, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))
    done = pytester.runpytest_subprocess("--benchmark-memory-columns=cache_hit")
    done.stderr.fnmatch_lines(["*`cache_hit` is not a metric (did you mean `cache_hits`[?])*"])


def test_names_of_ours_look_nothing_up(add, monkeypatch):
    monkeypatch.setattr("benchmem_core.entry_points.entry_points", lambda **_: 1 / 0)
    assert METRICS["peak"].unit == "B"
    assert "rss" in METRICS
    blob = {field: [1] for field in ("peak_bytes", "allocations", "total_bytes", "rss_bytes")}
    assert MemoryResult.from_blob(blob).as_dict() == blob
