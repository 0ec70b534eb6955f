"""A call whose frames never cross the end of a chunk of the interpreter's frame stack by chance.

CPython 3.11 and later keep the frames of Python functions in chunks of 16 KiB, and allocate the
next one when a call does not fit. Whether a pass needs one would depend on how deep the stack was
where it was asked for: see `push_chunk` in CPython's Python/pystate.c.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

# Slots of eight bytes: more than two chunks, so that a chunk of 64 KiB is made for this frame, and
# what follows it has the same room in there wherever it is called from.
_SLOTS = 4200


def _call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


call_with_room: Callable[..., Any] = FunctionType(
    _call.__code__.replace(co_stacksize=_SLOTS), globals(), "call_with_room"
)
"""Call a function with the rest of the arguments, from a frame that has a chunk of its own."""
