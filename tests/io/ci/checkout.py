"""A checkout made by hand, and entries whose sites lie in it."""

from tests.io.run_files import entry, series

TEST = "test_app.py::test_rows"
FILES = {
    "test_app.py": "import app\n\n\ndef test_rows(benchmark):\n    benchmark(app.rows)\n",
    "app.py": "def rows():\n    keep = [0] * 9\n    return [(n,) for n in keep]\n",
}


def write_files(folder, files=FILES):
    """Write files, by their names, with the folders that they need."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def sited(*sites, id_=TEST, time=1e-3):
    """An entry with sites of one allocation each, which its peak is the sum of.

    Args:
        *sites: For each its file, its line, its bytes and, if it was called, file and line of
            the caller.
        id_: The node id.
        time: The shortest round in seconds.
    """
    recorded = [
        {
            **_frame(file, line),
            "bytes": size,
            "allocations": 1,
            **({"caller": _frame(*caller)} if caller else {}),
        }
        for file, line, size, *caller in sites
    ]
    rest = dict.fromkeys(("function", "file", "line")) | {"bytes": 0, "allocations": 0}
    meta = {"schema": 1, "allocators": "python", "sites": [*recorded, rest]}
    info = {"benchmem": series([sum(site[2] for site in sites)]), "benchmem_meta": meta}
    return entry(id_, time=time, peak=None, allocators=None, extra_info=info)


def _frame(file, line):
    return {"function": "made", "file": file, "line": line}
