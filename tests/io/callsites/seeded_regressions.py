"""Regressions of thirteen kinds, each as a module before and after.

Long, because each of them is two whole programs and has no use for the others.
"""

from dataclasses import dataclass


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
            SEEN.add(str(i % 500))

        def main():
            for i in range(5000):
                see(i)
        """,
        """
        SEEN = {}

        def see(i):
            SEEN.setdefault(str(i % 500), []).append(i % 10)  # <--

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
