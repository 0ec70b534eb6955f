"""Await the results of an action inside the pass, on an event loop made before it."""

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from benchmem_core.errors import EventLoopError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine

# The messages of asyncio for a future and for a lock; its errors have no other mark.
_OTHER_LOOP = re.compile(r"attached to a different loop|bound to a different event loop")

# The first instances of a class get more room for attributes than later ones, each less than the
# one before (see `init_inline_values` in CPython's Objects/dictobject.c).
_FIRST_INSTANCES = 30

Action = Callable[[], object]


def is_async(action: Action) -> bool:
    """Say whether `action` is known to return an awaitable, without calling it."""
    while isinstance(action, functools.partial):
        action = action.func
    # `iscoroutinefunction` does not recognize an object whose class has an async `__call__`.
    return inspect.iscoroutinefunction(action) or inspect.iscoroutinefunction(
        getattr(type(action), "__call__", None)  # noqa: B004
    )


def close_coroutine(result: object) -> None:
    """Close a coroutine that will not be awaited, so that Python does not warn of it."""
    if inspect.iscoroutine(result):
        result.close()


def wrap_async(action: Action, stack: ExitStack) -> Action:
    """Wrap `action` so that a call also awaits the result.

    The event loop is made here, before any pass, and closed with `stack`. Where a loop is
    already running (a notebook), a second thread awaits the result.
    """
    import asyncio

    async def call() -> None:
        # Return no result: `Runner.run` makes `signal.signal` write it into the text of an
        # exception that nobody sees. For a result of a megabyte that would be measured.
        pending = action()
        if inspect.isawaitable(pending):
            try:
                await pending
            except RuntimeError as error:
                _check_loop(error)
                raise

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        runner = stack.enter_context(asyncio.Runner())
        runner.get_loop()
        _warm_up("runner", runner.run)
        return lambda: runner.run(call())

    loop = stack.enter_context(_run_loop_in_thread())

    def run(coroutine: "Coroutine[Any, Any, None]") -> None:
        future = asyncio.run_coroutine_threadsafe(coroutine, loop)
        try:
            future.result()
        except BaseException:
            future.cancel()  # an interrupt reaches this thread alone
            raise

    _warm_up("thread", run)
    return lambda: run(call())


_warm: set[str] = set()


def _warm_up(way: str, run: "Callable[[Coroutine[Any, Any, None]], object]") -> None:
    """Make the first tasks and futures of this process, once for each way to run them."""

    async def do_nothing() -> None:
        pass

    if way not in _warm:
        _warm.add(way)
        for _ in range(_FIRST_INSTANCES):
            run(do_nothing())


def _check_loop(error: RuntimeError) -> None:
    """Raise an error with the next step if asyncio found an object of another loop."""
    if _OTHER_LOOP.search(str(error)):
        raise EventLoopError(
            f"the action awaits an object of another event loop ({error!s:.200}): create it in the "
            f"action, which runs on a loop of its own"
        ) from None


@contextmanager
def _run_loop_in_thread() -> "Iterator[asyncio.AbstractEventLoop]":
    """Run an event loop in a thread; at the end, cancel its unfinished tasks."""
    import asyncio
    import queue
    import threading

    started: queue.SimpleQueue[asyncio.AbstractEventLoop] = queue.SimpleQueue()

    def serve() -> None:
        with asyncio.Runner() as runner:
            started.put(runner.get_loop())
            runner.get_loop().run_forever()

    thread = threading.Thread(target=serve, name="benchmem", daemon=True)
    thread.start()
    loop = started.get()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
