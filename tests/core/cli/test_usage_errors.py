"""Wrong usage is one line on stderr and exit code 2."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("argument", ["--no-such-option", "no-such-command"])
def test_wrong_usage_is_one_line(argument: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmem_core", argument],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert argument in line
