"""Comparing captures: no byte is lost, whatever a row is and however many there are."""

import importlib.util
import itertools
import json
import subprocess
import sys

import pytest

from benchmem_io.callsites.capture_diff import BY, compare_captures
from benchmem_io.callsites.diff_tables import choose_rows
from tests.io.commands import environment

TOPS = (1, 3, 1000)

APP = """
import copy
import json
import sys
import threading

import memray

try:
    import numpy as np
except ImportError:
    np = None

side, native, allocators = sys.argv[1:]
grown = 3 if side == "head" else 1


class Node:
    def __init__(self, value):
        self.value = value
        self.children = []


def tree(depth):
    node = Node(bytes(100 * grown))
    if depth:
        node.children = [tree(depth - 1) for _ in range(3)]
    return node


def only_base():
    return [bytearray(5000) for _ in range(20)]


def only_head():
    return {i: str(i) * 50 for i in range(1000)}


def main():
    kept = [tree(4), json.loads(json.dumps(list(range(1000 * grown))))]
    kept.append(copy.deepcopy(kept))
    kept.append(only_base() if side == "base" else only_head())
    if np is not None:
        kept.append(np.full(10_000 * grown, 1.5))
        kept.append(np.arange(20_000).reshape(100, 200) @ np.ones((200, 10)))
    worker = threading.Thread(target=lambda: kept.append(bytes(70_000 * grown)))
    worker.start()
    worker.join()
    return kept


with memray.Tracker(
    f"{allocators}-{native}-{side}.bin",
    native_traces=native == "native",
    trace_python_allocators=allocators == "python",
):
    main()
"""


def _record(folder, native, allocators):
    (folder / "app.py").write_text(APP, encoding="utf-8")
    for side in ("base", "head"):
        command = [sys.executable, "app.py", side, native, allocators]
        subprocess.run(command, cwd=folder, env=environment(), check=True)
    return [folder / f"{allocators}-{native}-{side}.bin" for side in ("base", "head")]


@pytest.fixture(scope="module", params=["python", "system"])
def plain(request, tmp_path_factory):
    """Two captures of Python frames only."""
    return _record(tmp_path_factory.mktemp("plain"), "plain", request.param)


@pytest.fixture(scope="module")
def native(tmp_path_factory):
    """Two captures that have native frames too."""
    if importlib.util.find_spec("numpy") is None:
        pytest.skip("numpy is not installed")
    return _record(tmp_path_factory.mktemp("native"), "native", "python")


def _assert_exact(paths, **options):
    from memray import FileReader

    peaks = []
    for path in paths:
        with FileReader(path) as reader:
            records = reader.get_high_watermark_allocation_records(merge_threads=True)
            peaks.append(sum(record.size for record in records))
    diff = compare_captures(*paths, roots=tuple(path.parent for path in paths), **options)
    # What memray says itself.
    assert [diff.base_peak, diff.head_peak] == peaks
    growth = diff.head_peak - diff.base_peak
    assert growth != 0
    assert sum(change.delta for change in diff.stacks) == growth
    for by, top in itertools.product(BY, TOPS):
        assert sum(row.delta for row in diff.rows(by)) == growth
        rows, rest, _ = choose_rows(diff, by, top)
        shown = rows if rest is None else [*rows, rest]
        assert len(rows) <= top or rest is None
        assert sum(row.base for row in shown) == diff.base_peak
        assert sum(row.head for row in shown) == diff.head_peak
        allocations = [(each.base_allocations, each.head_allocations) for each in shown]
        assert [sum(side) for side in zip(*allocations, strict=True)] == [
            sum(change.base_allocations for change in diff.stacks),
            sum(change.head_allocations for change in diff.stacks),
        ]


def _assert_exact_json(command, paths, *options):
    for by, top in itertools.product(BY, TOPS):
        result = command("diff", *paths, "--format", "json", "--by", by, "--top", top, *options)
        assert result.exit_code == 0
        document = json.loads(result.stdout)
        growth = document["head_peak_bytes"] - document["base_peak_bytes"]
        assert sum(row["delta_bytes"] for row in document["rows"]) == growth
        for side in ("base", "head"):
            total = sum(row[f"{side}_bytes"] for row in document["rows"])
            assert total == document[f"{side}_peak_bytes"]
        for row in document["rows"]:
            assert row["head_bytes"] - row["base_bytes"] == row["delta_bytes"]


def test_rows_sum_to_the_difference_of_the_peaks(plain):
    _assert_exact(plain)


def test_rows_in_json_sum_to_the_difference_of_the_peaks(plain, command):
    _assert_exact_json(command, plain)


def test_rows_with_native_frames_sum_to_the_difference_of_the_peaks(native):
    _assert_exact(native, native=True)


def test_rows_with_native_frames_in_json_sum_to_the_difference_of_the_peaks(native, command):
    _assert_exact_json(command, native, "--native")


def test_a_native_capture_compares_without_its_native_frames_too(native):
    _assert_exact(native)


def test_whole_paths_change_no_sum(plain):
    _assert_exact(plain, absolute=True)


def test_swapping_the_captures_turns_every_sign(plain):
    (base, head), roots = plain, tuple(path.parent for path in plain)
    forth = compare_captures(base, head, roots=roots)
    back = compare_captures(head, base, roots=roots[::-1])
    for by in ("function", "file"):
        grown = {(row.frames, row.caller): row.delta for row in forth.rows(by)}
        assert {(row.frames, row.caller): -row.delta for row in back.rows(by)} == grown


def test_a_capture_beside_itself_has_no_change(plain):
    path = plain[0]
    diff = compare_captures(path, path, roots=(path.parent, path.parent))
    for by in BY:
        assert {row.delta for row in diff.rows(by)} == {0}
