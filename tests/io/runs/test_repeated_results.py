"""Run files that have several results of one benchmark, and what stands in place of a blob."""

import json
import warnings

import pytest

from benchmem_io import fit_scaling, load_long_df, load_samples
from benchmem_io.errors import RepeatedResultWarning
from benchmem_io.runs.run import load_run
from tests.io.commands import table_of, values
from tests.io.run_files import NO_TIME, entry, write_run

NOTE = "`runs.json` has several results of `m.py::f`: the last one counts."
FORMATS = ("table", "md", "csv", "json", "html", "github")


@pytest.fixture
def repeated(tmp_path):
    """A test that ran three times, and one that ran once."""
    entries = [entry("m.py::f", peak=(peak,), time=peak / 1e6) for peak in (10, 40, 20)]
    return write_run(tmp_path / "runs.json", [entries[0], entry("m.py::g"), *entries[1:]])


def test_the_last_result_counts_and_a_note_says_so(repeated):
    run = load_run(repeated)
    assert list(run.benchmarks) == ["m.py::f", "m.py::g"]
    assert [samples.value for samples in memory(repeated)] == [20, 1000]
    assert run.benchmarks["m.py::f"].time("min") == 2e-5
    assert list(run.notes) == [NOTE]


def memory(path):
    with pytest.warns(RepeatedResultWarning, match="the last one counts"):
        return load_samples(path, metric="peak")[1]


def test_many_of_them_are_counted(tmp_path):
    entries = [entry(f"m.py::f[{'x' * 500}{n}]") for n in (1, 2, 3, 1, 2, 3, 3)]
    (note,) = load_run(write_run(tmp_path / "many.json", entries)).notes
    assert note.endswith(" and 1 more: the last one counts.")
    assert len(note) < 300


@pytest.mark.parametrize("format_", FORMATS)
def test_compare_says_it_once(command, repeated, format_):
    other = write_run(repeated.with_name("other.json"), [entry("m.py::f"), entry("m.py::g")])
    result = command("compare", other, repeated, "--format", format_)
    text = result.output.replace("&#96;", "`").replace("&#x27;", "'").replace("&#58;", ":")
    assert result.exit_code == 0
    assert text.count("has several results of") == 1
    assert ("several" in result.stderr) == (format_ == "csv")


def test_the_table_has_the_last(command, repeated):
    table = table_of(command("compare", repeated, "--format", "json").stdout)
    assert values(table, "peak:min") == [20, 1000]


def test_the_gate_judges_the_last(command, repeated, tmp_path):
    head = write_run(tmp_path / "head.json", [entry("m.py::f", peak=(40,)), entry("m.py::g")])
    result = command("compare", repeated, head, "--fail-on", "peak:10%")
    assert result.exit_code == 1
    assert "20 B -> 40 B" in result.output


@pytest.mark.parametrize("format_", ["table", "csv"])
def test_runs_says_it_beside_its_table(command, repeated, format_):
    result = command("runs", repeated, "--format", format_)
    assert result.exit_code == 0
    assert result.stderr == f"{NOTE}\n"


def test_readers_warn_where_they_are_called(repeated):
    calls = (
        lambda: load_samples(repeated),
        lambda: load_long_df([repeated]),
        lambda: fit_scaling([sizes]),
        lambda: load_long_df(sizes, pivot="n"),
    )
    sizes = write_run(
        repeated.with_name("sizes.json"),
        [entry(f"m.py::h[{n}]", params={"n": n}) for n in (1, 2, 3, 4, 4)],
    )
    for call in calls:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            call()
        assert [each.category for each in caught] == [RepeatedResultWarning]
        assert caught[0].filename == __file__


@pytest.mark.parametrize("time", [1e-3, NO_TIME])
def test_none_in_place_of_a_blob_is_no_memory(command, tmp_path, time):
    none = entry("m.py::f", time=time, peak=None, extra_info={"benchmem": None}) | (
        {} if time is not NO_TIME else {"stats": {}}
    )
    path = write_run(tmp_path / "run.json", [none, entry("m.py::g")])
    assert [sample.id for sample in load_samples(path, metric="peak")[1]] == ["m.py::g"]
    assert not load_run(path).benchmarks["m.py::f"].has_memory
    other = write_run(tmp_path / "other.json", [none, entry("m.py::g")])
    result = command("compare", path, other, "--fail-on", "peak:10%", "--on-missing", "warn")
    assert "`m.py::f`: `peak:10%` could not be judged: no memory is recorded" in result.output


@pytest.mark.parametrize("where", ["entry", "stats", "blob", "meta", "extra_info", "params"])
def test_a_key_that_is_no_text_harms_nothing(command, tmp_path, where):
    odd = entry("m.py::f[\ud800]", params={"n": 1}, extra_info={"k": "\udc80"})
    places = {
        "entry": odd,
        "stats": odd["stats"],
        "blob": odd["extra_info"]["benchmem"],
        "meta": odd["extra_info"]["benchmem_meta"],
        "extra_info": odd["extra_info"],
        "params": odd["params"],
    }
    places[where]["a\ud800\udfff\udc00"] = 1
    path = write_run(tmp_path / "run.json", [odd])
    for format_ in FORMATS:
        result = command("compare", path, "--format", format_, "--columns", "time,peak,extra:k")
        assert result.exit_code == 0, result.output
    table = command("compare", path, "--format", "json").stdout
    assert json.loads(table)["rows"][0]["cells"]["peak:min"]["value"] == 1000
