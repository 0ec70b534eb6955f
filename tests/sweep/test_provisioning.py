"""`provision` and `sweep`: a fresh environment for each version, with real uv and real packages."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmem_sweep import SweepError, Venv, provision, sweep
from benchmem_sweep.host import uv_binary


def output_of(venv, code, *, check=True):
    command = [venv.python, "-c", code]
    done = subprocess.run(
        command, env=venv.env, cwd=venv.cwd, check=check, capture_output=True, text=True
    )
    return done.stdout.strip() if check else done.stderr.strip()


def test_each_version_has_an_environment_of_its_own_in_order_and_failures_too(temporary, caplog):
    seen = []
    with caplog.at_level(logging.WARNING):
        for venv in provision(["six==1.16.0", "six==99", "six==1.17.0"]):
            seen.append(venv)
            # Those before it are gone.
            made = [each for each in seen if each.python and Path(each.python).exists()]
            assert made == ([venv] if venv.failed_at is None else [])
            if venv.failed_at is None:
                version = output_of(venv, "import six; print(six.__version__)")
                assert venv.version == f"six=={version}"
    assert [venv.version for venv in seen] == ["six==1.16.0", "six==99", "six==1.17.0"]
    assert seen[1] == Venv("six==99", None, None, None, "install")
    (record,) = caplog.records
    assert "`six==99`: stage `install` failed: " in record.getMessage()
    assert "no version of six==99" in record.getMessage()


def test_nothing_is_importable_but_what_is_installed_and_copied(temporary, tmp_path, monkeypatch):
    here = tmp_path / "here"
    (here / "suite").mkdir(parents=True)
    (here / "lurking.py").write_text("")
    (here / "suite" / "copied.py").write_text("")
    monkeypatch.chdir(here)
    monkeypatch.setenv("PYTHONPATH", str(here))
    monkeypatch.setenv("PYTEST_ADDOPTS", "--nonsense")
    (venv,) = (
        venv
        for venv in provision(["six==1.17.0"], copy_dir="suite")
        if output_of(venv, "import copied, six") == ""
        and "No module named 'lurking'" in output_of(venv, "import lurking", check=False)
        and "No module named 'pytest'" in output_of(venv, "import pytest", check=False)
        and set(os.listdir(venv.cwd)) <= {"copied.py", "__pycache__"}
    )
    assert not {"PYTHONPATH", "PYTEST_ADDOPTS"} & set(venv.env)


def test_a_copy_has_no_history_environments_or_caches_and_may_be_read_only(temporary, tmp_path):
    source = tmp_path / "source"
    for name in (".git", "__pycache__", ".benchmarks", "env", "data"):
        (source / name).mkdir(parents=True)
        (source / name / "file").write_text(name)
    (source / "env" / "pyvenv.cfg").write_text("")
    (source / "link").symlink_to("data")
    for venv in provision(["six==1.17.0"], copy_dir=source):
        assert sorted(os.listdir(venv.cwd)) == ["data", "link"]
        assert (venv.cwd / "link" / "file").read_text() == "data"
        (venv.cwd / "data").chmod(0)
        venv.cwd.chmod(0o500)


def test_pins_are_installed_too_and_nothing_newer_than_the_day(temporary):
    versions = []
    for venv in provision(
        ["6"], install_spec=lambda v: f"six<2,>{int(v) - 6}", pins=["click<8"], as_of="2020-06-01"
    ):
        code = "from importlib.metadata import version; print(version('six'), version('click'))"
        versions.append((venv.version, output_of(venv, code)))
    assert versions == [("6", "1.15.0 7.1.2")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "why"),
    [
        ("six", "`six` comes from `.*/cwd/six.py` instead of the environment"),
        ("sys", "`sys` comes from `the interpreter` instead of the environment"),
        ("nowhere", "`nowhere` cannot be imported: .*No module named 'nowhere'"),
    ],
)
def test_a_module_from_elsewhere_fails_isolation(temporary, tmp_path, caplog, module, why):
    arguments = {"copy_dir": tmp_path / "copy", "import_check": module}
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "six.py").write_text("")
    (venv,) = provision(["six==1.17.0"], **arguments)
    assert venv == Venv("six==1.17.0", None, None, None, "isolation")
    assert re.search(why, caplog.messages[0])


def test_an_environment_that_cannot_be_made_fails_at_venv(temporary, monkeypatch):
    monkeypatch.setenv("UV_PYTHON_PREFERENCE", "nonsense")
    (venv,) = provision(["six==1.17.0"])
    assert venv == Venv("six==1.17.0", None, None, None, "venv")


def test_sweep_calls_for_each_that_is_there_and_returns_the_others(temporary):
    ran = []
    failed = sweep(["six==99", "six==1.17.0"], ran.append, import_check="six")
    assert failed == ["six==99"]
    assert [venv.version for venv in ran] == ["six==1.17.0"]


def test_an_exception_of_the_caller_leaves_nothing_behind(temporary):
    def run(venv):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sweep(["six==1.17.0", "six==1.16.0"], run)
    assert os.listdir(temporary) == []


def test_closing_removes_the_environment(temporary):
    environments = provision(["six==1.17.0"])
    python = Path(next(environments).python)
    assert python.exists()
    environments.close()
    assert os.listdir(temporary) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"versions": "six"}, "`versions` is a single string"),
        ({"versions": [8]}, "`8` is not a string"),
        ({"versions": ["six"], "pins": "six"}, "`pins` is a single string"),
        ({"versions": ["six"], "as_of": "2026-02-30"}, "`2026-02-30` is not a date"),
        ({"versions": ["six"], "as_of": "20260228"}, "`20260228` is not a date"),
        ({"versions": ["six"], "import_check": "a-b"}, "`a-b` is not a module name"),
        ({"versions": ["six"], "copy_dir": "nowhere"}, "`nowhere`, which is not a folder"),
        ({"versions": ["six"], "tmp_prefix": "a/b"}, "`tmp_prefix` is `a/b`"),
    ],
)
def test_what_has_no_meaning_is_refused_in_one_line_before_anything_is_made(
    temporary, arguments, message
):
    with pytest.raises(SweepError, match=message) as raised:
        provision(**arguments)
    assert "\n" not in str(raised.value)


def test_where_there_is_no_uv_it_is_named(temporary, monkeypatch):
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setenv("PATH", str(temporary))
    monkeypatch.setattr(uv_binary, "_find_uv", uv_binary._find_uv.__wrapped__)
    with pytest.raises(
        SweepError, match="`uv`, which makes the environments, is not installed: `pip install uv`"
    ):
        provision(["six"])


def test_a_folder_that_holds_the_temporary_ones_is_not_copied_into_itself(temporary):
    with pytest.raises(SweepError, match="holds the temporary folder"):
        list(provision(["six==1.17.0"], copy_dir=temporary.parent))
