"""Costs that were really measured are of the class that their code has."""

import pytest

from benchmem_core import measure_memory
from benchmem_io import fit_complexity
from benchmem_io.complexity.classes import Complexity

LADDER = [1000, 2000, 5000, 10_000, 20_000, 50_000]


@pytest.mark.parametrize(
    ("complexity", "sizes", "build"),
    [
        # From 2000 on no number is among those that exist already.
        pytest.param(
            "O(1)",
            [2000 << i for i in range(5)],
            lambda n: sum(i % 7 for i in range(n)),
            id="generator",
        ),
        pytest.param("O(1)", LADDER, lambda n: bytearray(50_000), id="buffer"),
        pytest.param("O(n)", LADDER, bytearray, id="bytes"),
        pytest.param("O(n)", LADDER, lambda n: [None] * n, id="list"),
        pytest.param("O(n)", LADDER, lambda n: [str(i) for i in range(n)], id="texts"),
        # A dict doubles, and so do these sizes; small integers exist already.
        pytest.param(
            "O(n)",
            [1000 << i for i in range(6)],
            lambda n: dict.fromkeys(range(1000, 1000 + n)),
            id="dict",
        ),
        pytest.param(
            "O(n^2)", [40, 80, 160, 320, 640], lambda n: [[0] * n for _ in range(n)], id="square"
        ),
        pytest.param(
            "O(n^2)", [40, 80, 160, 320, 640], lambda n: [bytes(i) for i in range(n)], id="triangle"
        ),
    ],
)
def test_the_peak_of_real_code_is_of_its_class(complexity, sizes, build):
    def peak(n):
        return measure_memory(lambda: build(n), 1).peak_bytes

    fit = fit_complexity(sizes, [peak(n) for n in sizes])
    assert fit.complexity == complexity
    assert fit.low - 0.1 <= Complexity.parse(complexity).power <= fit.high + 0.1


def test_the_allocations_of_real_code_are_of_their_class():
    def allocations(n):
        return measure_memory(lambda: [[] for _ in range(n)], 1).allocations

    assert fit_complexity(LADDER, [allocations(n) for n in LADDER]).complexity == "O(n)"


def test_where_small_integers_hide_the_growth_the_class_is_left_open():
    # As CPython 3.11 measured it: a table of differences, whose small integers exist already.
    sizes, values = [50, 100, 200, 400, 800], [24_608, 93_456, 333_392, 1_965_232, 15_008_912]
    fit = fit_complexity(sizes, values)
    assert fit.complexity is None
    assert "O(n^2)" in fit.possible
    assert fit.low < 2


# As CPython 3.11 measured them, in bytes and in nanoseconds; those without a class are left open.
@pytest.mark.parametrize(
    ("complexity", "sizes", "values"),
    [
        pytest.param(
            "O(log n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000],
            [6002, 6559, 7673, 8230, 8787, 9344],
            id="a buffer for each halving, peak",
        ),
        pytest.param(
            "O(n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000],
            [8968, 16_296, 41_992, 85_288, 173_128, 444_488],
            id="a list that is appended to, peak",
        ),
        pytest.param(
            "O(n)",
            [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000],
            [7056, 14_096, 30_672, 69_232, 146_384, 300_656, 609_232, 1_226_352],
            id="a dict, peak",
        ),
        pytest.param(
            "O(n) or O(n log n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000],
            [345_824, 746_544, 2_056_848, 4_360_256, 9_206_960, 24_594_976],
            id="a merge sort, in all",
        ),
        pytest.param(
            "O(n^2)",
            [1000, 2000, 5000, 10_000, 20_000],
            [1_574_592, 6_157_092, 37_904_592, 150_817_092, 601_642_092],
            id="a text that is copied as it grows, in all",
        ),
        pytest.param(
            "O(n^3)",
            [10, 20, 40, 80, 120],
            [16_224, 92_208, 617_616, 4_519_152, 14_761_680],
            id="a cube, peak",
        ),
        pytest.param(
            "O(n) or O(n log n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
            [18_904, 34_803, 122_619, 152_713, 292_932, 724_784, 1_612_125],
            id="a list, time on a busy machine",
        ),
        pytest.param(
            "",
            [50, 100, 200, 400, 800],
            [66_699, 251_076, 982_509, 4_705_150, 21_857_411],
            id="all pairs, time",
        ),
        pytest.param(
            "O(n^3)",
            [8, 16, 32, 64, 128],
            [65_653, 275_205, 1_833_993, 12_901_415, 99_060_684],
            id="a product of matrices, time",
        ),
    ],
)
def test_recorded_costs_are_of_their_class(complexity, sizes, values):
    assert " or ".join(fit_complexity(sizes, values).possible) == complexity
