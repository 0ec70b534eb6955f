"""`benchmem diff`: a regression that was put into a module is the first row, by its line."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.io.commands import environment, process

from .seeded_regressions import REGRESSIONS

MARK = "# <--"
# What comes above the head: every line moved, too.
PREAMBLE = "# One.\n# Two.\n\n\n# Three.\n"

RUN = """
import importlib.util
import sys

import memray

side = sys.argv[1]
for name in sys.argv[2:]:
    spec = importlib.util.spec_from_file_location("app", f"{name}/{side}/app.py")
    app = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(app)
    with memray.Tracker(f"{name}/{side}.bin", trace_python_allocators=True):
        app.main()
"""


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    """The folder that has, by name, both modules of each regression and their captures."""
    folder = tmp_path_factory.mktemp("regressions")
    names = []
    for name, regression in REGRESSIONS.items():
        if regression.needs and not _is_installed(regression.needs):
            continue
        names.append(name)
        for side, above in (("base", ""), ("head", PREAMBLE)):
            (folder / name / side).mkdir(parents=True)
            code = above + dedent(getattr(regression, side))
            (folder / name / side / "app.py").write_text(code, encoding="utf-8")
    for side in ("base", "head"):
        subprocess.run(
            [sys.executable, "-c", RUN, side, *names], cwd=folder, env=environment(), check=True
        )
    return folder


def _is_installed(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def _folder(captures: Path, name: str) -> Path:
    if REGRESSIONS[name].needs:
        pytest.importorskip(REGRESSIONS[name].needs)
    return captures / name


@pytest.mark.parametrize("name", REGRESSIONS)
def test_the_first_row_is_the_line_that_was_changed(captures, name):
    folder = _folder(captures, name)
    result = process("diff", "base.bin", "head.bin", "--format", "json", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    first = json.loads(result.stdout)["rows"][0]
    assert first["delta_bytes"] > 0
    source = (folder / "head" / "app.py").read_text(encoding="utf-8").splitlines()
    marked = {("head/app.py", i) for i, line in enumerate(source, 1) if line.endswith(MARK)}
    # Where the row is the library's, its caller is the project's.
    place = first["caller"] or first
    assert (place["file"], place["line"]) in marked, first


@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_the_rows_of_every_regression_sum_to_the_growth_of_its_peak(
    captures, by, command, monkeypatch
):
    for folder in captures.iterdir():
        monkeypatch.chdir(folder)
        result = command("diff", "base.bin", "head.bin", "--format", "json", "--by", by)
        assert result.exit_code == 0, folder.name
        document = json.loads(result.stdout)
        growth = document["head_peak_bytes"] - document["base_peak_bytes"]
        assert sum(row["delta_bytes"] for row in document["rows"]) == growth
        assert sum(row["base_bytes"] for row in document["rows"]) == document["base_peak_bytes"]
        assert growth > 0, folder.name


@pytest.mark.parametrize("name", REGRESSIONS)
def test_lines_that_only_moved_are_no_row(captures, name, command, monkeypatch):
    folder = _folder(captures, name)
    monkeypatch.chdir(folder)
    result = command("diff", "base.bin", "head.bin", "--format", "json", "--top", "1000")
    old, new = (
        (folder / side / "app.py").read_text(encoding="utf-8").splitlines()
        for side in ("base", "head")
    )
    for row in json.loads(result.stdout)["rows"][:-1]:
        place = row["caller"] or row
        # A line that is the same in both grew only where it calls, or stands below, the change.
        if row["base_bytes"] == 0 and place["file"] == "head/app.py":
            assert new[place["line"] - 1] not in old or new[place["line"] - 1].endswith(MARK), row
