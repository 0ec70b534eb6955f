"""Control-C while memory is measured."""

import pytest

INTERRUPTED = {
    "in a pass": "",
    "in an isolated pass": "@pytest.mark.benchmem(isolate=True)",
    "in the warmup run": "@pytest.mark.benchmem(warmup=3)",
}


def interrupted(run, marker):
    return run(
        f"""
        import os
        import signal
        import time

        import pytest

        def test_before(benchmark_memory):
            benchmark_memory(int)

        def action(parent):
            os.kill(parent, signal.SIGINT)
            time.sleep(60)

        {marker}
        def test_it(benchmark_memory):
            benchmark_memory(action, os.getpid())

        def test_after(benchmark_memory):
            raise AssertionError("not run")
        """,
        subprocess=True,
    )


@pytest.mark.parametrize("marker", INTERRUPTED.values(), ids=INTERRUPTED)
def test_an_interrupt_ends_the_session_and_leaves_nothing(run, empty_tmpdir, marker):
    session = interrupted(run, marker)
    assert session.ret == pytest.ExitCode.INTERRUPTED
    assert "KeyboardInterrupt" in session.out
    assert "not used" not in session.out
    assert set(session.benchmarks) == {"test_before"}
    assert list(empty_tmpdir.rglob("*")) == []


def test_a_keyboard_interrupt_raised_by_the_function_ends_the_session(run):
    session = run(
        """
        def action():
            raise KeyboardInterrupt

        def test_it(benchmark_memory):
            benchmark_memory(action)

        def test_after():
            raise AssertionError("not run")
        """,
        subprocess=True,
    )
    assert session.ret == pytest.ExitCode.INTERRUPTED
    session.assert_outcomes()
    assert session.benchmarks == {}
