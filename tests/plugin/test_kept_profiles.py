"""`--benchmark-memory-profile`: captures that are kept, and the index that says whose they are."""

import json
import os

import pytest

from benchmem_core.captures.frames import read_high_water
from benchmem_core.profiles.store import ProfileFolder

SUITE = """
    import pytest

    def build(n):
        return bytearray(n)

    @pytest.mark.parametrize("n", [100_000, 200_000])
    def test_build(benchmark, n):
        benchmark(build, n)
"""
PROFILE = ("--benchmark-memory", "--benchmark-memory-profile=profiles")


def profiles_of(pytester):
    return ProfileFolder(pytester.path / "profiles").profiles()


def test_every_benchmark_leaves_a_capture_that_the_index_maps_to_its_id(run, pytester):
    session = run(SUITE, *PROFILE)
    session.assert_outcomes(passed=2)
    profiles = profiles_of(pytester)
    assert list(profiles) == [
        "test_suite.py::test_build[100000]",
        "test_suite.py::test_build[200000]",
    ]
    for id_, profile in profiles.items():
        name = id_.partition("::")[2]
        assert profile.peak_bytes == min(session.blob(name)["peak_bytes"])
        assert {"datetime", "python", "root", "commit"} <= profile.run.keys()
        high_water = read_high_water(pytester.path / "profiles" / profile.file)
        (line,) = {use.frames[0].line for use in high_water.stacks if use.bytes > 50_000}
        assert line == 4
    assert "2 captures kept in `profiles`" in session.out


def test_no_number_depends_on_whether_captures_are_kept(run):
    assert run(SUITE, "--benchmark-memory").blob("test_build[100000]") == run(SUITE, *PROFILE).blob(
        "test_build[100000]"
    )


def test_a_second_run_replaces_its_own_ids_and_keeps_the_others(run, pytester):
    run(SUITE, *PROFILE)
    before = profiles_of(pytester)
    session = run(SUITE.replace("200_000]", "300_000]"), *PROFILE, "-k", "300000 or 100000")
    session.assert_outcomes(passed=2)
    after = profiles_of(pytester)
    assert len(after) == 3
    kept = "test_suite.py::test_build[200000]"
    assert after[kept] == before[kept]
    files = {path.name for path in (pytester.path / "profiles").iterdir()}
    assert files == {profile.file for profile in after.values()} | {"index.json"}


def test_ids_that_differ_in_odd_characters_only_have_files_of_their_own(run, pytester):
    session = run(
        """
        import pytest

        @pytest.mark.parametrize("n", ["a/b", "a\\\\b", "a:b", "A:B", "é", "", "x" * 300, ".."])
        def test_build(benchmark, n):
            benchmark(bytearray, 1000)
        """,
        *PROFILE,
    )
    session.assert_outcomes(passed=8)
    assert len({profile.file.lower() for profile in profiles_of(pytester).values()}) == 8


def test_under_a_gate_only_the_regressing_benchmarks_are_kept(run, pytester):
    run(SUITE, "--benchmark-memory")
    grown = SUITE.replace("bytearray(n)", "bytearray(n + 50_000 * (n == 200_000))")
    session = run(grown, *PROFILE, "--benchmark-memory-compare-fail=peak:10%")
    session.assert_outcomes(passed=1, failed=1)
    assert list(profiles_of(pytester)) == ["test_suite.py::test_build[200000]"]


def test_a_gate_that_found_nothing_says_that_nothing_was_kept(run, pytester):
    run(SUITE, "--benchmark-memory")
    session = run(SUITE, *PROFILE, "--benchmark-memory-compare-fail=peak:10%")
    assert session.ret == 0
    assert "no capture was kept in `profiles`: no memory grew too much" in session.out


def test_a_session_without_a_benchmark_says_that_nothing_was_kept(run):
    session = run("def test_it(): pass", *PROFILE)
    assert session.ret == 0
    assert "no capture was kept in `profiles`: no benchmark was measured" in session.out


@pytest.mark.parametrize(
    ("flags", "marker", "expected"),
    [
        ((), "", False),
        (("--benchmark-memory-profile-native",), "", True),
        ((), "@pytest.mark.benchmem(profile_native=True)", True),
    ],
)
def test_native_frames_are_recorded_where_flag_or_marker_say_so(
    run, pytester, flags, marker, expected
):
    session = run(
        f"""
        import pytest

        {marker}
        def test_it(benchmark_memory):
            benchmark_memory(bytearray, 100_000)
        """,
        *PROFILE,
        *flags,
    )
    session.assert_outcomes(passed=1)
    (profile,) = profiles_of(pytester).values()
    assert profile.native is expected
    assert read_high_water(pytester.path / "profiles" / profile.file).has_native is expected


def test_native_frames_without_a_folder_are_a_usage_error(run):
    session = run(SUITE, "--benchmark-memory", "--benchmark-memory-profile-native")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "needs --benchmark-memory-profile=DIR" in session.err
    assert "passed" not in session.out


def test_a_folder_that_is_a_file_is_a_usage_error(run, pytester):
    (pytester.path / "profiles").write_text("here first")
    session = run(SUITE, *PROFILE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "--benchmark-memory-profile: captures cannot be kept in `profiles`" in session.err
    assert (pytester.path / "profiles").read_text() == "here first"


def test_a_damaged_index_is_a_usage_error_and_is_left_alone(run, pytester):
    (pytester.path / "profiles").mkdir()
    (pytester.path / "profiles" / "index.json").write_text("{")
    session = run(SUITE, *PROFILE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "index.json` cannot be read: it is not valid JSON" in session.err
    assert (pytester.path / "profiles" / "index.json").read_text() == "{"


@pytest.mark.parametrize("value", ["", " "])
def test_a_folder_without_a_name_is_a_usage_error(run, value):
    session = run(SUITE, f"--benchmark-memory-profile={value}")
    assert session.ret == pytest.ExitCode.USAGE_ERROR


def test_a_run_that_is_killed_leaves_no_capture_that_looks_whole(run, pytester):
    session = run(
        """
        import os
        import signal

        def test_first(benchmark):
            benchmark(bytearray, 1000)

        def test_second(benchmark, monkeypatch):
            from benchmem_core.system import System

            def copy(source, target, size):
                target.write(source.read(10))
                target.flush()
                os.kill(os.getpid(), signal.SIGKILL)

            monkeypatch.setattr(System, "copy", copy)
            benchmark(bytearray, 1000)
        """,
        *PROFILE,
        subprocess=True,
    )
    assert session.ret == -9
    assert list(profiles_of(pytester)) == ["test_suite.py::test_first"]
    folder = pytester.path / "profiles"
    assert len([path for path in folder.iterdir() if path.suffix == ".bin"]) == 1
    assert [path for path in folder.iterdir() if path.suffix == ".part"]
    # The next run clears what is left.
    run(SUITE, *PROFILE, "-k", "100000")
    assert not [path for path in folder.iterdir() if path.suffix == ".part"]


def test_an_index_is_read_by_the_command(run, pytester):
    run(SUITE, *PROFILE)
    document = json.loads((pytester.path / "profiles" / "index.json").read_text())
    assert document["schema"] == 1
    assert {os.path.dirname(each["file"]) for each in document["profiles"]} == {""}


def test_an_action_that_fails_leaves_no_capture(run, pytester):
    session = run(
        """
        def test_it(benchmark):
            benchmark(int, "x")
        """,
        *PROFILE,
    )
    session.assert_outcomes(failed=1)
    assert not (pytester.path / "profiles" / "index.json").exists()


def test_a_test_that_changes_folders_keeps_its_capture_where_the_others_are(run, pytester):
    session = run(
        """
        import pytest

        def test_here(benchmark):
            benchmark(bytearray, 1000)

        def test_elsewhere(benchmark, monkeypatch, tmp_path):
            monkeypatch.chdir(tmp_path)
            benchmark(bytearray, 1000)
        """,
        *PROFILE,
    )
    session.assert_outcomes(passed=2)
    assert len(profiles_of(pytester)) == 2
    assert "2 captures kept in `profiles`" in session.out


FAILING = """
    import errno
    import pytest

    @pytest.mark.parametrize("n", [1, 2])
    def test_it(benchmark, monkeypatch, n):
        from benchmem_core.system import System

        def copy(source, target, size):
            raise OSError(errno.ENOSPC, "No space left on device")

        if n == 1:
            monkeypatch.setattr(System, "copy", copy)
        benchmark(bytearray, 1000)
"""


def test_a_capture_that_cannot_be_kept_fails_its_test_and_loses_no_number(run):
    session = run(FAILING, *PROFILE)
    session.assert_outcomes(passed=1, failed=1)
    assert "No space left on device; free some space there" in session.out
    assert "1 captures could not be kept in `profiles`, 1 were kept" in session.out
    assert session.blob("test_it[1]") == session.blob("test_it[2]")
    assert session.benchmarks["test_it[1]"]["stats"]["rounds"] > 0


def test_captures_that_a_test_deleted_are_not_counted(run):
    session = run(
        """
        import shutil

        def test_it(benchmark):
            benchmark(bytearray, 1000)
            shutil.rmtree("profiles")
        """,
        *PROFILE,
    )
    assert "1 of the 1 captures in `profiles` were deleted since" in session.out


def test_a_rule_of_times_keeps_no_capture_and_says_that_no_memory_grew(run):
    run(SUITE, "--benchmark-memory")
    session = run(SUITE, *PROFILE, "--benchmark-memory-compare-fail=time:1ns")
    assert "no capture was kept in `profiles`: no memory grew too much" in session.out
