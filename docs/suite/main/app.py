"""The code that the pages measure, before a change."""

import json


def make(kind: str, n: int) -> list[object]:
    """Make some rows."""
    rows: list[object] = []
    for i in range(n):
        if kind == "dict":
            rows.append({"id": i, "name": f"row {i}"})
        else:
            rows.append([i, f"row {i}"])
    return rows


def load(text: str) -> list[object]:
    """Read rows."""
    return json.loads(text)
