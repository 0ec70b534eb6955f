"""`benchmem compare`: what cannot be done, it says in one line."""

import pytest

from tests.io.run_files import entry, write_run

from .places import PLACES


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--columns", "peek"], "`peek` is not a metric (did you mean `peak`?): use time, peak,"),
        (["--columns", "rss"], "no run has `rss`: there are time, peak,"),
        (["--columns", "extra:nothing"], "no benchmark has `nothing` in its `extra_info`"),
        (["--stat", "mode"], "`mode` is not a statistic: use min, mean,"),
        (["--stat", "iqr", "--columns", "peak"], "quartiles of the timed rounds, and memory has"),
        (["--group-by", "file"], "`file` is nothing to group by: use fullname, name,"),
        (["--group-by", "param:m"], "no benchmark has a dim `m`; there are n, node.class,"),
        (["--sort", "change"], "`--sort change` needs a second run"),
        (["--sort", "size"], "'size' is not one of"),
        (["run.json", "--label", "a", "--label", "a"], "two runs are labelled `a`"),
        (["--where", "n=7"], "no benchmark has `n=7`"),
        (["--csv", "no/folder/here.csv"], "`no/folder/here.csv` cannot be written: No such file"),
        (["empty"], "`empty` holds no run file"),
        (["0007"], "`0007` is no file, no folder and no saved run"),
        (["zero.json"], "`zero.json` is not a run file: it is empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(command, tmp_path, arguments, reason):
    write_run(tmp_path / "run.json", PLACES)
    (tmp_path / "zero.json").touch()
    (tmp_path / "empty").mkdir()
    result = command("compare", "run.json", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = [each for each in result.stderr.splitlines() if each.startswith("Error: ")]
    assert reason in line


def test_a_run_with_no_benchmark_is_refused(command, tmp_path):
    write_run(tmp_path / "run.json", [])
    result = command("compare", "run.json")
    assert result.exit_code == 2
    assert "the runs hold no benchmarks" in result.stderr


def test_a_run_is_not_overwritten_by_its_own_csv(command, tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f")])
    content = path.read_bytes()
    result = command("compare", "run.json", "--csv", "./run.json")
    assert result.exit_code == 2
    assert "would overwrite a run" in result.stderr
    assert path.read_bytes() == content
