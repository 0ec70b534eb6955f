"""Isolated passes, the child's side: load the job, run one pass, report.

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
class Job:
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
class Outcome:
    """The result of a job.

    Attributes:
        kind: The kind of result; it decides which other attributes have a meaning.
        rss_bytes: The child's resident high-water.
        residue_bytes: Bytes that an empty pass retains in the child.
        text: The exception's text, the exit status, or the reason.
        type_name: The exception's type.
        traceback: The child's traceback.
        exception: The exception itself, where it survives pickling.
    """

    kind: Literal["measured", "raised", "exited", "unloadable"]
    rss_bytes: int | None = None
    residue_bytes: int = 0
    text: str = ""
    type_name: str = ""
    traceback: str = ""
    exception: bytes | None = None


def main(mailbox: str, lifeline: int) -> None:
    """Run the job in `mailbox` and leave the outcome there."""
    _die_with_parent(lifeline)
    with System.open_binary(mailbox, "rb") as file:
        job: Job = pickle.load(file)
    # If this process ends early from here on, an empty mailbox tells the parent so.
    with System.open_binary(mailbox, "wb"):
        pass
    outcome = _run(job)
    with System.open_binary(mailbox, "wb") as file:
        pickle.dump(outcome, file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
    for stream in (sys.stdout, sys.stderr):
        # The action may have closed or replaced them.
        with contextlib.suppress(Exception):
            stream.flush()
    # Threads and exit handlers that the action left behind must not keep the pass waiting.
    os._exit(0)


def _run(job: Job) -> Outcome:
    try:
        workload = _load(job)
    except BaseException as error:  # noqa: BLE001 - user code runs, and all of it is reported
        return Outcome("unloadable", text=f"{type(error).__name__}: {error}")
    try:
        return _measure(workload, job)
    except SystemExit as error:
        return Outcome("exited", text=repr(error.code) if error.code is not None else "")
    except BaseException as error:  # noqa: BLE001
        return _raised(error)


def _load(job: Job) -> Workload:
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


def _measure(workload: Workload, job: Job) -> Outcome:
    from contextlib import ExitStack

    from benchmem_core.engine.passes import InProcessPasses
    from benchmem_core.engine.rss import peak_rss

    with ExitStack() as stack:
        passes = InProcessPasses(workload, job.options, ScratchFile(job.capture, ()), stack, 0)
        passes.track()
        # Before anything else that takes memory.
        rss_bytes = peak_rss()
        return Outcome("measured", rss_bytes=rss_bytes, residue_bytes=passes.residue_bytes)


def _raised(error: BaseException) -> Outcome:
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
    return Outcome(
        "raised",
        text=text,
        type_name=f"{type(error).__module__}.{type(error).__qualname__}".replace(
            "__mp_main__", "__main__"
        ),
        traceback=trace,
        exception=pickled,
    )


def _die_with_parent(lifeline: int) -> None:
    """Kill this process when the parent is gone, which closes the pipe's other end.

    On Linux the kernel sends the signal itself (`F_SETSIG`, see fcntl(2)), so that it also
    ends an action that never lets go of the interpreter lock. Elsewhere a thread waits.
    """
    import fcntl
    import select
    import signal

    if hasattr(fcntl, "F_SETSIG"):
        # A negative owner is a process group: this one, with the processes the action starts.
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC)
        if select.select([lifeline], [], [], 0)[0]:
            os._exit(1)
        return
    import threading

    def wait() -> None:
        os.read(lifeline, 1)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()
