"""Run passes in this process: warmup, setup, a reset heap, one tracked pass after the other."""

import functools
import inspect
from collections.abc import Callable
from contextlib import ExitStack
from types import FunctionType
from typing import Any

from benchmem_core.captures import ScratchFile
from benchmem_core.engine.async_actions import close_coroutine, is_async, wrap_async
from benchmem_core.engine.heap import count_released, freeze_heap
from benchmem_core.engine.tracker import (
    ProcessStats,
    expire_instrumentation,
    pause_instrumentation,
    run_tracked,
)
from benchmem_core.engine.tracker_overhead import measure_tracker_bytes
from benchmem_core.engine.workload import PassOptions, Workload

# CPython 3.11 and later keep the frames of Python functions in chunks of 16 KiB, and allocate the
# next chunk when a call does not fit (see `push_chunk` in CPython's Python/pystate.c). So a pass
# would allocate one or not, depending on the depth of the stack around it. A frame of so many
# slots of eight bytes, more than two chunks, always gets a chunk of its own, of 64 KiB: the frames
# that follow have the same room in it, wherever the call comes from.
_FRAME_SLOTS = 4200


def _call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


_call_in_fresh_chunk: Callable[..., Any] = FunctionType(
    _call.__code__.replace(co_stacksize=_FRAME_SLOTS), globals(), "_call_in_fresh_chunk"
)


class InProcessPasses:
    """The passes of one workload; the first is preceded by the warmup runs."""

    def __init__(
        self,
        workload: Workload,
        options: PassOptions,
        scratch: ScratchFile,
        stack: ExitStack,
        warmup: int,
    ) -> None:
        """Set the heap aside and, if the action is known to be asynchronous, make its loop."""
        self._workload = workload
        self._options = options
        self._scratch = scratch
        self._stack = stack
        self._warmup = warmup
        self._released_blocks = 0
        self._reset_heap = stack.enter_context(freeze_heap())
        self._action = workload.action
        # For other actions, only a call shows whether they return an awaitable.
        self._is_known = is_async(workload.action)
        if self._is_known:
            self._action = wrap_async(workload.action, stack)

    def run(self) -> ProcessStats:
        """Run one pass, which leaves its capture."""
        self.track()
        # An event loop has objects of its own that come and go: they say nothing of the action.
        is_awaited = self._action is not self._workload.action
        released = None if is_awaited else self._released_blocks
        return ProcessStats(
            tracker_overhead_bytes=self.tracker_overhead_bytes, released_blocks=released
        )

    @functools.cached_property
    def tracker_overhead_bytes(self) -> int:
        """Bytes that an empty pass retains here; 0 unless retained memory is measured."""
        options = self._options
        return measure_tracker_bytes(options.allocators) if options.retained else 0

    def track(self) -> None:
        """Run one pass, which leaves its capture."""
        while self._warmup:
            self._warmup -= 1
            self._warm_up()
        if self._is_known:
            self._run_pass()
        elif self._wrap_if_awaitable(self._run_pass(return_last=True)):
            # That pass awaited nothing, so it does not count.
            self._run_pass()

    def _run_pass(self, *, return_last: bool = False) -> object:
        self._workload.prepare()
        try:
            with pause_instrumentation():
                return _call_in_fresh_chunk(
                    run_tracked,
                    self._action,
                    self._workload.calls,
                    self._scratch,
                    self._options,
                    self._reset_heap,
                    stopped=self._count_released,
                    return_last=return_last,
                )
        finally:
            self._workload.clean_up()

    def _count_released(self) -> None:
        self._released_blocks = count_released()

    def _warm_up(self) -> None:
        self._workload.prepare()
        expire_instrumentation()
        try:
            result = self._action()
            if not self._is_known and self._wrap_if_awaitable(result):
                self._action()
        finally:
            self._workload.clean_up()

    def _wrap_if_awaitable(self, result: object) -> bool:
        self._is_known = True
        if not inspect.isawaitable(result):
            return False
        close_coroutine(result)
        self._action = wrap_async(self._workload.action, self._stack)
        return True
