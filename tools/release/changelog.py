"""The changelog of a distribution: its fragments, and the sections that they are built into."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.release.bump import RULES
from tools.release.tree import Distribution


def fragments(distribution: Distribution) -> list[Path]:
    """The fragments that are not built into `CHANGELOG.md`."""
    found = (distribution.folder / "changelog.d").glob("*")
    return sorted(path for path in found if path.name != "README.md" and path.is_file())


def kind(fragment: Path) -> str | None:
    """The type in the name of a fragment (`12.feature.md`, `+word.feature.1.md`), if it has one."""
    return next((part for part in fragment.name.split(".")[1:] if part in RULES), None)


def section(distribution: Distribution) -> str | None:
    """What `CHANGELOG.md` says of the version in the tree, if it says anything."""
    text = (distribution.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.escape(str(distribution.version))
    found = re.search(
        rf"^## {version}(?: [^\n]*)?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    return found and found[1]


def kinds(distribution: Distribution) -> set[str]:
    """The types of change of this version, from its fragments and from its section."""
    named = {kind(path) for path in fragments(distribution)}
    headings = set(re.findall(r"^### (.+)$", section(distribution) or "", re.MULTILINE))
    named |= {key for key, title in distribution.titles.items() if title in headings}
    return {name for name in named if name in RULES}


def check_changelog(distribution: Distribution) -> Iterator[str]:
    """What is missing in the changelog."""
    waiting = fragments(distribution)
    for path in waiting:
        if kind(path) is None:
            yield (
                f"`{path.name}` in changelog.d has no type: "
                f"name it `ISSUE.TYPE.md`, with one of {', '.join(RULES)}"
            )
    text = section(distribution)
    if waiting:
        if text is None:
            command = (
                f"`hatch run changelog:build {distribution.name} --version {distribution.version}`"
            )
            yield (
                f"`CHANGELOG.md` has no `{distribution.version}`, "
                f"fragments that wait: {len(waiting)}; {command}"
            )
        else:
            yield (
                f"`CHANGELOG.md` has `{distribution.version}`, fragments that came later: "
                f"{len(waiting)}; move them into that section by hand"
            )
    elif text is None:
        yield (
            f"`CHANGELOG.md` has no `{distribution.version}`, and changelog.d is empty: "
            "say in a fragment what is new"
        )
    elif not text.strip():
        yield f"`CHANGELOG.md` says nothing under `{distribution.version}`: write what is new"
