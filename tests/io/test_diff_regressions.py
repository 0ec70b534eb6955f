"""`benchmem diff`: a regression that was put into a module is the first row, by its line."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from .commands import environment, process

MARK = "# <--"
# What comes above the head: every line moved, too.
PREAMBLE = "# One.\n# Two.\n\n\n# Three.\n"

RUN = """
import importlib.util
import sys

import memray

side = sys.argv[1]
for name in sys.argv[2:]:
    spec = importlib.util.spec_from_file_location("app", f"{name}/{side}/app.py")
    app = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(app)
    with memray.Tracker(f"{name}/{side}.bin", trace_python_allocators=True):
        app.main()
"""


@dataclass
class Regression:
    """A module before and after; lines with the mark are those that a row may name."""

    base: str
    head: str
    needs: str = ""


REGRESSIONS = {
    "tuples turned into dicts": Regression(
        """
        KEPT = []

        def load():
            return [(i, i + 1) for i in range(5000)]

        def main():
            KEPT.append(bytes(100_000))
            KEPT.append(load())
        """,
        """
        KEPT = []

        def load():
            return [{"a": i, "b": i + 1} for i in range(5000)]  # <--

        def main():
            KEPT.append(bytes(100_000))
            KEPT.append(load())
        """,
    ),
    "a copy kept alive": Regression(
        """
        KEPT = {}

        def load():
            data = bytearray(2_000_000)
            KEPT["data"] = data
            data = bytes(1000)
            return data

        def main():
            KEPT["out"] = load()
        """,
        """
        KEPT = {}

        def load():
            data = bytearray(2_000_000)
            KEPT["data"] = data
            KEPT["raw"] = bytes(data)  # <--
            data = bytes(1000)
            return data

        def main():
            KEPT["out"] = load()
        """,
    ),
    "a cache that grows": Regression(
        """
        CACHE = {}

        def square(i):
            key = i % 10
            if key not in CACHE:
                CACHE[key] = bytes(3000)
            return CACHE[key]

        def main():
            total = sum(len(square(i)) for i in range(300))
            CACHE["total"] = bytearray(200_000)
            return total
        """,
        """
        CACHE = {}

        def square(i):
            key = i
            if key not in CACHE:
                CACHE[key] = bytes(3000)  # <--
            return CACHE[key]

        def main():
            total = sum(len(square(i)) for i in range(300))
            CACHE["total"] = bytearray(200_000)
            return total
        """,
    ),
    "a dtype widened in C": Regression(
        """
        import numpy as np

        KEPT = []

        def main():
            KEPT.append(np.zeros(100_000, dtype=np.float64))
            KEPT.append(np.zeros(400_000, dtype=np.float32))
            KEPT.append(np.arange(100_000, dtype=np.int64))
        """,
        """
        import numpy as np

        KEPT = []

        def main():
            KEPT.append(np.zeros(100_000, dtype=np.float64))
            KEPT.append(np.zeros(400_000, dtype=np.float64))  # <--
            KEPT.append(np.arange(100_000, dtype=np.int64))
        """,
        needs="numpy",
    ),
    "a dtype widened in Python": Regression(
        """
        import numpy as np

        KEPT = []

        def main():
            KEPT.append(np.full(200_000, 1, dtype=np.float32))
            KEPT.append(np.full(300_000, 1, dtype=np.float32))
            KEPT.append(np.ones(200_000, dtype=np.float32))
        """,
        """
        import numpy as np

        KEPT = []

        def main():
            KEPT.append(np.full(200_000, 1, dtype=np.float32))
            KEPT.append(np.full(300_000, 1, dtype=np.float64))  # <--
            KEPT.append(np.ones(200_000, dtype=np.float32))
        """,
        needs="numpy",
    ),
    "a recursion that keeps slices": Regression(
        """
        DATA = list(range(3000))

        def total(data, start=0):
            if start >= len(data) - 10:
                return 0
            return data[start] + total(data, start + 10)

        def main():
            rows = [bytes(200) for _ in range(1000)]
            return total(DATA), rows
        """,
        """
        DATA = list(range(3000))

        def total(data, start=0):
            if len(data) <= 10:
                return 0
            return data[0] + total(data[10:])  # <--

        def main():
            rows = [bytes(200) for _ in range(1000)]
            return total(DATA), rows
        """,
    ),
    "a string built twice": Regression(
        """
        def render():
            parts = ["x" * 50 + str(i) for i in range(5000)]
            text = "".join(parts)
            del parts
            return text

        def main():
            first = render()
            return len(first)
        """,
        """
        def render():
            parts = ["x" * 50 + str(i) for i in range(5000)]
            text = "".join(parts)
            text = text + "".join(parts)  # <--
            del parts
            return text

        def main():
            first = render()
            return len(first)
        """,
    ),
    "a generator turned into a list": Regression(
        """
        def rows():
            return (bytes(500) for _ in range(2000))

        def main():
            held = bytearray(100_000)
            return sum(map(len, rows())), held
        """,
        """
        def rows():
            return [bytes(500) for _ in range(2000)]  # <--

        def main():
            held = bytearray(100_000)
            return sum(map(len, rows())), held
        """,
    ),
    "a set turned into a dict of lists": Regression(
        """
        SEEN = set()

        def see(i):
            SEEN.add(i % 500)

        def main():
            for i in range(5000):
                see(i)
        """,
        """
        SEEN = {}

        def see(i):
            SEEN.setdefault(i % 500, []).append(i % 10)  # <--

        def main():
            for i in range(5000):
                see(i)
        """,
    ),
    "deepcopy instead of copy": Regression(
        """
        import copy

        DATA = [[i, [i]] for i in range(2000)]
        KEPT = []

        def main():
            KEPT.append(bytes(150_000))
            KEPT.append(copy.copy(DATA))
        """,
        """
        import copy

        DATA = [[i, [i]] for i in range(2000)]
        KEPT = []

        def main():
            KEPT.append(bytes(150_000))
            KEPT.append(copy.deepcopy(DATA))  # <--
        """,
    ),
    "more JSON is read": Regression(
        """
        import json

        TEXT = json.dumps([{"key": [n] * 5, "other": str(n)} for n in range(3000)])
        PART = json.dumps([{"key": [n] * 5, "other": str(n)} for n in range(300)])
        KEPT = []

        def main():
            KEPT.append(json.loads(PART))
            KEPT.append(bytes(50_000))
        """,
        """
        import json

        TEXT = json.dumps([{"key": [n] * 5, "other": str(n)} for n in range(3000)])
        PART = json.dumps([{"key": [n] * 5, "other": str(n)} for n in range(300)])
        KEPT = []

        def main():
            KEPT.append(json.loads(TEXT))  # <--
            KEPT.append(bytes(50_000))
        """,
    ),
    "a class without slots": Regression(
        """
        class Point:
            __slots__ = ("x", "y")

            def __init__(self, x, y):
                self.x = x
                self.y = y

        def main():
            return [Point(i, i) for i in range(5000)]
        """,
        """
        class Point:

            def __init__(self, x, y):
                self.x = x  # <--
                self.y = y  # <--

        def main():
            return [Point(i, i) for i in range(5000)]  # <--
        """,
    ),
    "a buffer that is doubled": Regression(
        """
        KEPT = []

        def fill():
            KEPT.append(bytearray(300_000))
            buffer = bytearray(1 << 20)
            return buffer

        def main():
            KEPT.append(fill())
        """,
        """
        KEPT = []

        def fill():
            KEPT.append(bytearray(300_000))
            buffer = bytearray(1 << 21)  # <--
            return buffer

        def main():
            KEPT.append(fill())
        """,
    ),
}


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    """The folder that has, by name, both modules of each regression and their captures."""
    folder = tmp_path_factory.mktemp("regressions")
    names = []
    for name, regression in REGRESSIONS.items():
        if regression.needs and not _is_installed(regression.needs):
            continue
        names.append(name)
        for side, above in (("base", ""), ("head", PREAMBLE)):
            (folder / name / side).mkdir(parents=True)
            code = above + dedent(getattr(regression, side))
            (folder / name / side / "app.py").write_text(code, encoding="utf-8")
    for side in ("base", "head"):
        subprocess.run(
            [sys.executable, "-c", RUN, side, *names], cwd=folder, env=environment(), check=True
        )
    return folder


def _is_installed(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def _folder(captures: Path, name: str) -> Path:
    if REGRESSIONS[name].needs:
        pytest.importorskip(REGRESSIONS[name].needs)
    return captures / name


@pytest.mark.parametrize("name", REGRESSIONS)
def test_the_first_row_is_the_line_that_was_changed(captures, name):
    folder = _folder(captures, name)
    result = process("diff", "base.bin", "head.bin", "--format", "json", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    first = json.loads(result.stdout)["rows"][0]
    assert first["delta_bytes"] > 0
    source = (folder / "head" / "app.py").read_text(encoding="utf-8").splitlines()
    marked = {("head/app.py", i) for i, line in enumerate(source, 1) if line.endswith(MARK)}
    # Where the row is the library's, its caller is the project's.
    place = first["caller"] or first
    assert (place["file"], place["line"]) in marked, first


@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_the_rows_of_every_regression_sum_to_the_growth_of_its_peak(
    captures, by, command, monkeypatch
):
    for folder in captures.iterdir():
        monkeypatch.chdir(folder)
        result = command("diff", "base.bin", "head.bin", "--format", "json", "--by", by)
        assert result.exit_code == 0, folder.name
        document = json.loads(result.stdout)
        growth = document["head_peak_bytes"] - document["base_peak_bytes"]
        assert sum(row["delta_bytes"] for row in document["rows"]) == growth
        assert sum(row["base_bytes"] for row in document["rows"]) == document["base_peak_bytes"]
        assert growth > 0, folder.name


@pytest.mark.parametrize("name", REGRESSIONS)
def test_lines_that_only_moved_are_no_row(captures, name, command, monkeypatch):
    folder = _folder(captures, name)
    monkeypatch.chdir(folder)
    result = command("diff", "base.bin", "head.bin", "--format", "json", "--top", "1000")
    old, new = (
        (folder / side / "app.py").read_text(encoding="utf-8").splitlines()
        for side in ("base", "head")
    )
    for row in json.loads(result.stdout)["rows"][:-1]:
        place = row["caller"] or row
        # A line that is the same in both grew only where it calls, or stands below, the change.
        if row["base_bytes"] == 0 and place["file"] == "head/app.py":
            assert new[place["line"] - 1] not in old or new[place["line"] - 1].endswith(MARK), row
