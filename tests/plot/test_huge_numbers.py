"""Figures of the largest and the smallest numbers that a run file may hold."""

import json
import math
import sys

import pytest

from benchmem_plot import plot_compare, plot_history, plot_scaling, plot_scatter, plot_sweep
from tests.io.run_files import entry, write_run

HUGE, LARGEST, TINY = 1.7e308, sys.float_info.max, 5e-324
SERIES = [[HUGE] * 6, [1e-9, 1.0, HUGE], [TINY, LARGEST, TINY], [LARGEST, 0.0, 1e-3]]


@pytest.mark.parametrize("times", SERIES)
@pytest.mark.parametrize(
    "view", [plot_compare, plot_history, plot_scaling, plot_scatter, plot_sweep]
)
def test_every_view_has_finite_axes(tmp_path, view, times):
    runs = []
    for place, time in enumerate(times):
        # The run before it beside each.
        pair = (time, times[place - 1])
        entries = [
            entry(f"m.py::f[{n}]", params={"n": n}, time=1.0, min=each, median=each)
            for n, each in zip((1, 10), pair, strict=True)
        ]
        runs.append(write_run(tmp_path / f"{place}.json", entries))
    figure, _ = view(runs, metric="time")
    layout = json.loads(figure.to_json())["layout"]
    axes = [value for name, value in layout.items() if name[1:].startswith("axis")]
    ranges = [axis["range"] for axis in axes if "range" in axis]
    assert ranges
    assert all(end is not None and math.isfinite(end) for ends in ranges for end in ends)
    for axis in axes:
        assert all(tick is None or math.isfinite(tick) for tick in axis.get("tickvals", ()))


def test_a_history_of_huge_times_marks_its_step(tmp_path):
    runs = [
        write_run(
            tmp_path / f"{place}.json",
            [entry("m.py::f", time=1.0, min=time, median=time)],
            datetime=f"2026-11-0{place + 1}T10:00:00",
        )
        for place, time in enumerate([HUGE / 2] * 4 + [HUGE] * 4)
    ]
    figure, _ = plot_history(runs, metric="time")
    marks = [trace for trace in figure.data if trace.mode == "markers" and len(trace.x)]
    assert [list(trace.x) for trace in marks] == [["4"]]
    assert "<b>+100.0%</b>" in marks[0].hovertext[0]


@pytest.mark.parametrize("values", [[-HUGE, HUGE], [TINY, HUGE], [HUGE / 3, HUGE / 2, HUGE]])
@pytest.mark.parametrize("log", ["auto", False])
def test_sizes_may_be_huge(tmp_path, values, log):
    entries = [entry(f"m.py::f[{n}]", params={"n": n}) for n in values]
    figure, count = plot_scaling([write_run(tmp_path / "run.json", entries)], log=log)
    assert count == len(values)
    assert all(math.isfinite(end) for end in figure.layout.xaxis.range)
