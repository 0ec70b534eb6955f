"""Checks of lines that are not run."""

import pytest

from .lines import is_run, requirements, wrong_requirement, wrong_scripts


@pytest.mark.parametrize(
    "line",
    [
        "pip install pytest-benchmem",
        "python -m pip install 'pytest-benchmem[plot]'",
        "uv add --dev pytest-benchmem",
        "uv pip install pytest-benchmem",
        'python -m pip install "hatch>=1.18" && python -m hatch test',
        "hatch run demo",
        "git push --tags",
        "dask scheduler",
    ],
)
def test_lines_that_need_more_than_the_page_are_not_run(line):
    assert not is_run(line)


@pytest.mark.parametrize(
    "line", ["pytest --benchmark-memory", "git commit -m x", "python -m pytest", "pip list"]
)
def test_other_lines_are_run(line):
    assert is_run(line)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            "pip install -U 'pytest-benchmem[plot]' click  # both",
            ["pytest-benchmem[plot]", "click"],
        ),
        ("uv add --dev benchmem-io", ["benchmem-io"]),
        ("pip install --python .venv a && pip install b", ["a", "b"]),
        ("pytest -q", []),
    ],
)
def test_requirements_are_read_from_a_line(line, named):
    assert list(requirements(line)) == named


@pytest.mark.parametrize(
    "requirement", ["pytest-benchmem[all]", "benchmem-io[pandas]>=0.1", "click", "./dist/x.whl"]
)
def test_what_there_is_may_be_required(requirement):
    assert wrong_requirement(requirement) is None


@pytest.mark.parametrize(
    "requirement",
    ["pytest-benchmem[pictures]", "benchmem-graph", "benchmem", "pytest-benchmem[all"],
)
def test_what_there_is_not_is_told(requirement):
    assert wrong_requirement(requirement)


def test_scripts_are_those_of_hatch_with_what_a_template_gives():
    text = "`hatch run demo`, `hatch run layer-io:test`, `hatch run hatch-test.py3.11:python x.py`"
    assert wrong_scripts(text) == []
    assert wrong_scripts("`hatch run demos`, `hatch run docs:paint`, `hatch run doc:build`") == [
        "demos",
        "docs:paint",
        "doc:build",
    ]
