"""Turn the call of a benchmark into the workload to measure."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmem_core.engine import Workload


def make_call_workload(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    calls: int,
    name: str,
) -> Workload:
    """Return the workload of `benchmark(function, *args, **kwargs)`."""
    action = functools.partial(function, *args, **kwargs) if args or kwargs else function
    return Workload(action, calls=calls, name=name)


class PedanticCall:
    """The workload of `benchmark.pedantic(...)`, whose setup may give the arguments."""

    def __init__(
        self,
        target: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any] | None,
        setup: Callable[[], Any] | None,
        teardown: Callable[..., Any] | None,
    ) -> None:
        """Take the arguments of `pedantic`."""
        self._target = target
        self._has_arguments = bool(args or kwargs)
        self._args = tuple(args)
        self._kwargs = dict(kwargs or {})
        self._setup = setup
        self._teardown = teardown
        # One partial whose arguments change: a Python function between the tracker and the
        # target would count with the target.
        self._action = functools.partial(target, *self._args, **self._kwargs)

    def make_workload(self, *, calls: int, name: str) -> Workload:
        """Return the workload, which runs setup and teardown around every pass, untracked."""
        return Workload(
            self._action,
            setup=None if self._setup is None else self._prepare,
            teardown=None if self._teardown is None else self._clean_up,
            calls=calls,
            name=name,
        )

    def _prepare(self) -> None:
        assert self._setup is not None
        arguments = self._setup()
        if not arguments:
            return
        if self._has_arguments:
            raise TypeError("Can't use `args` or `kwargs` if `setup` returns the arguments.")
        args, kwargs = arguments
        self._action.__setstate__((self._target, tuple(args), dict(kwargs), None))  # type: ignore[attr-defined]

    def _clean_up(self) -> None:
        assert self._teardown is not None
        self._teardown(*self._action.args, **self._action.keywords)
