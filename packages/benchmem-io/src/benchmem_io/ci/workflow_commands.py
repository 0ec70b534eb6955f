"""Workflow commands: lines of output that a GitHub Actions runner acts on."""

from collections.abc import Sequence
from typing import Literal

from benchmem_core.text import escape_controls, shorten

Kind = Literal["error", "warning"]
"""The level of an annotation."""

MOST_ANNOTATIONS = 10
"""GitHub shows this many errors and this many warnings of a step; the runner drops the rest."""

# The runner cuts messages at 4,096 characters, even inside a word.
_MOST_CHARACTERS = 4000


def annotation(
    kind: Kind,
    title: str,
    message: Sequence[str],
    *,
    file: str | None = None,
    line: int | None = None,
) -> str:
    """Write an annotation as one line of output, whatever characters the texts hold.

    Args:
        kind: The level of the annotation.
        title: The title above the message.
        message: The lines of the message, at least one.
        file: The file to annotate, relative to the root of the repository.
        line: The line of that file.
    """
    values = {"file": file, "line": line, "title": title}
    properties = ",".join(
        f"{name}={_property(str(value))}" for name, value in values.items() if value is not None
    )
    return f"::{kind} {properties}::{_data(_cut(*map(escape_controls, message)))}"


def _cut(first: str, *lines: str) -> str:
    """Keep as many whole lines as a message may have, or at least the start of the first."""
    text = shorten(first, _MOST_CHARACTERS)
    for line in lines:
        if len(text) + len(line) + 1 > _MOST_CHARACTERS:
            break
        text += f"\n{line}"
    return text


def _data(text: str) -> str:
    # Replace the percent sign first, so that later escapes are not escaped again.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(escape_controls(text)).replace(":", "%3A").replace(",", "%2C")
