"""What the tests of reading and comparing share."""

import os
import shutil
import tempfile

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from benchmem_core.cli.main import benchmem

# No deadline: these machines are noisy. No database: a test leaves nothing behind.
for name, examples in (("default", 200), ("nightly", 10_000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
# What it caches goes elsewhere too, without a database.
CACHE = tempfile.mkdtemp(prefix="hypothesis-")
set_hypothesis_home_dir(CACHE)


def pytest_unconfigure() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Run a `benchmem` command in an empty folder, in a pipe of 100 columns."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, **options: object) -> Result:
        return CliRunner().invoke(benchmem, [str(each) for each in arguments], **options)

    return run
