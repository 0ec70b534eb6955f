"""The tag that releases a distribution: `benchmem-io-v0.2.0`."""

from packaging.version import InvalidVersion, Version

from tools.release.errors import ReleaseError
from tools.release.tree import Distribution, Tree


def released_by(tag: str, tree: Tree) -> Distribution:
    """The distribution that a tag releases.

    Raises:
        ReleaseError: If it names no distribution of the tree, or another version than the tree's.
    """
    name, _, version = tag.rpartition("-v")
    if name not in tree:
        raise ReleaseError(
            f"`{tag}` names no distribution: it has to be `NAME-vVERSION`, "
            f"with one of {', '.join(tree)}"
        )
    distribution = tree[name]
    try:
        Version(version)
    except InvalidVersion:
        raise ReleaseError(f"`{tag}` has no version behind `{name}-v`") from None
    # As text, so that `v0.2` or `v0.2.0.0` is no second tag of `0.2.0`.
    if tag != distribution.tag:
        raise ReleaseError(
            f"`{tag}` is not the version of the tree: `{distribution.about.name}` says "
            f"`{distribution.version}`, and its tag is `{distribution.tag}`"
        )
    return distribution
