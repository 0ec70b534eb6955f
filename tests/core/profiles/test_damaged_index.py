"""An index that was damaged is refused by name, and stays as it is."""

import json
import os
from typing import Any

import pytest

from benchmem_core import ProfileError
from benchmem_core.profiles.store import INDEX, ProfileFolder, name_capture

from .entries import add, error


def entry(**changes: Any) -> dict[str, Any]:
    """A good entry of the index, with other values; `...` takes one out."""
    good = {
        "id": "a",
        "file": name_capture("a"),
        "peak_bytes": 1,
        "total_bytes": 2,
        "allocations": 3,
        "allocators": "python",
        "native": False,
        "run": {},
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not ...}


def index_of(*entries: object) -> str:
    return json.dumps({"schema": 1, "profiles": entries})


NO_COUNTS = [..., None, -1, 2**63, True, 1.5, "1", [], {}]
DAMAGE = {
    "empty": "",
    "text": "no json\n",
    "cut": index_of(entry())[:-20],
    "no unicode": b"\xff\xfe\xfd",
    "nested too deep": "[" * 100_000,
    "too many digits": '{"profiles": [{"peak_bytes": ' + "9" * 10_000 + "}]}",
    "zeros": bytes(4096),
    "null": "null",
    "number": "3",
    "list": "[]",
    "mapping": "{}",
    "profiles mapping": '{"profiles": {}}',
    "profiles text": '{"profiles": "abc"}',
    **{f"entry {value!r}": index_of(entry(), value) for value in (None, 3, "a", [], True)},
    **{f"id {value!r}": index_of(entry(id=value)) for value in (..., None, 3, [], {}, "b")},
    **{f"file {value!r}": index_of(entry(file=value)) for value in (..., None, 3, [], "a.bin", "")},
    "file elsewhere": index_of(entry(file="../" + name_capture("a"))),
    "file absolute": index_of(entry(file="/" + name_capture("a"))),
    **{
        f"allocators {value!r}": index_of(entry(allocators=value))
        for value in (..., None, 3, "Python", "")
    },
    **{
        f"{name} {value!r}": index_of(entry(**{name: value}))
        for name in ("peak_bytes", "total_bytes", "allocations")
        for value in NO_COUNTS
    },
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_index_is_an_error_and_stays_as_it_is(
    folder: ProfileFolder, content: str | bytes
) -> None:
    index = folder.path / INDEX
    content = content.encode() if isinstance(content, str) else content
    index.write_bytes(content)
    for use in (folder.profiles, folder.prepare, folder.find, lambda: add(folder, "b")):
        with error(folder):
            use()
    assert index.read_bytes() == content
    assert os.listdir(folder.path) == [INDEX]


def test_an_error_of_the_index_quotes_little_of_it(folder: ProfileFolder) -> None:
    (folder.path / INDEX).write_text(index_of(entry(file="x\n" * 10_000)))
    with pytest.raises(ProfileError) as caught:
        folder.profiles()
    assert len(str(caught.value)) < len(str(folder.path)) + 250


def test_an_error_of_an_entry_names_the_field(folder: ProfileFolder) -> None:
    (folder.path / INDEX).write_text(index_of(entry(), entry(peak_bytes=-1)))
    with pytest.raises(ProfileError, match=r"`profiles\[1\]\.peak_bytes`"):
        folder.profiles()


def test_an_index_that_is_a_folder_is_an_error(folder: ProfileFolder) -> None:
    (folder.path / INDEX).mkdir()
    with error(folder):
        folder.profiles()
    with error(folder):
        add(folder, "a")


def test_keys_that_are_not_known_are_ignored(folder: ProfileFolder) -> None:
    document = {"schema": 2, "profiles": [{**entry(), "new": 1}], "more": []}
    (folder.path / INDEX).write_text(json.dumps(document))
    assert list(folder.profiles()) == ["a"]
