"""The public names of every package; each is documented in the first package that has it."""

import importlib
import inspect

from tools.documentation.reference.definitions import code

NAMESPACES = (
    "pytest_benchmem",
    "pytest_benchmem.plotting",
    "pytest_benchmem.sweep",
    "benchmem_core",
    "benchmem_io",
    "benchmem_pytest",
    "benchmem_plot",
    "benchmem_sweep",
)
"""The packages to import from, the main one first."""


def python_api() -> str:
    """Return a section for each package, with the names in its `__all__`, for mkdocstrings."""
    homes: dict[str, str] = {}
    return "\n\n".join(_section(namespace, homes) for namespace in NAMESPACES)


def _section(namespace: str, homes: dict[str, str]) -> str:
    module = importlib.import_module(namespace)
    # Every package has its version, and what it is needs no section.
    names = [name for name in module.__all__ if name != "__version__"]
    elsewhere = {name: homes[name] for name in names if name in homes}
    homes.update({name: namespace for name in names if name not in homes})
    parts = [f"## {code(namespace)} {{ #{namespace} }}", inspect.getdoc(module) or ""]
    if elsewhere:
        links = ", ".join(f"[`{name}`][{home}.{name}]" for name, home in elsewhere.items())
        parts.append(f"Also importable from here: {links}.")
    parts += [f"::: {namespace}.{name}" for name in names if name not in elsewhere]
    return "\n\n".join(parts)
