"""The state of the plugin in one session of pytest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from benchmem_pytest.call_sites import CallSiteRecorder
    from benchmem_pytest.gate import Gate
    from benchmem_pytest.scaling import Scaling


@dataclass(eq=False)
class MemorySession:
    """The parts of the plugin that this session needs; `None` for one that it does not need.

    Attributes:
        gate: Compares with a saved run.
        recorder: Records call sites and keeps captures.
        scaling: Judges bounds of growth.
    """

    gate: "Gate | None" = None
    recorder: "CallSiteRecorder | None" = None
    scaling: "Scaling | None" = None


_SESSION = pytest.StashKey[MemorySession]()


def get_session(config: pytest.Config) -> MemorySession:
    """Return the state of this session."""
    return config.stash.setdefault(_SESSION, MemorySession())
