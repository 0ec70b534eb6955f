"""The suite as one archive, which every cell runs on any machine."""

import hashlib
import io
import os
import tarfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from benchmem_sweep.cell.copying import select_entries
from benchmem_sweep.errors import SweepError

MOST_BYTES = 512 << 20
"""The largest folder that is copied into every environment, in bytes."""


@dataclass(frozen=True)
class Suite:
    """A suite, and the folder that it needs around it.

    Attributes:
        archive: A tar of the folder.
        target: The path of the suite in that folder.
        digest: A hash that differs when any file differs.
    """

    archive: bytes
    target: str
    digest: str

    def unpack(self, folder: Path) -> None:
        """Unpack the archive into a folder, which is made if it does not exist."""
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(self.archive)) as opened:
            # We made the archive, so every file is safe. The argument `filter` came with 3.11.4.
            opened.extraction_filter = lambda member, _: member
            opened.extractall(folder)


def pack_suite(
    suite: Path, copy_dir: Path | None = None, *, without: Collection[Path] = ()
) -> Suite:
    """Pack a suite, and the folder that it needs around it, into an archive.

    A folder that is a package keeps its name, because its modules import each other by it. The
    folders `without`, for example that of results, are left out.

    Raises:
        SweepError: A path does not exist or cannot be read, the suite is outside of the folder, or
            the folder is too large or is one of `without`.
    """
    if not suite.exists():
        raise SweepError(f"`{suite}` does not exist: give `--suite` a file or a folder of tests")
    if copy_dir is not None and not copy_dir.is_dir():
        raise SweepError(
            f"`{copy_dir}` is not a folder: give `--copy-dir` a folder that holds the suite"
        )
    inside = suite.resolve()
    root = (copy_dir or (suite if suite.is_dir() else suite.parent)).resolve()
    if not inside.is_relative_to(root):
        raise SweepError(f"`{suite}` is outside of `--copy-dir {copy_dir}`: give a folder above it")
    apart = {Path(os.path.realpath(each)) for each in without}
    if root in apart:
        raise SweepError(
            f"`{root}` holds the suite, so results cannot go there: give another `--out`, or "
            "another `--copy-dir`"
        )
    base = root.parent if (root / "__init__.py").exists() else root
    digest = hashlib.sha256()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as opened:
        for path in _walk_files(root, apart):
            info, content = _make_member(opened, path, base)
            digest.update(f"{info.name}\0{info.mode}\0{info.linkname}\0{len(content)}\0".encode())
            digest.update(content)
            opened.addfile(info, io.BytesIO(content))
            if archive.tell() > MOST_BYTES:
                raise SweepError(
                    f"`{root}` is larger than {MOST_BYTES >> 20} MiB: give a smaller `--copy-dir`"
                )
    target = inside.relative_to(base).as_posix()
    digest.update(target.encode())
    return Suite(archive.getvalue(), target, digest.hexdigest())


def hash_files(root: Path) -> str:
    """Return a hash that differs when any file of a folder differs; or of one file.

    Raises:
        SweepError: A file cannot be read.
    """
    digest = hashlib.sha256()
    for path in _walk_files(root) if root.is_dir() else [root]:
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode("utf-8", "surrogatepass"))
        try:
            digest.update(
                os.readlink(path).encode("utf-8", "surrogatepass")
                if path.is_symlink()
                else path.read_bytes()
            )
        except OSError as error:
            _refuse(error)
    return digest.hexdigest()


def _make_member(opened: tarfile.TarFile, path: Path, base: Path) -> tuple[tarfile.TarInfo, bytes]:
    try:
        info = opened.gettarinfo(path, path.relative_to(base).as_posix())
        content = path.read_bytes() if info.isreg() else b""
    except OSError as error:
        _refuse(error)
    # Only names, modes and contents of files count, not their times or owners.
    info.mtime, info.uid, info.gid, info.uname, info.gname = 0, 0, 0, "", ""
    info.mode = 0o755 if info.mode & 0o100 else 0o644
    info.size = len(content)
    if info.islnk():
        info.type, content = tarfile.REGTYPE, path.read_bytes()
        info.linkname, info.size = "", len(content)
    return info, content


def _walk_files(root: Path, without: Collection[Path] = ()) -> Iterator[Path]:
    """Yield files and links below a folder, sorted, without history, environments and caches."""
    for folder, folders, files in os.walk(root, onerror=_refuse):
        folders[:] = sorted(select_entries(folder, folders, without))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(folder, name)
            if path.is_symlink() or path.is_file():
                yield path


def _refuse(error: OSError) -> NoReturn:
    raise SweepError(f"`{error.filename}` cannot be read: {error.strerror}") from error
