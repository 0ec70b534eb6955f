"""Measure the heavy and the slim version of the example, and compare the two run files.

`hatch run demo` runs it, and writes to `docs/examples/runs/`.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    runs = HERE / "runs"
    runs.mkdir(exist_ok=True)
    for version in ("heavy", "slim"):
        run_file = runs / f"{version}.json"
        command = [
            *("pytest", str(HERE), "-q", "-p", "no:cacheprovider", f"--edit-distance={version}"),
            *("--benchmark-memory", "--benchmark-columns=min,median", "--benchmark-max-time=0.2"),
            *("--benchmark-memory-sites", f"--benchmark-json={run_file}"),
        ]
        if status := run_module(*command):
            return status
    compared = [str(runs / f"{version}.json") for version in ("heavy", "slim")]
    # The command `benchmem` is this module.
    if status := run_module("benchmem_core", "compare", *compared, "--sites"):
        return status
    print(f"\nTwo runs of the same benchmarks are saved, with time and memory: {runs}")
    return 0


def run_module(*command: str) -> int:
    """Show a command, run it, and return its exit status."""
    names = {"benchmem_core": "benchmem", str(HERE): HERE.name}
    print("\n$", *(names.get(part, part) for part in command), flush=True)
    return subprocess.run([sys.executable, "-m", *command], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
