"""A cell of which a rule says nothing is not good, whatever the others say."""

import json
from types import SimpleNamespace

import pytest

from benchmem_io.gate.rules import Threshold
from benchmem_sweep.axes.cells import Value, make_cells
from benchmem_sweep.axes.plan import Plan
from benchmem_sweep.bisect.bisection import Bisection
from benchmem_sweep.run.results import Results


class Runner:
    """Runs nothing: the run files are there."""

    def run(self, cells):
        return [SimpleNamespace(state="done") for _ in cells]


class Progress:
    def finish(self, label, text, *, is_good):
        pass


@pytest.fixture
def bisected(tmp_path):
    """The judgements of two versions, given a blob of each, by rules."""

    def run(blobs, *rules):
        results = Results(tmp_path / "results")
        cells = make_cells({"version": [Value("1.0"), Value("1.1")]})
        for cell, blob in zip(cells, blobs, strict=True):
            entry = {
                "fullname": "test_suite.py::grow",
                "extra_info": {"benchmem": blob, "benchmem_meta": {"schema": 1}},
            }
            results.locate_run_file(cell).write_text(json.dumps({"benchmarks": [entry]}))
        plan = Plan(suite=None, harness=None)
        bisection = Bisection(
            cells,
            Threshold.parse_all(rules),
            plan,
            runner=Runner(),
            results=results,
            progress=Progress(),
        )
        return [(each.judgement, each.why) for each in bisection.run().judged][1:]

    return run


def blob(peak, **optional):
    return {"peak_bytes": [peak], "allocations": [1], "total_bytes": [peak], **optional}


def test_a_cell_that_one_rule_cannot_judge_is_skipped_with_the_reason(bisected):
    found = bisected([blob(1000), blob(1000)], "peak:10%", "rss:10%")
    assert found == [("skip", "`rss:10%` could judge no benchmark: no rss is recorded in `1.0`")]


def test_a_cell_that_is_bad_by_another_rule_is_bad(bisected):
    ((judgement, _),) = bisected([blob(1000), blob(2000)], "peak:10%", "rss:10%")
    assert judgement == "bad"


def test_a_cell_that_every_rule_can_judge_is_good(bisected):
    one = blob(1000, rss_bytes=[5000])
    assert bisected([one, one], "peak:10%", "rss:10%") == [("good", "2 good")]
