"""What the tests of reading and comparing share."""

import pytest
from click.testing import CliRunner, Result

from benchmem_core.cli.main import benchmem

from .run_files import write_run


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Run a `benchmem` command in an empty folder, in a pipe of 100 columns."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, **options: object) -> Result:
        return CliRunner().invoke(benchmem, [str(each) for each in arguments], **options)

    return run


@pytest.fixture
def gate(command, tmp_path):
    """Compare two lists of entries, and return result and the gate's lines."""

    def run(base, head, *arguments):
        write_run(tmp_path / "base.json", base)
        write_run(tmp_path / "head.json", head)
        result = command("compare", "base.json", "head.json", *arguments)
        starts = ("regression: ", "inconclusive: ", "not judged: ", "gate ")
        return result, [line for line in result.output.splitlines() if line.startswith(starts)]

    return run
