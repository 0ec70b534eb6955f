"""What the tests of reading and comparing share."""

import pytest
from click.testing import CliRunner, Result

from benchmem_core.cli.main import benchmem


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Run a `benchmem` command in an empty folder, in a pipe of 100 columns."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, **options: object) -> Result:
        return CliRunner().invoke(benchmem, [str(each) for each in arguments], **options)

    return run
