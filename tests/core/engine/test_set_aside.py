"""What passes leave is collected, and what was there before is neither lost nor looked at twice."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from benchmem_core import measure_memory
from benchmem_core.engine.heap import collect_whole_heap
from tests.core.conftest import Script


class Node:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collections() -> Iterator[list[int]]:
    """How many objects there were to look at, in every full collection."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            found.append(len(gc.get_objects()))

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


@pytest.mark.parametrize("kept", [1, 2])
def test_what_a_later_pass_drops_is_collected_in_the_next(kept: int) -> None:
    held: list[Node] = []
    made: list[weakref.ref[Node]] = []
    alive: list[int] = []

    def action() -> None:
        alive.append(sum(each() is not None for each in made))
        node = Node()
        made.append(weakref.ref(node))
        held[:] = [*held, node][-kept:]

    measure_memory(action, 6, warmup=0)
    # Those that are held, and the one that the pass before let go of.
    assert max(alive) <= kept + 1, alive


def test_a_process_does_not_grow_from_measurement_to_measurement(run_script: Script) -> None:
    run_script("""
        from benchmem_core import measure_memory
        from benchmem_core.engine.rss import read_current_rss

        class Large:
            def __init__(self):
                self.itself = self
                self.weight = b"1" * 50_000_000

        held = {}
        sizes = []
        for _ in range(4):
            measure_memory(lambda: held.update(last=Large()), 5)
            sizes.append(read_current_rss())
        assert sizes[-1] - sizes[0] <= 60_000_000, sizes
    """)


@pytest.mark.usefixtures("thawed")
@pytest.mark.parametrize("at", ["in the warmup", "in the first pass", "in a later pass"])
def test_what_the_action_freezes_stays_frozen(at: str) -> None:
    left = {"in the warmup": 0, "in the first pass": 1, "in a later pass": 3}[at]
    nodes: list[Node] = []

    def action() -> None:
        nonlocal left
        nodes.extend(Node() for _ in range(2000))
        if left == 0:
            gc.freeze()
        left -= 1

    measure_memory(action, 4)
    assert gc.get_freeze_count() > 1000


def test_the_whole_heap_is_collected_once_where_that_is_due(collections: list[int]) -> None:
    held = [[] for _ in range(50_000)]  # type: ignore[var-annotated]
    measure_memory(Node, 2)
    collections.clear()
    collect_whole_heap()
    measured = len(collections)
    collect_whole_heap()
    assert measured <= 1
    assert len(collections) == measured
    del held


def test_a_small_measurement_does_not_look_at_a_large_session(run_script: Script) -> None:
    run_script("""
        import gc
        from benchmem_core import measure_memory
        from benchmem_core.engine.heap import collect_whole_heap

        held = [[] for _ in range(300_000)]
        measure_memory(list, 2)
        seen = []
        for _ in range(3):
            # What a collection before or after the pass goes through.
            measure_memory(lambda: seen.append(len(gc.get_objects())), 2)
        assert len(seen) > 3, seen
        assert max(seen) < 100_000, seen
        def note(phase, info):
            if phase == "start" and info["generation"] == 2:
                seen.append(len(gc.get_objects()))
        gc.callbacks.append(note)
        collect_whole_heap()
        assert seen[-1] > 300_000, seen
    """)


def test_the_collector_knows_the_size_of_the_session_after_one_that_grew(
    run_script: Script,
) -> None:
    """Or it would go through all of it again in what runs next."""
    run_script("""
        import gc
        from benchmem_core import measure_memory

        held = [[] for _ in range(300_000)]
        measure_memory(list, 2)
        more = {}
        measure_memory(lambda: more.update(weight=b"1" * 40_000_000), 2)
        full = []
        gc.callbacks.append(
            lambda phase, info: full.append(phase) if info["generation"] == 2 else None
        )
        made = [[] for _ in range(60_000)]
        assert full == []
    """)
