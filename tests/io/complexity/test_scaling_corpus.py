"""Bounds over what real functions were measured to cost: how often they are judged wrongly."""

import math

import pytest

from benchmem_io.complexity.bounds import BoundVerdict, judge_bound
from benchmem_io.complexity.classes import Complexity
from benchmem_io.complexity.cost_curve import CostCurve
from studies.page_sections import section
from studies.scaling.cases import BOUNDS, METRICS
from studies.scaling.measuring import CASES, costs_of, measure, recorded
from studies.scaling.study import EVERY, NOISES, PAGE, TRIED, named
from studies.scaling.verdicts import (
    judged,
    ladders,
    linear_above,
    of_distance,
    share_of,
    steep_within,
)


@pytest.fixture(scope="module")
def of_all():
    return list(ladders())


@pytest.fixture(scope="module")
def rows(of_all):
    return list(judged(of_all))


def test_the_corpus_has_every_function_and_as_many_ladders_as_ever(of_all):
    assert recorded().keys() == {case.name for case in CASES}
    assert len({ladder.case.name for ladder in of_all}) >= 98
    assert len(of_all) >= 8900
    assert {ladder.truth for ladder in of_all} == set(BOUNDS)


def test_linear_code_is_never_above_linear(rows):
    found = linear_above(rows)
    assert found.count >= 4562
    assert found.wrong == 0


def test_what_is_steeper_by_a_root_is_never_within_linear(rows):
    found = steep_within(rows)
    assert found.count >= 1154
    assert found.wrong == 0


def test_the_true_bound_is_never_judged_wrongly(rows):
    assert of_distance(rows, 0, 9).wrong == 0


def test_the_true_bound_is_judged_where_sizes_begin_at_a_thousand(rows):
    found = of_distance(rows, 0, 0, start=1000)
    assert found.unknown <= 0.1 * found.count


@pytest.mark.parametrize(
    ("tried", "wrong", "unknown"),
    [("one class lower", 0.01, 0.5), ("two or more lower", 0.001, 0.1)],
)
def test_bounds_that_are_too_low_are_seldom_judged_wrongly(rows, tried, wrong, unknown):
    found = of_distance(rows, *TRIED[tried])
    assert found.wrong <= wrong * found.count
    assert found.unknown <= unknown * found.count


@pytest.mark.parametrize("noise", NOISES)
def test_noise_seldom_misleads(of_all, noise):
    rows = list(judged(of_all[:: 2 * EVERY], noise))
    found = of_distance(rows, 0, 0)
    assert found.wrong <= 0.005 * found.count
    assert found.unknown <= 0.25 * found.count
    assert of_distance(rows, -9, -2).wrong <= 0.005 * share_of(rows).count


def test_a_class_is_seldom_named_that_is_not_the_true_one(of_all):
    right, left_open, wrong = named(of_all[:: 2 * EVERY])
    assert wrong <= 2
    assert right >= 0.4 * (right + left_open)


def test_the_page_shows_these_figures(of_all, rows):
    page = section(PAGE.read_text(encoding="utf-8"), "bounds")
    for name, (low, high) in TRIED.items():
        assert f"| {name} | {of_distance(rows, low, high)} |" in page
    functions = {ladder.case.name for ladder in of_all}
    assert f"{len(functions)} functions, {len(of_all):,} ladders" in page


# --- measured now -------------------------------------------------------------------------------

LIVE = {
    "list of floats": "O(n)",
    "list of texts": "O(n)",
    "bytearray by root": "O(n^0.5)",
    "sum of squares": "O(1)",
    "next power of two": "O(n)",
    "append None": "O(n)",
}


@pytest.mark.parametrize("name", LIVE)
def test_costs_measured_now_keep_their_bound_and_exceed_none_of_it(name):
    (case,) = (case for case in CASES if case.name == name)
    sizes = [1000, 2000, 4000, 8000, 16_000]
    peaks = [measure(case, n)[METRICS.index("peak")] for n in sizes]
    truth = BOUNDS.index(LIVE[name])
    assert case.classes["peak"] == LIVE[name]
    for place, bound in enumerate(BOUNDS[:-1]):
        curve = CostCurve(Complexity.parse(bound), [*map(float, sizes)], peaks)
        wrong = BoundVerdict.ABOVE if place >= truth else BoundVerdict.WITHIN
        assert max(peaks) - min(peaks) <= 1024 or judge_bound(curve) is not wrong


def test_a_case_is_measured_at_the_sizes_of_its_ladders():
    (case,) = (case for case in CASES if case.name == "all subsets")
    costs = costs_of(case)
    assert max(costs) <= case.most
    assert costs.keys() <= set(case.sizes)
    assert all(len(row) == len(METRICS) and all(map(math.isfinite, row)) for row in costs.values())
