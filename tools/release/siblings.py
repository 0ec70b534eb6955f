"""The ranges that the distributions declare of each other, and the order of releases."""

from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter

from packaging.requirements import Requirement

from tools.release.repository import Repository
from tools.release.tree import Distribution, Tree


def order(tree: Tree) -> list[str]:
    """The names of the distributions, each after all that it asks for."""
    graph = {
        name: sorted({pin.name for pin in distribution.pins(tree)})
        for name, distribution in sorted(tree.items())
    }
    return list(TopologicalSorter(graph).static_order())


def check_ranges(distribution: Distribution, tree: Tree) -> Iterator[str]:
    """Ranges of this distribution, or on it, that leave out what is in the tree."""
    seen = set()
    for owner in tree.values():
        for pin in owner.pins(tree):
            if distribution.name not in (owner.name, pin.name):
                continue
            wanted, version = f"{pin.name}{pin.specifier}", tree[pin.name].version
            if pin.specifier.contains(version, prereleases=True) or (owner.name, wanted) in seen:
                continue
            seen.add((owner.name, wanted))
            yield (
                f"`{owner.name}` asks for `{wanted}`, which leaves out the tree's `{version}`: "
                f"move the range in packages/{owner.folder.name}/pyproject.toml"
            )


def check_first(
    distribution: Distribution, tree: Tree, repository: Repository, together: Collection[str] = ()
) -> Iterator[str]:
    """Siblings without which nobody could install it.

    Args:
        distribution: What is to be released.
        tree: All of them.
        repository: Where the releases are tagged.
        together: Those that are about to be released in the same go.
    """
    missing = unreleased(distribution, tree, repository)
    first = [name for name in order(tree) if name in missing and name not in together]
    if first:
        named = ", then ".join(f"`{name}` {tree[name].version}" for name in first)
        yield f"no release is in the range that it asks for: release first {named}"


def unreleased(distribution: Distribution, tree: Tree, repository: Repository) -> set[str]:
    """The siblings, and theirs, of which no release is in the range that is asked for."""
    missing: set[str] = set()
    for pin in distribution.pins(tree):
        if not _is_there(pin, repository):
            missing.add(pin.name)
            missing |= unreleased(tree[pin.name], tree, repository)
    return missing


def _is_there(pin: Requirement, repository: Repository) -> bool:
    tags = repository.tags(pin.name)
    return any(pin.specifier.contains(version, prereleases=True) for version in tags)
