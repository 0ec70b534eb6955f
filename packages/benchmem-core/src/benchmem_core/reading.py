"""Run a pass and read its capture, a second time where that capture cannot be read."""

from collections.abc import Callable
from typing import Generic, TypeVar

from benchmem_core.errors import CaptureError
from benchmem_core.tracker import Surroundings

Read = TypeVar("Read")


class Reading(Generic[Read]):
    """How the captures of one measurement are read.

    Threads that end in the moment in which the tracker does can spoil a capture.

    Attributes:
        repeated: How many passes ran a second time.
    """

    def __init__(self, read: Callable[[Surroundings], Read], *, may_repeat: bool = True) -> None:
        """Keep in mind how.

        Args:
            read: Reads the capture that the last pass left.
            may_repeat: Whether a pass may run again.
        """
        self.repeated = 0
        self._read = read
        self._may_repeat = may_repeat

    def run(self, track: Callable[[], Surroundings]) -> Read:
        """Run a pass and read its capture.

        Args:
            track: Runs the pass; an error of its own leaves as it is.

        Raises:
            CaptureError: The capture cannot be read, nor that of the second run.
        """
        surroundings = track()
        try:
            return self._read(surroundings)
        except CaptureError:
            if not self._may_repeat:
                raise
        self.repeated += 1
        return self._read(track())
