"""What a cell showed."""

from collections.abc import Callable
from dataclasses import dataclass

LOAD = "%load_ext benchmem_core"
BUILD = "def build(n):\n    return [bytearray(1000) for _ in range(n)]"


@dataclass(frozen=True)
class Shown:
    """What a cell showed.

    Attributes:
        out: What it printed, and the results as text.
        err: What it printed as errors.
        shown: What it displayed, by kind.
        error: The exception that ended it.
    """

    out: str
    err: str
    shown: list[dict[str, str]]
    error: str | None

    @property
    def text(self) -> str:
        """What it displayed, as text."""
        return "\n".join(each["text/plain"] for each in self.shown)


Cells = Callable[..., list[Shown]]
