"""What is typed for a version becomes what the installer is handed, or is refused."""

import pytest
from hypothesis import given, strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from benchmem_sweep.axes.specs import check_requirement, make_requirement
from benchmem_sweep.errors import SweepError


@pytest.mark.parametrize(
    "version", ["1.2.0", "1.0.post1", "2.0.dev3", "1!2.0", "1.0rc1", "v1.2", "1.0+local.1"]
)
def test_everything_that_pep_440_calls_a_version_is_one(version):
    assert make_requirement("click", version) == f"click=={version}"


@pytest.mark.parametrize(
    "text",
    [
        "click>=8.1,<8.2",
        "Click==8.1.7",
        "click[extra]==8.1.7",
        "click @ https://example.org/click.whl",
        "https://example.org/click-8.1.7-py3-none-any.whl",
        "git+https://example.org/click.git@main",
        "file:///somewhere/click",
    ],
)
def test_requirements_of_the_package_and_urls_are_handed_over_as_they_are(text):
    assert make_requirement("click", text) == text


def test_a_path_is_made_absolute(tmp_path, monkeypatch):
    (tmp_path / "checkout").mkdir()
    monkeypatch.chdir(tmp_path)
    assert make_requirement("click", "./checkout") == str(tmp_path / "checkout")
    with pytest.raises(SweepError, match=r"`\./other` does not exist"):
        make_requirement("click", "./other")


@pytest.mark.parametrize("text", ["8.1.x", "latest", "8,1", "clik", "click", "", "-r", "8.1 .7"])
def test_a_typo_is_no_package(text):
    if text == "click":
        # The package itself, whatever its newest version is.
        assert make_requirement("click", text) == "click"
        return
    with pytest.raises(SweepError, match="is not a version of `click`"):
        make_requirement("click", text)


def test_a_requirement_of_another_package_is_refused():
    with pytest.raises(SweepError, match=r"`clik==8\.1` is not the package `click`"):
        make_requirement("click", "clik==8.1")


@given(st.text(max_size=12))
def test_no_text_turns_into_another_package(text):
    try:
        spec = make_requirement("click", text)
    except SweepError:
        return
    try:
        name = Requirement(spec).name
    except InvalidRequirement:
        # A path that is there, or a URL.
        assert ":" in spec or spec.startswith("/")
        return
    assert canonicalize_name(name) == "click"


@pytest.mark.parametrize("text", ["numpy==2.3.0", "numpy", "git+https://example.org/x"])
def test_what_is_installed_beside_may_be_any_requirement(text):
    assert check_requirement(text) == text


def test_what_is_no_requirement_is_refused_in_one_line():
    with pytest.raises(SweepError, match=r"`numpy=1\.26` is not a requirement"):
        check_requirement("numpy=1.26")


@pytest.mark.parametrize("package", ["click==8", "", "a b", "click;x"])
def test_the_package_is_a_name(package):
    with pytest.raises(SweepError, match="is not a package name"):
        make_requirement(package, "1.0")
