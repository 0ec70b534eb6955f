"""A measured result is judged and shown as it is: it becomes a blob once, for the run file."""

import pytest

from benchmem_core.engine import MemoryResult

# The peak falls from pass to pass, so the confirming passes run until the gate is content.
SHRINKING = """
    import itertools

    sizes = itertools.chain([{first}] * 5, itertools.count(1_400_000, -100_000))

    def test_it(benchmark_memory):
        benchmark_memory(lambda: bytearray(max(next(sizes), 1_000_000)))
"""


@pytest.fixture
def conversions(monkeypatch):
    counted = {"as_dict": 0, "from_blob": 0}
    to_blob, from_blob = MemoryResult.as_dict, MemoryResult.from_blob

    def count_to_blob(self):
        counted["as_dict"] += 1
        return to_blob(self)

    def count_from_blob(blob, *, meta=None):
        counted["from_blob"] += 1
        return from_blob(blob, meta=meta)

    monkeypatch.setattr(MemoryResult, "as_dict", count_to_blob)
    monkeypatch.setattr(MemoryResult, "from_blob", count_from_blob)
    return counted


def test_the_gate_and_the_table_convert_no_result(run, conversions):
    run(SHRINKING.format(first=1_000_000))
    assert conversions == {"as_dict": 1, "from_blob": 0}
    session = run(SHRINKING.format(first=2_000_000), "--benchmark-memory-compare-fail=peak:5%")
    assert "not confirmed: " in session.out
    assert len(session.blob("test_it")["peak_bytes"]) > 5
    assert conversions == {"as_dict": 2, "from_blob": 0}


def test_a_saved_run_in_the_table_is_read_from_its_blob(run, conversions):
    run(SHRINKING.format(first=1_000_000))
    session = run(SHRINKING.format(first=1_000_000), "--benchmark-compare")
    peaks = [cells[0] for cells in session.table().cells.values()]
    assert len(peaks) == 2
    assert all(peak.startswith("976.6") for peak in peaks)
    assert conversions["from_blob"] == 1
