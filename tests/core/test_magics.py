"""`%benchmem` and `%%benchmem` in IPython."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmem_core import ArgumentError, measure_memory
from benchmem_core.magics import HELP, parse_line

from .conftest import HERE, Script, script_environment

LOAD = "%load_ext benchmem_core"
BUILD = "def build(n):\n    return [bytearray(1000) for _ in range(n)]"


@dataclass(frozen=True)
class Shown:
    """What a cell showed.

    Attributes:
        out: What it printed, and the results as text.
        err: What it printed as errors.
        shown: What it displayed, by kind.
        error: The exception that ended it.
    """

    out: str
    err: str
    shown: list[dict[str, str]]
    error: str | None

    @property
    def text(self) -> str:
        """What it displayed, as text."""
        return "\n".join(each["text/plain"] for each in self.shown)


Cells = Callable[..., list[Shown]]


@pytest.fixture(scope="module")
def ipython(tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    folder = tmp_path_factory.mktemp("ipython")
    variables = {**script_environment(folder), "IPYTHONDIR": str(folder)}
    with subprocess.Popen(
        [sys.executable, str(HERE / "ipython_process.py")],
        env=variables,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def cells(ipython: "subprocess.Popen[str]") -> Cells:
    """Run cells one after the other in a new session, and return what each showed."""

    def run(*sources: str) -> list[Shown]:
        assert ipython.stdin is not None
        assert ipython.stdout is not None
        ipython.stdin.write(json.dumps(sources) + "\n")
        ipython.stdin.flush()
        return [Shown(**each) for each in json.loads(ipython.stdout.readline())]

    return run


@pytest.fixture
def last(cells: Cells) -> Callable[..., Shown]:
    """Run cells that begin with the extension and a function `build`; what the last one showed."""

    def run(*sources: str) -> Shown:
        *before, shown = cells(LOAD, BUILD, *sources)
        assert [each.error for each in before] == [None] * len(before)
        return shown

    return run


# --- loading ----------------------------------------------------------------------------------


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
    assert HELP.strip() in shown.out + shown.text


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
    assert done.stdout.startswith("peak 976.6")
    assert len(done.stdout.splitlines()) == 1


# --- the numbers ------------------------------------------------------------------------------


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


# --- the namespace ----------------------------------------------------------------------------


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


# --- setup ------------------------------------------------------------------------------------


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


# --- async ------------------------------------------------------------------------------------

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


# --- options ----------------------------------------------------------------------------------


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
        ("-r f()", "`-r` must be an integer of at least 1, not `'f()'`"),
        ("-r 0 f()", "`-r` must be an integer of at least 1, not `0`"),
        ("-w -1 f()", "`-w` must be an integer of at least 0, not `-1`"),
        ("--sites=x f()", "`--sites` must be"),
        ("--max-time nan f()", "`--max-time` must be a positive number"),
        ("--allocators all f()", "`allocators` must be 'python' or 'system'"),
        ("-r", "-r"),
    ],
)
def test_a_bad_option_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        parse_line(line)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


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


# --- sites ------------------------------------------------------------------------------------


def test_sites_name_cells_and_their_lines(last: Callable[..., Shown]) -> None:
    text = last("%%benchmem --sites\nx = build(100)\n\ny = bytearray(10_000)").text
    assert "(Cell In[2]:2)" in text
    assert "<module> (Cell In[3]:4)" in text
    assert "benchmem_core" not in text


def test_sites_of_a_line_name_the_line_in_its_cell(last: Callable[..., Shown]) -> None:
    text = last("x = 1\n\n%benchmem --sites y = bytearray(10_000)").text
    assert "<module> (Cell In[3]:3)" in text


def test_sites_of_the_engine_alone_name_cells_too(last: Callable[..., Shown]) -> None:
    text = last(
        "from benchmem_core import measure_memory\nmeasure_memory(lambda: build(100), sites=1)"
    ).text
    assert "(Cell In[2]:2)" in text


def test_a_file_outside_of_cells_is_named_as_ever(last: Callable[..., Shown]) -> None:
    text = last(
        "import json\ntext = json.dumps(list(range(10_000)))", "%benchmem --sites json.loads(text)"
    ).text
    assert "raw_decode (json/decoder.py:" in text
    assert "called by <module> (Cell In[4]:1)" in text


# --- what goes wrong --------------------------------------------------------------------------


def test_an_exception_shows_the_users_code_and_nothing_of_ours(last: Callable[..., Shown]) -> None:
    shown = last("%%benchmem\nx = 1\ndef inner():\n    1/0\ninner()")
    assert shown.error == "ZeroDivisionError"
    assert "Cell In[3], line 5" in shown.out
    assert "----> 5 inner()" in shown.out
    assert "Cell In[3], line 4, in inner()" in shown.out
    assert "benchmem_core" not in shown.out


@pytest.mark.parametrize(
    ("code", "line", "reason"),
    [
        ("x = 1\ny = )", 3, "unmatched ')'"),
        ("x = 1\nreturn x", 3, "'return' outside function"),
        ("yield 1", 2, "'yield' outside function"),
        ("from os import *", 2, "import * only allowed at module level"),
        ("y = 1\nnonlocal x", 3, "nonlocal declaration not allowed at module level"),
    ],
)
def test_a_syntax_error_shows_the_line(
    last: Callable[..., Shown], code: str, line: int, reason: str
) -> None:
    shown = last(f"%%benchmem\n{code}")
    assert shown.error == "SyntaxError"
    assert f"Cell In[3], line {line}\n" in shown.out
    assert reason in shown.out


def test_an_error_of_a_measurement_inside_shows_where(last: Callable[..., Shown]) -> None:
    shown = last("from benchmem_core import measure_peak", "%benchmem -w 0 measure_peak(list)")
    assert shown.error == "TrackerActiveError"
    assert "Cell In[4], line 1" in shown.out


@pytest.mark.parametrize(
    "failing", ["1/0", "raise KeyboardInterrupt", "raise SystemExit", "import nonsense_of_mine"]
)
def test_nothing_is_left_behind(last: Callable[..., Shown], tmp_path: Path, failing: str) -> None:
    shown = last(
        "import gc, os, sys, tempfile\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        "def state():\n"
        "    names = {name for name in globals() if name[0] != '_'}\n"
        "    return names, sys.getprofile(), gc.isenabled()\n"
        "before = None\nbefore = state()",
        f"x = 1\ntry:\n    get_ipython().run_cell_magic('benchmem', 'y = 1', 'z = 2\\n{failing}')\n"
        "except BaseException as error:\n    kind = error\ndel x, kind\n",
        "assert before == state()\nassert os.listdir(tempfile.tempdir) == []",
        "%benchmem build(1)",
    )
    assert (shown.error, shown.text[:5]) == (None, "peak ")
    assert list(tmp_path.iterdir()) == []


def test_without_memray_it_is_one_line(run_script: Script, tmp_path: Path) -> None:
    done = run_script(
        """
        import sys
        sys.modules["memray"] = None
        from IPython.core.interactiveshell import InteractiveShell

        shell = InteractiveShell.instance()
        shell.run_cell("%load_ext benchmem_core")
        assert type(shell.run_cell("%benchmem list()").error_in_exec).__name__ == "UsageError"
        """,
        IPYTHONDIR=str(tmp_path),
    )
    assert done.stderr.startswith("UsageError: memory is measured with `memray`")
    assert len(done.stderr.splitlines()) == 1
