"""Benchmarks of two modules, to be put into groups."""

from tests.io.run_files import entry

PLACES = [
    entry("t/a.py::A::f[1]", params={"n": 1}, group="slow"),
    entry("t/a.py::A::f[10]", params={"n": 10}, group="quick"),
    entry("t/b.py::f[1]", params={"n": 1}, group="slow"),
    entry("t/b.py::g"),
]
