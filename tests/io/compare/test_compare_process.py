"""`benchmem compare` as a process of its own: help, exit codes, pipes, encodings, colours."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.io.commands import environment, process, words
from tests.io.run_files import entry, write_run

from .places import PLACES


def test_help_mentions_every_option(tmp_path):
    result = process("compare", "--help", cwd=tmp_path)
    assert result.returncode == 0
    for option in (
        *("--columns", "--stat", "--group-by", "--sort", "--pivot", "--diff", "--format", "--csv"),
        *("--label", "--where", "--fail-on", "--on-missing", "--on-inconclusive", "--help"),
    ):
        assert option in result.stdout, option
    for word in ("min,median|all", "table|md|csv|json|html", "name|value|change", "extra:NAME"):
        assert word in result.stdout, word


@pytest.mark.parametrize(
    "arguments",
    [["missing.json"], ["bad.json"], ["run.json", "--bogus"]],
    ids=["missing file", "bad file", "no such option"],
)
def test_a_process_fails_with_exit_2_and_one_line(tmp_path, arguments):
    write_run(tmp_path / "run.json", PLACES)
    (tmp_path / "bad.json").write_text('{"benchmarks": [{"fullname": "f", "stats": {"min": "x"}}]}')
    result = process("compare", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


def test_a_pipe_that_is_closed_early_is_no_crash(tmp_path):
    # More than a pipe holds, so that writing fails while the table is printed.
    write_run(tmp_path / "run.json", [entry(f"m.py::f[{n}]") for n in range(3_000)])
    with subprocess.Popen(
        [sys.executable, "-m", "benchmem_core", "compare", "run.json"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"Name ")
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs `/dev/full`")
@pytest.mark.parametrize("count", [1, 3_000])
def test_a_full_disk_behind_the_output_is_one_line_and_no_verdict(tmp_path, count):
    write_run(tmp_path / "run.json", [entry(f"m.py::f[{n}]") for n in range(count)])
    for arguments in (["compare", "run.json"], ["compare", "run.json", "--format", "json"]):
        result = process(*arguments, cwd=tmp_path, redirection=">/dev/full")
        assert result.returncode == 2
        assert result.stderr == (
            "Error: the output cannot be written: No space left on device; send it somewhere else\n"
        )


def test_a_closed_output_changes_no_verdict(tmp_path):
    for name, peak in (("a", 10_000_000), ("b", 20_000_000), ("c", 10_000_000)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f", peak=(peak,))])
    for arguments, status in ((["a.json", "b.json"], 1), (["a.json", "c.json"], 0)):
        options = ("--fail-on", "peak:10%")
        result = process("compare", *arguments, *options, cwd=tmp_path, redirection=">&-")
        assert "Traceback" not in result.stderr
        assert result.returncode == status, result.stderr


@pytest.mark.parametrize("format_", ["table", "md", "json", "csv"])
def test_a_reader_that_leaves_changes_no_verdict(tmp_path, format_):
    for name, peak in (("a", 10_000), ("b", 20_000), ("again", 10_000)):
        ids = [f"m.py::f[{n}]" for n in range(2_000)]
        write_run(tmp_path / f"{name}.json", [entry(id_, peak=(peak,)) for id_ in ids])
    for head, status in (("b.json", 1), ("again.json", 0)):
        options = ("--fail-on", "peak:10%", "--format", format_)
        command = [sys.executable, "-m", "benchmem_core", "compare", "a.json", head, *options]
        with subprocess.Popen(
            command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.close()
            assert b"Traceback" not in running.stderr.read()
        assert running.returncode == status


def test_an_error_that_nobody_reads_keeps_its_exit_code(tmp_path):
    command = [sys.executable, "-m", "benchmem_core", "compare", "gone.json"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        running.stderr.close()
    assert running.returncode == 2


def test_an_encoding_that_lacks_characters_is_no_crash(tmp_path):
    for name, peak in (("a", 10), ("b", 20)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f[漢\udc80]", peak=(peak,))])
    for encoding, format_ in (("ascii", "table"), ("latin-1", "table"), ("latin-1", "md")):
        options = ("--format", format_, "--fail-on", "peak:10%")
        result = subprocess.run(
            [sys.executable, "-m", "benchmem_core", "compare", "a.json", "b.json", *options],
            cwd=tmp_path,
            env=environment({"PYTHONIOENCODING": encoding}),
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert result.returncode == 1
        assert b"Traceback" not in result.stderr
        # A document is in UTF-8 wherever it goes, as its readers expect.
        text = result.stdout.decode("ascii" if format_ == "table" else "utf-8")
        assert "\\u2500" not in text
        assert ("\\u6f22" if format_ == "table" else "漢") in text
        assert "\\udc80" in text or "&#92;udc80" in text


def test_colours_come_with_a_terminal_and_go_with_no_color(tmp_path):
    for name, peak in (("a", 10), ("b", 20)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f", peak=(peak,))])
    plain = process("compare", "a.json", "b.json", cwd=tmp_path)
    # A terminal that has colours, wherever the tests run: rich believes a `TERM` of `dumb`.
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    colored = process("compare", "a.json", "b.json", cwd=tmp_path, env=terminal)
    no_color = process(
        "compare", "a.json", "b.json", cwd=tmp_path, env={**terminal, "NO_COLOR": "1"}
    )
    assert "\x1b[32m10 B (1.0)\x1b[0m" in colored.stdout
    assert "\x1b[31m20 B (2.00)\x1b[0m" in colored.stdout
    assert "\x1b" not in plain.stdout + no_color.stdout
    assert words(plain.stdout.splitlines())[2:] == words(no_color.stdout.splitlines())[2:]
