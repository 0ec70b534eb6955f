"""The harness of a cell is the one that runs the sweep, from wherever that was installed."""

import json
from importlib.metadata import Distribution, PackageNotFoundError

import pytest

from benchmem_sweep.cell import harness
from benchmem_sweep.cell.harness import find_harness
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host.processes import Processes


@pytest.fixture(autouse=True)
def afresh():
    find_harness.cache_clear()
    yield
    find_harness.cache_clear()


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Find the harness where each distribution has been installed from one place."""

    def find(direct_url, names=("benchmem-core", "benchmem-io", "benchmem-pytest")):
        def distribution(name):
            if name not in names:
                raise PackageNotFoundError(name)
            about = tmp_path / f"{name}-0.1.0.dist-info"
            about.mkdir(exist_ok=True)
            (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0")
            if direct_url is not None:
                (about / "direct_url.json").write_text(json.dumps(direct_url))
            return Distribution.at(about)

        monkeypatch.setattr(harness, "distribution", distribution)
        return find_harness()

    return find


def test_of_a_registry_it_is_the_same_version(found):
    assert found(None).requirements == (
        "benchmem-core==0.1.0",
        "benchmem-io==0.1.0",
        "benchmem-pytest==0.1.0",
    )


def test_of_a_repository_it_is_the_same_commit(found):
    url = {
        "url": "https://example.org/x.git",
        "vcs_info": {"vcs": "git", "commit_id": "abc"},
        "subdirectory": "packages/core",
    }
    (first, *_) = found(url).requirements
    assert first == "benchmem-core @ git+https://example.org/x.git@abc#subdirectory=packages/core"


def test_of_a_url_it_is_that_url(found):
    (first, *_) = found({"url": "https://example.org/a.whl", "archive_info": {}}).requirements
    assert first == "benchmem-core @ https://example.org/a.whl"


def test_of_a_wheel_it_is_that_wheel_and_another_one_is_another_harness(found, tmp_path):
    wheel = tmp_path / "a b-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"one")
    url = {"url": wheel.as_uri(), "archive_info": {}}
    one = found(url)
    assert one.requirements == ()
    assert dict(one.wheels) == {wheel.name: b"one"}
    wheel.write_bytes(b"two")
    find_harness.cache_clear()
    assert found(url).identity != one.identity


def test_what_it_was_installed_from_may_be_gone(found, tmp_path):
    with pytest.raises(SweepError, match=r"`benchmem-core` was installed from `.*`, which is gone"):
        found({"url": (tmp_path / "gone.whl").as_uri(), "archive_info": {}})


def test_the_namespace_that_suites_import_is_part_of_it_where_it_is_installed(found):
    names = ("benchmem-core", "benchmem-io", "benchmem-pytest", "pytest-benchmem")
    assert "pytest-benchmem==0.1.0" in found(None, names).requirements


def test_a_plugin_that_is_not_installed_here_is_what_this_distribution_declares(found):
    (*_, last) = found(None, ("benchmem-core", "benchmem-io")).requirements
    assert last.startswith("benchmem-pytest")
    assert "<0.2" in last


def test_a_checkout_is_built(temporary, tmp_path):
    here = find_harness()
    if not here.sources:
        pytest.skip("is not installed from a checkout")
    built = here.build(tmp_path / "built", Processes(tmp_path))
    assert {name.split("-")[0] for name in built.wheels} >= {"benchmem_core", "benchmem_io"}
    assert built.sources == ()
    assert built.identity == here.identity
