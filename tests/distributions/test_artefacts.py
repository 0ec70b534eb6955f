"""What is in the wheels and sdists, and that they come out the same however they are built."""

import email
import re
import zipfile
from email.message import Message
from pathlib import Path

import pytest

from .wheelhouse import NAMES, PACKAGES, Fresh, build_all, names_in, run

PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
# Those that pytest finds, or that are found for their sake.
PLUGINS = ("benchmem-pytest", "pytest-benchmem")


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (each for each in opened.namelist() if each.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(opened.read(name))


@pytest.fixture(scope="session")
def about(wheelhouse):
    """The metadata of each distribution."""
    return {name: metadata_of(wheel_of(wheelhouse, name)) for name in NAMES}


def wheel_of(folder: Path, name: str) -> Path:
    (wheel,) = folder.glob(f"{name.replace('-', '_')}-*.whl")
    return wheel


@pytest.mark.parametrize("name", NAMES)
def test_a_wheel_has_every_file_of_its_package_and_the_licence(wheelhouse, name):
    module = name.replace("-", "_")
    files = names_in(wheel_of(wheelhouse, name))
    source = PACKAGES / name / "src" / module
    kept = {
        f"{module}/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert f"{module}/py.typed" in kept
    assert {each for each in files if ".dist-info/" not in each} == kept
    assert any(each.endswith(".dist-info/licenses/LICENSE") for each in files)


@pytest.mark.parametrize("name", NAMES)
def test_the_metadata_are_complete(about, name):
    said = about[name]
    assert said["Name"] == name
    assert said["Summary"]
    assert said["License-Expression"] == "MIT"
    assert said.get_all("License-File") == ["LICENSE"]
    assert said["Requires-Python"] == f">={PYTHONS[0]}"
    assert {"benchmark", "memory"} <= set(said["Keywords"].split(","))
    assert said["Description-Content-Type"] == "text/markdown"
    assert said.get_payload().startswith(f"# {name}")
    # No page of the project exists yet.
    assert said.get_all("Project-URL") is None
    assert said["Home-page"] is None


@pytest.mark.parametrize("name", NAMES)
def test_the_classifiers_say_where_it_runs(about, name):
    classifiers = set(about[name].get_all("Classifier"))
    language = "Programming Language :: Python :: "
    pythons = {each.removeprefix(language) for each in classifiers if each.startswith(language)}
    assert pythons == {"3", "3 :: Only", "Implementation :: CPython", *PYTHONS}
    assert "Operating System :: OS Independent" in classifiers
    assert "Typing :: Typed" in classifiers
    assert ("Framework :: Pytest" in classifiers) == (name in PLUGINS)
    # The licence is an expression, beside which no classifier may stand.
    assert not any(each.startswith("License ::") for each in classifiers)


def test_siblings_are_wanted_in_a_range_around_what_they_are(about):
    from packaging.requirements import Requirement

    wanted = [
        (name, requirement)
        for name, said in about.items()
        for requirement in map(Requirement, said.get_all("Requires-Dist", []))
        if requirement.name in NAMES and requirement.name != name
    ]
    assert {name for name, _ in wanted} == set(NAMES) - {"benchmem-core"}
    for name, requirement in wanted:
        operators = {each.operator for each in requirement.specifier}
        assert operators == {">=", "<"}, f"{name}: {requirement}"
        assert about[requirement.name]["Version"] in requirement.specifier, f"{name}: {requirement}"


def test_every_range_of_ours_has_a_first_version(about):
    from packaging.requirements import Requirement

    for name, said in about.items():
        for requirement in map(Requirement, said.get_all("Requires-Dist", [])):
            operators = {each.operator for each in requirement.specifier}
            assert ">=" in operators or requirement.name == name, f"{name}: {requirement}"


@pytest.mark.slow
def test_two_builds_have_the_same_bytes(wheelhouse, tmp_path):
    first = {path.name: path.read_bytes() for path in wheelhouse.iterdir()}
    second = {path.name: path.read_bytes() for path in build_all(tmp_path, "--wheel")}
    assert len(first) == len(NAMES)
    assert first == second


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """Sdists of the tree, and the wheels that are built from them."""
    return build_all(tmp_path_factory.mktemp("everything"))


@pytest.mark.slow
def test_a_wheel_that_is_built_from_its_sdist_is_that_of_the_tree(wheelhouse, everything):
    assert sorted(
        re.sub(r"-[\d.]+?(\.tar\.gz|-.*\.whl)$", "", path.name) for path in everything
    ) == (sorted([name.replace("-", "_") for name in NAMES] * 2))
    from_sdists = {path.name: path.read_bytes() for path in everything if path.suffix == ".whl"}
    assert from_sdists == {path.name: path.read_bytes() for path in wheelhouse.iterdir()}


@pytest.mark.slow
def test_the_index_would_take_every_file(everything, wheelhouse, tmp_path):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    environment.install("twine>=6.1")
    command = [str(environment.python), "-I", "-m", "twine", "check", "--strict"]
    said = run([*command, *map(str, everything)])
    assert said.count("PASSED") == 2 * len(NAMES)
