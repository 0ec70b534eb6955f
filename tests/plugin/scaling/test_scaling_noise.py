"""Noise in the costs of a family neither fails it nor hides its growth."""

from hypothesis import given, settings, strategies as st

from benchmem_core.metrics import METRICS
from benchmem_io.complexity.bounds import BoundVerdict
from benchmem_io.complexity.classes import Complexity
from benchmem_pytest.markers import Bound
from benchmem_pytest.scaling.families import Family
from benchmem_pytest.scaling.growth import judge_growth

SOME_SIZES = (100, 300, 1000, 3000, 10_000)
# No deadline: these machines are noisy. No database: a test leaves nothing behind.
unhurried = settings(deadline=None, database=None)
noises = st.lists(st.floats(0.97, 1.03), min_size=len(SOME_SIZES), max_size=len(SOME_SIZES))


def judged(metric, costs):
    bound = Bound(METRICS[metric], Complexity.parse("O(n)"))
    sizes = {str(size): size for size in SOME_SIZES}
    return judge_growth(Family("it", "n", (bound,), sizes), bound, costs)


@unhurried
@given(noises, st.sampled_from(["peak", "allocations", "time"]))
def test_noise_fails_no_family(noise, metric):
    costs = [size * each for size, each in zip(SOME_SIZES, noise, strict=True)]
    assert judged(metric, costs).verdict is not BoundVerdict.ABOVE


@unhurried
@given(noises)
def test_noise_hides_no_square(noise):
    costs = [size**2 * each for size, each in zip(SOME_SIZES, noise, strict=True)]
    assert judged("peak", costs).verdict is BoundVerdict.ABOVE
