"""Temporary folders that are gone afterwards, also where the process was killed."""

import contextlib
import glob
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmem_sweep.processes import end_left_behind

_LOCK = ".lock"
_PROCESSES = ".processes"


@contextlib.contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """Make a temporary folder, and remove it at the end.

    Its lock is held while this process lives; a folder of the same prefix whose lock nobody holds
    was left behind by a process that was killed, and is removed here first.

    Args:
        prefix: What its name begins with.
    """
    remove_left_behind(prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _try_lock(lock)
        (folder / _PROCESSES).mkdir()
        yield folder
    finally:
        remove_tree(folder)
        os.close(lock)


def processes_folder(folder: Path) -> Path:
    """Where the processes that use a scratch folder are noted."""
    return folder / _PROCESSES


def remove_left_behind(prefix: str) -> None:
    """Remove the folders, and end the processes, that a killed process left behind.

    Args:
        prefix: What the names of the folders begin with.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{glob.escape(prefix)}*"):
        with contextlib.suppress(OSError):
            # Without a lock it is no folder of ours, or it is being made right now.
            lock = os.open(folder / _LOCK, os.O_RDWR)
            try:
                if _is_own(folder) and _try_lock(lock):
                    end_left_behind(folder / _PROCESSES)
                    remove_tree(folder)
            finally:
                os.close(lock)


def remove_tree(folder: Path) -> None:
    """Remove a folder, whatever it holds; what cannot be removed stays."""

    def retry(function: Callable[..., Any], path: str, _error: object) -> None:
        # A suite may make read-only folders.
        with contextlib.suppress(OSError):
            os.chmod(Path(path).parent, stat.S_IRWXU)
            os.chmod(path, stat.S_IRWXU, follow_symlinks=False)
            function(path)

    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=retry)
    else:
        shutil.rmtree(folder, onerror=retry)


def _try_lock(lock: int) -> bool:
    """Lock a file, unless another process does."""
    try:
        import fcntl
    except ImportError:
        # Windows, where a folder in use cannot be removed anyway.
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_own(folder: Path) -> bool:
    """Whether the folder is this user's, in a folder of temporary files that all share."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
