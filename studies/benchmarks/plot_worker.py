"""Draw one view again and again in this process, and print what it took as JSON.

Runs in either environment: `plotting` is whatever `pytest_benchmem` is installed there.

`plot_worker.py VIEW TIMES RUN...`
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from pytest_benchmem import plotting


def main(view: str, times: int, runs: list[str]) -> None:
    """Print the median seconds of a figure and of its page, and how many bytes the page has."""
    draw = getattr(plotting, f"plot_{view}")
    found: dict[str, list[float]] = {"figure": [], "page": [], "bytes": []}
    with tempfile.TemporaryDirectory(prefix="plots-") as folder:
        page = Path(folder, "page.html")
        for _ in range(times + 1):
            started = time.perf_counter()
            figure, ids = draw(runs, metric="peak")
            drawn = time.perf_counter()
            figure.write_html(page)
            written = time.perf_counter()
            found["figure"].append(drawn - started)
            found["page"].append(written - drawn)
            found["bytes"].append(page.stat().st_size)
    # The first is the one that imports everything.
    medians = {name: statistics.median(values[1:]) for name, values in found.items()}
    print(json.dumps(medians | {"ids": ids}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
