"""The workload of a measurement, and the options of a pass."""

import functools
from dataclasses import dataclass

from benchmem_core.checks import Allocators, Argument
from benchmem_core.engine.async_actions import Action
from benchmem_core.errors import ArgumentError, ArgumentTypeError


@dataclass(frozen=True)
class Workload:
    """An action with its setup and teardown.

    Attributes:
        action: Called without arguments, inside the tracker.
        setup: Called before every pass and warmup run, outside the tracker.
        teardown: Called after every pass and warmup run, outside the tracker.
        calls: The number of calls of `action` in one pass.
        name: The name in messages; by default, the action's own name.
    """

    action: Action
    setup: Action | None = None
    teardown: Action | None = None
    calls: int = 1
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse attributes that cannot be called or counted."""
        Argument("calls", self.calls).as_count()
        for name in ("action", "setup", "teardown"):
            value = getattr(self, name)
            if not callable(value) and not (value is None and name != "action"):
                raise ArgumentTypeError(f"`{name}` must be callable, not `{value!r:.80}`")

    def describe(self) -> str:
        """Name the workload for a message."""
        action = self.action
        while isinstance(action, functools.partial):
            action = action.func
        return self.name or str(getattr(action, "__qualname__", None) or repr(action)[:80])

    def prepare(self) -> None:
        """Run the setup."""
        if self.setup is not None:
            self.setup()

    def clean_up(self) -> None:
        """Run the teardown."""
        if self.teardown is not None:
            self.teardown()


@dataclass(frozen=True)
class PassOptions:
    """The options of one pass.

    Attributes:
        warmup: Untracked runs before the first pass; an isolated pass has none.
        isolate: Whether every pass is a fresh process.
        allocators: `"python"` counts every Python object, `"system"` the allocations that reach
            the system.
        stacks: Whether the capture records call stacks. It costs time, and memory that is not the
            action's: under a profile function the interpreter makes an object of every frame,
            and `"python"` counts it.
        native: Whether the stacks have C, C++ and Rust frames too.
        aggregated: Whether memray sums up by call stack while it records. The capture then holds
            only the call stacks at the high-water mark, and takes half the time.
        retained: Whether memory that is still allocated afterwards is measured too. Then the
            result is dropped and garbage is collected inside the tracker.
        timeout: Seconds after which an isolated pass is killed.
    """

    warmup: int = 1
    isolate: bool = False
    allocators: Allocators = "python"
    native: bool = False
    stacks: bool = False
    aggregated: bool = False
    retained: bool = False
    timeout: float | None = None

    def __post_init__(self) -> None:
        """Refuse values that have no meaning."""
        Argument("warmup", self.warmup).as_count(least=0)
        Argument("isolate", self.isolate).as_flag()
        Argument("allocators", self.allocators).as_allocators()
        Argument("native", self.native).as_flag()
        Argument("stacks", self.stacks).as_flag()
        Argument("aggregated", self.aggregated).as_flag()
        Argument("retained", self.retained).as_flag()
        if self.timeout is not None:
            Argument("timeout", self.timeout).as_seconds()
            if not self.isolate:
                raise ArgumentError(
                    "`timeout` needs `isolate=True`: only a pass in its own process can be stopped"
                )
