"""A folder of profiles: kept captures, and the index that maps benchmark ids to them."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmem_core.atomic_files import atomic_write, remove_partial_files
from benchmem_core.checks import Allocators, check_integer, shorten_repr
from benchmem_core.engine import MemoryResult
from benchmem_core.errors import BlobError, CaptureError, ProfileError
from benchmem_core.system import System
from benchmem_core.text import escape_controls

INDEX = "index.json"
"""The file that maps ids to captures."""
SUFFIX = ".bin"
"""The file name suffix of a capture."""

_SCHEMA = 1
_LISTED = 20
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Profile:
    """A kept capture.

    Attributes:
        id: The benchmark's node id.
        file: The capture's name in the folder.
        peak_bytes: The headline peak of the benchmark, in bytes. This number and the next two
            come from the measured passes, which record no call stacks.
        total_bytes: Bytes allocated in all.
        allocations: Number of allocations.
        allocators: The allocator mode.
        native: Whether the capture has C, C++ and Rust frames.
        run: Facts about the run: `datetime`, `python`, `commit` and `root`, as texts.
        sha256: The digest of the capture, which has no checksum of its own; empty where it was
            not recorded.
    """

    id: str
    file: str
    peak_bytes: int
    total_bytes: int
    allocations: int
    allocators: Allocators
    native: bool = False
    run: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""


def name_capture(id_: str) -> str:
    """Return the file name of an id's capture: readable, and different for every id."""
    id_ = _normalize_id(id_)
    digest = hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    readable = _UNSAFE.sub("-", id_).strip("-.")[-80:].lstrip("-.")
    return f"{readable or 'benchmark'}-{digest}{SUFFIX}"


class ProfileFolder:
    """A folder that captures are kept in, and found again.

    Captures and the index are whole or missing: both are written beside their place and then
    moved there. A later run replaces the captures that it records again, and keeps the rest.
    """

    def __init__(self, path: str | os.PathLike[str], *, name: str | None = None) -> None:
        """Name the folder, which need not exist.

        Args:
            path: The folder. A relative path follows the current folder.
            name: The name in messages; by default the path.
        """
        self.path = Path(path)
        self.name = os.fspath(path) if name is None else name

    def prepare(self) -> None:
        """Make the folder, check that it can be written, and remove the leftovers of killed runs.

        Raises:
            ProfileError: It cannot be made or written, or its index is damaged.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if not os.access(self.path, os.W_OK | os.X_OK):
                raise ProfileError(f"captures cannot be kept in `{self.name}`: it is not writable")
            remove_partial_files(self.path)
        except OSError as error:
            raise ProfileError(
                f"captures cannot be kept in `{self.name}`: {error.strerror}"
            ) from None
        if (self.path / INDEX).exists():
            self.profiles()

    def capture(self, id_: str) -> Path:
        """Return the path at which the capture of an id is kept."""
        return self.path / name_capture(id_)

    def add(
        self, id_: str, result: MemoryResult, *, native: bool, run: Mapping[str, str]
    ) -> Profile:
        """Add a capture, which is in its place, to the index.

        Args:
            id_: The id of the benchmark.
            result: The measurement of the benchmark.
            native: Whether the capture has native frames.
            run: Facts about the run.

        Raises:
            ProfileError: The index cannot be written, or is damaged.
        """
        id_ = _normalize_id(id_)
        profile = Profile(
            id=id_,
            file=name_capture(id_),
            peak_bytes=result.peak_bytes,
            total_bytes=result.total_bytes,
            allocations=result.allocations,
            allocators=result.allocators,
            native=native,
            run={key: str(value) for key, value in run.items()},
            sha256=_compute_digest(self.capture(id_)),
        )
        try:
            with self._lock():
                index = self.path / INDEX
                known = self.profiles() if System.exists(index) else {}
                known[id_] = profile
                self._write_index(index, known.values())
        except OSError as error:
            raise ProfileError(
                f"the index of `{self.name}` cannot be written: {error.strerror}"
            ) from None
        return profile

    def profiles(self) -> dict[str, Profile]:
        """Read the profiles by id, in the order in which they came.

        Raises:
            ProfileError: The folder or its index is missing, or the index is damaged.
        """
        index = self.path / INDEX
        if not System.is_folder(self.path):
            raise ProfileError(
                f"`{self.name}` is not a folder: give one that `--benchmark-memory-profile` made"
            )
        try:
            with System.open_binary(index, "rb") as file:
                document = json.loads(file.read())
        except FileNotFoundError:
            raise ProfileError(
                f"`{self.name}` has no `{INDEX}`: {self._explain_missing_index()}"
            ) from None
        except (OSError, ValueError, RecursionError) as error:
            reason = getattr(error, "strerror", None) or "it is not valid JSON"
            raise ProfileError(f"`{index}` cannot be read: {reason}") from None
        try:
            return _decode_index(document)
        except BlobError as error:
            raise ProfileError(f"`{index}` is damaged: {error}") from None

    def find(self, wanted: str | None = None) -> Profile:
        """Find a profile.

        Args:
            wanted: A benchmark's id, or a part that no other id has; `None` where there is one.

        Raises:
            ProfileError: No id matches, or several do; the message lists ids.
        """
        profiles = self.profiles()
        wanted = None if wanted is None else _normalize_id(wanted)
        if wanted in profiles:
            return profiles[wanted]
        found = [each for each in profiles if wanted is None or wanted in each]
        if len(found) == 1:
            return profiles[found[0]]
        if not profiles:
            raise ProfileError(
                f"`{self.name}` has no captures: record some with `--benchmark-memory-profile`"
            )
        listed = ", ".join(
            f"`{escape_controls(each)}`" for each in (found or list(profiles))[:_LISTED]
        )
        more = len(found or profiles) - _LISTED
        listed += f" and {more} more" if more > 0 else ""
        if wanted is None:
            raise ProfileError(f"say which benchmark of `{self.name}`: there are {listed}")
        if not found:
            raise ProfileError(
                f"no id of `{self.name}` contains `{escape_controls(wanted)}`: there are {listed}"
            )
        raise ProfileError(
            f"`{escape_controls(wanted)}` is in several ids, give more of one: {listed}"
        )

    def _explain_missing_index(self) -> str:
        captures = sorted(self.path.glob(f"*{SUFFIX}"))
        if not captures:
            return "give a folder that `--benchmark-memory-profile` made"
        return (
            f"pytest-benchmem before 0.6 wrote no index; give its captures to "
            f"`memray flamegraph`, such as `{escape_controls(captures[0].name)}`"
        )

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        # flock(2) takes a folder too, and lets go when the process ends, however it ends.
        import fcntl

        descriptor = System.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            System.close(descriptor)

    def _write_index(self, index: Path, profiles: "Any") -> None:
        document = {"schema": _SCHEMA, "profiles": [asdict(each) for each in profiles]}
        atomic_write(index, (json.dumps(document, indent=1) + "\n").encode("ascii"))


def check_digest(capture: str | os.PathLike[str]) -> None:
    """Check a capture that lies in a folder of profiles against the folder's index.

    A capture that no index lists passes.
    """
    path = Path(capture)
    folder = ProfileFolder(path.parent)
    try:
        known = {profile.file: profile.sha256 for profile in folder.profiles().values()}
    except ProfileError:
        return
    expected = known.get(path.name)
    if expected and path.is_file() and _compute_digest(path) not in {expected, ""}:
        raise CaptureError(
            f"`{capture}` is damaged: its digest differs from the one in `{INDEX}`; record it again"
        )


def _compute_digest(capture: Path) -> str:
    try:
        with System.open_binary(capture, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError:  # not there, or not readable: whoever reads it says so
        return ""


def _decode_index(document: object) -> dict[str, Profile]:
    recorded = document.get("profiles") if isinstance(document, dict) else None
    if not isinstance(recorded, list):
        raise BlobError("it has no list `profiles`")
    profiles = [_decode_profile(each, f"profiles[{i}]") for i, each in enumerate(recorded)]
    return {each.id: each for each in profiles}


def _decode_profile(recorded: object, where: str) -> Profile:
    if not isinstance(recorded, dict):
        raise BlobError(f"`{where}` holds `{shorten_repr(recorded)}`")
    for name in ("id", "file"):
        if not isinstance(recorded.get(name), str):
            raise BlobError(f"`{where}.{name}` holds `{shorten_repr(recorded.get(name))}`")
    if recorded["file"] != name_capture(recorded["id"]):
        # A path, perhaps, that leads elsewhere.
        raise BlobError(f"`{where}.file` holds `{shorten_repr(recorded['file'])}`")
    if recorded.get("allocators") not in ("python", "system"):
        raise BlobError(f"`{where}.allocators` holds `{shorten_repr(recorded.get('allocators'))}`")
    counts = {
        name: check_integer(f"{where}.{name}", recorded.get(name))
        for name in ("peak_bytes", "total_bytes", "allocations")
    }
    run = recorded.get("run")
    return Profile(
        id=recorded["id"],
        file=recorded["file"],
        allocators=recorded["allocators"],
        native=recorded.get("native") is True,
        sha256=digest if isinstance(digest := recorded.get("sha256"), str) else "",
        run={str(key): str(value) for key, value in run.items()} if isinstance(run, dict) else {},
        **counts,
    )


def _normalize_id(id_: str) -> str:
    # JSON joins two surrogates that belong together into one character.
    return str(json.loads(json.dumps(id_)))
