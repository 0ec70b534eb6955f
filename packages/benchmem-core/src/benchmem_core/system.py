"""The functions of the operating system, as they were before anybody patched them.

A benchmark may run under `mock.patch("builtins.open")`, pyfakefs or a frozen clock. Those replace
attributes of modules, also in this package. They leave the attributes of a class alone.
"""

import builtins
import contextlib
import datetime as dt
import errno
import io
import os
import pathlib
import select
import shutil
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

# On Linux only, as some of the functions; on Windows measuring ends before any of them is called.
_UNNAMED = getattr(os, "O_TMPFILE", 0)
_CLOCK: int | None = getattr(time, "CLOCK_MONOTONIC", None)
_NOT_SUPPORTED = errno.EOPNOTSUPP
_NEW_FILE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


def _list_functions(module: Any) -> dict[str, object]:
    return {name: value for name, value in vars(module).items() if callable(value)}


def _list_methods(owner: type) -> dict[str, object]:
    """Return the methods of a class: inherited ones too, which a patch replaces in the class."""
    bases = reversed(owner.__mro__[:-1])
    return {name: value for base in bases for name, value in _list_functions(base).items()}


_MODULES: dict[str, types.ModuleType] = {
    name: sys.modules[name]
    for name in (
        "builtins",
        "datetime",
        "io",
        "os",
        "os.path",
        "pathlib",
        "shutil",
        "tempfile",
        "time",
    )
    if name in sys.modules
}
_ORIGINALS: list[tuple[Any, dict[str, Any]]] = [
    (builtins, {"open": builtins.open}),
    (io, {"open": io.open}),
    (pathlib, {"Path": pathlib.Path}),
    (pathlib.Path, _list_methods(pathlib.Path)),
    (dt, {"datetime": dt.datetime}),
    (os, {**_list_functions(os), "environ": os.environ}),
    (os.path, _list_functions(os.path)),
]


class System:
    """The original functions."""

    stat = staticmethod(os.stat)
    close = staticmethod(os.close)
    pipe = staticmethod(os.pipe)
    copy = staticmethod(shutil.copyfileobj)
    access = staticmethod(os.access)
    replace = staticmethod(os.replace)
    listdir = staticmethod(os.listdir)
    getcwd = staticmethod(os.getcwd)
    getpid = staticmethod(os.getpid)
    kill = staticmethod(os.kill)
    sleep = staticmethod(time.sleep)
    set_inheritable = staticmethod(os.set_inheritable)
    environ = os.environ
    page_size = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
    poll: Callable[..., Any] = staticmethod(getattr(select, "poll", select.select))

    open = staticmethod(os.open)
    _open_file: Callable[..., Any] = staticmethod(io.open)
    _mkdir = staticmethod(os.mkdir)
    _unlink = staticmethod(os.unlink)
    _temporary_folder = staticmethod(tempfile.gettempdir)
    _urandom = staticmethod(os.urandom)
    _clock: Callable[..., float] = staticmethod(
        time.monotonic if _CLOCK is None else time.clock_gettime
    )
    _memfd: Callable[[str], int] | None = staticmethod(os.memfd_create) if _UNNAMED else None

    posix_spawn: Callable[..., int] = staticmethod(getattr(os, "posix_spawn", os.kill))
    waitpid = staticmethod(os.waitpid)
    killpg: Callable[[int, int], None] = staticmethod(getattr(os, "killpg", os.kill))
    pidfd_open: Callable[[int], int] | None = (
        staticmethod(os.pidfd_open) if hasattr(os, "pidfd_open") else None
    )

    @classmethod
    def open_binary(cls, path: str | os.PathLike[str], mode: str) -> BinaryIO:
        """Open a file of bytes."""
        file: BinaryIO = cls._open_file(path, mode)
        return file

    @classmethod
    def monotonic(cls) -> float:
        """Return the seconds of a clock that runs on, also under tools that freeze time."""
        return cls._clock() if _CLOCK is None else cls._clock(_CLOCK)

    @classmethod
    def exists(cls, path: str | os.PathLike[str]) -> bool:
        """Say whether a path leads to something."""
        try:
            cls.stat(path)
        except (OSError, ValueError):
            return False
        return True

    @classmethod
    def remove(cls, path: str | os.PathLike[str]) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            cls._unlink(path)

    @classmethod
    def make_folder(cls, path: str) -> None:
        """Make a folder, and its missing parents."""
        parent = os.path.dirname(path)
        try:
            cls._mkdir(path)
        except FileNotFoundError:
            if parent == path:
                raise
            cls.make_folder(parent)
            cls._mkdir(path)
        except OSError:
            if not cls.is_folder(path):
                raise

    @classmethod
    def is_folder(cls, path: str | os.PathLike[str]) -> bool:
        """Say whether a path leads to a folder."""
        return cls.exists(path) and (cls.stat(path).st_mode & 0o170000) == 0o040000

    @classmethod
    def open_temporary_file(cls) -> tuple[BinaryIO, str]:
        """Open a file in the temporary directory.

        Returns:
            The file, and its name; empty for a file without a name, which cannot stay behind.

        Raises:
            OSError: It cannot be made.
        """
        with undo_patches():
            folder = cls._temporary_folder()
        if _UNNAMED:
            try:
                opened = cls.open(folder, os.O_RDWR | os.O_EXCL | os.O_CLOEXEC | _UNNAMED, 0o600)
                return cls._open_file(opened, "w+b"), ""
            except (IsADirectoryError, NotADirectoryError):
                pass  # the kernel takes it for an ordinary flag
            except OSError as error:
                if error.errno != _NOT_SUPPORTED:
                    raise
        name = os.path.join(folder, f"benchmem-{cls.getpid()}-{cls._urandom(8).hex()}")
        return cls._open_file(cls.open(name, _NEW_FILE, 0o600), "w+b"), name

    @classmethod
    def open_memory_file(cls) -> BinaryIO | None:
        """Open a file in memory; `None` where the system has no such files."""
        if cls._memfd is None:
            return None
        try:
            file: BinaryIO = cls._open_file(cls._memfd("benchmem"), "w+b")
        except OSError:
            return None
        return file


@contextlib.contextmanager
def undo_patches() -> Iterator[None]:
    """Undo the patches of others for the block, then apply them again.

    For moments in which no code of the user runs: an import, or the start of a tracker.
    """
    modules = {name: sys.modules.get(name) for name in _MODULES}
    changed = [
        (owner, name, vars(owner)[name], original)
        for owner, originals in _ORIGINALS
        for name, original in originals.items()
        if vars(owner).get(name, original) is not original
    ]
    finders = sys.meta_path[:]
    sys.modules.update(dict(_MODULES))
    for owner, name, _, original in changed:
        setattr(owner, name, original)
    # pyfakefs forgets the modules that are imported while it is active.
    sys.meta_path[:] = [each for each in finders if not _is_fake(each)]
    try:
        yield
    finally:
        sys.meta_path[:] = finders
        for owner, name, patch, _ in changed:
            setattr(owner, name, patch)
        sys.modules.update({name: module for name, module in modules.items() if module})


def _is_fake(finder: object) -> bool:
    return type(finder).__module__.startswith("pyfakefs.")
