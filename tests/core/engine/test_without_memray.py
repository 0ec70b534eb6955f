"""Where there is no memray, a memory pass is a clear error and everything else works."""

import pytest

from tests.core.conftest import Script

# Both ways in which a module can be out of reach.
BLOCKED = {
    "not found": """
import sys
from importlib.abc import MetaPathFinder

class Blocker(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "memray":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
""",
    "disabled": """
import sys
sys.modules["memray"] = None
""",
}


@pytest.fixture(params=BLOCKED.values(), ids=BLOCKED.keys())
def blocked(request: pytest.FixtureRequest) -> str:
    code: str = request.param
    return code


def test_a_measurement_is_a_clear_error(run_script: Script, blocked: str) -> None:
    code = """
import benchmem_core, isolated_actions

for measure in (
    lambda action: benchmem_core.measure_memory(action),
    lambda action: benchmem_core.measure_peak(action),
    lambda action: benchmem_core.measure_memory(isolated_actions.nothing, isolate=True),
):
    called = []
    try:
        measure(lambda: called.append(1))
    except benchmem_core.UnsupportedPlatformError as error:
        message = str(error)
        assert "memray" in message and "Linux" in message and "macOS" in message, message
        assert "\\n" not in message
        assert isinstance(error, benchmem_core.BenchmemError)
    else:
        raise SystemExit("measured")
    assert not called
"""
    run_script(blocked + code)


def test_everything_else_works(run_script: Script, blocked: str) -> None:
    code = """
import benchmem_core
from benchmem_core import *
from benchmem_core.cli.main import benchmem
from benchmem_core.metrics import METRICS
from benchmem_core.stats import STATS
from benchmem_core.units import UNITS

result = MemoryResult((Measurement(3, 2, 1), Measurement(4, 2, 1)))
assert MemoryResult.from_blob(result.as_dict(), meta=result.meta()) == result
assert human_bytes(932) == "932 B"
assert UNITS["B"].parse("1KiB", name="x") == 1024
assert STATS["max"](result.series(METRICS["peak"].field)) == 4
assert benchmem.name == "benchmem"
assert all(hasattr(benchmem_core, name) for name in benchmem_core.__all__)
"""
    run_script(blocked + code)


def test_wrong_arguments_are_still_wrong(run_script: Script, blocked: str) -> None:
    code = """
from benchmem_core import ArgumentError, measure_memory

try:
    measure_memory(list, 0)
except ArgumentError:
    pass
else:
    raise SystemExit("accepted")
"""
    run_script(blocked + code)


def test_a_memray_that_is_broken_says_what_is_broken(run_script: Script) -> None:
    """A library that memray needs and that is missing is not a missing memray."""
    run_script("""
        import sys
        sys.modules["memray"] = None
        del sys.modules["memray"]

        class Blocker:
            def find_spec(self, name, path=None, target=None):
                if name == "memray":
                    raise ModuleNotFoundError("No module named 'rich'", name="rich")

        sys.meta_path.insert(0, Blocker())
        from benchmem_core import measure_memory

        try:
            measure_memory(list)
        except ModuleNotFoundError as error:
            assert error.name == "rich"
        else:
            raise SystemExit("measured")
    """)
