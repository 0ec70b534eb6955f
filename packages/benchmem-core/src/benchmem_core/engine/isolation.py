"""Run isolated passes, the parent's side: one fresh process for each."""

import contextlib
import errno
import io
import multiprocessing.spawn
import pickle
import signal
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from benchmem_core.captures import (
    ScratchFile,
    explain_open_files,
    explain_write_error,
    make_scratch_file,
)
from benchmem_core.child_process import ChildProcess, build_python_command
from benchmem_core.engine.child import PassJob, PassResult
from benchmem_core.engine.tracker import ProcessStats
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.errors import BenchmemWarning, CaptureError, IsolationError, PicklingError
from benchmem_core.system import System, undo_patches

LARGE_PAYLOAD_BYTES = 1 << 20
"""The size of a pickled workload above which a warning is given."""

_BOOT = "from benchmem_core.engine.child import main; main({arguments})"


@contextmanager
def open_isolated_passes(
    workload: Workload, options: PassOptions, scratch: ScratchFile
) -> Iterator[Callable[[], ProcessStats]]:
    """Yield a function that runs one pass in a fresh process, which leaves its capture."""
    name = workload.describe()
    job = _prepare_job(workload, options, scratch)
    with make_scratch_file("a job", in_memory=True) as exchange_file:

        def run_pass() -> ProcessStats:
            result = _run_child(job, exchange_file, scratch, name)
            if result.kind != "measured":
                _raise(result, name)
            return ProcessStats(result.rss_bytes, result.tracker_overhead_bytes)

        yield run_pass


class _WorkloadPickler(pickle.Pickler):
    """A pickler that also notes the files of the modules that a workload needs."""

    def __init__(self, target: io.BytesIO) -> None:
        super().__init__(target, protocol=pickle.HIGHEST_PROTOCOL)
        self.module_files: dict[str, str] = {}

    def persistent_id(self, obj: object) -> None:
        """Note the module of a function or a class; everything pickles as usual."""
        if isinstance(obj, types.FunctionType | type):
            module = sys.modules.get(obj.__module__)
            if file := getattr(module, "__file__", None):
                self.module_files[obj.__module__] = file


def _pickle_workload(workload: Workload, name: str) -> tuple[bytes, dict[str, str]]:
    target = io.BytesIO()
    pickler = _WorkloadPickler(target)
    try:
        pickler.dump(workload)
    except Exception as error:  # noqa: BLE001 - a user's __reduce__ can raise anything
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise PicklingError(
            f"`{name}` cannot run isolated: a fresh process needs it pickled, and it does not "
            f"pickle ({reason}). Write it as a function at the top level of a module and bind "
            f"arguments that pickle with `functools.partial(function, ...)`"
        ) from None
    payload = target.getvalue()
    if len(payload) > LARGE_PAYLOAD_BYTES:
        warnings.warn(
            f"`{name}` pickles to {len(payload):,} bytes, and deserializing them is measured with "
            f"every isolated pass (in `rss`): pass a path or a seed and build the data in `action`",
            BenchmemWarning,
            stacklevel=_count_levels_to_caller(),
        )
    return payload, pickler.module_files


def _count_levels_to_caller() -> int:
    """Count the frames from `_pickle_workload` to the code that asked for the measurement."""
    frame, levels = sys._getframe(1), 1  # noqa: SLF001 - documented, and `warnings` uses it
    while frame.f_back is not None:
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if package not in {"benchmem_core", "benchmem_pytest", "contextlib"}:
            break
        frame, levels = frame.f_back, levels + 1
    return levels


def _prepare_job(workload: Workload, options: PassOptions, scratch: ScratchFile) -> PassJob:
    payload, module_files = _pickle_workload(workload, workload.describe())
    # The preparation data of multiprocessing carries the search path, the working directory
    # and, where the payload needs it, the script that is `__main__` here.
    with undo_patches():
        preparation = multiprocessing.spawn.get_preparation_data("benchmem")
    # A key for multiprocessing connections: not needed here, and it refuses to be pickled.
    preparation.pop("authkey", None)
    if b"__main__" not in payload:
        preparation.pop("init_main_from_name", None)
        preparation.pop("init_main_from_path", None)
    return PassJob(payload, options, scratch.path, preparation, module_files)


def _run_child(
    job: PassJob, exchange_file: ScratchFile, scratch: ScratchFile, name: str
) -> PassResult:
    # The job and its result travel in an unnamed file, not in a pipe: neither a megabyte of text
    # nor a grandchild that holds the pipe open can block the parent.
    _write_job(job, exchange_file)
    parent_pipe, write_end = _open_pipe(name)
    try:
        boot = _BOOT.format(arguments=f"{exchange_file.path!r}, {parent_pipe}")
        started = System.monotonic()
        child = None
        try:
            child = ChildProcess(
                build_python_command(boot),
                (parent_pipe, *exchange_file.descriptors, *scratch.descriptors),
            )
            exited = child.wait(job.options.timeout)
        except OSError as error:
            raise _explain_failed_start(name, error) from error
        finally:
            if child is not None:
                child.end()
    finally:
        System.close(parent_pipe)
        System.close(write_end)
    if not exited:
        raise IsolationError(
            f"`{name}` ran past its timeout of {job.options.timeout:g} s in its own process and "
            f"was killed after {System.monotonic() - started:.1f} s"
        )
    result = _read_result(exchange_file)
    if result is None:
        raise IsolationError(
            f"`{name}` {_describe_exit(child.returncode)} before its pass was over"
        )
    return result


def _open_pipe(name: str) -> tuple[int, int]:
    try:
        return System.pipe()
    except OSError as error:
        raise _explain_failed_start(name, error) from error


def _explain_failed_start(name: str, error: OSError) -> IsolationError:
    is_full = error.errno in {errno.EMFILE, errno.ENFILE}
    reason = explain_open_files(str(error.strerror)) if is_full else str(error)
    return IsolationError(f"`{name}` cannot run isolated: {reason}")


def _write_job(job: PassJob, exchange_file: ScratchFile) -> None:
    try:
        with System.open_binary(exchange_file.path, "wb") as file:
            pickle.dump(job, file, protocol=pickle.HIGHEST_PROTOCOL)
    except OSError as error:
        raise CaptureError(explain_write_error("a job", error)) from error


def _read_result(exchange_file: ScratchFile) -> PassResult | None:
    try:
        with System.open_binary(exchange_file.path, "rb") as file:
            result = pickle.load(file)
    except Exception:  # noqa: BLE001 - cut short: the child died while it wrote
        return None
    return result if isinstance(result, PassResult) else None


def _describe_exit(returncode: int) -> str:
    if returncode >= 0:
        return f"ended its own process with exit status {returncode} (`os._exit`?)"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        name = f"signal {-returncode}"
    hint = " (out of memory?)" if name == "SIGKILL" else ""
    return f"was killed by {name}{hint} in its own process"


def _raise(result: PassResult, name: str) -> NoReturn:
    if result.kind == "exited":
        raise IsolationError(
            f"`{name}` called `sys.exit({result.text})` in its own process: return instead"
        )
    if result.kind == "unloadable":
        raise IsolationError(
            f"`{name}` cannot run isolated: a fresh process could not load it ({result.text}). "
            f"Define it at the top level of a module that can be imported; a script measures under "
            f'`if __name__ == "__main__":`'
        )
    error = None
    if result.exception is not None:
        with contextlib.suppress(Exception):
            error = pickle.loads(result.exception)
    if isinstance(error, BaseException):
        error.add_note(f"In the isolated process:\n{result.traceback}")
        raise error
    raise IsolationError(
        f"`{name}` raised `{result.type_name}` in its own process, which does not survive "
        f"pickling: {result.text}\n{result.traceback}"
    )
