"""Bytecode goes from one environment to the next where the module is the very same file."""

import os
import subprocess
import sys

from benchmem_sweep.cell.bytecode import Bytecode

TAG = sys.implementation.cache_tag


def module(folder, text="VALUE = 1\n", *, like=None):
    path = folder / "lib" / "m.py"
    path.parent.mkdir(parents=True)
    if like is None:
        path.write_text(text)
    else:
        os.link(like, path)
    return path


def imported(path):
    """Import a module; returns what Python says of its bytecode."""
    run = subprocess.run(
        [sys.executable, "-v", "-c", "import m; print(m.VALUE, m.f.__code__.co_filename)"],
        cwd=path.parent,
        env={"PYTHONPATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout.split(), f"matches {path}" in run.stderr


TEXT = "VALUE = 1\ndef f(): pass\n"


def test_the_same_file_is_compiled_once(tmp_path):
    first = module(tmp_path / "a", TEXT)
    assert imported(first) == (["1", str(first)], False)
    kept = Bytecode(tmp_path / "kept")
    kept.keep(tmp_path / "a")
    second = module(tmp_path / "b", like=first)
    kept.give(tmp_path / "b")
    # Frames name the file where it is now.
    assert imported(second) == (["1", str(second)], True)


def test_another_file_of_one_date_and_size_is_compiled_again(tmp_path):
    first = module(tmp_path / "a", TEXT)
    os.utime(first, (1e9, 1e9))
    imported(first)
    kept = Bytecode(tmp_path / "kept")
    kept.keep(tmp_path / "a")
    second = module(tmp_path / "b", TEXT.replace("1", "2"))
    os.utime(second, (1e9, 1e9))
    kept.give(tmp_path / "b")
    assert imported(second) == (["2", str(second)], False)


def test_what_is_kept_first_stays_with_its_file(tmp_path):
    kept = Bytecode(tmp_path / "kept")
    paths = {}
    for name, text in (("a", TEXT), ("b", TEXT.replace("1", "2"))):
        paths[name] = module(tmp_path / name, text)
        os.utime(paths[name], (1e9, 1e9))
        imported(paths[name])
        kept.keep(tmp_path / name)
    for name, value in (("a", "1"), ("b", "2")):
        again = module(tmp_path / f"{name}2", like=paths[name])
        kept.give(tmp_path / f"{name}2")
        assert imported(again)[0] == [value, str(again)]


def test_what_an_environment_does_not_have_is_not_given(tmp_path):
    imported(module(tmp_path / "a", TEXT))
    kept = Bytecode(tmp_path / "kept")
    kept.keep(tmp_path / "a")
    (tmp_path / "b" / "lib").mkdir(parents=True)
    kept.give(tmp_path / "b")
    assert os.listdir(tmp_path / "b" / "lib") == []


def test_what_pytest_rewrote_stays(tmp_path):
    cache = module(tmp_path / "a", TEXT).parent / "__pycache__"
    cache.mkdir()
    (cache / f"m.{TAG}-pytest-9.2.0.pyc").write_bytes(b"")
    Bytecode(tmp_path / "kept").keep(tmp_path / "a")
    assert not (tmp_path / "kept").exists()
