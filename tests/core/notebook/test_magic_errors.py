"""Magics in trouble, sites of cells, and what is left behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.conftest import Script

from .shown import Shown


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
