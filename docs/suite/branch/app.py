"""The code that the pages measure, after a change: dicts are larger, texts are read twice."""

import json


def make(kind: str, n: int) -> list[object]:
    """Make some rows."""
    rows: list[object] = []
    for i in range(n):
        if kind == "dict":
            row = {"id": i, "name": f"row {i}"}
            row["tags"] = []
            rows.append(row)
        else:
            rows.append([i, f"row {i}"])
    return rows


def load(text: str) -> list[object]:
    """Read rows."""
    given = json.loads(text)
    kept = json.loads(text)
    return [given, kept]
