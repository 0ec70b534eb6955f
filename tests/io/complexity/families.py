"""Benchmarks of several sizes, and rows of their frame."""

from benchmem_io import fit_scaling
from tests.io.run_files import entry, write_run

SIZES = [1000, 2000, 5000, 10_000, 20_000]


def family(name="m.py::f", cost=lambda n: 8 * n, sizes=SIZES, metric="peak", **params):
    """Entries of one function, one for each size, the parameter `n`."""
    values = "-".join(map(str, params.values()))
    return [
        entry(
            f"{name}[{n}{'-' if values else ''}{values}]",
            params={"n": n, **params},
            **{metric: [cost(n)] if metric == "peak" else cost(n)},
        )
        for n in sizes
    ]


def frame_of(tmp_path, *entries, **keywords):
    """The frame of one run."""
    return fit_scaling(write_run(tmp_path / "run.json", entries), **keywords)
