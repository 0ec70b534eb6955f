"""The baseline of a session: never what it writes itself, nor by itself a run that failed."""

import inspect
import json

import pytest
import pytest_benchmark.plugin

# Before 5.1, pytest-benchmark empties the file while it reads the command line, before any plugin
# can look at it.
EMPTIES_FIRST = "argparse.FileType" in inspect.getsource(pytest_benchmark.plugin)

MEMORY = ("--benchmark-memory", "--benchmark-memory-repeats=1", "--benchmark-warmup=off")
RULE = "--benchmark-memory-compare-fail=peak:10%"

BASE = """
    def test_buffer(benchmark):
        benchmark(bytearray, 1_000_000)
"""
GROWN = BASE.replace("1_000_000", "1_200_000")
OTHER = BASE.replace("test_buffer", "test_other")


@pytest.fixture
def saved_after(run):
    """Run a suite with memory; what it printed, and how its run file says that the gate ended."""

    def run_suite(suite, *flags):
        session = run(suite, *MEMORY, *flags)
        recorded = json.loads(session.run_file.read_text()).get("benchmem")
        return session, recorded

    return run_suite


def baseline_of(session):
    """The name of the file that the session was compared with."""
    (line,) = (line for line in session.lines if line.startswith("baseline: "))
    return line.rpartition("/")[2]


def test_a_failing_run_is_not_the_baseline_of_the_next(saved_after):
    assert saved_after(BASE)[1] is None
    session, recorded = saved_after(GROWN, RULE)
    assert (session.ret, recorded) == (1, {"gate": "failed"})
    session, recorded = saved_after(GROWN, RULE)
    assert (session.ret, recorded) == (1, {"gate": "failed"})
    assert baseline_of(session) == "0001_run.json"
    line = "Passed over as baseline, because its own gate failed: 0002_run.json"
    assert line in session.lines
    session, recorded = saved_after(BASE, RULE)
    assert (session.ret, recorded) == (0, {"gate": "passed"})
    assert saved_after(BASE, RULE)[0].ret == 0


def test_autosave_by_itself_keeps_failing(pytester, run):
    flags = (*MEMORY, "--benchmark-autosave")
    assert run(BASE, *flags, save=False).ret == 0
    for _ in range(3):
        assert run(GROWN, *flags, RULE, save=False).ret == 1
    assert len(list((pytester.path / ".benchmarks").rglob("*.json"))) == 4


def test_a_passed_run_is_the_next_baseline(saved_after):
    saved_after(BASE)
    saved_after(BASE, RULE)
    session, _ = saved_after(BASE, RULE)
    assert baseline_of(session) == "0002_run.json"
    assert "Passed over" not in session.out


def test_every_file_of_a_session_says_how_its_gate_ended(saved_after, pytester):
    saved_after(BASE)
    _, recorded = saved_after(GROWN, RULE, "--benchmark-json=out.json")
    assert recorded == {"gate": "failed"}
    assert json.loads((pytester.path / "out.json").read_text())["benchmem"] == recorded


def test_a_gate_that_judged_nothing_failed(saved_after):
    saved_after(OTHER)
    session, recorded = saved_after(BASE, RULE)
    assert (session.ret, recorded) == (1, {"gate": "failed"})


def test_a_comparison_without_rules_records_nothing(saved_after):
    saved_after(BASE)
    assert saved_after(BASE, "--benchmark-memory-compare")[1] is None


def test_what_a_project_records_under_that_key_is_kept(saved_after, pytester):
    pytester.makeconftest("""
        def pytest_benchmark_update_json(output_json):
            output_json["benchmem"] = {"team": "a"}
    """)
    saved_after(BASE)
    assert saved_after(BASE, RULE)[1] == {"team": "a", "gate": "passed"}


def test_a_comparison_without_rules_names_what_it_passed_over(saved_after):
    saved_after(BASE)
    saved_after(GROWN, RULE)
    session, _ = saved_after(BASE, "--benchmark-memory-compare")
    assert "Passed over as baseline, because its own gate failed: 0002_run.json" in session.out


@pytest.mark.parametrize("reference", ["0002", "0002_run", ".benchmarks/*/0002_run.json"])
def test_a_failed_run_that_is_named_is_the_baseline(saved_after, pytester, reference):
    saved_after(BASE)
    saved_after(GROWN, RULE)
    if reference.startswith("."):
        (path,) = pytester.path.glob(reference)
        reference = str(path)
    session, recorded = saved_after(GROWN, RULE, f"--benchmark-memory-compare={reference}")
    assert (session.ret, recorded) == (0, {"gate": "passed"})
    assert baseline_of(session) == "0002_run.json"


@pytest.mark.parametrize("reference", [".benchmarks", "*_run"])
def test_a_folder_or_a_pattern_passes_over_what_failed(saved_after, reference):
    saved_after(BASE)
    saved_after(GROWN, RULE)
    session, _ = saved_after(GROWN, RULE, f"--benchmark-memory-compare={reference}")
    assert session.ret == 1
    assert baseline_of(session) == "0001_run.json"


def test_where_all_saved_runs_failed_there_is_no_baseline(saved_after, run, pytester):
    saved_after(BASE)
    saved_after(GROWN, RULE)
    (first,) = pytester.path.glob(".benchmarks/*/0001_run.json")
    first.unlink()
    session = run(BASE, *MEMORY, RULE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "holds no run that may be a baseline (`0002_run.json`: its own gate failed)" in (
        session.out + session.err
    )


@pytest.fixture
def linked(run, pytester):
    """A run file, and a symbolic and a hard link to it."""
    assert run(BASE, *MEMORY, "--benchmark-json=base.json", save=False).ret == 0
    base = pytester.path / "base.json"
    (pytester.path / "soft.json").symlink_to(base)
    (pytester.path / "hard.json").hardlink_to(base)
    return base


@pytest.mark.parametrize("written", ["base.json", "soft.json", "hard.json"])
def test_a_session_does_not_write_over_its_baseline(linked, run, written):
    before = linked.read_bytes()
    flags = (RULE, "--benchmark-memory-compare=base.json", f"--benchmark-json={written}")
    session = run(GROWN, *MEMORY, *flags, save=False)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    line = "`--benchmark-memory-compare=base.json` is the file that `--benchmark-json` writes"
    assert line in session.out + session.err
    assert linked.read_bytes() == (b"" if EMPTIES_FIRST else before)


def test_a_folder_passes_over_what_the_session_writes(run, pytester):
    folder = pytester.mkdir("results")
    flags = (*MEMORY, RULE, "--benchmark-memory-compare=results", "--benchmark-json=results/b.json")
    assert run(BASE, *MEMORY, "--benchmark-json=results/a.json", save=False).ret == 0
    assert run(BASE, *flags, save=False).ret == 0
    session = run(GROWN, *flags, save=False)
    assert session.ret == 1
    assert baseline_of(session) == "a.json"
    if not EMPTIES_FIRST:
        assert "Passed over as baseline, because this session writes it: b.json" in session.lines
    (folder / "a.json").unlink()
    session = run(GROWN, *flags, save=False)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    if not EMPTIES_FIRST:
        assert "`b.json`: this session writes it" in session.out + session.err


def test_pytest_benchmark_compares_with_a_run_whose_gate_failed(saved_after, run):
    saved_after(BASE)
    saved_after(GROWN, RULE)
    session = run(BASE, *MEMORY, "--benchmark-compare=0002")
    assert session.ret == 0
    assert "(0002_run)" in session.out


def test_two_files_of_one_session_are_not_compared(run, pytester, command_output):
    flags = (*MEMORY, "--benchmark-autosave", "--benchmark-json=out.json")
    assert run(BASE, *flags, save=False).ret == 0
    (saved,) = pytester.path.glob(".benchmarks/*/*.json")
    for files in (("out.json", str(saved)), ("0001", "out.json")):
        result = command_output("compare", *files, "--fail-on", "peak:10%")
        assert result.returncode == 2
        assert "were written by one session" in result.stderr
        assert result.stderr.count("\n") == 1


def test_two_sessions_of_one_commit_are_compared(run, command_output):
    for name in ("one", "two"):
        assert run(BASE, *MEMORY, f"--benchmark-json={name}.json", save=False).ret == 0
    result = command_output("compare", "one.json", "two.json", "--fail-on", "peak:10%")
    assert result.returncode == 0, result.stderr
