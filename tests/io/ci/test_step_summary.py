"""`benchmem compare --format github`: the table in the summary of the step."""

import re

import pytest

from benchmem_io.ci.summaries import MOST_BYTES
from tests.io.run_files import entry

from .action_runner import obeyed
from .checkout import sited

PEAK = ("--fail-on", "peak:10%")
# So long are the ids that these two tables of rows have more than a summary may.
MANY = 400


def f(peak=1000, id_="test_app.py::test_rows"):
    return entry(id_, peak=(peak,))


def many(peak):
    return [f(peak + n, f"m.py::test_{n}[{'x' * 2000}]") for n in range(MANY)]


def rows(text):
    return [line for line in text.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("arguments", [(), PEAK, ("--diff",), (*PEAK, "--sites")])
def test_it_is_the_markdown_table_with_the_list_of_regressions(
    compared, command, summary, arguments
):
    result = compared([sited(("app.py", 3, 1000))], [sited(("app.py", 3, 5000))], *arguments)
    markdown = command("compare", "base.json", "head.json", "--format", "md", *arguments)
    assert summary.read_text(encoding="utf-8") == markdown.stdout
    assert result.exit_code == markdown.exit_code


def test_sites_without_a_rule_stand_under_the_table(compared, summary):
    code = "&#96;test&#95;app.py&#58;&#58;test&#95;rows&#96;"
    compared([sited(("app.py", 3, 1000))], [sited(("app.py", 3, 5000))], "--sites")
    assert summary.read_text().endswith(
        f"\n\n- {code}\n  - +3.91 KiB  grew: made (app.py&#58;3), 1000 B -&#62; 4.88 KiB\n"
    )


def test_what_the_step_has_written_stays_and_the_table_is_a_paragraph_of_its_own(compared, summary):
    summary.write_text("## Memory")
    compared([f()], [f(5000)], *PEAK)
    assert summary.read_text().startswith("## Memory\n\n| Name | Run |")


def test_without_a_summary_the_table_is_printed(compared, command, summary, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    result = compared([f()], [f(5000)], *PEAK)
    markdown = command("compare", "base.json", "head.json", "--format", "md", *PEAK).stdout
    assert result.stdout.splitlines()[1:] == markdown.splitlines()
    assert [each.name for each in obeyed(result.stdout)] == ["error"]
    assert not summary.exists()


def test_a_summary_that_cannot_be_written_is_named(compared, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "nowhere" / "summary.md"))
    result = compared([f()], [f()])
    assert result.exit_code == 2
    assert "`GITHUB_STEP_SUMMARY` cannot be written: No such file or directory" in result.stderr


def test_csv_is_written_beside_it(compared, tmp_path, summary):
    compared([f()], [f(5000)], "--csv", "numbers.csv")
    assert "test_rows" in (tmp_path / "numbers.csv").read_text()
    assert summary.exists()


def test_a_table_that_is_too_large_is_cut_at_a_row_and_says_so(compared, summary):
    compared(many(10_000), many(10_000), *PEAK)
    text = summary.read_text()
    assert len(text.encode()) <= MOST_BYTES
    found = re.search(r"\n\n\*\*The first ([\d,]+) of ([\d,]+) rows: .*\*\*\n", text)
    assert int(found[1].replace(",", "")) == len(rows(text)) > 100
    assert int(found[2].replace(",", "")) == 2 * MANY
    # Every row is whole, and what stands under the table is still there.
    assert {line.count("|") for line in rows(text)} == {7}
    assert "\n\nNames begin with m.py&#58;:\n\n" in text
    assert text.endswith(
        f"- gate &#96;peak&#58;10%&#96;: 0 regressions, 0 not judged, {MANY} good\n"
    )


@pytest.mark.slow
def test_regressions_come_before_rows_where_there_is_too_little_room(compared, summary):
    compared(many(10_000), many(90_000), *PEAK)
    text = summary.read_text()
    assert MOST_BYTES * 0.98 < len(text.encode()) <= MOST_BYTES
    listed = [line for line in text.splitlines() if line.startswith("- regression: ")]
    left = re.search(r"\n- ([\d,]+) more lines do not fit", text)
    assert len(listed) + int(left[1].replace(",", "")) == MANY
    assert len("\n".join(listed)) > MOST_BYTES * 0.48
    assert len(rows(text)) > 100
    assert text.endswith(f"{MANY} regressions, 0 not judged, 0 good\n")


@pytest.mark.slow
def test_all_regressions_are_listed_where_only_the_table_is_too_large(compared, summary):
    base, head = many(10_000), many(10_000)
    grown = [f"m.py::grown_{n}" for n in range(50)]
    compared(
        [*base, *(f(id_=id_) for id_ in grown)], [*head, *(f(9000, id_) for id_ in grown)], *PEAK
    )
    assert summary.read_text().count("\n- regression: ") == 50


@pytest.mark.slow
def test_groups_that_are_cut_leave_no_heading_behind(compared, summary):
    entries = [
        entry(f"m.py::test_{n}[{'x' * 2000}]", group=f"group {n % 200}") for n in range(MANY)
    ]
    compared(entries, entries, "--group-by", "group")
    text = summary.read_text()
    assert len(text.encode()) <= MOST_BYTES
    titles = text.count("#### ")
    assert 0 < titles == text.count("\n| :---") < 200
    table = text.partition("\n\n**The first")[0]
    assert table.splitlines()[-1].startswith("| `")


@pytest.mark.slow
def test_what_the_step_has_written_counts(compared, summary):
    summary.write_text("x" * (MOST_BYTES - 100_000))
    compared(many(10_000), many(10_000), *PEAK)
    size = len(summary.read_bytes())
    assert MOST_BYTES - 10_000 < size <= MOST_BYTES


def test_a_full_summary_is_left_alone_and_says_so(compared, summary):
    before = "x" * (MOST_BYTES - 10)
    summary.write_text(before)
    result = compared([f()], [f(5000)], *PEAK)
    assert result.exit_code == 1
    assert summary.read_text() == before
    assert "the table has no room" in result.stderr


def test_a_row_that_alone_is_too_large_is_left_out(compared, summary):
    huge = f"m.py::f[{'x' * MOST_BYTES}]"
    compared([f(), f(id_=huge)], [f(), f(9000, id_=huge)], *PEAK)
    text = summary.read_text()
    assert len(text.encode()) <= MOST_BYTES
    assert "1 regression, 0 not judged, 1 good" in text


def test_two_comparisons_of_a_step_stand_under_each_other(compared, summary):
    for _ in range(2):
        compared([f()], [f(5000)], *PEAK)
    text = summary.read_text()
    assert text.count("\n\n| Name | Run |") == 1
    assert text.count("| Name | Run |") == 2


def test_ids_that_no_text_can_hold_are_written(compared, summary):
    id_ = "m.py::f[\udc80]"
    assert compared([f(id_=id_)], [f(9000, id_)], *PEAK).exit_code == 1
    assert "<code>f&#91;&#92;udc80&#93;</code>" in summary.read_text(encoding="utf-8")
