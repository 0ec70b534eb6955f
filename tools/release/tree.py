"""The distributions of the tree, as their `pyproject.toml` and `__about__.py` declare them."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.release.errors import ReleaseError


@dataclass(frozen=True)
class Distribution:
    """One distribution of the tree.

    Attributes:
        name: Its name on the index.
        folder: Its folder under `packages/`.
        about: The file that holds its version.
        version: The version in that file.
        requirements: All that it asks for, with its extras, as written.
        titles: The headings in its changelog, by the type of fragment that lands under them.
    """

    name: str
    folder: Path
    about: Path
    version: Version
    requirements: tuple[Requirement, ...]
    titles: dict[str, str]

    @property
    def module(self) -> str:
        """The package that is imported."""
        return self.name.replace("-", "_")

    @property
    def source(self) -> Path:
        """The folder of that package."""
        return self.folder / "src" / self.module

    @property
    def tag(self) -> str:
        """The tag that releases this version."""
        return tag_of(self.name, self.version)

    def pins(self, tree: Iterable[str]) -> Iterator[Requirement]:
        """What it asks of its siblings; itself, in an extra that gathers others, is none."""
        for requirement in self.requirements:
            if requirement.name in tree and requirement.name != self.name:
                yield requirement


Tree = dict[str, Distribution]


def tag_of(name: str, version: Version) -> str:
    """The tag that releases a version of a distribution."""
    return f"{name}-v{version}"


def read_tree(root: Path) -> Tree:
    """The distributions under `packages/`, by name.

    Raises:
        ReleaseError: If there are none.
    """
    files = sorted(root.glob("packages/*/pyproject.toml"))
    if not files:
        raise ReleaseError(f"`{root}` has no `packages/`: run it from the root of a clone")
    read = [_read(file) for file in files]
    return {distribution.name: distribution for distribution in read}


def _read(file: Path) -> Distribution:
    declared = tomllib.loads(file.read_text(encoding="utf-8"))
    project, tool = declared["project"], declared["tool"]
    about = file.parent / tool["hatch"]["version"]["path"]
    return Distribution(
        name=canonicalize_name(project["name"]),
        folder=file.parent,
        about=about,
        version=_version(about),
        requirements=tuple(_requirements(project)),
        titles={kind["directory"]: kind["name"] for kind in tool["towncrier"]["type"]},
    )


def _requirements(project: dict[str, Any]) -> Iterator[Requirement]:
    lists = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    for text in (text for texts in lists for text in texts):
        requirement = Requirement(text)
        requirement.name = canonicalize_name(requirement.name)
        yield requirement


def _version(about: Path) -> Version:
    """The version in a file, which is not imported: that would import all of its package."""
    for node in ast.parse(about.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id="__version__")], value=ast.Constant(value=str(version))
            ):
                return Version(version)
    raise ReleaseError(f"`{about}` sets no `__version__`")
