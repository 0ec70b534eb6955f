"""What the tests of the format for GitHub share."""

import pytest

from tests.io.run_files import write_run

from .action_runner import obeyed
from .checkout import write_files


@pytest.fixture
def summary(command, tmp_path, monkeypatch):
    """The file of a step's summary, in a checkout that is the working folder."""
    write_files(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


@pytest.fixture
def compared(command, summary, tmp_path):
    """Compare two lists of entries with `--format github`."""

    def run(base, head, *arguments):
        write_run(tmp_path / "base.json", base)
        write_run(tmp_path / "head.json", head)
        return command("compare", "base.json", "head.json", "--format", "github", *arguments)

    return run


@pytest.fixture
def commands(compared):
    """Compare two lists of entries, and return what the runner obeys."""
    return lambda *arguments: obeyed(compared(*arguments).stdout)
