"""What docs/neighbours.md compares is what its script measures."""

import importlib.util
import sys
import tomllib

import pytest

from studies.page_sections import section

from .pages import DOCS, ROOT

BENCHMARKS = ROOT / "studies" / "benchmarks"
PAGE = DOCS / "neighbours.md"


@pytest.fixture(scope="module")
def neighbours():
    """The script, which finds its own modules beside it."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec = importlib.util.spec_from_file_location("neighbours", BENCHMARKS / "neighbours.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["neighbours"] = module
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(BENCHMARKS))
        for name in ("neighbours", "neighbour_tools", "known_sizes"):
            sys.modules.pop(name, None)


def table(name):
    """The rows of a table that the script writes."""
    text = PAGE.read_text(encoding="utf-8")
    _, _, *rows = section(text, name).splitlines()
    return {
        row[0]: row[1:]
        for row in ([cell.strip() for cell in line.strip("|").split("|")] for line in rows)
    }


def test_the_versions_are_those_that_the_environment_installs(neighbours):
    hatch = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))
    installed = dict(each.split("==") for each in hatch["envs"]["neighbours"]["dependencies"])
    assert {name: version for name, (version,) in table("versions").items()} == installed
    assert set(neighbours.COMPARED) == set(installed)


def test_every_tool_has_its_lines(neighbours):
    titles = [tool.title for tool in neighbours.TOOLS]
    for name in ("large", "small"):
        assert list(table(name)) == ["*its size*", *titles]


def test_the_sizes_are_those_of_the_functions(neighbours):
    sizes = neighbours.known_sizes.sizes()
    for name, columns in (("large", ("buffer", "churn")), ("small", ("nothing", "rows"))):
        expected = [neighbours.megabytes(sizes[column]) for column in columns]
        assert table(name)["*its size*"] == expected


@pytest.mark.parametrize("name", ["large", "small"])
def test_our_peaks_are_those_sizes(name):
    peaks = table(name)
    assert peaks["benchmem"] == peaks["*its size*"]


@pytest.mark.slow
def test_the_functions_have_these_peaks_here(neighbours):
    from benchmem_core import measure_peak

    for name, size in neighbours.known_sizes.sizes().items():
        peak = measure_peak(getattr(neighbours.known_sizes, name), 1)
        assert peak == pytest.approx(size, rel=0.01, abs=1000), name


def test_every_tool_has_a_section():
    text = PAGE.read_text(encoding="utf-8")
    for name in ("pytest-memray", "CodSpeed", "asv", "pyperf", "memory_profiler", "Scalene"):
        assert f"\n## {name}\n" in text
        assert f"](#{name.lower()})" in text
