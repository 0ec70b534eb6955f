"""What is said of a bound that is exceeded or cannot be judged."""

import pytest
from hypothesis import given, settings, strategies as st

from benchmem_io.complexity.bounds import BoundVerdict, judge_bound
from benchmem_io.complexity.classes import CLASSES, Complexity
from benchmem_io.complexity.cost_curve import CostCurve, sort_points
from benchmem_io.complexity.reasons import why_above, why_unknown

DOUBLED = [1000.0, 2000.0, 4000.0, 8000.0, 16_000.0]


def reason(bound, sizes, costs, unit="B"):
    """The verdict and its reason."""
    curve = CostCurve(Complexity.parse(bound), *sort_points(map(float, sizes), costs))
    verdict = judge_bound(curve)
    why = why_above(curve, unit) if verdict is BoundVerdict.ABOVE else why_unknown(curve, unit, "n")
    return verdict, why


def test_what_is_exceeded_says_what_a_further_unit_costs():
    verdict, why = reason("O(n)", DOUBLED, [10 * n**1.5 for n in DOUBLED])
    assert verdict is BoundVerdict.ABOVE
    assert why == (
        "a further n costs 578 B up to 2000, 818 B up to 4000, 1.13 KiB up to 8000, 1.60 KiB up to "
        "16000: it keeps rising, like n^0.5"
    )


def test_what_is_not_constant_says_how_it_grew():
    assert reason("O(1)", DOUBLED, [n / 1000 for n in DOUBLED], "count") == (
        BoundVerdict.ABOVE,
        "1 became 2 at 2000, 4 at 4000, 8 at 8000, 16 at 16000: it keeps growing",
    )


@pytest.mark.parametrize(
    ("bound", "sizes", "costs", "why"),
    [
        pytest.param(
            "O(n)",
            [1000, 3000, 10_000, 30_000],
            [57_224, 203_528, 773_768, 3_093_752],
            "the cost per n rose from 57.2 B to 103 B, which tables that double or quadruple also "
            "do. Let each size be 4 times the last: 1000, 4000, 16000, 64000",
            id="a set",
        ),
        pytest.param(
            "O(n^3)",
            DOUBLED,
            [1000 * 2 ** (n / 3000) for n in DOUBLED],
            "growth still speeds up: exponents 0.67, 1.33, 2.67, the next would pass 3. "
            "Add n=32000",
            id="an explosion",
        ),
        pytest.param(
            "O(n)",
            [100, 400, 1600, 6400],
            [30, 760, 3200, 12_800],
            "the smallest sizes are cheaper (0.3 B each, then 1.9 B, 2 B, 2 B). Add n=12800, or "
            "begin at 1000",
            id="small integers",
        ),
        pytest.param(
            "O(n)",
            DOUBLED,
            [50_000, 50_000, 50_000, 66_000, 130_000],
            "flat up to 4000, growth only after it. Add sizes above 16000",
            id="a buffer",
        ),
        pytest.param(
            "O(n)",
            DOUBLED,
            [8000, 104_000, 320_000, 800_000, 1_880_000],
            "the price rises slowly (96 B, 108 B, 120 B, 135 B): more than O(n) explains, too "
            "little to prove it. Allow O(n log n), or add sizes over two decades",
            id="n log n",
        ),
        pytest.param(
            "O(1)",
            DOUBLED,
            [5000, 7000, 8000, 8500, 8750],
            "it grew from 4.88 KiB to 8.54 KiB, and may level off. Add sizes above 16000",
            id="a cost that levels off",
        ),
        pytest.param(
            "O(n)",
            [1000, 1500, 2000, 20_000],
            [1, 2, 3, 40_000],
            "only 3 sizes lie 1.9 times apart. Let each size be 4 times the last: 1000, 4000, "
            "16000, 64000",
            id="sizes too close",
        ),
        pytest.param(
            "O(n)",
            [1000, 2000, 4000, 8000],
            [1, 2, 9, 40],
            "the sizes span less than 10 times. Let each size be 4 times the last: 1000, 4000, "
            "16000, 64000",
            id="sizes over less than a decade",
        ),
        pytest.param(
            "O(n)",
            [1000, 4000, 16_000, 64_000],
            [900_000, 900_000, 1_000_000, 4_000_000],
            "flat up to 4000, growth only after it. Add sizes above 64000",
            id="the last sizes",
        ),
    ],
)
def test_what_cannot_be_judged_says_why_and_what_to_add(bound, sizes, costs, why):
    assert reason(bound, sizes, costs) == (BoundVerdict.UNKNOWN, why)


def test_large_sizes_are_written_in_full():
    _, why = reason("O(1)", [n * 1000 for n in DOUBLED], [5000, 7000, 8000, 8500, 8750])
    assert why.endswith("Add sizes above 16000000")


POSITIVE = st.floats(1e-29, 1e29)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(POSITIVE, POSITIVE), min_size=2, max_size=9),
    st.sampled_from([each.name for each in CLASSES]),
    st.sampled_from(["B", "s", "count"]),
)
def test_every_verdict_has_a_reason_of_one_line(points, bound, unit):
    curve = CostCurve(Complexity.parse(bound), *sort_points(*zip(*points, strict=True)))
    verdict = judge_bound(curve)
    if verdict is BoundVerdict.ABOVE:
        assert why_above(curve, unit).isprintable()
    elif verdict is BoundVerdict.UNKNOWN:
        assert why_unknown(curve, unit, "n").isprintable()
