"""Options of the magics, and what they return."""

from collections.abc import Callable

import pytest
from IPython.core.error import UsageError

from benchmem_core import ArgumentError, measure_memory
from benchmem_core.notebook.options import parse_line

from .shown import Shown


@pytest.mark.parametrize(
    ("line", "code", "arguments"),
    [
        ("", "", {}),
        ("f(1,  2)  ", "f(1,  2)  ", {}),
        ("-r 3 f()", "f()", {"repeats": 3}),
        ("-r3 -w0 -c5 f()", "f()", {"repeats": 3, "warmup": 0, "calls": 5}),
        ("--repeats=3 --warmup 0 f()", "f()", {"repeats": 3, "warmup": 0}),
        ("--calls 2 --max-time 1.5 f()", "f()", {"calls": 2, "max_time": 1.5}),
        ("--allocators system f()", "f()", {"allocators": "system"}),
        ("--retained f()", "f()", {"retained": True}),
        ("--sites f()", "f()", {"sites": 10}),
        ("--sites", "", {"sites": 10}),
        ("--sites 3 f()", "f()", {"sites": 3}),
        ("--sites=3 5", "5", {"sites": 3}),
        ("--sites -- 3", "3", {"sites": 10}),
        ("-- -x", "-x", {}),
        ("x -r 3 'a  b' --sites", "x -r 3 'a  b' --sites", {}),
        ("f('unbalanced", "f('unbalanced", {}),
        ("x - -y --z -- 3", "x - -y --z -- 3", {}),
        ("-r 2 x --r", "x --r", {"repeats": 2}),
    ],
)
def test_options_end_where_the_code_begins(
    line: str, code: str, arguments: dict[str, object]
) -> None:
    parsed = parse_line(line)
    assert (parsed.code, parsed.arguments) == (code, arguments)
    assert (parsed.output, parsed.quiet) == (False, False)


@pytest.mark.parametrize("line", ["-o -q f()", "-qo f()", "--output --quiet f()"])
def test_flags_may_stand_together(line: str) -> None:
    parsed = parse_line(line)
    assert (parsed.output, parsed.quiet, parsed.code) == (True, True, "f()")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("-z f()", "-z"),
        ("--isolate f()", "--isolate"),
        ("-r f()", "-r/--repeats: invalid int value: 'f()'"),
        ("--sites=x f()", "--sites: invalid int value: 'x'"),
        ("--allocators all f()", "--allocators: invalid choice: 'all'"),
        ("-r", "-r/--repeats"),
    ],
)
def test_a_bad_option_is_refused(line: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_line(line)
    assert reason in str(caught.value)
    assert str(caught.value).endswith("; `%benchmem?` lists the options")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("-r 0 f()", "`repeats` must be an integer of at least 1, not `0`"),
        ("-w -1 f()", "`warmup` must be an integer of at least 0, not `-1`"),
        ("--sites 0 f()", "`sites` must be an integer of at least 1"),
        ("--max-time nan f()", "`max_time` must be a positive number"),
    ],
)
def test_the_engine_refuses_values_that_have_no_meaning(line: str, reason: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        measure_memory(list, **parse_line(line).arguments)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "cell",
    [
        "%benchmem --nonsense 1",
        "%benchmem -r 0 1",
        "%benchmem",
        "%benchmem -r 3",
        "%%benchmem\n",
        "%%benchmem x = 1\n# nothing",
    ],
)
def test_wrong_usage_is_one_line(last: Callable[..., Shown], cell: str) -> None:
    shown = last(cell)
    assert shown.error == "UsageError"
    assert shown.err.startswith("UsageError: ")
    assert len((shown.err + shown.out).splitlines()) == 1


def test_every_option_is_an_argument_of_the_engine() -> None:
    line = "-r 2 -w 1 -c 2 --max-time 9 --allocators system --retained --sites 3 x"
    result = measure_memory(list, **parse_line(line).arguments)
    assert (result.repeats, result.allocators, result.retained_bytes) == (2, "system", 0)


def test_a_result_is_returned_on_request_only(last: Callable[..., Shown]) -> None:
    assert last("result = %benchmem -q build(1)", "print(result)").out == "None\n"
    shown = last("result = %benchmem -q -o build(1)", "type(result).__name__")
    assert shown.text == "'MemoryResult'"


def test_a_result_that_is_returned_is_told_in_one_line(last: Callable[..., Shown]) -> None:
    shown = last("result = %benchmem -o --sites build(1)")
    assert shown.out.startswith("peak ")
    assert (len(shown.out.splitlines()), shown.shown) == (1, [])


def test_quiet_shows_nothing(last: Callable[..., Shown]) -> None:
    shown = last("%benchmem -q build(1)")
    assert (shown.out, shown.err, shown.shown, shown.error) == ("", "", [], None)
