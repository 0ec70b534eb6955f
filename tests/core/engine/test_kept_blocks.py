"""Two equal passes are enough where the first left nothing allocated; a cache is seen."""

import json

import pytest

from tests.core.conftest import Script

# A process of its own: threads of the one that runs the tests may allocate meanwhile.
SCRIPT = """
    import json, re, sys
    from benchmem_core import measure_memory

    class Point:
        def __init__(self):
            self.x = self.y = 1

    class Node:
        def __init__(self):
            self.itself = self
            self.content = [str(number) for number in range(50)]

    def fail():
        try:
            raise ValueError("x" * 1000)
        except ValueError:
            pass

    def count(numbers):
        yield from numbers

    for _ in range(40):
        Point()
        Node()
    ACTIONS = {
        "nothing": lambda: None,
        "integers": lambda: [number * 1000 for number in range(300)],
        "floats": lambda: [number * 1000.0 for number in range(300)],
        "one float": lambda: float("3.5"),
        "complex numbers": lambda: [complex(number) for number in range(300)],
        "texts": lambda: [str(number) for number in range(300)],
        "tuples": lambda: [(number,) for number in range(3000)],
        "lists": lambda: [[number] for number in range(300)],
        "dicts": lambda: [{"number": number} for number in range(300)],
        "slices": lambda: [slice(number) for number in range(300)],
        "methods": lambda: ["a".upper for number in range(300)],
        "generators": lambda: [next(count([number])) for number in range(300)],
        "instances": lambda: [Point() for number in range(300)],
        "exception": fail,
        "match": lambda: re.match("a.c", "abc").group(),
        "cycles": lambda: len([Node() for _ in range(30)]),
        "a closure": lambda: sorted([3, 1, 2] * 300, key=lambda value: -value),
        "JSON": lambda: json.loads(json.dumps([{"a": [n] * 3, "b": 1.5} for n in range(2000)])),
    }
    KEPT = {
        # Of one block alone the count is not always sure.
        "two objects": lambda: [bytes(100)],
        "large ones": lambda: [bytes(10_000), bytes(10_000)],
        "texts": lambda: [str(number) for number in range(300)],
        "floats": lambda: [number * 1000.0 for number in range(300)],
    }
    # Not a dictionary: it would grow now and then.
    cache = [None]

    def fill(make):
        def action():
            if cache[0] is None:
                cache[0] = make()
        return action

    def empty():
        cache[0] = None

    options = json.loads(sys.argv[1])
    passes = {name: measure_memory(each, **options).repeats for name, each in ACTIONS.items()}
    kept = {name: measure_memory(fill(make), setup=empty, **options).repeats
            for name, make in KEPT.items()}
    print(json.dumps([passes, kept]))
"""


@pytest.mark.parametrize("options", [{}, {"retained": True}], ids=["plain", "retained"])
def test_passes_are_five_if_they_leave_something_and_two_if_not(
    run_script: Script, options: dict[str, bool]
) -> None:
    nothing_kept, kept = json.loads(run_script(SCRIPT, json.dumps(options)).stdout)
    assert nothing_kept == dict.fromkeys(nothing_kept, 2)
    assert kept == dict.fromkeys(kept, 5)


SPOILED = """
    from unittest import mock
    from benchmem_core import CaptureError, measure_memory
    from benchmem_core.engine import tracker_overhead

    with mock.patch.object(tracker_overhead, "read_capture", side_effect=CaptureError("spoiled")):
        found = measure_memory(lambda: bytes(100_000))
    assert found.peak_bytes > 100_000, found
    assert 2 <= found.repeats <= 5, found
"""


def test_an_empty_pass_that_cannot_be_read_fails_no_measurement(run_script: Script) -> None:
    run_script(SPOILED)
