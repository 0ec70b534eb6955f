"""Distributions that add metrics: the example of the documentation, and another one."""

import subprocess
import sys
import zipfile
from pathlib import Path

from click.testing import CliRunner
from uv import find_uv_bin

from benchmem_core.cli.main import benchmem
from tests.docs.blocks import read_page

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
(EXAMPLE,) = [
    block.text for block in read_page(PAGE, "metrics.md").blocks if block.title == "acme_metrics.py"
]
CPU = """
from benchmem_core import MetricSpec

CPU = MetricSpec(
    "cpu", "cpu_ns", "s", "CPU", "Processor time of a pass", divisor=10**9, floor=0.5, noise=0.1
)
"""


def install(folder, name, code, **metrics):
    """Build a wheel with a module and its metrics, and install it into a folder."""
    module, info = name.replace("-", "_"), f"{name.replace('-', '_')}-1.0.dist-info"
    entries = "".join(f"{metric} = {module}:{value}\n" for metric, value in metrics.items())
    files = {
        f"{module}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[benchmem.metrics]\n{entries}",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    wheel = folder / f"{module}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    command = [find_uv_bin(), "pip", "install", "--quiet", "--offline", "--no-deps"]
    target = ["--target", str(folder), "--python", sys.executable]
    subprocess.run([*command, *target, str(wheel)], check=True)


def run(*arguments):
    return CliRunner().invoke(benchmem, arguments)
