"""Turn the text for a version into a requirement for the installer."""

import os
import re
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from benchmem_sweep.errors import SweepError

# A scheme has at least two letters, because one letter is a drive.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?://|\S)", re.ASCII)
_ARCHIVES = (".whl", ".tar.gz", ".zip")


def make_requirement(package: str, version: str) -> str:
    """Return the requirement for the installer, for one version of a package.

    The text is a version by PEP 440, a requirement of this package by PEP 508, a URL, or a path.

    Raises:
        SweepError: The text is none of these. A bare name is refused too: a typo in a version is
            often the name of some other package.
    """
    version = version.strip()
    try:
        Version(version)
    except InvalidVersion:
        pass
    else:
        return f"{check_name(package)}=={version}"
    if is_path(version):
        return _resolve_path(version)
    if _URL.match(version):
        return version
    return _check_own_requirement(package, version)


def check_name(package: str) -> str:
    """Check that a text is the name of a package, and return it.

    Raises:
        SweepError: The text is not the name of a package.
    """
    try:
        found = Requirement(package)
    except InvalidRequirement:
        found = None
    if found is None or found.specifier or found.url or found.marker:
        raise SweepError(f"`{package}` is not a package name: write it as for `pip install`")
    return package


def check_requirement(text: str) -> str:
    """Check that a text is a requirement, a URL, or a path, and return it for the installer.

    Raises:
        SweepError: The text is none of these.
    """
    text = text.strip()
    if is_path(text):
        return _resolve_path(text)
    if _URL.match(text):
        return text
    try:
        Requirement(text)
    except InvalidRequirement:
        raise SweepError(
            f"`{text}` is not a requirement: write it as for `pip install`, like `numpy==2.3.0`"
        ) from None
    return text


def is_path(text: str) -> bool:
    """Say whether a text means a file or a folder."""
    separators = [os.sep, *([os.altsep] if os.altsep else [])]
    if _URL.match(text) or "@" in text:
        return False
    return (
        text in {".", ".."}
        or any(each in text for each in separators)
        or text.lower().endswith(_ARCHIVES)
    )


def _resolve_path(text: str) -> str:
    try:
        return str(Path(text).resolve(strict=True))
    except (OSError, ValueError, RuntimeError):
        raise SweepError(f"`{text}` does not exist: give a version or an existing path") from None


def _check_own_requirement(package: str, text: str) -> str:
    try:
        found = Requirement(text)
    except InvalidRequirement:
        found = None
    if found is not None and canonicalize_name(found.name) == canonicalize_name(package):
        return text
    hint = f"`{package} @ URL`, a URL or a path"
    if found is not None and (found.specifier or found.url):
        raise SweepError(
            f"`{text}` is not the package `{package}`: for another source of it, write {hint}"
        )
    raise SweepError(
        f"`{text}` is not a version of `{package}`: write a PEP 440 version (`1.2.0`, "
        f"`1.0.post1`), a requirement (`{package}>=1.2`), {hint}"
    )
