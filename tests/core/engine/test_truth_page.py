"""What docs/trust.md shows is what the study finds, and within what the tests of truth allow."""

import platform
import sys

import pytest

pytest.importorskip("numpy")

from studies import truth as study
from tests.core.sized_workloads import DECADES, WORKLOADS, own_size

from .test_truth import TOLERANCE

LABELS = {
    "sizes": [[name] for name in WORKLOADS for _ in DECADES],
    "heaps": [[f"{name}, `{mode}`"] for name in WORKLOADS for mode in ("python", "system")],
    "elsewhere": [[title] for title in study.PLACES],
    "spreads": [[title] for title in study.VARYING],
}
WRITE = "`hatch run bench:truth --write` puts the figures into docs/trust.md"
is_the_pages_interpreter = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or platform.system() != "Linux",
    reason="the figures are of CPython 3.11 on Linux",
)


@pytest.fixture(scope="module")
def page() -> dict[str, study.Table]:
    text = study.PAGE.read_text(encoding="utf-8")
    return {name: study.table_of(text, name) for name in study.STUDIES}


def number(cell: str) -> float:
    return float(cell.replace(",", ""))


def percent(cell: str) -> float:
    return float(cell.removesuffix(" %"))


@pytest.mark.parametrize("name", study.STUDIES)
def test_the_page_has_every_line_of_the_study(name: str, page: dict[str, study.Table]) -> None:
    _, *rows = page[name]
    labels = LABELS[name]
    assert [row[: len(labels[0])] for row in rows] == labels, WRITE


@is_the_pages_interpreter
def test_the_sizes_of_the_page_are_those_of_the_workloads(page: dict[str, study.Table]) -> None:
    _, *rows = page["sizes"]
    sizes = [own_size(name, 1) for name in WORKLOADS]
    assert [number(row[1]) for row in rows[:: len(DECADES)]] == sizes, WRITE


def test_the_peaks_of_the_page_are_within_the_tolerance_of_the_truth_tests(
    page: dict[str, study.Table],
) -> None:
    for name, _, off in page["sizes"][1:]:
        assert abs(percent(off)) <= 100 * TOLERANCE.get(name, 0.01), name


def test_python_allocators_read_the_same_on_every_heap_of_the_page(
    page: dict[str, study.Table],
) -> None:
    for name, cold, with_holes in page["heaps"][1:]:
        if "python" in name:
            assert number(with_holes) == pytest.approx(number(cold), rel=0.01), name


def test_system_allocators_read_different_numbers_on_the_heaps_of_the_page(
    page: dict[str, study.Table],
) -> None:
    found = {name: (number(cold), number(holes)) for name, cold, holes in page["heaps"][1:]}
    for name in ("tuples", "dicts"):
        cold, with_holes = found[f"{name}, `system`"]
        assert with_holes < cold / 2


@pytest.mark.slow
@is_the_pages_interpreter
def test_the_study_finds_the_sizes_that_the_page_has(page: dict[str, study.Table]) -> None:
    found = study.known_sizes()
    for here, there in zip(page["sizes"][1:], found[1:], strict=True):
        assert here[:2] == there[:2], WRITE
        assert percent(there[2]) == pytest.approx(percent(here[2]), abs=1), here


@pytest.mark.slow
@is_the_pages_interpreter
def test_the_study_finds_the_places_that_the_page_has(page: dict[str, study.Table]) -> None:
    for here, there in zip(page["elsewhere"][1:], study.elsewhere()[1:], strict=True):
        # What starts a thread or a process takes some kB, more or less.
        assert number(there[1]) == pytest.approx(number(here[1]), rel=0.01, abs=100), here


@pytest.mark.slow
def test_deterministic_code_has_no_spread() -> None:
    for title, lowest, highest in study.spreads()[1:3]:
        assert lowest == highest, title
