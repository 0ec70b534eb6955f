"""Lines as they stand in a CI job, run with one environment or another."""

import os
import subprocess
from pathlib import Path

from tests.distributions.wheelhouse import Fresh


def bash(environment: Fresh, line: str, *, cwd: Path, status: int | None = 0) -> str:
    """Run a line with an environment's commands first on `PATH`, and return what it printed.

    Args:
        environment: Whose commands.
        line: What is run.
        cwd: Where.
        status: How it has to end; `None` for however.
    """
    done = run_line(environment, line, cwd=cwd)
    if status is not None:
        assert done.returncode == status, f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def run_line(environment: Fresh, line: str, *, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a line, whatever comes of it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PYTEST", "VIRTUAL_ENV", "HATCH", "COV"))
    }
    # Where tests run there may be another `benchmem` on it.
    others = [
        each for each in kept["PATH"].split(os.pathsep) if not Path(each, "benchmem").exists()
    ]
    kept["PATH"] = os.pathsep.join([str(environment.folder / "bin"), *others])
    return subprocess.run(
        ["bash", "-c", line], check=False, capture_output=True, text=True, env=kept, cwd=cwd
    )
