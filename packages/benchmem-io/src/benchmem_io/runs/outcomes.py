"""Record in a run file whether its session's gate failed, for later sessions to read."""

from typing import Any

OUTCOME = "benchmem"
"""The key of the outcome, at the top level of a run file."""

_GATE, _PASSED, _FAILED = "gate", "passed", "failed"


def record_outcome(document: dict[str, Any], *, failed: bool) -> None:
    """Record the outcome of a gate in a run file, beside the values that are there already.

    Args:
        document: The content of the run file.
        failed: Whether the gate failed.
    """
    recorded = document.get(OUTCOME)
    # Another plugin may have written anything.
    kept = recorded if isinstance(recorded, dict) else {}
    document[OUTCOME] = {**kept, _GATE: _FAILED if failed else _PASSED}


def has_failed(recorded: object) -> bool:
    """Say whether the gate of a run's own session failed; without a record it did not.

    Args:
        recorded: The value of `OUTCOME` in a run file.
    """
    return isinstance(recorded, dict) and recorded.get(_GATE) == _FAILED
