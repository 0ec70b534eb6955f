"""Choose the lines of a `console` block to run, and check the names in the others."""

import re
import shlex
import tomllib
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement

from .pages import ROOT

_INSTALLERS = re.compile(
    r"^(?:uv run )?(?:(?:python3?|uv) (?:-m )?)?(?:pip3?|pipx) install\b|^uv (?:add|tool install)\b"
)
_OURS = re.compile(r"^(?:pytest-)?benchmem\b")
# These need the clone, an account, or other machines.
_NOT_HERE = re.compile(
    r"^(?:(?:python3? -m )?hatch\b|\.ci/run\b|rm -rf dist\b|git (?:push|clone|pull|fetch)\b|gh "
    r"|dask (?:scheduler|worker)\b|benchmem .* --dask )"
)
_HATCH = re.compile(r"\bhatch run ([\w.-]+(?::[\w.-]+)?)")


def parts(command: str) -> list[str]:
    """Split a line into the commands that `&&` joins."""
    return [part.strip() for part in command.replace("\\\n", " ").split("&&")]


def is_run(command: str) -> bool:
    """Say whether a page's test runs this line."""
    return not any(_INSTALLERS.match(part) or _NOT_HERE.match(part) for part in parts(command))


def requirements(command: str) -> Iterator[str]:
    """Yield every requirement that a line installs."""
    for part in parts(command):
        if not (installer := _INSTALLERS.match(part)):
            continue
        takes_value = False
        for word in shlex.split(part[installer.end() :], comments=True):
            if takes_value or word.startswith("-"):
                takes_value = word in {"-r", "--python", "--index-url", "--group", "--find-links"}
            else:
                yield word


def wrong_requirement(word: str) -> str | None:
    """Return the error in a requirement of ours; `None` for a good one, and for others."""
    try:
        requirement = Requirement(word)
    except InvalidRequirement as error:
        return None if word.startswith(("git+", ".", "/")) else str(error)
    extras = distributions()
    if requirement.name not in extras:
        return f"`{requirement.name}` is none of ours" if _OURS.match(requirement.name) else None
    missing = requirement.extras - extras[requirement.name]
    return f"`{requirement.name}` has no extra `{'`, `'.join(missing)}`" if missing else None


def distributions() -> dict[str, set[str]]:
    """Return the distributions of this repository, each with its extras."""
    tables = [
        tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        for path in ROOT.glob("packages/*/pyproject.toml")
    ]
    return {table["name"]: set(table.get("optional-dependencies", {})) for table in tables}


def wrong_scripts(text: str) -> list[str]:
    """Find each `hatch run` in a text whose script hatch.toml does not have."""
    return [name for name in _HATCH.findall(text) if not _is_script(name)]


def _is_script(name: str) -> bool:
    environments = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))["envs"]
    environment, _, script = name.rpartition(":")
    # `hatch-test.py3.11` is one of a matrix.
    environment = environment.partition(".")[0] or "default"
    if environment not in environments:
        return False
    # Commands that are installed in an environment can run in it too.
    if script in {"python", "pytest"}:
        return True
    while environment:
        table = environments[environment]
        if script in table.get("scripts", {}):
            return True
        environment = table.get("template", "")
    return False
