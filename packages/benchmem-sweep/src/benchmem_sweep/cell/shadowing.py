"""Check that the copy of a suite does not hide the package under test from pytest."""

import json
from collections.abc import Collection, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from benchmem_sweep.errors import StageError


def check_shadowing(names: Collection[str], environment: Path, cwd: Path) -> None:
    """Check that the package under test is not also in the folder that the suite runs in.

    pytest imports from that folder first. If it held the package beside its benchmarks, every
    environment would measure that copy instead of the installed version. A name is that of a
    distribution, or the URL that it is installed from.

    Raises:
        StageError: The folder holds a module of one of them.
    """
    wanted = {_normalize(name) for name in names}
    for found in distributions(path=[str(path) for path in _find_site_packages(environment)]):
        if not wanted & {_normalize(found.metadata["Name"]), _normalize(_find_url(found))}:
            continue
        for module in _list_modules(found):
            if (cwd / module / "__init__.py").exists() or (cwd / f"{module}.py").exists():
                raise StageError(
                    "isolation",
                    f"`{module}` would be imported from the copy of the suite's folder, "
                    "instead of the environment: give a `--copy-dir` without it",
                )


def _find_site_packages(environment: Path) -> Iterator[Path]:
    yield from environment.glob("lib*/python*/site-packages")
    yield from environment.glob("Lib/site-packages")


def _list_modules(found: Distribution) -> set[str]:
    """Return the names of the top-level modules and packages of a distribution."""
    modules = set()
    for file in found.files or ():
        if len(file.parts) == 2 and file.name == "__init__.py":
            modules.add(file.parts[0])
        elif len(file.parts) == 1 and file.suffix == ".py":
            modules.add(file.stem)
    return modules


def _find_url(found: Distribution) -> str:
    """Return the URL that a distribution was installed from; empty for a registry (PEP 610)."""
    return str(json.loads(found.read_text("direct_url.json") or "{}").get("url", ""))


def _normalize(name: str) -> str:
    """Return a name or a URL in the one form in which two of them can be compared."""
    return canonicalize_name(name.rstrip("/"))
