"""`%benchmem` and `%%benchmem` in IPython: what a line and a cell measure."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmem_core.notebook.options import make_parser

from .shown import LOAD, Cells, Shown


def test_the_extension_adds_both_magics(cells: Cells) -> None:
    loaded, line, cell = cells(LOAD, "%benchmem list()", "%%benchmem\nlist()")
    assert (loaded.out, loaded.err, loaded.error) == ("", "", None)
    assert line.text.startswith("peak ")
    assert cell.text.startswith("peak ")


def test_it_may_be_loaded_again(cells: Cells) -> None:
    *_, shown = cells(LOAD, "%reload_ext benchmem_core", "%benchmem list()")
    assert shown.text.startswith("peak ")


def test_help_lists_every_option(last: Callable[..., Shown]) -> None:
    shown = last("%benchmem?")
    for line in make_parser().format_help().strip().splitlines():
        assert line.strip() in shown.out + shown.text


def test_terminal_ipython_runs_it(tmp_path: Path, environment: dict[str, str]) -> None:
    script = tmp_path / "session.ipy"
    script.write_text(f"{LOAD}\n%benchmem bytearray(1_000_000)\n")
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--colors=NoColor", str(script)],
        env={**environment, "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    # The object around the bytes is larger since 3.15.
    assert done.stdout.startswith(("peak 976.6", "peak 976.7"))
    assert "max" not in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_a_line_measures_what_measure_memory_does(last: Callable[..., Shown]) -> None:
    shown = last(
        "from benchmem_core import measure_memory\n"
        "result = %benchmem -o build(1000)\n"
        "(result.peak_bytes, result.total_bytes) == "
        "(lambda r: (r.peak_bytes, r.total_bytes))(measure_memory(lambda: build(1000)))"
    )
    assert shown.text == "True"


def test_a_notebook_gets_a_table(last: Callable[..., Shown]) -> None:
    (shown,) = last("%benchmem build(10)").shown
    assert shown["text/html"].count("<table>") == 1
    assert shown["text/plain"].startswith("peak ")


def test_a_cell_is_measured_whole(last: Callable[..., Shown]) -> None:
    shown = last(
        "%%benchmem -o\na = bytearray(1_000_000)\nb = bytearray(2_000_000)\ndel a",
        "1 if 3_000_000 < _.peak_bytes < 3_001_000 else _",
    )
    assert shown.text == "1"


def test_the_number_of_variables_does_not_matter(last: Callable[..., Shown]) -> None:
    shown = last(
        "a = %benchmem -o -q x = build(10)",
        "for i in range(1000): globals()[f'v{i}'] = i",
        "b = %benchmem -o -q x = build(10)",
        "a == b",
    )
    assert shown.text == "True"


def test_nothing_of_a_pass_stays(last: Callable[..., Shown]) -> None:
    shown = last("%%benchmem -o -q --retained\nx = build(1000)", "_.series('retained_bytes')")
    assert shown.text == "[0, 0]"


def test_code_reads_the_users_variables(last: Callable[..., Shown]) -> None:
    assert last("n = 3", "%benchmem build(n)").error is None


def test_what_a_cell_assigns_is_gone_afterwards(last: Callable[..., Shown]) -> None:
    shown = last(
        "before = set(globals())",
        "%%benchmem\nimport json\nx = 1\nfor i in range(3): pass\ndef f(): pass\nclass A: pass",
        "sorted(name for name in set(globals()) - before if name[0] != '_')",
    )
    assert shown.text == "['before']"


def test_each_run_begins_with_the_users_value(last: Callable[..., Shown]) -> None:
    """Where `%timeit` has an unbound local variable."""
    shown = last(
        "x = [1]\ntotal = 1",
        "%%benchmem -r 3\nassert x == [1] and total == 1\nx = x + [2]\ntotal += 1",
        "x, total",
    )
    assert shown.text == "([1], 1)"


def test_what_is_declared_global_is_the_users(last: Callable[..., Shown]) -> None:
    shown = last("runs = 0", "%%benchmem -r 3 -w 2 -c 4\nglobal runs\nruns += 1", "runs")
    assert shown.text == str(3 * 4 + 2)


def test_a_builtin_may_be_assigned(last: Callable[..., Shown]) -> None:
    assert last("%benchmem sum = sum([1, 2])").error is None


def test_functions_and_classes_of_a_cell_see_its_variables(last: Callable[..., Shown]) -> None:
    shown = last(
        "%%benchmem\nx = 1\ndef f():\n    return [x for _ in range(2)]\n"
        "class A:\n    y = x\nassert f() == [1, 1] and A.y == 1"
    )
    assert shown.error is None


def test_names_that_the_magic_might_use_are_the_users(last: Callable[..., Shown]) -> None:
    shown = last(
        "cell = setup = line = action = 5", "%%benchmem f = 1\nassert cell + setup + line == 15"
    )
    assert shown.error is None


def test_a_line_in_a_function_sees_its_variables(last: Callable[..., Shown]) -> None:
    shown = last("def f(size):\n    %benchmem build(size)\n    return size\nf(2)")
    assert (shown.error, shown.shown[-1]["text/plain"]) == (None, "2")


def test_magics_and_shell_commands_work_inside(last: Callable[..., Shown]) -> None:
    assert last("%%benchmem\nfound = %pwd\nassert found").error is None


def test_braces_and_dollars_are_code(last: Callable[..., Shown]) -> None:
    assert last("n = 3", "%benchmem assert {n} == {3} and '$n' == '\\x24n'").error is None


def test_the_setup_runs_before_every_pass_and_warmup(last: Callable[..., Shown]) -> None:
    shown = last("log = []", "%%benchmem -r 3 log.append(1)\nlog.append(2)", "log")
    assert shown.text == str([1, 2] * 4)


def test_the_setup_is_not_measured(last: Callable[..., Shown]) -> None:
    shown = last("%%benchmem -o -q data = build(1000)\ncopy = list(data)", "_.peak_bytes < 20_000")
    assert shown.text == "True"


def test_a_cell_may_assign_what_the_setup_did(last: Callable[..., Shown]) -> None:
    shown = last(
        "x = 5", "%%benchmem x = x + 1; y = 2\nassert (x, y) == (6, 2)\nx += 1\ny += 1", "x"
    )
    assert shown.text == "5"


def test_a_setup_that_fails_shows_it(last: Callable[..., Shown]) -> None:
    shown = last("%%benchmem 1/0\npass")
    assert shown.error == "ZeroDivisionError"
    assert "Cell In[3], line 1\n----> 1 1/0" in shown.out


FETCH = (
    "import asyncio\nasync def fetch():\n    await asyncio.sleep(0)\n    return bytearray(10**6)"
)


@pytest.mark.parametrize(
    "cell",
    [
        "%%benchmem -o -q\nx = await fetch()",
        "%%benchmem -o -q y = 1\nx = await fetch()",
        "%benchmem -o -q await fetch()",
    ],
)
def test_a_cell_may_await(last: Callable[..., Shown], cell: str) -> None:
    assert last(FETCH, cell, "10**6 < _.peak_bytes < 2 * 10**6").text == "True"
