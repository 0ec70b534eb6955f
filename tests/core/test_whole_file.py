"""A file is written whole or not at all."""

import os

import pytest

from benchmem_core.system import System
from benchmem_core.whole_file import write_whole


def test_a_file_is_replaced(tmp_path):
    write_whole(tmp_path / "f", b"old")
    write_whole(tmp_path / "f", b"new")
    assert (tmp_path / "f").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["f"]


def test_what_was_there_stays_when_it_cannot_be_written(tmp_path, monkeypatch):
    write_whole(tmp_path / "f", b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(System, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "f", b"new")
    assert (tmp_path / "f").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["f"]
