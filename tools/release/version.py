"""The version of a distribution against what is released of it."""

from collections.abc import Iterator

from packaging.version import Version

from tools.release.bump import RULES, Bump, lowest_next
from tools.release.changelog import kinds
from tools.release.repository import Repository
from tools.release.tree import Distribution


def is_released(distribution: Distribution, repository: Repository) -> bool:
    """Whether the version in the tree was released from an earlier commit."""
    tag = repository.tags(distribution.name).get(distribution.version)
    return tag is not None and not repository.at_head(tag)


def check_version(distribution: Distribution, repository: Repository) -> Iterator[str]:
    """What is wrong with the version in the tree."""
    version, tags = distribution.version, repository.tags(distribution.name)
    if version.is_devrelease or version.local:
        yield f"`{version}` is no version to release: set another in `{distribution.about.name}`"
    if is_released(distribution, repository):
        yield (
            f"`{version}` is released, `{tags[version]}` is on an earlier commit: "
            f"set the next version in `{distribution.about.name}`"
        )
        return
    earlier = [each for each in tags if each != version]
    if not earlier:
        return
    last = earlier[-1]
    if version < last:
        # A correction of an older line is fine, as long as it follows something of that line.
        earlier = [each for each in earlier if each.release[:2] == version.release[:2]]
        if not earlier or version < earlier[-1]:
            yield f"`{version}` is below `{last}`, which is released: set a higher version"
            return
        last = earlier[-1]
    yield from _check_bump(distribution, last)


def _check_bump(distribution: Distribution, last: Version) -> Iterator[str]:
    """Whether the version moved as far as the changelog demands."""
    found = kinds(distribution)
    bump = max((RULES[name] for name in found), default=Bump.PATCH)
    lowest = lowest_next(last, bump)
    # A pre-release counts as what it leads to.
    if Version(distribution.version.base_version) >= lowest:
        return
    reasons = (
        ", ".join(sorted(f"`{name}`" for name in found if RULES[name] is bump)) or "any change"
    )
    yield (
        f"`{distribution.version}` after `{last}` is too low for {reasons}, "
        f"{bump.name.lower()} by the rules in RELEASING.md: set `{lowest}` or higher"
    )
