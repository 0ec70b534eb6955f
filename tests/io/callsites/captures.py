"""Captures of two states of a small project, and what reads the answers of `benchmem diff`."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from benchmem_core.engine.measure import trace_workload
from benchmem_core.engine.measurement import Measurement, MemoryResult
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.profiles.store import ProfileFolder
from tests.io.commands import environment

APP = """
import json


class Store:
    def __init__(self, size):
        self.items = [bytes(size) for _ in range(200)]
        self.index = {i: str(i) for i in range(400)}


def load_a_name_that_is_long_enough_to_be_cut_when_a_line_has_a_hundred_columns(size):
    text = json.dumps(list(range(2000, 2000 + size)))
    return json.loads(text), text


def main(size=1000):
    kept = []
    kept.append(Store(size))
    kept.append(load_a_name_that_is_long_enough_to_be_cut_when_a_line_has_a_hundred_columns(size))
    return kept
"""
LONGER = "# A line.\n\n\n# Another one.\n" + APP
GROWN = LONGER.replace("size=1000", "size=3000")


# Modules are what they are called in `sys.argv`, by path; each is recorded where it says.
RECORD = """
import importlib.util
import sys

import memray

for argument in sys.argv[1:]:
    module, capture, allocators, kind = argument.split("=")
    spec = importlib.util.spec_from_file_location("app", module)
    app = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(app)
    app.main()  # what is made once is there
    formats = memray.FileFormat
    with memray.Tracker(
        destination=memray.FileDestination(capture, compress_on_exit=kind == "compressed"),
        trace_python_allocators=allocators == "python",
        file_format=(
            formats.AGGREGATED_ALLOCATIONS if kind == "aggregated" else formats.ALL_ALLOCATIONS
        ),
    ):
        app.main()
"""


def record(folder, *what):
    """Record captures, each `MODULE=CAPTURE=ALLOCATORS=KIND`, in one process of the folder."""
    command = [sys.executable, "-c", RECORD, *what]
    subprocess.run(command, cwd=folder, env=environment(), check=True)


def write(path, code):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(code), encoding="utf-8")


def document(text):
    return json.loads(text)


def listed(text):
    """The rows of a JSON document without the remainder."""
    return [row for row in document(text)["rows"] if row["function"] or row["file"]]


def small():
    return [bytes(1000) for _ in range(30)]


def large():
    kept = [bytes(1000) for _ in range(30)]
    kept.append(bytes(90_000))
    return kept


IDS = ("tests/test_m.py::test_load[10]", "tests/test_m.py::test_load[100]", "t.py::test_other")


def profile(path, *actions, root=None):
    """Make a folder of profiles: pairs of an id and an action."""
    folder = ProfileFolder(path)
    folder.prepare()
    root = root or Path(__file__).parents[3]
    for id_, action in actions:
        options = PassOptions(warmup=0)
        found = trace_workload(Workload(action), options, keep_bin=folder.capture(id_))
        result = MemoryResult((Measurement(found.peak_bytes, 1, found.peak_bytes),))
        folder.add(id_, result, native=False, run={"root": str(root)})
    return path
