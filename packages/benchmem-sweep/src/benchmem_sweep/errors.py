"""What may go wrong with a sweep."""

from typing import Literal

from benchmem_core.errors import BenchmemError

Stage = Literal["venv", "install", "isolation", "run"]
"""What a cell goes through: its environment, what is installed there, where it is imported from,
and the suite."""


class SweepError(BenchmemError, RuntimeError):
    """A sweep that cannot begin, or an argument that has no meaning."""


class StageError(BenchmemError):
    """A stage of one cell failed; other cells go on.

    Attributes:
        stage: Which one.
        reason: What went wrong, in one line.
        log: What it printed.
    """

    def __init__(self, stage: Stage, reason: str, log: bytes = b"") -> None:
        """Say which stage failed, and why."""
        super().__init__(f"stage `{stage}` failed: {reason}")
        self.stage: Stage = stage
        self.reason = reason
        self.log = log
