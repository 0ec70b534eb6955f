"""Workflow commands: lines of output that a runner of GitHub Actions obeys."""

from collections.abc import Sequence
from typing import Literal

from benchmem_core.text import printable, shortened

Kind = Literal["error", "warning"]
"""What a runner makes of an annotation."""

MOST_ANNOTATIONS = 10
"""Errors, and as many warnings, that GitHub shows of a step; the runner drops later ones."""

# The runner cuts messages at 4,096 characters, wherever that is.
_MOST_CHARACTERS = 4000


def annotation(
    kind: Kind,
    title: str,
    message: Sequence[str],
    *,
    file: str | None = None,
    line: int | None = None,
) -> str:
    """Write an annotation: one line of output, whatever the texts hold.

    Args:
        kind: How bad it is.
        title: What stands above the message.
        message: What it says, at least one line.
        file: The file that it is shown in, relative to the root of the repository.
        line: The line of that file.
    """
    values = {"file": file, "line": line, "title": title}
    properties = ",".join(
        f"{name}={_property(str(value))}" for name, value in values.items() if value is not None
    )
    return f"::{kind} {properties}::{_data(_cut(*map(printable, message)))}"


def _cut(first: str, *lines: str) -> str:
    """As many whole lines as a message may have, and at least the beginning of the first."""
    text = shortened(first, _MOST_CHARACTERS)
    for line in lines:
        if len(text) + len(line) + 1 > _MOST_CHARACTERS:
            break
        text += f"\n{line}"
    return text


def _data(text: str) -> str:
    # The percent sign first, so that none of what follows is escaped twice.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
