"""Connect to a dask scheduler, and find the workers that can do our jobs."""

import logging
import pickle
import platform
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from benchmem_core.text import escape_controls
from benchmem_io.errors import MissingDependencyError
from benchmem_sweep.__about__ import __version__
from benchmem_sweep.errors import SweepError

if TYPE_CHECKING:
    from distributed import Future

_CLOSING = 2.0


class Scheduler:
    """A connection to a dask scheduler."""

    def __init__(self, address: str, *, timeout: float) -> None:
        """Connect to the scheduler.

        Args:
            address: The address of the scheduler, for example `tcp://127.0.0.1:8786`.
            timeout: How many seconds to wait for an answer.

        Raises:
            MissingDependencyError: dask.distributed is not installed.
            SweepError: The address is invalid, or no scheduler answers there.
        """
        try:
            from distributed import Client
            from distributed.comm import get_address_host_port
        except ImportError:
            raise MissingDependencyError(
                "`--dask` needs dask.distributed: `pip install 'benchmem-sweep[dask]'`"
            ) from None
        self.address = escape_controls(address)
        try:
            get_address_host_port(address, strict=True)
        except ValueError:
            text = (
                f"`{self.address}` is not the address of a dask scheduler: write `tcp://HOST:PORT`"
            )
            raise SweepError(text) from None
        # By worker, the reason why it cannot do our jobs; empty if it can.
        self._known: dict[str, str] = {}
        self._open = ExitStack()
        self._open.enter_context(_quiet())
        try:
            with warnings.catch_warnings():
                # dask would warn of any version that differs; we check those that matter below.
                warnings.simplefilter("ignore")
                self._client = Client(address, timeout=timeout, set_as_default=False)
        except OSError as error:
            self._open.close()
            raise SweepError(
                f"no dask scheduler answers at `{self.address}` ({type(error).__name__}): start "
                "one with `dask scheduler`, and workers with `dask worker ADDRESS`"
            ) from None

    def workers(self) -> list[str]:
        """Return the workers that are connected now and can do our jobs.

        Raises:
            SweepError: The scheduler is gone.
        """
        try:
            if self._client.status != "running":
                raise OSError
            found = list(self._client.nthreads())
            self._known = {each: self._known[each] for each in found if each in self._known}
            self._look_at([each for each in found if each not in self._known])
        except OSError:
            raise SweepError(f"the dask scheduler at `{self.address}` is gone") from None
        return [each for each in found if self._known.get(each) == ""]

    def no_worker(self) -> SweepError:
        """Return an error with the reason why no worker can do our jobs."""
        reasons = [each for each in self._known.values() if each]
        if reasons:
            return SweepError(reasons[0])
        return SweepError(
            f"the dask scheduler at `{self.address}` has no worker: start one with "
            f"`dask worker {self.address}`"
        )

    def submit(self, call: tuple[Any, ...], worker: str) -> "Future":
        """Send a call to a worker.

        Args:
            call: A function, its arguments and its keyword arguments.
            worker: The address of the worker; no other worker may make the call.
        """
        # Only the worker unpickles the bytes, so the scheduler does not need our packages.
        return self._client.submit(
            _by_value(_call),
            pickle.dumps(call),
            workers=[worker],
            allow_other_workers=False,
            pure=False,
        )

    def close(self) -> None:
        """Disconnect from the scheduler."""
        with suppress(Exception):
            self._client.close(timeout=_CLOSING)
        self._open.close()

    def _look_at(self, workers: Sequence[str]) -> None:
        """Check the Python and the version of this distribution on each worker."""
        here = platform.python_version()
        same = []
        for worker, python in self._ask(platform.python_version, workers).items():
            # A function that is sent by value is bytecode, and another Python cannot run it.
            if _minor(python) == _minor(here):
                same.append(worker)
            else:
                reason = f"the dask worker `{worker}` runs Python {python}, and this is {here}: "
                self._known[worker] = f"{reason}start it with {_minor(here)}"
        for worker, version in self._ask(_by_value(_installed_version), same).items():
            reason = ""
            if version is None:
                reason = f"the dask worker `{worker}` has no benchmem-sweep: install {__version__}"
            elif version != __version__:
                reason = f"the dask worker `{worker}` has benchmem-sweep {version}, and this is "
                reason += f"{__version__}: install the same"
            self._known[worker] = reason

    def _ask(self, question: Callable[[], Any], workers: Sequence[str]) -> dict[str, Any]:
        """Ask each worker, and return the answers; leave out workers that raise an error."""
        if not workers:
            return {}
        found: Mapping[str, Any] = self._client.run(
            question, workers=list(workers), on_error="return"
        )
        return {
            worker: answer for worker, answer in found.items() if not isinstance(answer, Exception)
        }


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _installed_version() -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("benchmem-sweep")
    except PackageNotFoundError:
        return None


def _call(content: bytes) -> Any:
    from benchmem_sweep.run.dask_call import make_call

    return make_call(content)


def _by_value(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a copy of a function that is pickled with its code, not by its module name."""
    from types import FunctionType

    free = FunctionType(function.__code__, {"__builtins__": __builtins__}, function.__name__)
    free.__module__ = "__main__"
    return free


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the logs and warnings of dask: we report the errors that matter."""
    import dask

    loggers = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    loggers = [each for each in loggers if each.name.split(".")[0] in {"distributed", "tornado"}]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        # dask would warn of a large suite, which cannot be made smaller.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"}):
            yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
