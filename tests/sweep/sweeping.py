"""`benchmem sweep` as a real command, on suites that take no time."""

import json
import os
import subprocess
import sys
from pathlib import Path

QUICK = ("--pytest-arg=--benchmark-max-time=0.000001", "--pytest-arg=--benchmark-min-rounds=1")
HATCHLING = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "tiny"
version = "1"
"""


def benchmem(python=sys.executable):
    """The command in an environment."""
    return str(Path(python).with_name("benchmem"))


def sweep(folder, *arguments, env=None, python=sys.executable):
    """Run `benchmem sweep` in a folder.

    Args:
        folder: Where; its `tmp` is for temporary files.
        arguments: Of the command.
        env: Variables besides.
        python: The interpreter of the environment that the command is in.
    """
    (folder / "tmp").mkdir(exist_ok=True)
    variables = os.environ | {"TMPDIR": str(folder / "tmp"), "COLUMNS": "80"} | (env or {})
    return subprocess.run(
        [benchmem(python), "sweep", *arguments],
        cwd=folder,
        env=variables,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def read(folder, name):
    """Read a run file of the default folder."""
    return json.loads((folder / ".benchmarks/sweep" / f"{name}.json").read_text())


def git(folder, *arguments):
    """Run git, as nobody in particular."""
    nobody = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    command = ["git", *nobody, "-c", "commit.gpgsign=false", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def make_repository(folder, sources):
    """Make a repository of a project, with a commit for each text of its module.

    Args:
        folder: Is made.
        sources: The texts; `None` makes a commit that cannot be built.

    Returns:
        The ids of the commits.
    """
    (folder / "src" / "tiny").mkdir(parents=True)
    git(folder.parent, "init", "--quiet", folder.name)
    ids = []
    for number, source in enumerate(sources):
        (folder / "pyproject.toml").write_text(HATCHLING if source is not None else "broken")
        if source is not None:
            (folder / "src" / "tiny" / "__init__.py").write_text(source)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", f"number {number}")
        ids.append(git(folder, "rev-parse", "HEAD"))
    return ids
