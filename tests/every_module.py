"""Import every module of some packages: `python -m tests.every_module benchmem_core`."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator


def modules_of(package: str) -> Iterator[str]:
    """The names of a package and of all modules in it, except `__main__`, which runs something."""
    yield package
    found = importlib.import_module(package)
    for each in pkgutil.walk_packages(found.__path__, f"{package}."):
        if not each.name.endswith("__main__"):
            yield each.name


def main() -> None:
    for package in sys.argv[1:]:
        names = list(modules_of(package))
        for name in names:
            importlib.import_module(name)
        print(f"{package}: {len(names)} modules imported")


if __name__ == "__main__":
    main()
