"""What the page says of supported versions is what the metadata say, and what is tested."""

import re
import tomllib
from importlib.metadata import metadata, requires

import pytest
from packaging.requirements import Requirement

from .wheelhouse import NAMES, PACKAGES

ROOT = PACKAGES.parent
# The extra of a part, and the one of `pytest-benchmem` that brings it.
EXTRAS = {"pandas": "pandas", "static": "plot-static", "dask": "dask"}


@pytest.fixture(scope="module")
def section():
    page = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    return page.split("## Supported versions\n")[1].split("\n## ")[0]


def read(name):
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def first_of(requirement):
    (first,) = [each.version for each in requirement.specifier if each.operator == ">="]
    return first


def declared():
    """What each distribution needs of others: name, first version, by whom."""
    for name in NAMES:
        project = read(f"packages/{name}/pyproject.toml")["project"]
        needed = [(name, each) for each in project["dependencies"]]
        for extra, texts in project.get("optional-dependencies", {}).items():
            needed += [(f"the extra `{EXTRAS.get(extra, extra)}`", each) for each in texts]
        for who, text in needed:
            requirement = Requirement(text)
            if requirement.name not in NAMES:
                yield requirement.name, first_of(requirement), who


def test_the_page_has_every_requirement_with_its_first_version(section):
    rows = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \| (.+) \|$", section, re.MULTILINE)
    shown = {
        (name, first, who)
        for name, first, cell in rows
        for who in re.findall(r"benchmem-\w+|the extra `[\w-]+`", cell)
    }
    assert len(rows) > 10
    assert shown == set(declared())


def test_the_page_has_the_interpreters_of_the_metadata(section):
    shown = re.findall(r"\b3\.\d+\b", section.split("|")[0])
    language = "Programming Language :: Python :: 3."
    for name in NAMES:
        classifiers = metadata(name).get_all("Classifier")
        said = [each.rpartition(" ")[2] for each in classifiers if each.startswith(language)]
        assert said == shown, name


def test_only_parts_of_ours_have_an_upper_bound():
    for name in NAMES:
        for requirement in map(Requirement, requires(name) or []):
            operators = {each.operator for each in requirement.specifier}
            assert operators <= ({">=", "<"} if requirement.name in NAMES else {">="}), requirement


def test_the_newest_and_the_lowest_run_on_every_supported_interpreter(section):
    matrices = read("hatch.toml")["envs"]["hatch-test"]["matrix"]
    shown = re.findall(r"\b3\.\d+\b", section.split("|")[0])
    assert [each["python"] for each in matrices if each.keys() == {"python"}] == [shown]
    # Later ones have no wheels of the lowest versions.
    shown = shown[:3]
    assert [each["python"] for each in matrices if "lowest" in each] == [shown]
