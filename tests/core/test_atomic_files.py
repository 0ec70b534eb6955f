"""A file is written whole or not at all."""

import os

import pytest

from benchmem_core.atomic_files import atomic_write
from benchmem_core.system import System


def test_a_file_is_replaced(tmp_path):
    atomic_write(tmp_path / "f", b"old")
    atomic_write(tmp_path / "f", b"new")
    assert (tmp_path / "f").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["f"]


def test_what_was_there_stays_when_it_cannot_be_written(tmp_path, monkeypatch):
    atomic_write(tmp_path / "f", b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(System, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        atomic_write(tmp_path / "f", b"new")
    assert (tmp_path / "f").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["f"]
