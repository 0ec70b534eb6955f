"""Isolated passes, the parent's side: one fresh process per pass, and its outcome."""

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

from benchmem_core.captures import ScratchFile, scratch_file, too_many_files, unwritable
from benchmem_core.child_process import ChildProcess, python_command
from benchmem_core.engine.child import Job, Outcome
from benchmem_core.engine.tracker import Surroundings
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.errors import BenchmemWarning, CaptureError, IsolationError, PicklingError
from benchmem_core.system import System, unpatched

LARGE_PAYLOAD_BYTES = 1 << 20
"""The size of a pickled workload above which a warning is given."""

_BOOT = "from benchmem_core.engine.child import main; main({arguments})"


@contextmanager
def isolated_passes(
    workload: Workload, options: PassOptions, scratch: ScratchFile
) -> Iterator[Callable[[], Surroundings]]:
    """Yield a function that runs one pass in a fresh process, which leaves its capture.

    Raises:
        PicklingError: The workload does not pickle.
        IsolationError: A pass ended without a result; the message says how.
        CaptureError: The temporary directory cannot be written.
    """
    name = workload.describe()
    job = _prepared_job(workload, options, scratch)
    with scratch_file("a job", in_memory=True) as mailbox:

        def run_pass() -> Surroundings:
            outcome = _run_child(job, mailbox, scratch, name)
            if outcome.kind != "measured":
                _raise(outcome, name)
            return Surroundings(outcome.rss_bytes, outcome.residue_bytes)

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


def _pickled(workload: Workload, name: str) -> tuple[bytes, dict[str, str]]:
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
            stacklevel=_levels_to_caller(),
        )
    return payload, pickler.module_files


def _levels_to_caller() -> int:
    """Count the frames from `_pickled` to the code that asked for the measurement."""
    frame, levels = sys._getframe(1), 1  # noqa: SLF001 - documented, and `warnings` uses it
    while frame.f_back is not None:
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if package not in {"benchmem_core", "benchmem_pytest", "contextlib"}:
            break
        frame, levels = frame.f_back, levels + 1
    return levels


def _prepared_job(workload: Workload, options: PassOptions, scratch: ScratchFile) -> Job:
    payload, module_files = _pickled(workload, workload.describe())
    # The preparation data of multiprocessing carries the search path, the working directory
    # and, where the payload needs it, the script that is `__main__` here.
    with unpatched():
        preparation = multiprocessing.spawn.get_preparation_data("benchmem")
    # A key for multiprocessing connections: not needed here, and it refuses to be pickled.
    preparation.pop("authkey", None)
    if b"__main__" not in payload:
        preparation.pop("init_main_from_name", None)
        preparation.pop("init_main_from_path", None)
    return Job(payload, options, scratch.path, preparation, module_files)


def _run_child(job: Job, mailbox: ScratchFile, scratch: ScratchFile, name: str) -> Outcome:
    # Job and outcome travel in an unnamed file, not in a pipe: neither a megabyte of text nor
    # a grandchild that holds the pipe open can block the parent.
    _post(job, mailbox)
    lifeline, hold = _pipe(name)
    try:
        boot = _BOOT.format(arguments=f"{mailbox.path!r}, {lifeline}")
        started = System.monotonic()
        child = None
        try:
            child = ChildProcess(
                python_command(boot), (lifeline, *mailbox.descriptors, *scratch.descriptors)
            )
            exited = child.wait(job.options.timeout)
        except OSError as error:
            raise _unstarted(name, error) from error
        finally:
            if child is not None:
                child.end()
    finally:
        System.close(lifeline)
        System.close(hold)
    if not exited:
        raise IsolationError(
            f"`{name}` ran past its timeout of {job.options.timeout:g} s in its own process and "
            f"was killed after {System.monotonic() - started:.1f} s"
        )
    outcome = _collect(mailbox)
    if outcome is None:
        raise IsolationError(f"`{name}` {_how_it_ended(child.returncode)} before its pass was over")
    return outcome


def _pipe(name: str) -> tuple[int, int]:
    try:
        return System.pipe()
    except OSError as error:
        raise _unstarted(name, error) from error


def _unstarted(name: str, error: OSError) -> IsolationError:
    is_full = error.errno in {errno.EMFILE, errno.ENFILE}
    reason = too_many_files(str(error.strerror)) if is_full else str(error)
    return IsolationError(f"`{name}` cannot run isolated: {reason}")


def _post(job: Job, mailbox: ScratchFile) -> None:
    try:
        with System.open_binary(mailbox.path, "wb") as file:
            pickle.dump(job, file, protocol=pickle.HIGHEST_PROTOCOL)
    except OSError as error:
        raise CaptureError(unwritable("a job", error)) from error


def _collect(mailbox: ScratchFile) -> Outcome | None:
    try:
        with System.open_binary(mailbox.path, "rb") as file:
            outcome = pickle.load(file)
    except Exception:  # noqa: BLE001 - cut short: the child died while it wrote
        return None
    return outcome if isinstance(outcome, Outcome) else None


def _how_it_ended(returncode: int) -> str:
    if returncode >= 0:
        return f"ended its own process with exit status {returncode} (`os._exit`?)"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        name = f"signal {-returncode}"
    hint = " (out of memory?)" if name == "SIGKILL" else ""
    return f"was killed by {name}{hint} in its own process"


def _raise(outcome: Outcome, name: str) -> NoReturn:
    if outcome.kind == "exited":
        raise IsolationError(
            f"`{name}` called `sys.exit({outcome.text})` in its own process: return instead"
        )
    if outcome.kind == "unloadable":
        raise IsolationError(
            f"`{name}` cannot run isolated: a fresh process could not load it ({outcome.text}). "
            f"Define it at the top level of a module that can be imported; a script measures under "
            f'`if __name__ == "__main__":`'
        )
    error = None
    if outcome.exception is not None:
        with contextlib.suppress(Exception):
            error = pickle.loads(outcome.exception)
    if isinstance(error, BaseException):
        error.add_note(f"In the isolated process:\n{outcome.traceback}")
        raise error
    raise IsolationError(
        f"`{name}` raised `{outcome.type_name}` in its own process, which does not survive "
        f"pickling: {outcome.text}\n{outcome.traceback}"
    )
