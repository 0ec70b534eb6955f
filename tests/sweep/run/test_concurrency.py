"""Limits: suites run so many at a time, and where times count, beside little else."""

import threading

import pytest

from benchmem_sweep.host.concurrency import ConcurrencyLimits


@pytest.mark.parametrize("beside", [0, 1, 2])
@pytest.mark.parametrize("suites", [1, 2])
def test_nobody_is_disturbed_and_everybody_gets_a_turn(suites, beside):
    limits = ConcurrencyLimits(suites, 2, beside=beside)
    lock = threading.Lock()
    at_work = {"making": 0, "running": 0}
    wrong, done = [], []

    def enter(what):
        with lock:
            at_work[what] += 1
            too_many = at_work["running"] > suites or at_work["making"] > 2
            if too_many or (at_work["running"] and at_work["making"] > beside):
                wrong.append(dict(at_work))

    def leave(what):
        with lock:
            at_work[what] -= 1

    def work():
        for _ in range(50):
            for what, turn in (
                ("making", limits.reserve_environment),
                ("running", limits.reserve_suite),
            ):
                with turn():
                    enter(what)
                    leave(what)
        done.append(True)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == 5
    assert wrong == []
