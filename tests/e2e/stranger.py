"""A stranger: somebody with Python, a network and the README, and nothing of this repository."""

import os
import subprocess
import sys
from pathlib import Path

from tests.distributions.wheelhouse import build_all
from tests.docs.lines import is_run, parts
from tests.docs.runner import Reader, environment

# What a bare machine has: a shell, git, and no tool of ours.
_COMMANDS = ("/usr/local/bin", "/usr/bin", "/bin")


class Stranger:
    """An environment that has pip alone, beside a shelf with our wheels.

    Attributes:
        python: Its interpreter.
        variables: What its shell has.
    """

    def __init__(self, folder: Path) -> None:
        shelf = folder / "shelf"
        build_all(shelf, "--wheel")
        home = folder / "home"
        home.mkdir()
        venv = folder / "venv"
        # Not of this environment, which may have no pip to put into it.
        minor = "{}.{}".format(*sys.version_info)
        base = Path(sys.base_prefix) / "bin" / f"python{minor}"
        subprocess.run([str(base), "-m", "venv", str(venv)], check=True)
        self.python = venv / "bin" / "python"
        self.variables = {
            **environment(home),
            # Ours come from the shelf, and all else from the registry.
            "PIP_FIND_LINKS": str(shelf),
            "UV_FIND_LINKS": str(shelf),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PATH": os.pathsep.join([str(venv / "bin"), *_COMMANDS]),
            "VIRTUAL_ENV": str(venv),
        }
        del self.variables["DOCS"]

    def reader(self, until: set[str]) -> Reader:
        """Whoever reads a page with it, from the top.

        Args:
            until: Lines that are for people who work on the project, and are not run.
        """
        # Its home is made for the page.
        own = ("HOME", "TMPDIR")
        variables = {name: text for name, text in self.variables.items() if name not in own}
        return Reader(self.python, variables, lambda line: line not in until)

    def run(self, *command: str) -> str:
        """Run a command with its interpreter, and return what it printed."""
        done = subprocess.run(
            [str(self.python), *command],
            check=True,
            capture_output=True,
            text=True,
            env=self.variables,
        )
        return done.stdout


def needs_the_clone(line: str) -> bool:
    """Whether a line of the README is for people who work on the project."""
    return not is_run(line) and any(part.startswith("python -m hatch") for part in parts(line))
