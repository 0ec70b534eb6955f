"""Cells: combinations of the values of the axes, and the names of their files."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_UNSAFE = re.compile(r"[^A-Za-z0-9._+!=-]+")
_LONGEST = 100


@dataclass(frozen=True)
class Value:
    """One value of an axis.

    Attributes:
        name: Its name, in tables and as a dim.
        requirement: The requirement to install; `None` for an interpreter or a commit.
        python: The interpreter, in the form that uv takes.
        revision: The full id of a commit.
    """

    name: str
    requirement: str | None = None
    python: str | None = None
    revision: str | None = None


@dataclass(frozen=True, eq=False)
class SweepCell:
    """One combination of the values of the axes.

    Attributes:
        coordinates: The name of its value on each axis: the dims of its run file.
        requirements: The requirements that only this cell installs.
        python: Its interpreter; `None` is the one that runs the sweep.
        revision: Its commit; `None` without an axis of commits.
    """

    coordinates: Mapping[str, str]
    requirements: tuple[str, ...] = ()
    python: str | None = None
    revision: str | None = None
    label: str = field(init=False)
    """The names of its values, joined with commas."""

    def __post_init__(self) -> None:
        """Make the label."""
        object.__setattr__(self, "label", ", ".join(self.coordinates.values()))

    @property
    def stem(self) -> str:
        """The name of its files, without a suffix: readable, and unique to this cell."""
        values = list(self.coordinates.values())
        exact = "_".join(values)
        readable = _UNSAFE.sub("-", exact).strip("-.")[:_LONGEST] or "cell"
        # Some file systems do not tell upper from lower case, and a value may hold the separator
        # that joins the values.
        is_exact = readable == exact.lower() and not any("_" in value for value in values)
        if is_exact:
            return readable
        told = repr(sorted(self.coordinates.items())).encode("utf-8", "backslashreplace")
        return f"{readable}-{hashlib.sha256(told).hexdigest()[:8]}"


def make_cells(axes: Mapping[str, Sequence[Value]]) -> list[SweepCell]:
    """Combine the values of the axes in every way; the last axis varies fastest.

    A repeated value counts once, and an axis without values is left out.
    """
    named = {
        name: list({value.name: value for value in values}.values())
        for name, values in axes.items()
        if values
    }
    return [
        _make_cell(dict(zip(named, values, strict=True)))
        for values in itertools.product(*named.values())
    ]


def _make_cell(values: Mapping[str, Value]) -> SweepCell:
    pythons = [value.python for value in values.values() if value.python]
    revisions = [value.revision for value in values.values() if value.revision]
    return SweepCell(
        coordinates={axis: value.name for axis, value in values.items()},
        requirements=tuple(v.requirement for v in values.values() if v.requirement),
        python=pythons[0] if pythons else None,
        revision=revisions[0] if revisions else None,
    )
