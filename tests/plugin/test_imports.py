"""What the plugin loads, and how it is found."""

import importlib.metadata

import pytest

HEAVY = {"memray", "rich", "pandas", "plotly", "numpy", "msgspec", "benchmem_io"}

SHOW_LOADED = """
    import sys

    HEAVY = {heavy!r}

    def pytest_unconfigure():
        print("loaded:", sorted(HEAVY & sys.modules.keys()))
        print("plugin:", "benchmem_pytest.plugin" in sys.modules)
"""


def loaded(run, pytester, *arguments):
    pytester.makeconftest(SHOW_LOADED.format(heavy=HEAVY))
    session = run(
        """
        def test_it(benchmark):
            benchmark(int)
        """,
        *arguments,
        subprocess=True,
        save=False,
    )
    assert session.ret == 0
    assert "plugin: True" in session.lines
    (line,) = [line for line in session.lines if line.startswith("loaded: ")]
    return line


@pytest.mark.parametrize("flags", [[], ["--benchmark-memory"]])
def test_collecting_loads_nothing_heavy(run, pytester, flags):
    assert loaded(run, pytester, "--collect-only", *flags) == "loaded: []"


def test_benchmarks_without_memory_load_nothing_heavy(run, pytester):
    assert loaded(run, pytester) == "loaded: []"


def test_measuring_loads_memray_and_nothing_that_it_does_not_need(run, pytester):
    line = loaded(run, pytester, "--benchmark-memory")
    assert "'memray'" in line
    assert not any(f"'{name}'" in line for name in HEAVY - {"memray", "rich", "benchmem_io"})


def test_the_plugin_is_found_by_its_entry_point():
    (entry,) = importlib.metadata.entry_points(group="pytest11", name="benchmem")
    plugin = entry.load()
    assert plugin.__name__ == "benchmem_pytest.plugin"
    assert entry.dist is not None
    assert entry.dist.name == "benchmem-pytest"


def test_the_plugin_is_loaded_without_being_asked_for(run):
    session = run(None, "--markers", plugins=(), autoload=True, save=False, subprocess=True)
    assert any(line.startswith("@pytest.mark.benchmem(") for line in session.lines)


def test_the_plugin_can_be_blocked_by_its_name(run):
    session = run(
        """
        def test_it(benchmark):
            benchmark(int)
        """,
        plugins=("quick_info", "no:benchmem"),
        autoload=True,
        subprocess=True,
    )
    session.assert_outcomes(passed=1)
    refused = run(None, "--benchmark-memory", plugins=("benchmark",))
    assert refused.ret == pytest.ExitCode.USAGE_ERROR


def test_the_version_is_that_of_the_distribution():
    import benchmem_pytest

    assert benchmem_pytest.__version__ == importlib.metadata.version("benchmem-pytest")


def test_the_fixture_is_described_to_those_who_list_fixtures(run):
    session = run(None, "--fixtures")
    described = session.out.partition("benchmark_memory")[2].split("\n")[1]
    assert "memory" in described
