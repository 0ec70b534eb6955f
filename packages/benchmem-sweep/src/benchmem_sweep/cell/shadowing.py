"""Check that the copy of a suite does not hide the package under test from pytest."""

from collections.abc import Collection, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from benchmem_sweep.errors import StageError


def check_shadowing(names: Collection[str], environment: Path, cwd: Path) -> None:
    """Check that the package under test is not also in the folder that the suite runs in.

    pytest imports from that folder first. If it held the package beside its benchmarks, every
    environment would measure that copy, and not the version that is installed there.

    Args:
        names: The distributions under test, or the URLs that they are installed from.
        environment: The folder of the environment.
        cwd: The folder that the suite runs in.

    Raises:
        StageError: The folder holds a module of one of them.
    """
    wanted = {_normal(name) for name in names}
    for found in distributions(path=[str(path) for path in _site_packages(environment)]):
        if not wanted & {_normal(found.metadata["Name"]), _origin(found)}:
            continue
        for module in _modules(found):
            if (cwd / module / "__init__.py").exists() or (cwd / f"{module}.py").exists():
                raise StageError(
                    "isolation",
                    f"`{module}` would be imported from the copy of the suite's folder, and not "
                    "from the environment: name a `--copy-dir` that does not hold it",
                )


def _site_packages(environment: Path) -> Iterator[Path]:
    yield from environment.glob("lib*/python*/site-packages")
    yield from environment.glob("Lib/site-packages")


def _modules(found: Distribution) -> set[str]:
    """Return the names of the top-level modules and packages of a distribution."""
    modules = set()
    for file in found.files or ():
        if len(file.parts) == 2 and file.name == "__init__.py":
            modules.add(file.parts[0])
        elif len(file.parts) == 1 and file.suffix == ".py":
            modules.add(file.stem)
    return modules


def _origin(found: Distribution) -> str:
    import json

    text = found.read_text("direct_url.json")
    return _normal(str(json.loads(text).get("url", ""))) if text else ""


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-").rstrip("/")
