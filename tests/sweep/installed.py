"""An environment that these distributions are installed in from wheels, as by people who use them.

A sweep in it builds nothing of its own harness, and so takes less time.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmem_sweep.cell.environment import find_python
from benchmem_sweep.host.uv_binary import find_uv

PACKAGES = Path(__file__).parents[2] / "packages"
NAMES = ("benchmem-core", "benchmem-io", "benchmem-pytest", "benchmem-sweep")


def install(folder):
    """Make the environment.

    Args:
        folder: Is made.

    Returns:
        Its interpreter.
    """
    wheels, environment = folder / "wheels", folder / "environment"

    def build(name):
        _uv("build", "--wheel", "--out-dir", str(wheels), str(PACKAGES / name))

    with ThreadPoolExecutor() as pool:
        list(pool.map(build, NAMES))
    _uv("venv", "--python", sys.executable, str(environment))
    python = find_python(environment)
    _uv("pip", "install", "--python", str(python), *map(str, wheels.glob("*.whl")))
    return python


def _uv(*arguments):
    subprocess.run([find_uv(), "--quiet", *arguments], check=True)
