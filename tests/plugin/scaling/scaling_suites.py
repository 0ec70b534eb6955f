"""Suites for the tests about bounds of growth, and what sessions print of them."""

# One pass and one round each: what is allocated is the same in every one.
FAMILY = """
    import math

    import pytest

    pytestmark = pytest.mark.benchmem(repeats=3, warmup=0)

    @pytest.mark.benchmem_scaling({bounds})
    @pytest.mark.parametrize("n", {sizes})
    def test_it(benchmark_memory, n):
        benchmark_memory.pedantic(bytearray, args=({cost},))
"""

SIZES = (100, 300, 1000, 3000)


def family(bounds, cost="1000 * n", sizes=SIZES):
    """A suite of one function, which allocates `cost` bytes."""
    return FAMILY.format(bounds=bounds, cost=cost, sizes=list(sizes))


def functions(markers, sizes=None):
    """A suite with a function for each marker, each with sizes of its own where they are given."""
    each = sizes or [SIZES] * len(markers)
    tests = (
        f"""
    @pytest.mark.benchmem_scaling({marker})
    @pytest.mark.parametrize("n", {list(of_test)})
    def test_{number}(benchmark_memory, n):
        benchmark_memory.pedantic(bytearray, args=(int(1000 * n),))
        """
        for number, (marker, of_test) in enumerate(zip(markers, each, strict=True))
    )
    return "    import pytest\n" + "".join(tests)


def section(session):
    """The lines about bounds of growth at the end of a session."""
    lines = iter(session.lines)
    for line in lines:
        if line.strip("= ") == "memory scaling":
            break
    found = []
    for line in lines:
        if line.startswith("="):
            break
        found.append(line)
    return found


def refusals(session):
    """The lines in which a marker is refused."""
    return [line for line in session.lines if line.startswith("`@pytest.mark.benchmem_scaling`")]
