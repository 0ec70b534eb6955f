"""The text that documents the Python API, read as names with their kinds and signatures.

It is a page that was saved as text: a heading ends in `¶`, perhaps on a line of its own after a
word like `property`; a signature stands below its heading, one parameter a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Beside the clone, where it is kept for those who work on it.
TEXT = Path(__file__).parents[3] / "shared" / "python-api.txt"

_SECTION = re.compile(r"^.+ — ([\w.]+)¶$", re.MULTILINE)
_HEADING = re.compile(
    r"^(?P<name>\w+)(?: |\n)(?:(?P<kind>dataclass|property|classmethod)\n)?¶$", re.MULTILINE
)


@dataclass(frozen=True)
class Documented:
    """One name of the text.

    Attributes:
        module: Where it is imported from.
        owner: The class that it belongs to; `None` for a name of the module.
        name: As it is written.
        kind: `"class"`, `"property"`, `"classmethod"` or `"callable"`.
        signature: What stands between its parentheses; `None` where the text does not show it.
        prose: What is said of it.
    """

    module: str
    owner: str | None
    name: str
    kind: str
    signature: str | None
    prose: str


def read_text(text: str) -> Iterator[Documented]:
    """Read every name, in the order of the text."""
    sections = _SECTION.split(text)[1:]
    for module, section in zip(sections[::2], sections[1::2], strict=True):
        owner = None
        headings = list(_HEADING.finditer(section))
        ends = [*(heading.start() for heading in headings[1:]), len(section)]
        for heading, end in zip(headings, ends, strict=True):
            name, kind = heading["name"], heading["kind"]
            body = section[heading.end() : end].strip()
            is_class = kind == "dataclass" or body.startswith("Bases: ")
            if is_class:
                owner = None
            signature = re.match(rf"{name}\((.*?)^\) -> ", body, re.DOTALL | re.MULTILINE)
            yield Documented(
                module=module,
                owner=owner,
                name=name,
                kind="class" if is_class else kind or "callable",
                signature=signature and signature[1],
                prose=body,
            )
            # What follows a class in its section is of the class.
            if is_class:
                owner = name
