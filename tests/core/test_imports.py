"""What importing the engine costs, and that it imports everywhere."""

import importlib
import pkgutil

import pytest

import benchmem_core

from .conftest import Script

HEAVY = ["memray", "rich", "pandas", "plotly", "numpy", "click", "dataclasses", "multiprocessing"]

REPORT = """
import json, sys
before = set(sys.modules)
{statement}
print(json.dumps(sorted(set({heavy}) & (set(sys.modules) - before))))
"""


def loaded_by(run_script: Script, statement: str, heavy: list[str]) -> str:
    code = REPORT.format(statement=statement, heavy=heavy)
    return str(run_script(code).stdout).strip()


def test_importing_the_package_imports_nothing_heavy(run_script: Script) -> None:
    assert loaded_by(run_script, "import benchmem_core", HEAVY) == "[]"


def test_using_results_imports_neither_memray_nor_its_like(run_script: Script) -> None:
    statement = (
        "from benchmem_core import *; MemoryResult.from_blob; measure_memory; human_bytes(1)"
    )
    heavy = ["memray", "rich", "pandas", "plotly", "numpy", "click", "multiprocessing", "asyncio"]
    assert loaded_by(run_script, statement, heavy) == "[]"


def test_measuring_imports_no_table_or_plot(run_script: Script) -> None:
    statement = "import benchmem_core; benchmem_core.measure_peak(list)"
    heavy = ["pandas", "plotly", "numpy", "click", "multiprocessing", "asyncio"]
    assert loaded_by(run_script, statement, heavy) == "[]"


def test_importing_changes_nothing(run_script: Script) -> None:
    run_script("""
        import gc, signal, threading, warnings

        def state():
            handler = signal.getsignal(signal.SIGINT)
            return handler, gc.get_freeze_count(), threading.active_count(), warnings.filters[:]

        before = state()
        import benchmem_core
        assert state() == before
    """)


@pytest.mark.parametrize("name", benchmem_core.__all__)
def test_a_public_name_resolves(name: str) -> None:
    assert getattr(benchmem_core, name) is not None


def test_the_public_names_are_these() -> None:
    """A name less breaks those who use it; a name more is a promise."""
    assert sorted(benchmem_core.__all__) == [
        "Allocators",
        "ArgumentError",
        "BenchmemError",
        "BenchmemWarning",
        "BlobError",
        "CaptureError",
        "IsolationError",
        "Measurement",
        "MemoryResult",
        "Metric",
        "MetricSpec",
        "ProfileError",
        "Site",
        "TrackerActiveError",
        "UnsupportedPlatformError",
        "__version__",
        "human_bytes",
        "measure_memory",
        "measure_peak",
    ]


def test_public_names_show_in_dir_before_they_are_used(run_script: Script) -> None:
    run_script("""
        import benchmem_core
        assert set(benchmem_core.__all__) <= set(dir(benchmem_core))
    """)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        benchmem_core.nonsense  # noqa: B018


def test_every_error_is_a_benchmem_error() -> None:
    errors = [name for name in benchmem_core.__all__ if name.endswith("Error")]
    for name in errors:
        assert issubclass(getattr(benchmem_core, name), benchmem_core.BenchmemError)


MODULES = [
    module.name
    for module in pkgutil.walk_packages(benchmem_core.__path__, "benchmem_core.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name: str) -> None:
    assert importlib.import_module(name).__doc__


def test_no_module_but_the_command_line_needs_more_than_the_standard_library(
    run_script: Script,
) -> None:
    modules = [name for name in MODULES if ".cli" not in name]
    statement = "\n".join(f"import {name}" for name in modules)
    heavy = ["memray", "rich", "pandas", "plotly", "numpy", "click"]
    assert loaded_by(run_script, statement, heavy) == "[]"
