"""The parts of an output that are compared, and the names of the machine that are masked."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from .masks import clean, masked, shown


@pytest.mark.parametrize(
    ("page", "now"),
    [
        ("peak 1.32 MiB", "peak 717.26 KiB"),
        ("Name (time in ms)   Min", "Name (time in us)       Min"),
        ("---- benchmark: 1 tests ----", "------ benchmark: 12 tests --------"),
        ("grew by +20.5%", "grew by 3.1%"),
        ("commit d4f20697d8515e", "commit 0f3b2e1"),
        ("OPS (Kops/s)", "OPS"),
        ("5,780 allocations", "59,799 allocations"),
    ],
)
def test_numbers_units_and_widths_are_not_compared(page, now):
    assert masked(page) == masked(now)


@pytest.mark.parametrize(
    ("page", "now"),
    [
        ("regression: `a`", "not judged: `a`"),
        ("peak 1 MiB", "rss 1 MiB"),
        ("3 passed", "3 failed"),
        ("holds: O(n)", "holds: O(n log n)"),
    ],
)
def test_words_are_compared(page, now):
    assert masked(page) != masked(now)


@pytest.mark.parametrize(
    ("page", "good"),
    [
        (["a 1", "b 1", "c 1"], True),
        (["a 1", "b 1"], False),
        (["b 1", "c 1"], False),
        (["...", "b 1", "..."], True),
        (["a 1", "...", "c 1"], True),
        (["...", "c 1"], True),
        (["...", "b 1"], False),
        (["b 1", "..."], False),
        (["...", "c 1", "...", "b 1", "..."], False),
        (["...", "x 1", "..."], False),
        (["..."], False),
        ([], False),
    ],
)
def test_three_dots_stand_for_any_lines(page, good):
    assert (shown(page, ["a 2", "", "b 2", "c 2"]) is not None) == good


def test_what_is_shown_are_the_lines_of_now_with_the_dots_of_the_page():
    now = ["a 2", "b 2", "c 2", "d 2"]
    assert shown(["...", "b 1", "...", "d 1"], now) == ["...", "b 2", "...", "d 2"]


def test_nothing_of_the_machine_is_left():
    home = Path("/tmp/page-abc")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    text = (
        f"file {home}/project/run.json in {home}/project and {home}/tmp/x\n"
        f"{socket.gethostname()} at {day} 23:59\nrootdir: {home}\nplugins: many\n"
    )
    cleaned = clean(text, home, Path("/work/docs"))
    assert cleaned == [
        "file run.json in ~/project and /tmp/x",
        "machine at 2026-01-01 12:00",
        "...",
    ]
