"""Errors of a sweep."""

from typing import Literal

from benchmem_core.errors import BenchmemError

Stage = Literal["venv", "install", "isolation", "run"]
"""The stages of a cell, in order: make the environment, install into it, check where a module is
imported from, and run the suite."""


class SweepError(BenchmemError, RuntimeError):
    """A sweep cannot begin, or an argument is invalid."""


class StageError(BenchmemError):
    """A stage of one cell failed; other cells go on.

    Attributes:
        stage: The stage that failed.
        reason: The reason, in one line.
        log: The output of the stage.
    """

    def __init__(self, stage: Stage, reason: str, log: bytes = b"") -> None:
        """Say which stage failed, and why."""
        super().__init__(f"stage `{stage}` failed: {reason}")
        self.stage: Stage = stage
        self.reason = reason
        self.log = log
