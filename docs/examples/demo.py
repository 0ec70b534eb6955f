"""Measure the heavy and the slim version of the example, and save a run file of each.

`hatch run demo`; what is written goes to `docs/examples/runs/`.
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
            f"--benchmark-json={run_file}",
        ]
        shown = " ".join(Path(part).name if part == str(HERE) else part for part in command)
        print(f"\n$ {shown}", flush=True)
        status = subprocess.run([sys.executable, "-m", *command], check=False).returncode
        if status:
            return status
    print(f"\nTwo runs of the same benchmarks are saved, with time and memory: {runs}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
