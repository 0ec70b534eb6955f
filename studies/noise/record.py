"""Record the series that the study draws from.

`python studies/noise/record.py` overwrites `series.json` beside it. Nothing but integers goes
there: bytes, counts and nanoseconds. The page with the figures has to follow, see `study.py`.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmem_core.engine.measure import measure_workload
from benchmem_core.engine.workload import PassOptions, Workload

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmem_core.engine.measurement import Measurement

SERIES = Path(__file__).with_name("series.json")
ROUNDS = 30
SESSIONS = 300
KEPT = "kept"
"""The series that says of each pass whether it kept memory: 1 or 0."""

Series = dict[str, list[int]]


def main() -> None:
    """Record everything; with `session` print the times of one session, for a fresh process."""
    if sys.argv[1:] == ["session"]:
        print(json.dumps(session()))
        return
    memory = {"deterministic": deterministic(), "bimodal": bimodal(), "bursty": bursty()}
    times = {
        "one process": sessions(one_process),
        "fresh processes": sessions(fresh_process),
    }
    SERIES.write_text(dumps({"memory": memory, "time": times}), encoding="utf-8")


def deterministic() -> Series:
    """Record code that does the same in every pass: a list of tuples."""

    def action() -> None:
        [(number, str(number)) for number in range(5_000)]

    return passes(Workload(action), 200)


def bimodal() -> Series:
    """Record code with a cache, which three passes in ten find empty and have to fill."""
    cache: dict[int, bytes] = {}
    chance = random.Random()

    def setup() -> None:
        if chance.random() < 0.3:
            cache.clear()

    def action() -> None:
        for key in range(100):
            if key not in cache:
                cache[key] = bytes(2_000)
        b"".join(cache.values())
        bytearray(300_000)

    return passes(Workload(action, setup=setup), 300)


def bursty() -> Series:
    """Record threads that allocate and free buffers at moments that nobody controls."""

    def worker(seed: float) -> None:
        chance = random.Random(seed)
        for _ in range(8):
            time.sleep(chance.random() / 500)
            buffer = bytearray(chance.randrange(50_000, 150_000))
            time.sleep(chance.random() / 500)
            del buffer

    def action() -> None:
        held = bytearray(500_000)
        threads = [threading.Thread(target=worker, args=(random.random(),)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        del held

    return passes(Workload(action), 300)


class Recorder:
    """Takes so many passes, and notes of each whether it kept memory."""

    def __init__(self, number: int) -> None:
        """Say how many."""
        self.number = number
        self.kept: list[int] = []

    def collect(
        self, run_pass: Callable[[], Measurement], has_kept: Callable[[], bool]
    ) -> tuple[Measurement, ...]:
        """Take them."""
        found = []
        for _ in range(self.number):
            found.append(run_pass())
            self.kept.append(int(has_kept()))
        return tuple(found)


def passes(workload: Workload, number: int) -> Series:
    """Record passes, and what sampling looks at beside their numbers."""
    recorder = Recorder(number)
    found = measure_workload(workload, recorder, PassOptions()).as_dict()
    return {**found, KEPT: recorder.kept}


def session() -> dict[str, int]:
    """Time some rounds of a function of a few milliseconds, and sum them up, in nanoseconds."""
    words = [f"word {number * 7919 % 5_000}" for number in range(20_000)]
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter_ns()
        sorted({word: len(word) for word in words})
        rounds.append(time.perf_counter_ns() - started)
    # Quartiles as pytest-benchmark has them: of an even number of rounds, the medians of both
    # halves.
    rounds.sort()
    q1 = statistics.median(rounds[: ROUNDS // 2])
    q3 = statistics.median(rounds[-(ROUNDS // 2) :])
    return {
        "min": rounds[0],
        "median": round(statistics.median(rounds)),
        "iqr": round(q3 - q1),
    }


def one_process() -> dict[str, int]:
    """Time a session in this process, a little after the one before."""
    time.sleep(0.1)
    return session()


def fresh_process() -> dict[str, int]:
    """Time a session in a process of its own."""
    found: dict[str, int] = json.loads(
        subprocess.run(
            [sys.executable, __file__, "session"], check=True, capture_output=True, text=True
        ).stdout
    )
    return found


def sessions(one: Callable[[], dict[str, int]]) -> Series:
    """Repeat a session and turn the results into a series for each statistic."""
    found = [one() for _ in range(SESSIONS)]
    return {stat: [each[stat] for each in found] for stat in found[0]}


def dumps(kinds: dict[str, dict[str, Series]]) -> str:
    """Write JSON with one line for each series."""
    blocks = []
    for kind, by_name in kinds.items():
        names = []
        for name, series in by_name.items():
            lines = ",\n".join(
                f'   "{field}": {json.dumps(values, separators=(",", ":"))}'
                for field, values in series.items()
            )
            names.append(f'  "{name}": {{\n{lines}\n  }}')
        blocks.append(f' "{kind}": {{\n' + ",\n".join(names) + "\n }")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    main()
