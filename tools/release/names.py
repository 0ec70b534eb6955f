"""What a distribution imports from a sibling, against the lowest release of it that it allows.

An editable sibling has everything; the one that a resolver picks may be older. Names are what is
looked at: a keyword that an older release lacks goes unseen here.
"""

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.version import Version

from tools.release.repository import Repository
from tools.release.tree import Distribution, Tree


@dataclass(frozen=True, order=True)
class Imported:
    """A name that is imported from a module; the module itself, where `name` is empty."""

    module: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


def imports(distribution: Distribution, sibling: Distribution) -> set[Imported]:
    """All that a distribution imports from a sibling, inside of functions too."""
    found = set()
    for path in sorted(distribution.source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    found |= {Imported(alias.name) for alias in names}
                case ast.ImportFrom(module=str(module), level=0, names=names):
                    found |= {Imported(module, alias.name) for alias in names if alias.name != "*"}
    return {each for each in found if each.module.split(".")[0] == sibling.module}


class Release:
    """The source of a released sibling."""

    def __init__(self, repository: Repository, sibling: Distribution, tag: str) -> None:
        self.top = sibling.source.parent.relative_to(repository.root).as_posix()
        self.files = repository.sources(tag, f"{self.top}/{sibling.module}")

    def has(self, imported: Imported) -> bool:
        """Whether a name can be imported from it."""
        home = self._file(imported.module)
        if home is None or not imported.name:
            return home is not None
        if self._file(f"{imported.module}.{imported.name}"):
            return True
        return imported.name in _bound(self.files[home])

    def _file(self, module: str) -> str | None:
        path = f"{self.top}/{module.replace('.', '/')}"
        return next(
            (each for each in (f"{path}.py", f"{path}/__init__.py") if each in self.files), None
        )


def _bound(source: str) -> set[str]:
    """The names that a module has."""
    symbols = symtable.symtable(source, "module", "exec").get_symbols()
    bound = {
        each.get_name()
        for each in symbols
        if each.is_assigned() or each.is_imported() or each.is_namespace()
    }
    if "__getattr__" not in bound:
        return bound
    # Names that load on first use stand in the module as texts.
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return bound | {node.value for node in nodes if isinstance(node.value, str)}


def check_names(distribution: Distribution, tree: Tree, repository: Repository) -> Iterator[str]:
    """Names that the lowest release of a sibling that is allowed does not have."""
    for pin in {pin.name: pin for pin in distribution.pins(tree)}.values():
        tags = repository.tags(pin.name)
        lowest = _lowest(pin, list(tags))
        if lowest is None:
            continue
        sibling = tree[pin.name]
        release = Release(repository, sibling, tags[lowest])
        lacking = sorted(each for each in imports(distribution, sibling) if not release.has(each))
        if lacking:
            named = ", ".join(f"`{each}`" for each in lacking)
            yield (
                f"{named} {'is' if len(lacking) == 1 else 'are'} not in {pin.name} {lowest}, "
                f"which `{pin.name}{pin.specifier}` allows: raise its lower end"
            )


def _lowest(pin: Requirement, released: list[Version]) -> Version | None:
    allowed = [each for each in released if pin.specifier.contains(each, prereleases=True)]
    return min(allowed, default=None)
