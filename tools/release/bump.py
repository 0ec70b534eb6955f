"""Which number of a version has to move; RELEASING.md has these rules for people."""

from enum import IntEnum

from packaging.version import Version


class Bump(IntEnum):
    """How much a release changes for those who upgrade."""

    PATCH = 0
    MINOR = 1
    BREAKING = 2


# By the type of a fragment, which is its place in the changelog too.
RULES = {
    "removal": Bump.BREAKING,
    "feature": Bump.MINOR,
    "change": Bump.MINOR,
    "bugfix": Bump.PATCH,
    "doc": Bump.PATCH,
}


def lowest_next(released: Version, bump: Bump) -> Version:
    """The lowest version that may follow a released one.

    Below 1.0 the second number is the first: what breaks moves it, as the ranges end there.
    """
    major, minor, micro = released.major, released.minor, released.micro
    if bump is Bump.BREAKING and major:
        return Version(f"{major + 1}.0.0")
    if bump is Bump.PATCH:
        return Version(f"{major}.{minor}.{micro + 1}")
    return Version(f"{major}.{minor + 1}.0")
