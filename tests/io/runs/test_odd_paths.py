"""Paths at which no run file is: each ends as one line, and none is waited for."""

import errno
import os
import socket
import threading

import pytest

from benchmem_io import discover_runs
from benchmem_io.errors import RunFileError
from benchmem_io.runs import contents
from benchmem_io.runs.locations import find_saved_runs, resolve_runs
from benchmem_io.runs.run import load_run
from tests.io.run_files import entry, write_run

LONG = "x" * 5000


@pytest.fixture
def strange(tmp_path):
    """A folder with everything that a folder can hold, and one run file."""
    folder = tmp_path / "strange"
    write_run(folder / "deep" / "run.json", [entry("m.py::f")])
    (folder / "bad.json").write_text("{")
    (folder / "folder.json").mkdir()
    (folder / "gone.json").symlink_to("nowhere")
    (folder / "loop.json").symlink_to("loop.json")
    os.mkfifo(folder / "pipe.json")
    with socket.socket(socket.AF_UNIX) as server:
        # An address may not be long.
        here = os.open(folder, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{here}/socket.json")
        os.close(here)
    return folder


def test_the_run_in_a_strange_folder_is_found(command, strange):
    assert [path.name for path in discover_runs(strange)] == ["bad.json", "run.json"]
    assert resolve_runs([str(strange)]) == [strange / "deep" / "run.json"]
    assert command("compare", strange).exit_code == 0


def test_a_folder_that_changes_while_it_is_listed_is_no_traceback(command, strange, monkeypatch):
    scan, seen = os.scandir, []

    def vanish(path="."):
        if not isinstance(path, int) and os.fspath(path).endswith(("deep", "folder.json")):
            seen.append(path)
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", vanish)
    result = command("compare", strange)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: `{strange}` holds no run file: ") or seen == []
    assert len(seen) == 2


@pytest.mark.parametrize("name", ["compare", "runs"])
def test_all_processes_are_no_folder_of_runs(command, name):
    result = command(name, "/proc")
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/dev/null", "is a device"),
        ("/dev/zero", "is a device"),
        ("strange/pipe.json", "is a pipe that nobody writes to"),
        ("strange/socket.json", "cannot be read"),
        ("strange/loop.json", "cannot be read"),
        ("strange/gone.json", "cannot be read"),
        (f"{LONG}.json", "cannot be read: File name too long"),
        ("strange/bad.json/x.json", "cannot be read: Not a directory"),
        ("a\0b", "cannot be read: embedded null byte"),
    ],
)
def test_what_is_no_file_is_refused_by_name(strange, monkeypatch, path, reason):
    monkeypatch.chdir(strange.parent)
    monkeypatch.setattr(contents, "WRITER_SECONDS", 0.1)
    with pytest.raises(RunFileError, match=reason) as caught:
        load_run(path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", LONG],
        ["runs", LONG],
        ["diff", LONG, LONG],
        ["flamegraph", LONG],
        ["compare", "run.json", "--csv", LONG],
        ["compare", "run.json", "--csv", "strange/pipe.json"],
        ["diff", "strange/loop.json", "strange"],
    ],
    ids=lambda arguments: " ".join(arguments)[:30],
)
def test_no_path_of_a_command_ends_in_a_traceback(command, strange, arguments):
    write_run(strange.parent / "run.json", [entry("m.py::f")])
    result = command(*arguments)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize("variable", ["GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"])
@pytest.mark.parametrize("name", ["pipe", "loop", "socket", "folder"])
def test_a_variable_may_name_anything(command, strange, monkeypatch, variable, name):
    run = write_run(strange.parent / "run.json", [entry("m.py::f")])
    monkeypatch.setenv(variable, str(strange / f"{name}.json"))
    result = command("compare", run, "--format", "github")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == (2 if variable == "GITHUB_STEP_SUMMARY" else 0)


@pytest.mark.parametrize("delay", [0.0, 0.2])
def test_a_pipe_with_a_writer_is_read_to_its_end(tmp_path, delay):
    content = write_run(
        tmp_path / "run.json", [entry(f"m.py::f[{n}]") for n in range(500)]
    ).read_bytes()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write():
        with pipe.open("wb") as file:
            file.write(content[:70_000])
            file.flush()
            threading.Event().wait(delay)
            file.write(content[70_000:])

    writer = threading.Thread(target=write)
    waiting = threading.Timer(delay, writer.start)
    waiting.start()
    assert len(load_run(pipe).benchmarks) == 500
    waiting.join()
    writer.join()


@pytest.mark.parametrize("reference", ["0001", f"{LONG}/0001", "*/0001", "[/0001"])
def test_a_storage_that_cannot_be_listed_holds_nothing(strange, monkeypatch, reference):
    scan = os.scandir

    def refuse(path="."):
        if isinstance(path, int):  # whoever removes a folder, such as pytest
            return scan(path)
        raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))

    monkeypatch.setattr(os, "scandir", refuse)
    assert find_saved_runs(reference, strange) == []
