"""Record in a run file whether its session's gate failed, for later sessions to read."""

from typing import Any

OUTCOME = "benchmem"
"""The key of the outcome, at the top level of a run file."""

_GATE, _PASSED, _FAILED = "gate", "passed", "failed"


def record_outcome(recorded: object, *, failed: bool) -> dict[str, Any]:
    """Add the outcome of a gate to the values that are recorded already.

    Args:
        recorded: The value of `OUTCOME` in a run file; it may be anything if another plugin wrote
            it.
        failed: Whether the gate failed.
    """
    kept = recorded if isinstance(recorded, dict) else {}
    return {**kept, _GATE: _FAILED if failed else _PASSED}


def has_failed(recorded: object) -> bool:
    """Say whether the gate of a run's own session failed; without a record it did not.

    Args:
        recorded: The value of `OUTCOME` in a run file.
    """
    return isinstance(recorded, dict) and recorded.get(_GATE) == _FAILED
