"""pytest-benchmark's own comparison of two files, beside ours: every number agrees."""

import csv
import os
import re
import subprocess
import sys
import textwrap

import pytest

from benchmem_core.units import UNITS
from tests.io.commands import environment, table_of

SUITE = """
    import pytest

    @pytest.mark.parametrize("n", [10, 1000])
    def test_sum(benchmark, n):
        benchmark.pedantic(sum, (range(n),), rounds=5, iterations=3)

    @pytest.mark.parametrize("n", [10, 1000])
    def test_sort(benchmark, n):
        benchmark.pedantic(sorted, (range(n),), rounds=6)
"""
# pytest-benchmark asks the machine for its model, and git for the commit: not of interest here.
QUICK_INFO = """
    def pytest_benchmark_generate_machine_info():
        return {"node": "here"}

    def pytest_benchmark_generate_commit_info():
        return {"id": "none"}
"""
STATS = ("min", "max", "mean", "stddev", "median", "iqr")
LABELS = ("0001_first", "0002_second")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two runs of one suite, saved by pytest-benchmark."""
    folder = tmp_path_factory.mktemp("agreement")
    (folder / "test_suite.py").write_text(textwrap.dedent(SUITE))
    (folder / "quick_info.py").write_text(textwrap.dedent(QUICK_INFO))
    for name in ("first", "second"):
        run("pytest", "-q", "-p", "no:cacheprovider", f"--benchmark-save={name}", folder=folder)
    return folder


def run(module, *arguments, folder):
    """Run a module with only pytest-benchmark as plugin; return what it prints."""
    env = environment({"COLUMNS": "300", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    plugins = ("-p", "pytest_benchmark.plugin", "-p", "quick_info") if module == "pytest" else ()
    result = subprocess.run(
        [sys.executable, "-m", module, *plugins, *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def theirs(folder):
    """What `pytest-benchmark compare` prints, and the CSV that it writes."""
    columns = f"--columns={','.join(STATS)}"
    text = run(
        *("pytest_benchmark", "compare", "0001", "0002", columns, "--group-by=fullname"),
        "--csv=theirs.csv",
        folder=folder,
    )
    (path,) = (name for name in os.listdir(folder) if name.startswith("theirs"))
    with open(folder / path, newline="", encoding="utf-8") as file:
        return text, list(csv.DictReader(file))


@pytest.fixture
def ours(folder, command, monkeypatch):
    """The rows of our table, by id and run."""
    monkeypatch.chdir(folder)
    result = command(
        *("compare", "0001", "0002", "--stat", "all", "--columns", "time", "--format", "json"),
        "--csv=ours.csv",
    )
    return {(row.id, row.label): row.cells for row in table_of(result.stdout).rows}


def test_every_number_of_the_table_agrees(theirs, ours):
    text, _ = theirs
    compared = 0
    unit = id_ = None
    for line in text.splitlines():
        if match := re.match(r"-+ benchmark '(.+)': 2 tests -+", line):
            id_ = match[1]
        elif match := re.match(r"Name \(time in (\w+)\)", line):
            unit = UNITS["s"].multiples[match[1]]
        elif match := re.match(r"\S+ \((0001_first|0002_second)\)\s+(\S.*)", line):
            # Each value is followed by its ratio, `(1.0)`, which is glued to it or not.
            found = re.findall(r"([\d,.]+)\s*\(([>\d,.inf]+)\)", match[2])
            assert len(found) == len(STATS), line
            cells = ours.pop((id_, match[1]))
            for stat, (number, ratio) in zip(STATS, found, strict=True):
                cell = cells[f"time:{stat}"]
                assert f"{cell.value / unit:,.4f}" == number, (line, stat)
                assert cell.ratio is not None
                assert float(ratio.strip(">").replace(",", "")) == pytest.approx(
                    min(cell.ratio, 1000), abs=0.0051
                ), (line, stat)
                compared += 1
    assert not ours, "benchmarks that only our table has"
    assert compared == 4 * 2 * len(STATS)


def test_every_number_of_the_csv_agrees(theirs, ours, folder):
    _, rows = theirs
    with open(folder / "ours.csv", newline="", encoding="utf-8") as file:
        mine = {row["id"]: row for row in csv.DictReader(file)}
    assert len(rows) == 8
    of_id = {}
    for row in rows:
        of_id.setdefault(row["name"], []).append([float(row[stat]) for stat in STATS])
    # Theirs has a row for each run, and does not say of which.
    for id_, row in mine.items():
        found = [[float(row[f"time:{stat}:{label}"]) for stat in STATS] for label in LABELS]
        assert sorted(found) == sorted(of_id.pop(id_))
        assert found == [[ours[id_, label][f"time:{s}"].value for s in STATS] for label in LABELS]
    assert not of_id, "benchmarks that only their table has"
