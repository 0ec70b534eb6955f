"""Read the descriptions of attributes from the docstring of a class."""

import inspect
import re

_ATTRIBUTE = re.compile(r"^    (?P<name>\w+): (?P<text>.*)$")


def attributes(owner: type) -> dict[str, str]:
    """Return the section `Attributes:` of a class's docstring, by name."""
    found: dict[str, str] = {}
    _, _, section = inspect.cleandoc(owner.__doc__ or "").partition("\nAttributes:\n")
    name = ""
    for line in section.splitlines():
        if line.strip() and not line.startswith(" "):
            break
        if entry := _ATTRIBUTE.match(line):
            name = entry["name"]
            found[name] = entry["text"]
        elif line.strip():
            found[name] += f" {line.strip()}"
    return found
