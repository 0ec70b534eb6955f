"""What the tests of views share: a browser, and run files."""

import subprocess
import sys

import pytest

from benchmem_core.cli.main import main
from tests.io.run_files import write_run

from .browser import Visitor, chromium


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser):
    """Open pages from disk; none may complain or ask a network for anything."""
    visitor = Visitor(browser)
    yield visitor.open
    visitor.close()
    assert visitor.noise == []


@pytest.fixture(scope="module")
def visit_once(browser):
    """Open pages that the tests of a file share; none may complain or ask a network."""
    visitor = Visitor(browser)
    yield visitor.open
    visitor.close()
    assert visitor.noise == []


@pytest.fixture
def in_process(tmp_path, capsys, monkeypatch):
    """Run `benchmem` in this process: to start another takes longer than the command."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["benchmem", *map(str, arguments)])
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, ended.value.code, out, err)

    return run


@pytest.fixture
def written(tmp_path):
    """Write run files, one a day: `run0.json` and so on."""

    def write(*runs):
        return [
            write_run(
                tmp_path / f"run{day}.json", entries, datetime=f"2026-11-{day + 1:02}T10:00:00"
            )
            for day, entries in enumerate(runs)
        ]

    return write
