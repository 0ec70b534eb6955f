"""What a command writes goes into a file of its own: not through a link, not over a run."""

import pytest

from tests.io.run_files import entry, write_run


@pytest.fixture
def runs(command, tmp_path):
    for name, peak in (("base", 1000), ("head", 5000)):
        write_run(tmp_path / f"{name}.json", [entry("test_app.py::test_a", peak=(peak,))])
    return "base.json", "head.json"


def test_a_csv_replaces_a_link_and_not_what_it_leads_to(command, runs, tmp_path):
    (tmp_path / "other.txt").write_text("other")
    (tmp_path / "out.csv").symlink_to("other.txt")
    assert command("compare", *runs, "--csv", "out.csv").exit_code == 0
    assert (tmp_path / "other.txt").read_text() == "other"
    assert "test_a" in (tmp_path / "out.csv").read_text()


def test_a_csv_goes_into_what_is_no_file(command, runs):
    assert command("compare", *runs, "--csv", "/dev/null").exit_code == 0


@pytest.mark.parametrize("way", ["path", "symbolic link", "hard link"])
@pytest.mark.parametrize("run", ["base.json", "head.json"])
def test_a_run_is_no_summary_of_a_step(command, runs, tmp_path, monkeypatch, run, way):
    summary, content = tmp_path / run, (tmp_path / run).read_bytes()
    if way != "path":
        summary = tmp_path / "summary.md"
        (summary.symlink_to if way == "symbolic link" else summary.hardlink_to)(tmp_path / run)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    result = command("compare", *runs, "--format", "github", "--fail-on", "peak:10%")
    assert result.exit_code == 2
    assert "one of the runs" in result.output
    assert (tmp_path / run).read_bytes() == content
