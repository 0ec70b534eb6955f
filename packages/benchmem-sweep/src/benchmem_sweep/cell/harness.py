"""The harness: the distributions that run the sweep, installed into every environment."""

import functools
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging.requirements import Requirement

from benchmem_sweep.cell.suite import hash_files
from benchmem_sweep.cell.wheels import build_wheel
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host import Processes

PLUGIN = "benchmem-pytest"
_NAMESPACE = "pytest-benchmem"
_OURS = ("benchmem-core", "benchmem-io", PLUGIN, _NAMESPACE)


@dataclass(frozen=True)
class Harness:
    """The distributions that are installed into every environment, to measure with.

    Attributes:
        requirements: Those that the installer takes from a registry or a repository.
        sources: Folders to build wheels of, once.
        wheels: The content of wheels, by their file names.
        identity: Texts that differ when any of these differs.
    """

    requirements: tuple[str, ...] = ()
    sources: tuple[Path, ...] = ()
    wheels: Mapping[str, bytes] = field(default_factory=dict)
    identity: tuple[str, ...] = ()

    def build(self, folder: Path, processes: Processes) -> "Harness":
        """Return the same harness with wheels in place of folders.

        Raises:
            StageError: A wheel cannot be built.
        """
        wheels = dict(self.wheels)
        with ThreadPoolExecutor(max(len(self.sources), 1)) as pool:
            built = pool.map(lambda source: build_wheel(source, folder, processes), self.sources)
            wheels |= {wheel.name: wheel.read_bytes() for wheel in built}
        return Harness(self.requirements, (), wheels, self.identity)


@functools.cache
def find_harness() -> Harness:
    """Find the origin of each distribution that runs this sweep.

    Environments install each from the same origin: from the registry in the same version, or from
    the wheel, the folder or the repository that `direct_url.json` names (PEP 610).

    Raises:
        SweepError: The folder or wheel of a distribution is gone.
    """
    requirements: list[str] = []
    sources: list[Path] = []
    wheels: dict[str, bytes] = {}
    identity: list[str] = []
    for name in _OURS:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            if name == _NAMESPACE:
                # It is optional: a suite can import it only if it is installed here.
                continue
            requirements.append(_find_requirement(name))
            continue
        origin = _find_origin(found)
        if isinstance(origin, str):
            requirements.append(origin)
        elif origin.is_dir():
            sources.append(origin)
            identity.append(hash_files(origin))
        elif origin.is_file():
            wheels[origin.name] = origin.read_bytes()
            identity.append(hash_files(origin))
        else:
            raise SweepError(f"`{name}` was installed from `{origin}`, which is gone: reinstall it")
    return Harness(tuple(requirements), tuple(sources), wheels, (*requirements, *identity))


def _find_origin(found: Distribution) -> str | Path:
    """Return a requirement, or the path that a distribution was installed from."""
    text = found.read_text("direct_url.json")
    name = found.metadata["Name"]
    if text is None:
        return f"{name}=={found.version}"
    direct = json.loads(text)
    url = str(direct["url"])
    if vcs := direct.get("vcs_info"):
        subdirectory = direct.get("subdirectory")
        part = f"#subdirectory={subdirectory}" if subdirectory else ""
        return f"{name} @ {vcs['vcs']}+{url}@{vcs['commit_id']}{part}"
    if urlsplit(url).scheme == "file":
        return Path(url2pathname(urlsplit(url).path))
    return f"{name} @ {url}"


def _find_requirement(name: str) -> str:
    """Return the requirement that `benchmem-sweep` declares for one that is not installed."""
    for text in requires("benchmem-sweep") or ():
        requirement = Requirement(text)
        if requirement.name == name:
            return f"{name}{requirement.specifier}"
    raise SweepError(f"`{name}` is not installed: `pip install {name}`")
