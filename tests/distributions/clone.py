"""A small clone of this tree in which every distribution is released, to seed defects into."""

import os
import shutil
from pathlib import Path

from click.testing import CliRunner, Result
from tools.release.__main__ import main
from tools.release.tree import read_tree

from tests.sweep.sweeping import git

ROOT = Path(__file__).parents[2]
NOT_SOURCE = shutil.ignore_patterns("__pycache__", "dist", "*.egg-info")


class Clone:
    """A git repository with `packages/` in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *arguments: str) -> None:
        git(self.folder, *arguments)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")

    def package(self, name: str) -> Path:
        return self.folder / "packages" / name

    def source(self, name: str) -> Path:
        return self.package(name) / "src" / name.replace("-", "_")

    def set_version(self, name: str, version: str) -> None:
        self.source(name).joinpath("__about__.py").write_text(f'__version__ = "{version}"\n')

    def set_range(self, owner: str, name: str, text: str) -> None:
        """Replace every range that one distribution declares of another."""
        file = self.package(owner) / "pyproject.toml"
        old = f'"{name}>=0.1,<0.2"'
        before = file.read_text(encoding="utf-8")
        assert old in before
        file.write_text(before.replace(old, f'"{name}{text}"'), encoding="utf-8")

    def add_fragment(self, name: str, file: str) -> None:
        folder = self.package(name) / "changelog.d"
        folder.mkdir(exist_ok=True)
        folder.joinpath(file).write_text("Something is new.\n")

    def add_section(self, name: str, version: str, heading: str = "Added") -> None:
        """Write what `towncrier build` would."""
        with (self.package(name) / "CHANGELOG.md").open("a") as file:
            file.write(f"\n## {version} (2026-01-01)\n\n### {heading}\n\n- Something is new.\n")

    def next_release(self, name: str, version: str, heading: str = "Added") -> None:
        """All that the next release of a distribution needs, but the tag."""
        self.set_version(name, version)
        self.add_section(name, version, heading)

    def run(self, *arguments: str) -> Result:
        """Run a command of the release tool in this clone."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(main, arguments)
        finally:
            os.chdir(before)

    def findings(self, *arguments: str) -> list[str]:
        """What `check` finds without building, after a commit of all that was changed."""
        self.commit()
        result = self.run("check", *arguments, "--no-build")
        assert result.exit_code == 1, result.output
        return result.output.splitlines()


def make_clone(folder: Path, *, whole: bool = False) -> Clone:
    """A clone in which the version of each distribution is released from the first commit.

    A second commit follows, so that nothing is tagged where the clone stands.

    Args:
        folder: Is made.
        whole: With all the source, and not only the version of each package, which is quick.
    """
    shutil.copytree(ROOT / "packages", folder / "packages", ignore=NOT_SOURCE)
    clone = Clone(folder)
    for distribution in read_tree(folder).values() if not whole else ():
        about = distribution.about.read_text()
        shutil.rmtree(distribution.source)
        distribution.source.mkdir()
        distribution.about.write_text(about)
        distribution.source.joinpath("__init__.py").touch()
    clone.git("init", "--quiet", "--initial-branch=main")
    for distribution in read_tree(folder).values():
        shutil.rmtree(distribution.folder / "changelog.d")
        distribution.folder.joinpath("CHANGELOG.md").write_text("# Changelog\n")
        clone.add_section(distribution.name, str(distribution.version))
    clone.commit()
    for distribution in read_tree(folder).values():
        clone.git("tag", distribution.tag)
    folder.joinpath("README.md").write_text("Released.\n")
    clone.commit()
    return clone
