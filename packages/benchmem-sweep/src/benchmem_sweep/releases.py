"""The releases of a package, as the installer sees them."""

import subprocess

from packaging.version import InvalidVersion, Version

from benchmem_core.text import printable
from benchmem_sweep.errors import SweepError
from benchmem_sweep.specs import check_name
from benchmem_sweep.uv_binary import find_uv

MOST = 1000
"""More releases than this are not listed."""


def releases_between(package: str, first: str, last: str, *, as_of: str | None = None) -> list[str]:
    """List releases, the oldest first, both ends included.

    They are found by asking uv for the highest below the last one found, so that its own
    configuration of registries counts, and neither withdrawn releases nor those for other
    interpreters are among them.

    Args:
        package: The package.
        first: A version.
        last: A later version.
        as_of: A date, `YYYY-MM-DD`; nothing newer is there.

    Raises:
        SweepError: One of them is no version, they are in the wrong order, or uv fails.
    """
    check_name(package)
    low, high = _version(first), _version(last)
    if low >= high:
        raise SweepError(f"`{first}` does not come before `{last}`: give GOOD, then BAD")
    found = [last]
    while len(found) < MOST:
        below = _highest(f"{package}>{first},<{found[-1]}", high.is_prerelease, as_of)
        if below is None:
            return [first, *reversed(found)]
        found.append(below)
    raise SweepError(f"there are more than {MOST} releases of `{package}` between these two")


def _highest(requirement: str, with_prereleases: bool, as_of: str | None) -> str | None:
    """The highest version that meets a requirement; `None` where there is none."""
    command = [find_uv(), "pip", "compile", "--quiet", "--no-deps", "--no-header", "--no-annotate"]
    command += ["--prerelease", "allow" if with_prereleases else "if-necessary"]
    if as_of is not None:
        command += ["--exclude-newer", as_of]
    done = subprocess.run(
        [*command, "-"],
        input=requirement,
        check=False,
        capture_output=True,
        text=True,
        errors="backslashreplace",
    )
    if done.returncode == 0 and "==" in done.stdout:
        version = done.stdout.strip().splitlines()[0].partition("==")[2].split(";")[0].strip()
        is_wanted = with_prereleases or not Version(version).is_prerelease
        return version if is_wanted else None
    if "unsatisfiable" in done.stderr and "network" not in done.stderr.lower():
        return None
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    reason = printable((lines or ["it printed nothing"])[-1])
    raise SweepError(f"uv cannot list the releases of `{requirement}`: {reason}")


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        raise SweepError(f"`{text}` is no version: write one as PEP 440 has it, `1.2.0`") from None
