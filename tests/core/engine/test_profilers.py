"""A profiler of the user's is not measured, and works on afterwards."""

import cProfile
import pstats
import sys

import pytest

from benchmem_core import measure_memory


def action() -> list[str]:
    return [str(number) for number in range(1000)]


def afterwards() -> None:
    pass


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="cProfile is no profile function there")
def test_cprofile_goes_on_after_a_measurement() -> None:
    plain = measure_memory(action)
    profiler = cProfile.Profile()
    profiler.enable()
    profiled = measure_memory(action)
    afterwards()
    profiler.disable()
    assert profiled.peak_bytes == plain.peak_bytes
    names = {name for _, _, name in pstats.Stats(profiler).stats}
    assert "afterwards" in names


def test_a_profile_function_is_not_called_in_a_pass_and_is_put_back() -> None:
    inside = []

    def profile(*_: object) -> None:
        pass

    sys.setprofile(profile)
    try:
        measure_memory(lambda: inside.append(sys.getprofile()), 2, warmup=0)
        assert sys.getprofile() is profile
    finally:
        sys.setprofile(None)
    assert inside == [None, None]
