"""Run an isolated pass, the child's side: load the job, run it, write the result.

This module imports only what a pass needs: every loaded module counts in the child's rss.
"""

import contextlib
import os
import pickle
import sys
from dataclasses import dataclass
from typing import Any, Literal

from benchmem_core.captures import ScratchFile
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.system import System


@dataclass(frozen=True)
class PassJob:
    """One pass for a child to run.

    Attributes:
        payload: The pickled workload.
        options: How it is measured.
        capture: Path of the capture; the child inherits its descriptor.
        preparation: The data for `multiprocessing.spawn.prepare`.
        module_files: Files of the workload's modules, for those that cannot be imported by name.
    """

    payload: bytes
    options: PassOptions
    capture: str
    preparation: dict[str, Any]
    module_files: dict[str, str]


@dataclass(frozen=True)
class PassResult:
    """The result of a job.

    Attributes:
        kind: The kind of result; it decides which other attributes have a meaning.
        rss_bytes: The child's resident high-water.
        tracker_overhead_bytes: Bytes that an empty pass retains in the child.
        text: The exception's text, the exit status, or the reason.
        type_name: The exception's type.
        traceback: The child's traceback.
        exception: The exception itself, where it survives pickling.
    """

    kind: Literal["measured", "raised", "exited", "unloadable"]
    rss_bytes: int | None = None
    tracker_overhead_bytes: int = 0
    text: str = ""
    type_name: str = ""
    traceback: str = ""
    exception: bytes | None = None


def main(exchange_file: str, parent_pipe: int) -> None:
    """Run the job in `exchange_file` and leave the result there."""
    _exit_with_parent(parent_pipe)
    with System.open_binary(exchange_file, "rb") as file:
        job: PassJob = pickle.load(file)
    # If this process ends early from here on, an empty file tells the parent so.
    with System.open_binary(exchange_file, "wb"):
        pass
    result = _run(job)
    with System.open_binary(exchange_file, "wb") as file:
        pickle.dump(result, file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
    for stream in (sys.stdout, sys.stderr):
        # The action may have closed or replaced them.
        with contextlib.suppress(Exception):
            stream.flush()
    # Threads and exit handlers that the action left behind must not keep the pass waiting.
    os._exit(0)


def _run(job: PassJob) -> PassResult:
    try:
        workload = _load(job)
    except BaseException as error:  # noqa: BLE001 - user code runs, and all of it is reported
        return PassResult("unloadable", text=f"{type(error).__name__}: {error}")
    try:
        return _measure(workload, job)
    except SystemExit as error:
        return PassResult("exited", text=repr(error.code) if error.code is not None else "")
    except BaseException as error:  # noqa: BLE001
        return _describe_exception(error)


def _load(job: PassJob) -> Workload:
    import importlib
    import importlib.util
    import multiprocessing.spawn

    multiprocessing.spawn.prepare(job.preparation)
    for name, path in job.module_files.items():
        if name == "__main__":
            continue
        try:
            importlib.import_module(name)
        except ImportError:
            spec = importlib.util.spec_from_file_location(name, path)
            if spec is None or spec.loader is None:
                raise
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
    workload = pickle.loads(job.payload)
    assert isinstance(workload, Workload)
    return workload


def _measure(workload: Workload, job: PassJob) -> PassResult:
    from contextlib import ExitStack

    from benchmem_core.engine.passes import InProcessPasses
    from benchmem_core.engine.rss import read_peak_rss

    with ExitStack() as stack:
        passes = InProcessPasses(workload, job.options, ScratchFile(job.capture, ()), stack, 0)
        passes.track()
        # Before anything else that takes memory.
        rss_bytes = read_peak_rss()
        return PassResult(
            "measured", rss_bytes=rss_bytes, tracker_overhead_bytes=passes.tracker_overhead_bytes
        )


def _describe_exception(error: BaseException) -> PassResult:
    import traceback

    try:
        text = str(error)
    except Exception:  # noqa: BLE001
        text = "(its text cannot be read)"
    try:
        pickled: bytes | None = pickle.dumps(error)
        if type(pickle.loads(pickled or b"")) is not type(error):
            pickled = None
    except Exception:  # noqa: BLE001
        pickled = None
    try:
        trace = "".join(traceback.format_exception(error))
    except Exception:  # noqa: BLE001
        trace = "(its traceback cannot be read)"
    return PassResult(
        "raised",
        text=text,
        type_name=f"{type(error).__module__}.{type(error).__qualname__}".replace(
            "__mp_main__", "__main__"
        ),
        traceback=trace,
        exception=pickled,
    )


def _exit_with_parent(parent_pipe: int) -> None:
    """Kill this process when the parent is gone, which closes the pipe's other end.

    On Linux the kernel sends the signal itself (`F_SETSIG`, see fcntl(2)), so that it also
    ends an action that never lets go of the interpreter lock. Elsewhere a thread waits.
    """
    import fcntl
    import select
    import signal

    if hasattr(fcntl, "F_SETSIG"):
        # A negative owner is a process group: this one, with the processes the action starts.
        fcntl.fcntl(parent_pipe, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(parent_pipe, fcntl.F_SETSIG, signal.SIGKILL)
        flags = fcntl.fcntl(parent_pipe, fcntl.F_GETFL)
        fcntl.fcntl(parent_pipe, fcntl.F_SETFL, flags | os.O_ASYNC)
        if select.select([parent_pipe], [], [], 0)[0]:
            os._exit(1)
        return
    import threading

    def wait() -> None:
        os.read(parent_pipe, 1)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()
