"""The largest and the smallest numbers that a run file may hold, in tables and verdicts."""

import json
import sys

import pytest

from benchmem_io.table.model import compute_change, format_change

from .run_files import entry, write_run

HUGE, LARGEST, TINY = 1.7e308, sys.float_info.max, 5e-324


@pytest.mark.parametrize(
    ("base", "head", "share", "text"),
    [
        (1e-3, HUGE, LARGEST, ">1,000,000,000%"),
        (TINY, LARGEST, LARGEST, ">1,000,000,000%"),
        (LARGEST, TINY, -1, "-100.0%"),
        (HUGE, HUGE, 0, "0.0%"),
        (0, HUGE, float("inf"), "+inf%"),
        (1.0, 1.0 + 2**-52, 2**-52, "+2e-14%"),
        (10**6, 10**6 + 1, 1e-6, "+0.0001%"),
        (10**9, 10**9 - 4_500, -4.5e-6, "-0.0004%"),
        (10**4, 10**4 + 5, 5e-4, "+0.1%"),
    ],
)
def test_a_change_is_a_number_that_can_be_read(base, head, share, text):
    assert compute_change(base, head) == share
    assert format_change(compute_change(base, head)) == text


@pytest.mark.parametrize("format_", ["table", "md", "csv", "json", "html", "github"])
@pytest.mark.parametrize(("first", "second"), [(1e-3, HUGE), (HUGE, TINY), (HUGE, HUGE)])
def test_every_format_can_write_them(command, tmp_path, format_, first, second):
    for name, time in (("a", first), ("b", second)):
        # Where an id is no UTF-8, another writer of JSON is at work.
        stats = dict.fromkeys(("min", "max", "mean", "median", "stddev", "iqr"), time)
        write_run(tmp_path / f"{name}.json", [entry("m.py::f\ud800", time=1.0, **stats)])
    options = ("--stat", "all", "--fail-on", "time:10%", "--format", format_)
    result = command("compare", "a.json", "b.json", *options)
    assert result.exit_code == int(second > first)
    assert max(map(len, result.stdout.split())) < 400
    if format_ == "json":
        document = json.loads(result.stdout, parse_constant=pytest.fail)
        assert [row["cells"]["time:min"]["value"] for row in document["rows"]] == [first, second]
