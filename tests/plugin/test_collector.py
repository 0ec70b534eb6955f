"""What the passes leave to the garbage collector is done before the calls that are timed.

The sessions are processes of their own: a callback of the collector would outlive them in this one.
"""

import pytest


def test_no_full_collection_is_left_to_the_timed_calls(run):
    session = run(
        """
        import gc

        held = [[] for _ in range(500_000)]
        full = []

        def note(phase, info):
            if phase == "start" and info["generation"] == 2:
                full.append(len(calls))

        gc.callbacks.append(note)
        calls = []

        def action():
            calls.append(1)
            return [[] for _ in range(3_000)]

        def test_it(benchmark_memory):
            benchmark_memory.pedantic(action, rounds=30)
            # All before the first call that was timed.
            assert max(full) <= len(calls) - 30, (full, len(calls))
    """,
        subprocess=True,
    )
    session.assert_outcomes(passed=1)


@pytest.mark.parametrize("outcome", ["fails", "passes"])
def test_a_plain_benchmark_after_it_has_none_either(run, outcome):
    session = run(
        f"""
        import gc

        held = [[] for _ in range(500_000)]
        full = []
        gc.callbacks.append(
            lambda phase, info: full.append(phase) if info["generation"] == 2 else None
        )

        def action():
            return [[] for _ in range(3_000)]

        def test_first(benchmark_memory):
            fail = {outcome == "fails"}
            benchmark_memory(lambda: 1 / 0 if fail else action())

        def test_then(benchmark):
            full.clear()
            benchmark.pedantic(action, rounds=30)
            assert full == []
    """,
        subprocess=True,
    )
    failed = int(outcome == "fails")
    session.assert_outcomes(passed=2 - failed, failed=failed)
