"""Who has only the README gets from nothing to a number, a gated CI job, a report and a sweep."""

import re
import sys

import pytest

from tests.docs.blocks import read_page
from tests.docs.ci_jobs import GithubJob, block
from tests.docs.ci_project import make_project
from tests.docs.masks import shown
from tests.docs.pages import OUTPUT_PYTHON, ROOT
from tests.docs.runner import run_page
from tests.io.ci.action_runner import obeyed

from .stranger import Stranger, needs_the_clone

pytestmark = pytest.mark.slow

README = ROOT / "README.md"
WORKFLOW = ".github/workflows/memory.yml"
PROJECT = ("pyproject.toml", "records.py", "benchmarks/test_records.py")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Stranger(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def page():
    return read_page(README, README.name)


def files(page):
    """The files of the README's project: as they are first, and what changes later."""
    first, later = {}, {}
    for each in page.blocks:
        if each.title in PROJECT:
            (later if each.title in first else first)[each.title] = each.text
    assert set(first) == set(PROJECT)
    return first, later


def test_every_command_of_the_readme_works_where_there_is_only_python(stranger, page):
    lines = {text for each in page.blocks if each.is_console for _, text in each.commands()}
    results = run_page(page, stranger.reader({line for line in lines if needs_the_clone(line)}))
    version = (ROOT / "packages/pytest-benchmem/src/pytest_benchmem/__about__.py").read_text()
    ours = re.search(r'"(.+)"', version[version.index("__version__") :])[1]
    assert f"Version: {ours}\n" in stranger.run("-m", "pip", "show", "pytest-benchmem")
    if sys.version_info[:2] == OUTPUT_PYTHON:
        for each in results:
            expected = each.block.text.splitlines()
            assert shown(expected, each.printed) is not None, "\n".join(each.printed)


@pytest.mark.parametrize("grows", [True, False])
def test_the_job_of_the_readme_fails_where_memory_grew_and_only_there(
    stranger, page, tmp_path, grows
):
    first, later = files(page)
    same = {"records.py": first["records.py"] + "\n\n# Nothing grows.\n"}
    checkout = tmp_path / "runner" / "records"
    make_project(checkout, later if grows else same, first)
    variables = {**stranger.variables, "CI": "true"}
    steps = GithubJob(WORKFLOW, checkout, variables, path=README).run()
    last = steps[-1]
    assert (last.name, last.code) == ("Compare", int(grows)), last.output
    errors = [command for command in obeyed(last.output) if command.name == "error"]
    changed = later["records.py"].splitlines()
    grown = next(number for number, line in enumerate(changed, 1) if "str(record)" in line)
    assert {error.place for error in errors} == ({("records.py", str(grown))} if grows else set())
    assert "| `test_load[10000]` | head |" in last.summary


def test_the_job_is_that_of_the_page_about_ci():
    assert block(WORKFLOW, README) == block(WORKFLOW)
