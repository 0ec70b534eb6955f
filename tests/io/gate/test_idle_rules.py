"""A rule that could judge nothing is named, and fails beside one that did judge."""

import pytest

from tests.io.commands import table_of
from tests.io.run_files import NO_TIME, entry, write_run

PEAK, RSS = ("--fail-on", "peak:10%"), ("--fail-on", "rss:10%")
IDLE = "gate `peak:10%`, `rss:10%`: 0 regressions, 2 not judged, 2 good; `rss:10%` judged nothing"


@pytest.fixture
def compare(command, tmp_path, monkeypatch):
    """Compare two runs of two benchmarks that have peaks and no rss."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for name in ("base", "head"):
        write_run(tmp_path / f"{name}.json", [entry(f"m.py::{each}") for each in "fg"])

    def run(*arguments):
        return command("compare", "base.json", "head.json", *arguments)

    return run


def last_line(result):
    return result.output.splitlines()[-1]


def test_a_rule_that_judged_nothing_fails_beside_one_that_did_and_is_named(compare):
    result = compare(*PEAK, *RSS)
    assert result.exit_code == 1
    assert last_line(result) == f"{IDLE}, so it fails"


@pytest.mark.parametrize("choice", ["warn", "ignore"])
def test_on_missing_decides_and_the_rule_is_named_all_the_same(compare, choice):
    result = compare(*PEAK, *RSS, "--on-missing", choice)
    assert result.exit_code == 0
    assert last_line(result) == IDLE


def test_every_idle_rule_is_named_and_no_other(compare, tmp_path):
    write_run(tmp_path / "head.json", [entry(f"m.py::{each}", time=NO_TIME) for each in "fg"])
    result = compare(*RSS, *PEAK, "--fail-on", "time:5%", "--on-missing", "warn")
    assert last_line(result).endswith("2 good; `rss:10%`, `time:5%` judged nothing")


def test_a_rule_that_judged_one_benchmark_is_not_idle(compare, tmp_path):
    write_run(tmp_path / "head.json", [entry("m.py::f"), entry("m.py::h")])
    result = compare(*PEAK, "--fail-on", "time:50%")
    assert result.exit_code == 1
    assert "judged nothing" not in result.output


def test_growth_by_one_rule_does_not_hide_that_another_judged_nothing(compare, tmp_path):
    write_run(tmp_path / "head.json", [entry(f"m.py::{each}", peak=(9000,)) for each in "fg"])
    result = compare(*PEAK, *RSS, "--on-missing", "warn")
    assert result.exit_code == 1
    assert last_line(result).endswith(
        "2 regressions, 2 not judged, 0 good; `rss:10%` judged nothing"
    )


@pytest.mark.parametrize("format_", ["md", "html", "csv", "json", "github"])
def test_every_format_names_the_rule(compare, format_):
    result = compare(*PEAK, *RSS, "--format", format_)
    assert result.exit_code == 1
    assert "judged nothing" in result.output


def test_json_lists_the_rules_that_judged_nothing(compare):
    found = table_of(compare(*PEAK, *RSS, "--format", "json").stdout).gate
    assert found is not None
    assert found.judged_nothing == ["rss:10%"]
