"""What `benchmem sweep` cannot begin: one line on standard error, exit 2, and nothing is made."""

import os
import sys
import tempfile

import pytest

from benchmem_core.cli.main import main
from tests.sweep.sweeping import git, make_repository, sweep


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("errors")
    (folder / "suite").mkdir()
    (folder / "suite" / "test_it.py").write_text("")
    (folder / "other").mkdir()
    (folder / "file").write_text("")
    make_repository(folder / "repository", ["SIZE = 1", "SIZE = 2"])
    (folder / "tmp").mkdir()
    git(folder, "clone", "--quiet", "--depth=1", f"file://{folder}/repository", "shallow")
    return folder


HERE = ("--suite=suite",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("six", "1.16.0"), "Missing option '--suite'"),
        (("six", "1.16.0", "--suite=nowhere"), "`nowhere` does not exist"),
        (("six", "1.16.x", *HERE), "`1.16.x` is not a version of `six`"),
        (("six", *HERE), "no version of `six` is given"),
        (HERE, "nothing to sweep over"),
        (("six", "1.16.0", "--copy-dir=other", *HERE), "`suite` is outside of `--copy-dir other`"),
        (("six", "1.16.0", "--copy-dir=file", *HERE), "`file` is not a folder"),
        (("six", "1.16.0", "--out=file", *HERE), "`file` cannot be written"),
        (("six", "1.16.0", "--out=suite", *HERE), "holds the suite, so results cannot go there"),
        (("six", "1.16.0", "--as-of=yesterday", *HERE), "`yesterday` is not a date"),
        (("six", "1.16.0", "--pin=a b", *HERE), "`a b` is not a requirement"),
        (("six", "1.16.0", "--with=numpy=1", *HERE), "`numpy=1` is not a requirement"),
        (("six", "1.16.0", "--python=,", *HERE), "`--python` is empty"),
        (("six", "1.16.0", "--jobs=2", *HERE), "`--jobs` would disturb times: add `--memory-only`"),
        (("six", "1.16.0", "--sites=3", *HERE), "`--sites` needs `--memory`"),
        (("--git=HEAD", *HERE), "is not in a git repository"),
        (("--git=v9", "--project=repository", *HERE), "`v9` does not exist: give a commit"),
        (("--git=--all", "--project=repository", *HERE), "`--all` does not exist: give a commit"),
        (("--git=HEAD..HEAD~1", "--project=repository", *HERE), "does not come before `HEAD~1`"),
        (("--git=HEAD~1..HEAD", "--project=shallow", *HERE), "this repository is shallow: `git "),
        (("--git=,", "--project=repository", *HERE), "`--git` is empty"),
    ],
)
def test_it_is_told_in_one_line(folder, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "tmp"))
    monkeypatch.setattr(sys, "argv", ["benchmem", "sweep", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    printed, said = capsys.readouterr()
    assert said.startswith("Error: ")
    assert len(said.splitlines()) == 1
    assert message in said
    assert printed == ""
    assert os.listdir(folder / "tmp") == []


def test_a_process_of_its_own_ends_the_same_way(folder):
    done = sweep(folder, *HERE)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: nothing to sweep over")
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
