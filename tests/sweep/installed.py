"""An environment that these distributions are installed in from wheels, as by people who use them.

A sweep in it builds nothing of its own harness, and so takes less time.
"""

import subprocess
import sys

from benchmem_sweep.cell.environment import find_python
from benchmem_sweep.host.uv_binary import find_uv

NAMES = ("benchmem-core", "benchmem-io", "benchmem-pytest", "benchmem-sweep")


def install(wheelhouse, environment):
    """Make the environment.

    Args:
        wheelhouse: The folder with our wheels.
        environment: Is made.

    Returns:
        Its interpreter.
    """
    wheels = [
        str(wheel) for name in NAMES for wheel in wheelhouse.glob(f"{name.replace('-', '_')}-*.whl")
    ]
    _uv("venv", "--python", sys.executable, str(environment))
    python = find_python(environment)
    _uv("pip", "install", "--python", str(python), *wheels)
    return python


def _uv(*arguments):
    subprocess.run([find_uv(), "--quiet", *arguments], check=True)
