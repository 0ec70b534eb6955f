"""Passes in this process: warmup, setup, a settled heap, one tracked pass after the other."""

import functools
from contextlib import ExitStack

from benchmem_core.captures import ScratchFile
from benchmem_core.engine.awaiting import awaiting, discard, is_awaitable, returns_awaitable
from benchmem_core.engine.heap import count_released, settled_heap
from benchmem_core.engine.reading import measure_residue
from benchmem_core.engine.roomy import call_with_room
from benchmem_core.engine.tracker import (
    Surroundings,
    expire_instrumentation,
    run_tracked,
    uninstrumented,
)
from benchmem_core.engine.workload import PassOptions, Workload


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
        """Set the heap aside and, if the action is known to be asynchronous, make its loop.

        Args:
            workload: The workload to measure.
            options: The options of a pass.
            scratch: The file to which each pass writes its capture.
            stack: Closes the resources of the passes.
            warmup: Untracked runs before the first pass.
        """
        self._workload = workload
        self._options = options
        self._scratch = scratch
        self._stack = stack
        self._warmup = warmup
        self._released_blocks = 0
        self._settle = stack.enter_context(settled_heap())
        self._action = workload.action
        # For other actions, only a call shows whether they return an awaitable.
        self._is_known = returns_awaitable(workload.action)
        if self._is_known:
            self._action = awaiting(workload.action, stack)

    def run(self) -> Surroundings:
        """Run one pass, which leaves its capture."""
        self.track()
        # An event loop has objects of its own that come and go: they say nothing of the action.
        is_awaited = self._action is not self._workload.action
        released = None if is_awaited else self._released_blocks
        return Surroundings(residue_bytes=self.residue_bytes, released_blocks=released)

    @functools.cached_property
    def residue_bytes(self) -> int:
        """Bytes that an empty pass retains here; 0 unless retained memory is measured."""
        options = self._options
        return measure_residue(options.allocators) if options.retained else 0

    def track(self) -> None:
        """Run one pass, which leaves its capture."""
        while self._warmup:
            self._warmup -= 1
            self._warm_up()
        if self._is_known:
            self._run_pass()
        elif self._turned_out_awaitable(self._run_pass(return_last=True)):
            # That pass awaited nothing, so it does not count.
            self._run_pass()

    def _run_pass(self, *, return_last: bool = False) -> object:
        self._workload.prepare()
        try:
            with uninstrumented():
                return call_with_room(
                    run_tracked,
                    self._action,
                    self._workload.calls,
                    self._scratch,
                    self._options,
                    self._settle,
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
            if not self._is_known and self._turned_out_awaitable(result):
                self._action()
        finally:
            self._workload.clean_up()

    def _turned_out_awaitable(self, result: object) -> bool:
        self._is_known = True
        if not is_awaitable(result):
            return False
        discard(result)
        self._action = awaiting(self._workload.action, self._stack)
        return True
