"""Which releases are there, asked of a real uv."""

import pytest

from benchmem_sweep.axes.releases import list_releases
from benchmem_sweep.errors import SweepError
from tests.sweep.releases_folder import write_broken_release, write_wheel


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """The only place that uv looks into; it has what a test puts there."""
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    return folder


def release(registry, *versions, name="grown"):
    for version in versions:
        write_wheel(registry, version, "", name=name)


def test_all_releases_from_end_to_end_are_listed_the_oldest_first(registry):
    release(registry, "0.9", "1.0", "1.2", "1.10", "1.9", "2.0", "2.1")
    assert list_releases("grown", "1.0", "2.0") == ["1.0", "1.2", "1.9", "1.10", "2.0"]


def test_post_releases_of_either_end_and_epochs_are_releases(registry):
    release(registry, "1.0", "1.0.post1", "1.1", "1.1.post2", "1!0.5")
    assert list_releases("grown", "1.0", "1!0.5") == [
        "1.0",
        "1.0.post1",
        "1.1",
        "1.1.post2",
        "1!0.5",
    ]
    assert list_releases("grown", "1.0.post1", "1.1") == ["1.0.post1", "1.1"]


def test_prereleases_are_listed_where_an_end_is_one(registry):
    release(registry, "1.0", "1.1.dev3", "1.1rc1", "1.1rc2", "1.1", "2.0b1", "2.0")
    assert list_releases("grown", "1.0", "2.0") == ["1.0", "1.1", "2.0"]
    assert list_releases("grown", "1.0", "1.1rc2") == ["1.0", "1.1.dev3", "1.1rc1", "1.1rc2"]
    assert list_releases("grown", "1.1rc1", "1.1") == ["1.1rc1", "1.1rc2", "1.1"]


def test_local_versions_are_releases_of_their_own(registry):
    release(registry, "1.0", "1.1+cpu", "1.1+fast", "1.2+cpu", "1.3")
    assert list_releases("grown", "1.0", "1.3") == [
        "1.0",
        "1.1+cpu",
        "1.1+fast",
        "1.2+cpu",
        "1.3",
    ]


def test_a_release_that_cannot_be_built_is_listed_and_not_built(registry):
    release(registry, "1.0", "1.2")
    write_broken_release(registry, "1.1")
    assert list_releases("grown", "1.0", "1.2") == ["1.0", "1.1", "1.2"]


def test_a_release_without_a_file_for_this_machine_is_left_out(registry):
    release(registry, "1.0", "1.1", "1.2")
    wheel = registry / "grown-1.1-py3-none-any.whl"
    wheel.rename(wheel.with_name("grown-1.1-cp27-cp27m-win32.whl"))
    assert list_releases("grown", "1.0", "1.2") == ["1.0", "1.2"]


def test_ends_are_called_as_they_were_given_and_extras_are_allowed(registry):
    release(registry, "1.0.0", "1.1.0", "1.2.0")
    assert list_releases("grown[fast]", "1.0", "v1.2") == ["1.0", "1.1.0", "v1.2"]


def test_a_package_may_be_called_like_an_error(registry):
    release(registry, "1.0", "1.1", name="networked")
    assert list_releases("networked", "1.0", "1.1") == ["1.0", "1.1"]


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        (
            ("grown", "1.0", "1.9"),
            "`grown==1.9` is not a release: there is no version of grown==1.9",
        ),
        (("grown", "0.9", "1.1"), "`grown==0.9` is not a release: "),
        (("grwon", "1.0", "1.1"), "`grwon==1.0` is not a release: grwon was not found"),
        (("grown", "1.1", "1.0"), "`1.1` does not come before `1.0`: give GOOD, then BAD"),
        (("grown", "1.0", "1.0.0"), "`1.0` does not come before `1.0.0`"),
        (("grown", "1.0", "latest"), "`latest` is not a version"),
        (("grown==1", "1.0", "1.1"), "`grown==1` is not a package name"),
    ],
)
def test_an_end_that_is_not_there_is_named(registry, ends, message):
    release(registry, "1.0", "1.1")
    with pytest.raises(SweepError) as caught:
        list_releases(*ends)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_registry_that_does_not_answer_is_no_empty_one(registry, monkeypatch):
    monkeypatch.delenv("UV_NO_INDEX")
    monkeypatch.setenv("UV_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(SweepError, match=r"uv cannot list releases of `grown`: .*refused"):
        list_releases("grown", "1.0", "1.1")


def test_an_offline_uv_is_no_empty_registry(registry, monkeypatch):
    monkeypatch.delenv("UV_NO_INDEX")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(registry / "cache"))
    with pytest.raises(SweepError, match=r"uv cannot list releases of `grown`"):
        list_releases("grown", "1.0", "1.1")


def test_releases_of_a_real_package_are_those_of_the_registry_less_what_was_withdrawn():
    found = list_releases("packaging", "20.0", "21.3")
    minors = {"20": (0, 1, 2, 3, 4, 5, 7, 8, 9), "21": (0, 1, 2, 3)}
    assert found == [f"{major}.{minor}" for major, all_ in minors.items() for minor in all_]


def test_nothing_newer_than_a_day_is_listed(registry, monkeypatch):
    monkeypatch.delenv("UV_NO_INDEX")
    with pytest.raises(SweepError, match=r"`packaging==25\.0` is not a release"):
        list_releases("packaging", "22.0", "25.0", as_of="2023-06-01")
