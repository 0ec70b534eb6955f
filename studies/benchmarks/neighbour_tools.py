"""Each tool that docs/neighbours.md compares, asked for the functions of known size.

All run in processes of their own, in an empty folder that has a copy of `known_sizes.py`, as the
documentation of each has one call it. They give bytes by workload.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import known_sizes
from known_sizes import WORKLOADS

Figures = Mapping[str, float]
"""Bytes by workload."""

OURS = """
import json, known_sizes
from benchmem_core import measure_memory
print(json.dumps({
    name: measure_memory(getattr(known_sizes, name)).peak_bytes for name in known_sizes.WORKLOADS
}))
"""
MEMRAY = """
import known_sizes, pytest

@pytest.mark.parametrize("name", known_sizes.WORKLOADS)
def test_size(name):
    getattr(known_sizes, name)()
"""
CODSPEED = """
import known_sizes, pytest

@pytest.mark.parametrize("name", known_sizes.WORKLOADS)
def test_size(name, benchmark):
    benchmark(getattr(known_sizes, name))
"""
ASV = """
from .known_sizes import buffer, churn, nothing, rows
def peakmem_nothing(): return nothing()
def peakmem_buffer(): return buffer()
def peakmem_rows(): return rows()
def peakmem_churn(): return churn()
def mem_nothing(): return nothing()
def mem_buffer(): return buffer()
def mem_rows(): return rows()
def mem_churn(): return churn()
"""
ASV_CONFIG = {
    "version": 1,
    "project": "known",
    "repo": ".",
    "environment_type": "existing",
    "benchmark_dir": "benchmarks",
    "results_dir": "results",
}
PYPERF = """
import known_sizes, pyperf
runner = pyperf.Runner()
for name in known_sizes.WORKLOADS:
    runner.bench_func(name, getattr(known_sizes, name))
"""
PROFILER = """
import sys, known_sizes
from memory_profiler import memory_usage
action = getattr(known_sizes, sys.argv[1])
# Asked a hundred times in a second, not ten: the functions are short.
print(memory_usage((action,), interval=0.01, max_usage=True))
"""
SCALENE = """
import sys, known_sizes
kept = getattr(known_sizes, sys.argv[1])()
"""


def call(folder: Path, *command: str) -> str:
    """Run a command of this environment in a folder that is its home too."""
    scripts = os.path.dirname(sys.executable)
    ran = subprocess.run(
        command,
        cwd=folder,
        env={
            **os.environ,
            "HOME": str(folder),
            "COLUMNS": "100",
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if ran.returncode:
        sys.exit(f"`{' '.join(command)}` ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def ours(folder: Path) -> Figures:
    (folder / "ours.py").write_text(OURS)
    figures: Figures = json.loads(call(folder, "python", "ours.py"))
    return figures


def pytest_memray(folder: Path, *flags: str) -> Figures:
    (folder / "test_size.py").write_text(MEMRAY)
    told = call(folder, "pytest", "--memray", "--most-allocations=0", *flags, "test_size.py")
    pattern = r"test_size\[(\w+)\] at the high watermark.*?allocated: ([\d.]+)(\w+)"
    found = {name: in_bytes(*size) for name, *size in re.findall(pattern, told, re.DOTALL)}
    # A test that allocates nothing has no entry.
    return {name: found.get(name, 0) for name in WORKLOADS}


def asv(folder: Path, kind: str) -> Figures:
    suite = folder / "benchmarks"
    suite.mkdir()
    shutil.copy(known_sizes.__file__, suite)
    (suite / "__init__.py").touch()
    (suite / "suite.py").write_text(ASV)
    (folder / "asv.conf.json").write_text(json.dumps(ASV_CONFIG))
    person = ("-c", "user.name=you", "-c", "user.email=you@example.org")
    call(folder, "git", "init", "-q")
    call(folder, "git", "add", "benchmarks")
    call(folder, "git", *person, "commit", "-q", "-m", "a commit to measure")
    call(folder, "asv", "machine", "--yes")
    options = ("-E", "existing", "--set-commit-hash", "HEAD", "--bench", f"suite.{kind}_")
    call(folder, "asv", "run", *options)
    (file,) = folder.glob("results/*/*existing*.json")
    results = json.loads(file.read_text())["results"]
    return {name: results[f"suite.{kind}_{name}"][0][0] for name in WORKLOADS}


def pyperf(folder: Path, flag: str) -> Figures:
    (folder / "suite.py").write_text(PYPERF)
    once = ("-p1", "-n1", "-w0", "-l1", "-q", "-o", "result.json")
    call(folder, "python", "suite.py", flag, *once)
    found = json.loads((folder / "result.json").read_text())["benchmarks"]
    values = [median(run["values"][0] for run in each["runs"] if "values" in run) for each in found]
    return dict(zip(WORKLOADS, values, strict=True))


def memory_profiler(folder: Path) -> Figures:
    (folder / "suite.py").write_text(PROFILER)
    return {name: float(call(folder, "python", "suite.py", name)) * 2**20 for name in WORKLOADS}


def scalene(folder: Path) -> Figures:
    (folder / "suite.py").write_text(SCALENE)
    found = {}
    for name in WORKLOADS:
        call(folder, "scalene", "run", "-o", "result.json", "suite.py", "---", name)
        result = folder / "result.json"
        # Of a program that allocates nothing it has nothing to say.
        found[name] = json.loads(result.read_text()).get("max_footprint_mb", 0) * 2**20
        result.unlink()
    return found


def codspeed(folder: Path) -> str:
    """What pytest-codspeed's memory mode says where CodSpeed's runner is not."""
    (folder / "test_size.py").write_text(CODSPEED)
    told = call(folder, "pytest", "--codspeed", "--codspeed-mode=memory", "test_size.py")
    (notice,) = [line for line in told.splitlines() if "NOTICE" in line]
    return re.sub(r"\x1b\[\d*m", "", notice)


def in_bytes(number: str, unit: str) -> float:
    """Read a size as memray writes it."""
    return float(number) * 1024 ** ("B", "KiB", "MiB", "GiB").index(unit)
