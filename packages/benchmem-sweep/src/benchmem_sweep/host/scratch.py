"""Make temporary folders that are always removed, even if the process is killed."""

import atexit
import contextlib
import glob
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmem_sweep.errors import SweepError
from benchmem_sweep.host.processes import end_left_behind

TMP_PREFIX = "pytest-benchmem-"
"""The prefix of the names of temporary folders."""

_LOCK = ".benchmem-sweep.lock"


@contextlib.contextmanager
def make_scratch_folder(prefix: str) -> Iterator[Path]:
    """Make a temporary folder whose name has a prefix, and remove it at the end.

    This process holds the lock of the folder while it lives. A folder with the same prefix and a
    free lock was left behind by a killed process, and is removed here first.

    Raises:
        SweepError: A temporary folder cannot be made.
    """
    try:
        remove_left_behind(prefix)
        folder = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    except OSError as error:
        raise SweepError(
            f"cannot make a temporary folder ({error.strerror}): set `TMPDIR` to an existing one"
        ) from error
    owner = os.getpid()

    def remove() -> None:
        # A fork of this process inherits the generator and the hook, but not the folder.
        if os.getpid() == owner:
            remove_tree(folder)

    # For a generator that is never closed, as when an interrupt ends the interpreter.
    atexit.register(remove)
    lock = None
    try:
        lock = _make_lock(folder)
        yield folder
    finally:
        try:
            remove()
        except BaseException:
            # An interrupt came during the removal. One more try is enough.
            remove()
            raise
        finally:
            atexit.unregister(remove)
            if lock is not None:
                os.close(lock)


def remove_left_behind(prefix: str) -> None:
    """Remove the folders, and end the processes, that a killed process left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{glob.escape(prefix)}*"):
        with contextlib.suppress(OSError):
            # A folder without a lock is not ours, or it is being made right now.
            lock = os.open(folder / _LOCK, os.O_RDWR)
            try:
                if _is_own(folder) and _try_lock(lock):
                    end_left_behind(folder.resolve())
                    remove_tree(folder)
            finally:
                os.close(lock)


def remove_tree(folder: Path) -> None:
    """Remove a folder and its content; leave the files that cannot be removed."""
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        return
    # A suite may make folders that are not readable or writable.
    for path, folders, _ in os.walk(folder):
        for each in (path, *(os.path.join(path, name) for name in folders)):
            with contextlib.suppress(OSError):
                if not os.path.islink(each):
                    os.chmod(each, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _make_lock(folder: Path) -> int | None:
    """Make the lock of a folder, locked from the start; `None` if the system has no locks."""
    begun = folder / f"{_LOCK}.new"
    lock = os.open(begun, os.O_CREAT | os.O_RDWR, 0o600)
    if _try_lock(lock):
        os.rename(begun, folder / _LOCK)
        return lock
    os.close(lock)
    return None


def _try_lock(lock: int) -> bool:
    """Lock a file, unless another process has it locked; say whether that worked."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_own(folder: Path) -> bool:
    """Say whether this user owns a folder, because all users share the parent."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
