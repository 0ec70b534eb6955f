"""Call a function in a fresh chunk of the interpreter's frame stack.

CPython 3.11 and later keep the frames of Python functions in chunks of 16 KiB, and allocate the
next chunk when a call does not fit. Without a fresh chunk, that allocation would depend on the
depth of the stack around the pass: see `push_chunk` in CPython's Python/pystate.c.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

# Slots of eight bytes: more than two chunks. So CPython makes a chunk of 64 KiB for this frame, and
# the frames that follow have the same room in it, wherever the call comes from.
_SLOTS = 4200


def _call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


call_with_room: Callable[..., Any] = FunctionType(
    _call.__code__.replace(co_stacksize=_SLOTS), globals(), "call_with_room"
)
"""Call a function with the rest of the arguments, from a frame that has a chunk of its own."""
