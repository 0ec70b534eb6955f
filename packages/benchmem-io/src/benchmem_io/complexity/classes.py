"""Complexity classes: `O(n log n)` as a text and as a function of the size."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from benchmem_core.checks import shorten_repr
from benchmem_io.errors import ComplexityError


@dataclass(frozen=True)
class Complexity:
    """A class of growth, `n ** power * log(n) ** logs`.

    Attributes:
        power: The power of `n`.
        logs: The power of `log n`: 0 or 1.
    """

    power: float
    logs: int = 0

    @classmethod
    def parse(cls, text: object) -> "Complexity":
        """Read a class: `O(n log n)`, `O(n^2)`, `O(n**2)`, `O(n²)`, `n^1.5`.

        Raises:
            ComplexityError: The text is not a class; the error shows the allowed forms.
        """
        if isinstance(text, str):
            bare = "".join(text.split()).translate(_SUPERSCRIPTS)
            if bare[:2] in {"O(", "o("} and bare.endswith(")"):
                bare = bare[2:-1]
            found = _read(bare.lower())
            if found is not None:
                return found
        raise ComplexityError(f"`{shorten_repr(text)}` is not a complexity: write {FORMS}")

    @property
    def name(self) -> str:
        """The written form: `O(1)`, `O(log n)`, `O(n)`, `O(n log n)`, `O(n^2)`, `O(n^1.5)`."""
        factors = []
        if self.power:
            factors.append("n" if self.power == 1 else f"n^{self.power:g}")
        if self.logs:
            factors.append("log n")
        return f"O({' '.join(factors) or '1'})"

    @property
    def is_constant(self) -> bool:
        """Whether the class does not grow at all."""
        return not self.power and not self.logs

    def at(self, n: float, unit: float = 1.0) -> float:
        """Return the growth at a size, up to a factor.

        Args:
            n: The size.
            unit: The unit of the size in the logarithm.
        """
        return float(n**self.power * math.log2(n / unit) ** self.logs)


CLASSES = (
    Complexity(0),
    Complexity(0, 1),
    Complexity(1),
    Complexity(1, 1),
    Complexity(2),
    Complexity(3),
)
"""The classes that a fit chooses from, the lowest first."""

FORMS = f"{', '.join(f'`{each.name}`' for each in CLASSES)}, or a power such as `O(n^1.5)`"
"""The forms of a class that can be parsed, for errors."""

# Blanks are removed before matching: `nlogn` is `n log n`.
_FORM = re.compile(
    r"(?P<n>n(?:(?:\^|\*\*)(?P<power>\d{1,2}(?:\.\d{1,6})?))?)?"
    r"(?P<log>(?(n)\*?)(?:log|log2|ln)(?:n|\(n\)))?",
    re.ASCII,
)
HIGHEST_POWER = 10.0
"""The highest power of a class, and of a fit."""

_SUPERSCRIPTS = str.maketrans({"²": "^2", "³": "^3"})


def log_unit(sizes: Iterable[float]) -> float:
    """Return the largest unit, at most 1, in which the logarithm of every size is at least one."""
    # The logarithm of 1 is zero, and the logarithm of a fraction is negative. A cost is neither.
    return min(1.0, min(sizes) / 2)


def _read(bare: str) -> Complexity | None:
    if bare == "1":
        return Complexity(0)
    match = _FORM.fullmatch(bare)
    if match is None or not bare:
        return None
    power = 0.0 if match["n"] is None else float(match["power"] or 1)
    if power > HIGHEST_POWER:
        return None
    return Complexity(power, 0 if match["log"] is None else 1)
