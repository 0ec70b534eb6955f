"""What a bisection came to, in words: from run files that are there."""

import json

import pytest

from benchmem_io.gate.rules import Threshold
from benchmem_sweep.axes.cells import Value, make_cells
from benchmem_sweep.bisect.bisection import BisectionResult, JudgedCell
from benchmem_sweep.bisect.search import SearchResult
from benchmem_sweep.bisect.verdict import format_verdict
from benchmem_sweep.run.results import Results

MIB = 1 << 20


@pytest.fixture
def results(tmp_path):
    return Results(tmp_path / "results")


def cells(*versions):
    return make_cells({"version": [Value(version) for version in versions]})


def write(results, cell, **peaks):
    """The run file of a cell: peaks in MiB, by the name of the test."""
    benchmarks = [
        {
            "name": name,
            "fullname": f"test_suite.py::{name}",
            "params": None,
            "extra_info": {
                "benchmem": {
                    "peak_bytes": [int(peak * MIB)],
                    "allocations": [1],
                    "total_bytes": [int(peak * MIB)],
                },
                "benchmem_meta": {"schema": 1, "allocators": "python"},
            },
        }
        for name, peak in peaks.items()
    ]
    results.locate_run_file(cell).write_text(
        json.dumps({"benchmarks": benchmarks, "machine_info": {}})
    )


def verdict(results, found, judged, rule="peak:10%"):
    """The lines below the judgements, and whether it was found."""
    lines, is_found = format_verdict(
        BisectionResult(found, judged), Threshold.parse_all([rule]), results
    )
    return lines[lines.index("") + 1 :], is_found


def test_each_judgement_is_a_line_and_the_first_bad_one_is_named(results):
    good, bad = cells("1.0", "1.1")
    write(results, good, grow=2 / MIB)
    write(results, bad, grow=3 / MIB)
    judged = [JudgedCell(good, "good", "the baseline"), JudgedCell(bad, "bad", "it grew")]
    lines, is_found = format_verdict(
        BisectionResult(SearchResult(good, bad, []), judged),
        Threshold.parse_all(["peak:10%"]),
        results,
    )
    assert is_found
    assert lines == [
        "good  1.0  the baseline",
        "bad   1.1  it grew",
        "",
        "first bad by `peak:10%`: `1.1`; last good: `1.0`",
        "regression: `test_suite.py::grow`: peak grew by 50.0%, 2 B -> 3 B, above `peak:10%`",
        "    no sites are recorded in `1.0`: `--benchmark-memory-sites` records them",
        "against `1.0`: 1 regression, 0 good",
    ]


def test_the_largest_regressions_are_shown_and_the_rest_counted(results):
    good, bad = cells("1.0", "1.1")
    write(results, good, a=1, b=1, c=1, d=1, e=1, steady=1)
    write(results, bad, a=2, b=5, c=3, d=1.5, e=4, steady=1)
    lines, _ = verdict(results, SearchResult(good, bad, []), [JudgedCell(good, "good", "")])
    shown = [line.split("`")[1] for line in lines if line.startswith("regression: ")]
    assert shown == ["test_suite.py::b", "test_suite.py::e", "test_suite.py::c"]
    assert lines[-1] == "against `1.0`: 5 regressions, 1 good; the 3 largest are shown"


def test_growth_in_small_steps_is_shown_from_the_good_one(results):
    base, good, bad = cells("1.0", "1.1", "1.2")
    for cell, peak in [(base, 1), (good, 1.08), (bad, 1.16)]:
        write(results, cell, grow=peak)
    lines, is_found = verdict(results, SearchResult(good, bad, []), [JudgedCell(base, "good", "")])
    assert is_found
    assert lines[0] == "first bad by `peak:10%`: `1.2`; last good: `1.1`"
    assert lines[-1] == "against `1.0`: 1 regression, 0 good"


def test_a_benchmark_that_did_not_run_in_the_last_good_one_is_named(results):
    base, good, bad = cells("1.0", "1.1", "1.2")
    write(results, base, grow=1, steady=1)
    write(results, good, steady=1)
    write(results, bad, grow=2, steady=1)
    lines, _ = verdict(results, SearchResult(good, bad, []), [JudgedCell(base, "good", "")])
    assert "against `1.0`: 1 regression, 1 good" in lines
    assert lines[-1] == "`test_suite.py::grow` did not run in `1.1`: it may have grown before"


def test_one_that_was_skipped_before_the_first_bad_one_may_be_it(results):
    good, skipped, bad = cells("1.0", "1.1", "1.2")
    write(results, good, grow=1)
    write(results, bad, grow=2)
    judged = [
        JudgedCell(good, "good", ""),
        JudgedCell(bad, "bad", ""),
        JudgedCell(skipped, "skip", ""),
    ]
    lines, is_found = verdict(results, SearchResult(good, bad, [skipped]), judged)
    assert not is_found
    assert lines[0] == (
        "first bad by `peak:10%`: `1.2`, or one that was skipped: `1.1`; last good: `1.0`"
    )


def test_a_bad_one_that_is_good_is_said_so(results):
    good, last = cells("1.0", "1.1")
    judged = [JudgedCell(good, "good", ""), JudgedCell(last, "good", "")]
    lines, is_found = verdict(results, SearchResult(last, None, []), judged)
    assert not is_found
    assert lines == ["not found: `1.1` (BAD) is good by `peak:10%`"]


def test_a_bad_one_that_cannot_be_judged_is_said_so(results):
    good, last = cells("1.0", "1.1")
    judged = [JudgedCell(good, "good", ""), JudgedCell(last, "skip", "it cannot be built")]
    lines, is_found = verdict(results, SearchResult(good, None, [last]), judged)
    assert not is_found
    (line,) = lines
    assert line == (
        "not found: no cell is bad by `peak:10%`, and all cells after `1.0` were skipped: `1.1`; "
        "the last one: it cannot be built"
    )
