"""Tests that patch files, clocks or modules: their memory is measured all the same."""

import pytest

from benchmem_core.profiles.store import ProfileFolder

SUITE = """
    import os
    import pytest

    def action():
        return bytearray(123_456)

    def test_plain(benchmark):
        benchmark(action)

    def test_fake_files(fs, benchmark):
        fs.create_file("/data/input.txt", contents="x" * 10)
        benchmark(action)
        assert os.listdir("/data") == ["input.txt"]

    def test_frozen(freezer, benchmark):
        freezer.move_to("2020-02-02")
        benchmark(action)

    def test_open(mocker, benchmark):
        opened = mocker.patch("builtins.open")
        benchmark(action)
        mocker.stopall()
        assert not opened.called

    @pytest.mark.parametrize("target", ["os.open", "os.stat", "subprocess.Popen", "time.sleep"])
    def test_functions(mocker, benchmark, target):
        mocker.patch(target, side_effect=OSError("patched"))
        benchmark(action)
        mocker.stopall()

    def test_after(benchmark):
        benchmark(action)
"""
PLUGINS = (
    "benchmark",
    "benchmem",
    "quick_info",
    "pyfakefs.pytest_plugin",
    "pytest_freezer",
    "pytest_mock",
)
IDS = 9


@pytest.mark.parametrize("kept", [False, True], ids=["measured", "kept"])
def test_fixtures_that_patch_change_no_number(run, pytester, empty_tmpdir, kept):
    arguments = ("--benchmark-memory-profile=profiles", "--benchmark-memory-sites") if kept else ()
    session = run(SUITE, "--benchmark-memory", *arguments, plugins=PLUGINS, subprocess=True)
    session.assert_outcomes(passed=IDS)
    blobs = [each["extra_info"]["benchmem"] for each in session.benchmarks.values()]
    assert len(blobs) == IDS
    assert all(set(blob["peak_bytes"]) == set(blobs[0]["peak_bytes"]) for blob in blobs)
    assert [path for path in empty_tmpdir.iterdir() if path.name.startswith("benchmem")] == []
    if kept:
        folder = ProfileFolder(pytester.path / "profiles")
        assert len(folder.profiles()) == IDS
        assert len(list(folder.path.glob("*.bin"))) == IDS


def test_an_isolated_pass_goes_on_beside_fake_files(run, pytester, empty_tmpdir):
    pytester.makepyfile(actions="def action():\n    return bytearray(123_456)\n")
    session = run(
        """
        import pytest
        from actions import action

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_fake(fs, benchmark_memory):
            benchmark_memory(action)
            assert 123_456 < benchmark_memory.peak_bytes < 130_000

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_no_process(mocker, benchmark_memory):
            mocker.patch("subprocess.Popen", side_effect=OSError("patched"))
            benchmark_memory(action)
            assert 123_456 < benchmark_memory.peak_bytes < 130_000
        """,
        plugins=PLUGINS,
        subprocess=True,
    )
    session.assert_outcomes(passed=2)
    assert [path for path in empty_tmpdir.iterdir() if path.name.startswith("benchmem")] == []
