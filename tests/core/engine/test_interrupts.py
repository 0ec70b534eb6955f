"""An interrupt that arrives between passes, or while a tracker starts or stops.

A signal that arrives while C code runs is handled as soon as Python code runs again. What is
in C and takes long enough to be hit is the start and the stop of a tracker, and collecting
garbage. Each test runs in a process of its own: what it looks for would spoil all others.
"""

from tests.core.conftest import Script

PRELUDE = """
import ctypes, gc, operator, signal, threading
from functools import partial

import memray
from benchmem_core import measure_memory

# The one way to send a signal that is not handled before the call returns to Python code.
interrupt = partial(ctypes.CDLL(None)["raise"], signal.SIGINT)


def measure_interrupted(action):
    try:
        measure_memory(action, 1, warmup=0)
    except KeyboardInterrupt:
        return
    raise SystemExit("not interrupted")


def assert_works():
    assert "_name" not in vars(threading.Thread)
    assert threading.getprofile() is None
    assert measure_memory(lambda: bytearray(1_000_000), 1).peak_bytes > 1_000_000


gc.unfreeze()
"""


def test_an_interrupt_while_a_tracker_starts_leaves_none_active(run_script: Script) -> None:
    code = """
def tracker(**options):
    real = real_tracker(**options)

    class Interrupted:
        # One call in C: enter, then the signal.
        __enter__ = staticmethod(
            partial(list, map(operator.call, [partial(type(real).__enter__, real), interrupt]))
        )

        def __exit__(self, *exc_info):
            return real.__exit__(*exc_info)

    return Interrupted()

real_tracker = memray.Tracker
memray.Tracker = tracker
measure_interrupted(bytearray)
memray.Tracker = real_tracker
assert_works()
"""
    run_script(PRELUDE + code)


def test_an_interrupt_while_a_tracker_stops_lets_it_finish(run_script: Script) -> None:
    code = """
def profile(*_):
    pass

def setprofile(function):
    # The tracker puts the function back once it has stopped; by then the signal is there.
    if function is profile and signals:
        signals.pop()()
    real_setprofile(function)

signals = [interrupt]
real_setprofile = threading.setprofile
real_setprofile(profile)
threading.setprofile = setprofile
measure_interrupted(bytearray)
threading.setprofile = real_setprofile
assert threading.getprofile() is profile
real_setprofile(None)
assert_works()
"""
    run_script(PRELUDE + code)


def test_an_interrupt_in_the_last_collection_leaves_nothing_frozen(run_script: Script) -> None:
    code = """
def action():
    # Called with what a callback gets, it sends the signal the first time and then nothing.
    gc.callbacks.append(partial(set().union, map(operator.call, [interrupt])))

gc.disable()
measure_interrupted(action)
assert gc.get_freeze_count() < 1000  # CPython 3.12 sets its immortal objects aside
gc.callbacks.clear()
assert_works()
"""
    run_script(PRELUDE + code)


def test_an_interrupt_ends_a_coroutine_that_waits_beside_a_running_loop(
    run_script: Script,
) -> None:
    """As in a notebook, whose loop leaves interrupts to Python."""
    code = """
import asyncio, faulthandler, os

async def wait():
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    await asyncio.sleep(1000)

async def notebook_cell():
    measure_interrupted(wait)

faulthandler.dump_traceback_later(15, exit=True)
asyncio.new_event_loop().run_until_complete(notebook_cell())
assert_works()
"""
    run_script(PRELUDE + code)
