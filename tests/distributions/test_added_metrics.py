"""A metric that another distribution adds, from a wheel that these tests build and install."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from uv import find_uv_bin

from benchmem_core import MemoryResult
from benchmem_core.cli.main import benchmem
from benchmem_core.engine import result_line
from benchmem_core.metrics import METRICS, MetricWarning
from benchmem_io import RuleError, load_long_df, load_samples, memory_from_pytest_benchmark
from benchmem_io.gate import parse_threshold
from tests.docs.blocks import read_page
from tests.io.run_files import entry, write_run

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
(EXAMPLE,) = [
    block.text for block in read_page(PAGE, "metrics.md").blocks if block.title == "acme_metrics.py"
]
CPU = """
from benchmem_core import MetricSpec

CPU = MetricSpec(
    "cpu", "cpu_ns", "s", "CPU", "Processor time of a pass", divisor=10**9, floor=0.5, noise=0.1
)
"""


def install(folder, name, code, **metrics):
    """Build a wheel with a module and its metrics, and install it into a folder."""
    module, info = name.replace("-", "_"), f"{name.replace('-', '_')}-1.0.dist-info"
    entries = "".join(f"{metric} = {module}:{value}\n" for metric, value in metrics.items())
    files = {
        f"{module}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[benchmem.metrics]\n{entries}",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    wheel = folder / f"{module}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    command = [find_uv_bin(), "pip", "install", "--quiet", "--offline", "--no-deps"]
    target = ["--target", str(folder), "--python", sys.executable]
    subprocess.run([*command, *target, str(wheel)], check=True)


@pytest.fixture
def add(tmp_path, monkeypatch):
    """Install a distribution for this test only."""
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(METRICS, "_added", None)
    monkeypatch.setattr(METRICS, "_broken", {})

    def install_one(name, code, **metrics):
        install(folder, name, code, **metrics)
        monkeypatch.delitem(sys.modules, name.replace("-", "_"), raising=False)

    yield install_one
    for path in folder.glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.fixture
def runs(add, tmp_path, monkeypatch):
    """Two run files with series of added metrics: `first.json` and `second.json`."""
    add("acme-metrics", EXAMPLE, cache_hits="CACHE_HITS")
    add("cpu-metric", CPU, cpu="CPU")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, hits, cpu in (("first", 100, 10**9), ("second", 60, 2 * 10**9)):
        blob = {field: [1000, 1000] for field in ("peak_bytes", "allocations", "total_bytes")}
        blob |= {"cache_hits": [hits - 10, hits], "cpu_ns": [cpu, cpu + 10**6]}
        write_run(tmp_path / f"{name}.json", [entry("m.py::a[n]", blob=blob, params={"n": 1})])
    return ["first.json", "second.json"]


def run(*arguments):
    return CliRunner().invoke(benchmem, arguments)


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
    rule = parse_threshold("cpu:10%")
    assert not rule.is_exceeded(1, 1.5)
    assert rule.is_exceeded(1, 1.6)
    assert parse_threshold("cpu:10%+0s").is_exceeded(1, 1.5)


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
    assert "cache_hits 95, cpu 1.000 s" in result_line(result)


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


def test_one_that_cannot_be_loaded_is_named_and_breaks_nothing_else(runs, add):
    add("broken-metrics", "1 / 0", faults="FAULTS")
    add("odd-metrics", "ODD = 3", odd="ODD")
    with pytest.warns(MetricWarning) as caught:
        done = run("compare", *runs, "--columns", "cache_hits")
    assert done.exit_code == 0
    faults, odd = (str(each.message) for each in caught)
    assert faults.startswith(
        "`faults` in `benchmem.metrics` of `broken-metrics` is broken here (Zero"
    )
    assert faults.endswith(": update or uninstall `broken-metrics`")
    assert (
        "`odd` in `benchmem.metrics` of `odd-metrics` is broken here (`odd_metrics:ODD` is no "
        in odd
    )
    with pytest.raises(RuleError, match="`faults` of `broken-metrics` is broken here"):
        parse_threshold("faults:10%")


@pytest.mark.parametrize(
    ("name", "first"), [("cache_hits", "acme-metrics"), ("peak", "benchmem-core")]
)
def test_a_name_that_two_have_is_a_warning_that_names_both(runs, add, name, first):
    before = METRICS[name] if name == "peak" else None
    add("other-metrics", EXAMPLE, **{name: "CACHE_HITS"})
    with pytest.warns(MetricWarning) as caught:
        list(METRICS)
    (message,) = [str(each.message) for each in caught]
    assert message.startswith(
        f"`other-metrics` and `{first}` both have `{name}` in `benchmem.metrics`"
    )
    assert before is None or METRICS[name] is before


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "else"}, "its `name` is `else`, not that of the entry point"),
        ({"name": "x"}, "`name` of a metric must be"),
        ({"field": None}, "`field` must be a key of the blob"),
        ({"field": "peak_bytes"}, "`benchmem-core` has the series `peak_bytes` already"),
        ({"unit": "J"}, "`unit` of a metric must be one of s, B, count, not `'J'`"),
        ({"label": "two\nlines"}, "`label` of a metric must be one line of text"),
        ({"floor": -1}, "`floor` of a metric must be a number of at least zero"),
        ({"divisor": 0}, "`divisor` of a metric must be an integer of at least 1"),
        ({"headline": "iqr"}, "`headline` of a metric must be None or one of min, mean"),
    ],
)
def test_a_wrong_description_is_named(add, values, reason):
    given = {"name": "hits", "field": "hits", "unit": "count", "label": "Hits", "title": "Hits"}
    add(
        "wrong",
        f"from benchmem_core import MetricSpec\nHITS = MetricSpec(**{given | values})",
        hits="HITS",
    )
    with pytest.warns(MetricWarning) as caught:
        assert "hits" not in METRICS
    assert reason in str(caught[0].message)


def test_names_of_ours_look_nothing_up(add, monkeypatch):
    monkeypatch.setattr("benchmem_core.entry_points.entry_points", lambda **_: 1 / 0)
    assert METRICS["peak"].unit == "B"
    assert "rss" in METRICS
    blob = {field: [1] for field in ("peak_bytes", "allocations", "total_bytes", "rss_bytes")}
    assert MemoryResult.from_blob(blob).as_dict() == blob
