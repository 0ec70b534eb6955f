"""`benchmem compare --format github`: what is annotated, and how badly."""

import pytest

from tests.io.run_files import entry, write_run

from .action_runner import obeyed
from .checkout import TEST, sited

PEAK = ("--fail-on", "peak:10%")


def f(peak=(1000,), id_=TEST, **others):
    return entry(id_, peak=peak, **others)


def test_a_regression_is_an_error_that_says_what_grew(compared):
    result = compared([f()], [f((1500,))], *PEAK)
    assert result.exit_code == 1
    command, gate = result.stdout.splitlines()
    assert command == (
        "::error file=test_app.py,line=4,title=peak grew by 50.0%25::"
        f"`{TEST}`: peak grew by 50.0%25, 1000 B -> 1.46 KiB, above `peak:10%25`"
    )
    assert gate == "gate `peak:10%`: 1 regression, 0 not judged, 0 good"


def test_what_is_good_is_not_annotated(compared):
    result = compared([f()], [f()], *PEAK)
    assert result.exit_code == 0
    assert result.stdout == "gate `peak:10%`: 0 regressions, 0 not judged, 1 good\n"


def test_without_a_rule_nothing_is_annotated(compared, summary):
    result = compared([f()], [f((9000,))])
    assert result.exit_code == 0
    assert obeyed(result.stdout) == []
    assert result.stdout.startswith("without `--fail-on` nothing is judged")
    assert "8.79 KiB" in summary.read_text()


def test_one_run_is_a_table(command, summary, tmp_path):
    write_run(tmp_path / "run.json", [f()])
    result = command("compare", "run.json", "--format", "github")
    assert result.exit_code == 0
    assert obeyed(result.stdout) == []
    assert "test_rows" in summary.read_text()


def test_the_message_has_the_sites_with_sites(commands):
    base, head = [sited(("app.py", 3, 1000))], [sited(("app.py", 3, 3000))]
    (plain,) = commands(base, head, *PEAK)
    assert "\n" not in plain.message
    (told,) = commands(base, head, *PEAK, "--sites")
    assert told.message.splitlines()[1] == ("+1.95 KiB  grew: made (app.py:3), 1000 B -> 2.93 KiB")


def test_the_worst_comes_first_whatever_the_metric(commands):
    base = [f(id_=f"m.py::{name}", time=1e-3) for name in "abc"] + [f((0,), id_="m.py::z")]
    head = [
        f((1200,), id_="m.py::a"),
        f((1100,), id_="m.py::b", time=2e-3),
        f((1500,), id_="m.py::c"),
        f((1,), id_="m.py::z"),
    ]
    found = commands(base, head, "--fail-on", "peak:10%", "--fail-on", "time:10%")
    assert [each.properties["title"] for each in found] == [
        "peak grew from a zero baseline",
        "time grew by 100.0%",
        "peak grew by 50.0%",
        "peak grew by 20.0%",
    ]


@pytest.mark.parametrize(("number", "shown"), [(10, 10), (11, 9), (30, 9)])
def test_no_more_errors_than_github_shows_and_then_how_many_more(commands, number, shown):
    ids = [f"m.py::f[{n}]" for n in range(number)]
    base = [f(id_=id_) for id_ in ids]
    head = [f((2000 + n,), id_=id_) for n, id_ in enumerate(ids)]
    found = commands(base, head, *PEAK)
    assert len(found) == 10
    assert {each.name for each in found} == {"error"}
    assert found[0].message.startswith(f"`m.py::f[{number - 1}]`")
    more = [each.properties["title"] for each in found[shown:]]
    assert more == ([f"{number - 9} more regressions"] if number > 10 else [])


def test_no_more_warnings_than_github_shows_and_then_how_many_more(commands):
    gone = [f(id_=f"m.py::f[{n}]") for n in range(25)]
    found = commands([f(), *gone], [f()], *PEAK, "--on-missing", "warn")
    assert len(found) == 10
    assert {each.name for each in found} == {"warning"}
    assert found[-1].properties["title"] == "16 more inconclusive or not judged"


@pytest.mark.parametrize(
    ("choice", "code", "kinds"),
    [("fail", 1, ["error", "warning"]), ("warn", 0, ["warning"]), ("ignore", 0, [])],
)
def test_what_was_not_judged_is_a_warning_and_one_error_where_it_fails_the_gate(
    compared, choice, code, kinds
):
    base = [f(), f(id_="test_app.py::test_gone")]
    result = compared(base, [f()], *PEAK, "--on-missing", choice)
    found = obeyed(result.stdout)
    assert result.exit_code == code
    assert [each.name for each in found] == kinds
    if kinds:
        assert found[-1].message.endswith("could not be judged: it is missing in `head`")
        assert found[-1].place == ("test_app.py", None)
    if code:
        assert found[0].place == (None, None)
        assert found[0].message.endswith("1 not judged, 1 good; what was not judged fails it")


@pytest.mark.parametrize(
    ("choice", "code", "kinds"),
    [("fail", 3, ["error", "warning"]), ("warn", 0, ["warning"]), ("ignore", 0, [])],
)
def test_what_is_inconclusive_is_a_warning_and_one_error_where_it_fails_the_gate(
    compared, choice, code, kinds
):
    rule = ("--fail-on", "peak:10%:clear", "--on-inconclusive", choice)
    result = compared([f((1000, 1200))], [f((1200, 1500))], *rule)
    found = obeyed(result.stdout)
    assert result.exit_code == code
    assert [each.name for each in found] == kinds
    if kinds:
        assert found[-1].properties["title"] == "inconclusive: peak grew by 20.0%"
        assert found[-1].place == ("test_app.py", "4")
    if code:
        assert found[0].message.endswith("; inconclusive growth fails it")


def test_a_gate_that_judged_nothing_is_an_error(compared):
    result = compared([f(id_="m.py::gone")], [f()], *PEAK, "--on-missing", "ignore")
    assert result.exit_code == 1
    (error,) = obeyed(result.stdout)
    assert error.message == "gate `peak:10%`: nothing could be judged, so it fails"


def test_a_regression_needs_no_other_error(commands):
    base = [f(), f(id_="m.py::gone")]
    found = commands(base, [f((5000,))], *PEAK)
    assert [each.name for each in found] == ["error", "warning"]
    assert found[0].properties["title"] == "peak grew by 400.0%"


def test_a_message_is_no_longer_than_the_runner_takes(commands):
    long = f"m.py::f[{'x' * 20_000}]"
    sites = [(f"{n}{'y' * 200}.py", 1, 1000) for n in range(100)]
    base = [f(id_=long), sited(*sites)]
    head = [f((9000,), id_=long), sited(*((file, line, 4000) for file, line, _ in sites))]
    found = commands(base, head, *PEAK, "--sites")
    assert len(found) == 2
    for each in found:
        assert 0 < len(each.message) <= 4096
    # No line is cut in half.
    assert found[1].message.splitlines()[-1].endswith("1000 B -> 3.91 KiB")
