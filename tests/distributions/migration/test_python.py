"""Python calls that were written for pytest-benchmem 0.5.5, over the run files that it wrote."""

import json

import pytest

from .terminal import bash

pytestmark = pytest.mark.slow

PRELUDE = """
import json
from pathlib import Path
import pytest_benchmem as b
from pytest_benchmem import plotting, sweep

BASE, GROWN = Path("base.json"), Path("grown.json")

def samples(read):
    label, found, unit = read
    return [label, unit, [[s.id, s.value, dict(s.dims)] for s in found]]

def frame(read):
    df, unit = read
    rows = json.loads(df.sort_values(["snapshot", "id"]).to_json(orient="records"))
    return [unit, sorted(df.columns), rows]

def figure(drawn):
    return drawn[1]
"""
READING = {
    "times": "samples(b.from_pytest_benchmark(BASE))",
    "medians": "samples(b.from_pytest_benchmark(str(BASE), metric='median'))",
    "peaks": "samples(b.memory_from_pytest_benchmark(BASE))",
    "rss": "samples(b.load_samples(BASE, metric='rss', stat='min'))",
    "reduced": "samples(b.memory_from_pytest_benchmark(BASE, field='total_bytes', reduce=max))",
    "peak stddev": "samples(b.load_samples(BASE, metric='peak', stat='stddev'))",
    "allocated": "samples(b.load_samples(BASE, metric='allocated'))",
    "frame": "frame(b.load_long_df([BASE, GROWN]))",
    "frame of peaks": "frame(b.load_long_df([BASE, GROWN], metric='peak', labels=['x', 'y']))",
    "runs": "sorted(map(str, b.discover_runs()))",
    "blob": "b.MemoryResult.from_blob(json.loads(BASE.read_text())['benchmarks'][0]"
    "['extra_info']['benchmem']).as_dict()",
    "result": "b.MemoryResult(samples=(b.Measurement(2, 3, 4), b.Measurement(1, 5, 6))).as_dict()",
    "repeats": "b.measure_memory(lambda: bytearray(100), 3).repeats",
    "sorted out": "[r := b.measure_memory(lambda: bytearray(100), repeats=2, warmup=0), "
    "r.peak_bytes == min(r.series('peak_bytes')), r.rss_bytes][1:]",
    "scaling": "figure(plotting.plot_scaling(BASE, metric='peak', x='size', log_log=True))",
    "scaling auto": "figure(plotting.plot_scaling([BASE], x='size', log_x='auto', log_y='auto', "
    "y_zero='auto', log_log=None, where={'kind': 'a'}))",
    "scatter": "figure(plotting.plot_scatter([BASE, GROWN], metric='peak', facet='kind', "
    "clip=3.0, free_axes='both'))",
    "compare": "figure(plotting.plot_compare([BASE, GROWN], sort='relative', facet='kind', "
    "free_axes='x', where={'size': '10000'}))",
    "sweep": "figure(plotting.plot_sweep([BASE, GROWN], metric='peak', labels=['1', '2']))",
    "pivot": "figure(plotting.plot_scatter(BASE, metric='peak', pivot='kind'))",
    "pivot rows": "sorted(b.load_long_df(BASE, metric='peak', pivot='kind')[0]"
    ".query('size == size')['value'])",
}
ERRORS = {
    "b.load_samples('missing.json')": "ValueError",
    "b.load_samples('pytest.ini')": "ValueError",
    "b.load_samples(BASE, metric='peek')": "ValueError",
    "b.load_samples(BASE, metric='peak', stat='p99')": "ValueError",
    "b.load_long_df([BASE, GROWN], labels=['x'])": "ValueError",
    "b.load_long_df(BASE, metric='peak', pivot='other')": "ValueError",
    "plotting.plot_compare([BASE])": "ValueError",
    "b.measure_memory(lambda: 1 / 0)": "ZeroDivisionError",
    "b.measure_memory(lambda: 1, 1, isolate=True)": "RuntimeError",
    "b.measure_memory(int, 1, isolate=True, setup=lambda: 1)": "RuntimeError",
    "b.measure_memory(None, 1)": "TypeError",
    "b.measure_memory(int, '2')": "TypeError",
    "b.measure_memory(int, 1, keep_bin=Path('.'))": "OSError",
    "b.measure_memory(int, 1, keep_bin=BASE / 'c.bin')": "OSError",
    "b.MemoryResult.from_blob({})": "KeyError",
}


def results(environment, folder, code):
    """What a script prints at last, as JSON."""
    path = folder / "calls.py"
    path.write_text(PRELUDE + code)
    return json.loads(bash(environment, "python calls.py 2>&1", cwd=folder).splitlines()[-1])


@pytest.fixture(scope="session")
def read(earlier, ours, recorded):
    """What all reading calls return, by 0.5.5 and by ours."""
    pairs = ", ".join(f"{name!r}: {call}" for name, call in READING.items())
    code = f"print(json.dumps({{{pairs}}}))"
    return results(earlier, recorded, code), results(ours, recorded, code)


@pytest.mark.parametrize("name", READING)
def test_a_call_returns_the_same(read, name):
    then, now = read
    assert now[name] == then[name]


def test_rss_is_that_of_the_pass_with_the_lowest_peak_now(earlier, ours, recorded):
    passes = "b.Measurement(4, 1, 1, rss_bytes=95), b.Measurement(5, 1, 1, rss_bytes=90)"
    code = f"print(json.dumps(b.MemoryResult(({passes})).rss_bytes))"
    assert results(earlier, recorded, code) == 90
    assert results(ours, recorded, code) == 95


def test_counts_have_a_unit_now(earlier, ours, recorded):
    code = "print(json.dumps(b.load_samples(BASE, metric='allocations')[2]))"
    assert results(earlier, recorded, code) == ""
    assert results(ours, recorded, code) == "count"


@pytest.mark.parametrize("call", ERRORS)
def test_an_error_is_caught_as_it_was(earlier, ours, recorded, call):
    code = (
        f"try:\n    {call}\nexcept {ERRORS[call]}:\n    print('true')\nelse:\n    print('false')\n"
    )
    assert results(earlier, recorded, code) is True
    assert results(ours, recorded, code) is True


def test_a_second_tracker_is_a_runtime_error_still(earlier, ours, recorded):
    code = (
        "import memray, tempfile\n"
        "with memray.Tracker(tempfile.mktemp()):\n"
        "    try:\n        b.measure_peak(int)\n"
        "    except RuntimeError:\n        print('true')\n"
    )
    assert results(earlier, recorded, code) is True
    assert results(ours, recorded, code) is True


def test_modules_of_0_5_5_have_what_moved_and_say_where_it_is(earlier, ours, recorded):
    code = (
        "import warnings\n"
        "warnings.simplefilter('always')\n"
        "with warnings.catch_warnings(record=True) as said:\n"
        "    from pytest_benchmem.memray import measure_memory, MemoryResult\n"
        "    from pytest_benchmem.snapshot import load_samples, Sample\n"
        "    from pytest_benchmem.pytest_plugin import MemoryBenchmark\n"
        "print(json.dumps([str(each.message) for each in said]))\n"
    )
    assert results(earlier, recorded, code) == []
    said = results(ours, recorded, code)
    assert len(said) == 5
    assert said[0] == (
        "`pytest_benchmem.memray.measure_memory` has moved: "
        "`from pytest_benchmem import measure_memory`"
    )


def test_an_environment_of_a_sweep_is_used_as_it_was(earlier, ours, recorded):
    code = (
        "venv = next(iter(sweep.provision(['six==1.17.0'])))\n"
        "print(json.dumps([venv.version, venv.python.parent.name, venv.failed_at]))\n"
    )
    then, now = results(earlier, recorded, code), results(ours, recorded, code)
    assert now == then == ["six==1.17.0", "bin", None]
