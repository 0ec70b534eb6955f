"""A project with benchmarks in a git repository, and an environment to run its CI files in."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["flit_core>=3.2"]
build-backend = "flit_core.buildapi"

[project]
name = "tables"
version = "1.0"
description = "Tables."

[tool.pytest.ini_options]
addopts = "--strict-markers"
""",
    "tables.py": '''\
"""Tables."""


def total(count):
    rows = [(n, n + 1) for n in range(count)]
    return sum(a + b for a, b in rows)
''',
    "benchmarks/test_tables.py": """\
import tables


def test_total(benchmark):
    benchmark(tables.total, 20_000)
""",
}
GROWN = {
    "tables.py": '''\
"""Tables."""


def total(count):
    rows = [(n, n + 1) for n in range(count)]
    copies = [list(row) for row in rows]
    return sum(a + b for a, b in copies)
'''
}
GROWN_LINE = ("tables.py", "6")
# Nothing grows, and there is one more benchmark, which the base does not have.
GOOD = {
    "benchmarks/test_tables.py": FILES["benchmarks/test_tables.py"]
    + "\n\ndef test_more(benchmark):\n    benchmark(tables.total, 100)\n"
}


def make_project(folder, change, files=FILES):
    """Make a repository as it is checked out for a pull request: its merge into `main`.

    Args:
        folder: Where.
        change: The files that the pull request changes.
        files: Those of `main`.

    Returns:
        The commit that it is to be merged into.
    """
    git = ("git", "-C", str(folder))
    folder.mkdir(parents=True)
    _run(*git, "init", "--quiet", "--initial-branch=main")
    _run(*git, "config", "user.name", "You")
    _run(*git, "config", "user.email", "you@example.org")
    _commit(folder, files, git)
    base = _run(*git, "rev-parse", "HEAD").strip()
    _run(*git, "switch", "--quiet", "--create", "change")
    _commit(folder, change, git)
    _run(*git, "switch", "--quiet", "--detach", "main")
    _run(*git, "merge", "--quiet", "--no-ff", "--no-edit", "change")
    return base


def make_environment(folder):
    """Make an environment in which pip finds what is installed for these tests.

    Returns:
        The variables of a shell in which it is active.
    """
    # Not of this environment, which may have no pip to put into it.
    python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    _run(str(python), "-m", "venv", str(folder))
    inside = folder / "lib" / python.name / "site-packages"
    outside = sysconfig.get_path("purelib")
    (inside / "tested.pth").write_text(f"import site; site.addsitedir({outside!r})\n")
    # The command that is installed outside has the interpreter of that environment.
    command = folder / "bin" / "benchmem"
    command.write_text(f'#!/bin/sh\nexec "{folder}/bin/python" -m benchmem_core "$@"\n')
    command.chmod(0o755)
    left_out = ("PYTEST_", "GITHUB_", "CI_", "RUNNER_", "PYTHON", "VIRTUAL_ENV", "COV_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(left_out)},
        "PATH": f"{folder}/bin{os.pathsep}{os.environ['PATH']}",
        "CI": "true",
        "PIP_REQUIRE_VIRTUALENV": "1",
        # Times are none of these tests' business.
        "PYTEST_ADDOPTS": "--benchmark-max-time=0.05 -p no:cacheprovider",
        # A module that is written again within a second would be taken for the one before.
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def has(command):
    """Whether a command is on PATH."""
    return shutil.which(command) is not None


def _commit(folder, files, git):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    _run(*git, "add", ".")
    _run(*git, "commit", "--quiet", "--message", "Change")


def _run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
