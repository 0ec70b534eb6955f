"""The commands and pages of the repository say the same as the code."""

import inspect
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from benchmem_core.metrics import MEMORY_METRICS
from benchmem_core.stats import STATS

ROOT = Path(__file__).parents[2]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["run demo", "test"])
def test_readme_has_each_command_as_one_line(command):
    lines = [line for line in read("README.md").splitlines() if line.endswith(f"hatch {command}")]
    assert lines == [f'python -m pip install "hatch>=1.18" && python -m hatch {command}']


def test_ci_takes_its_test_command_from_the_readme():
    assert "command=$(readme_command test)" in read(".ci/run")


def test_every_flag_is_documented():
    import pytest_benchmark.plugin  # noqa: F401 - its flags are not ours

    output = subprocess.run(
        [sys.executable, "-m", "pytest", "--help"], check=True, capture_output=True, text=True
    ).stdout
    flags = set(re.findall(r"--benchmark-memory[a-z-]*", output))
    documented = set(re.findall(r"--benchmark-memory[a-z-]*", read("docs/pytest.md")))
    assert flags == documented


def test_every_marker_keyword_is_documented():
    from benchmem_pytest.options import MARKER_KEYWORDS, MemoryOptions

    table = read("docs/pytest.md").split("## The marker")[1].split("### Ceilings")[0]
    documented = set(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\|(.*?)\|", table, re.MULTILINE)))
    )
    assert documented == set(MARKER_KEYWORDS)
    assert set(MARKER_KEYWORDS) <= {field.name for field in fields(MemoryOptions)}


def test_every_option_of_compare_is_documented():
    from benchmem_io.cli.compare import compare

    pages = read("docs/compare.md") + read("docs/gate.md")
    options = [option for parameter in compare.params for option in parameter.opts]
    for option in options:
        if option.startswith("--"):
            assert f"`{option}" in pages or f" {option} " in pages, option


def test_every_option_of_plot_is_documented():
    from benchmem_plot.cli.plot import plot

    table = read("docs/plots.md").split("| option |")[1].split("\n\n")[0]
    documented = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", table))
    options = {
        option
        for parameter in plot.params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("-")
    }
    assert documented == options


def test_every_option_of_report_is_documented():
    from benchmem_plot.cli.report import report

    page = read("docs/report.md")
    options = [option for parameter in report.params for option in parameter.opts]
    for option in options:
        if option.startswith("--"):
            assert f"`{option}" in page, option


def test_every_option_of_the_magics_is_documented():
    from benchmem_core.notebook.options import make_parser

    options = re.findall(r"(?<![\w-])--?[a-z][a-z-]*", make_parser().format_help())
    table = read("docs/notebooks.md").split("| option |")[1].split("\n\n")[0]
    assert {"-r", "--sites"} <= set(options)
    assert set(options) == set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", table))


def test_every_argument_of_the_table_is_documented():
    from benchmem_io import compare_table

    arguments = "runs, *, " + ", ".join(
        f"{name}={parameter.default!r}".replace("'", '"')
        for name, parameter in inspect.signature(compare_table).parameters.items()
        if name != "runs"
    )
    assert f"`compare_table({arguments})`" in read("docs/notebooks.md")


def test_every_key_of_the_json_table_is_documented():
    from benchmem_io.gate import document as gate_document
    from benchmem_io.table import json as renderer

    page = read("docs/files.md").split("## The table as JSON")[1]
    for struct in (
        renderer.JsonTable,
        renderer.JsonColumn,
        renderer.JsonRow,
        renderer.JsonCell,
        gate_document.JsonGate,
        gate_document.JsonGrowth,
        gate_document.JsonUnjudged,
    ):
        for key in struct.__struct_encode_fields__:
            assert f"`{key}`" in page, key


def test_every_metric_and_stat_is_documented():
    page = read("docs/pytest.md")
    for name in [*(metric.name for metric in MEMORY_METRICS), *STATS]:
        assert f"`{name}`" in page


@pytest.mark.slow
def test_example_measures_both_versions(pytester):
    for version in ("heavy", "slim"):
        result = pytester.runpytest_subprocess(
            str(ROOT / "docs" / "examples"),
            f"--rootdir={ROOT}",
            *("-p", "no:cacheprovider", "-k", "50 or 100", f"--edit-distance={version}"),
            *("--benchmark-memory", "--benchmark-max-time=0.01", "--benchmark-min-rounds=1"),
            f"--benchmark-json={version}.json",
        )
        result.assert_outcomes(passed=2, deselected=2)
    peaks = [
        [int(peak) for peak in re.findall(r'"peak_bytes": \[\s*(\d+)', path.read_text())]
        for path in (pytester.path / "heavy.json", pytester.path / "slim.json")
    ]
    assert all(heavy > 5 * slim for heavy, slim in zip(*peaks, strict=True))
