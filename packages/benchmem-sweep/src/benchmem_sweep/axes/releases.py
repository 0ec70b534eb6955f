"""List the releases of a package that the installer can use."""

import re
import subprocess

from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

from benchmem_core.text import escape_controls, shorten
from benchmem_sweep.axes.specs import check_name
from benchmem_sweep.cell import find_current_python
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host import find_uv

MOST = 1000
"""The most releases that are listed between two ends."""

_NO_SOLUTION = 1
_OFFLINE = "network was disabled"


def list_releases(
    package: str,
    first: str,
    last: str,
    *,
    as_of: str | None = None,
    python: str | None = None,
) -> list[str]:
    """List releases, the oldest first, with both ends as you gave them.

    uv is asked for the highest release below the last one found. So uv's own configuration of
    registries applies, and the list leaves out withdrawn releases and those for other
    interpreters. It includes pre-releases only if one of the ends is a pre-release, and nothing
    newer than the date `as_of`.

    Raises:
        SweepError: An end is not a version or not a release, the ends are in the wrong order, or
            uv fails.
    """
    # Extras do not change the releases, and uv would read the metadata of all of them.
    name = Requirement(check_name(package)).name
    low, high = _parse_version(first), _parse_version(last)
    if low >= high:
        raise SweepError(f"`{first}` does not come before `{last}`: give GOOD, then BAD")
    listing = _Listing(name, as_of, python or find_current_python())
    for end in (low, high):
        listing.check(end)
    has_prereleases = low.is_prerelease or high.is_prerelease
    found: list[Version] = []
    below = high
    while len(found) < MOST:
        # `>1.0` would leave out `1.0.post1`, and `<2.0` would leave out `2.0rc1`, so use `!=`.
        excluded = [each for each in (low, high, *found) if each.public == below.public]
        excluded += [low] if low not in excluded else []
        unequal = "".join(f",!={each}" for each in excluded)
        next_ = listing.find_highest(f">={low.public},<={below.public}{unequal}", has_prereleases)
        if next_ is None:
            return [first, *(str(each) for each in reversed(found)), last]
        found.append(next_)
        below = next_
    raise SweepError(
        f"more than {MOST} releases of `{name}` lie between these two: give closer ends"
    )


class _Listing:
    """Questions to uv about the releases of one package."""

    def __init__(self, name: str, as_of: str | None, python: str) -> None:
        self._name = name
        self._command = [find_uv(), "pip", "compile", "--quiet", "--no-deps", "--no-header"]
        self._command += ["--no-annotate", "--python", python]
        if as_of is not None:
            self._command += ["--exclude-newer", as_of]

    def check(self, version: Version) -> None:
        """Check that a version is a release.

        Raises:
            SweepError: It is not a release, or uv fails.
        """
        done = self._resolve(f"=={version}", has_prereleases=True)
        if done.returncode:
            raise SweepError(
                f"`{self._name}=={version}` is not a release: {_find_cause(done.stderr)}"
            )

    def find_highest(self, specifiers: str, has_prereleases: bool) -> Version | None:
        """Return the highest version that matches; `None` if none does.

        Raises:
            SweepError: uv fails.
        """
        done = self._resolve(specifiers, has_prereleases=has_prereleases)
        if done.returncode:
            return None
        (pinned,) = Requirement(done.stdout.strip().splitlines()[0]).specifier
        return Version(pinned.version)

    def _resolve(
        self, specifiers: str, *, has_prereleases: bool
    ) -> "subprocess.CompletedProcess[str]":
        which = "allow" if has_prereleases else "disallow"
        done = subprocess.run(
            [*self._command, "--prerelease", which, "-"],
            input=f"{self._name}{specifiers}",
            check=False,
            capture_output=True,
            text=True,
            errors="backslashreplace",
        )
        is_answer = done.returncode == 0 and "==" in done.stdout
        is_none = done.returncode == _NO_SOLUTION and _OFFLINE not in done.stderr
        if not is_answer and not is_none:
            raise SweepError(
                f"uv cannot list releases of `{self._name}`: {_find_cause(done.stderr)}"
            )
        return done


def _find_cause(text: str) -> str:
    """Return the last cause that uv names, in one line, without its consequences."""
    # Earlier releases of uv print an arrow in place of `cause:`.
    cause = re.split(r"^\s*(?:cause: |error: |╰─▶ )", text.strip(), flags=re.MULTILINE)[-1]
    line = " ".join(cause.split()).removeprefix("Because ").partition(" and you require ")[0]
    return shorten(escape_controls(line or "it printed nothing"), 240)


def _parse_version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        raise SweepError(
            f"`{text}` is not a version: write a PEP 440 version, like `1.2.0`"
        ) from None
