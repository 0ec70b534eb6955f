"""Read the result of pytest: the run file, or the reason why it is missing."""

import json
import re
from pathlib import Path

from benchmem_core.text import escape_controls, shorten
from benchmem_sweep.cell.stages import find_reason, read_last_lines

_FAILED, _USAGE, _NOTHING = 1, 4, 5
_LONGEST = 240
# The last line of pytest: `1 failed, 19 passed in 3.21s`.
_COUNTS = re.compile(r"(\d+) (failed|errors?)\b")
_NAMED = re.compile(r"(?:FAILED|ERROR) (\S.*?)(?: - .*)?")
_WRONG = re.compile(r"(?:.*\berror|ERROR): (.*)")


def read_run(output: Path, status: int) -> bytes | None:
    """Return the run file that pytest wrote; `None` if it is missing or incomplete."""
    try:
        content = output.read_bytes()
        document = json.loads(content)
    except (OSError, ValueError):
        return None
    is_whole = status >= 0 and isinstance(document, dict) and document.get("benchmarks")
    return content if is_whole else None


def explain_failure(status: int, log: Path, *, has_run: bool) -> str:
    """Return the reason why a suite failed, in one line; empty if it did not."""
    if status == 0 and has_run:
        return ""
    if status < 0:
        return f"pytest was ended by signal {-status}"
    if status in {0, _NOTHING}:
        return "no benchmark was run: give a suite with tests that use `benchmark`"
    lines = read_last_lines(log, 400)
    wrong = [found[1] for line in lines if (found := _WRONG.match(line))]
    if status == _USAGE and wrong:
        return shorten(escape_controls(f"pytest says: {wrong[-1].strip()}"), _LONGEST)
    named = [found[1] for line in lines if (found := _NAMED.fullmatch(line))]
    counts = next((each for line in lines[::-1] if (each := _COUNTS.findall(line))), [])
    if not counts:
        return f"pytest ended with {status}: {find_reason(log)}"
    said = " and ".join(f"{number} {what}" for number, what in counts)
    if status != _FAILED:
        said = f"pytest stopped with {said}"
    first = f", first `{shorten(escape_controls(named[0]), _LONGEST)}`" if named else ""
    return said + first
