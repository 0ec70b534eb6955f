"""How the gate of a session ended, as its run file records it for the sessions that follow."""

from typing import Any

OUTCOME = "benchmem"
"""The key, at the top of a run file, of what is recorded."""

_GATE, _PASSED, _FAILED = "gate", "passed", "failed"


def with_outcome(recorded: object, *, failed: bool) -> dict[str, Any]:
    """Record how a gate ended, beside what is recorded already.

    Args:
        recorded: What stands under `OUTCOME`; anything, where another plugin wrote it.
        failed: Whether the gate failed.
    """
    kept = recorded if isinstance(recorded, dict) else {}
    return {**kept, _GATE: _FAILED if failed else _PASSED}


def has_failed(recorded: object) -> bool:
    """Whether the gate of a run's own session failed; a run that says nothing had none.

    Args:
        recorded: What stands under `OUTCOME`.
    """
    return isinstance(recorded, dict) and recorded.get(_GATE) == _FAILED
