"""Lists of terms, as Markdown: they read well on a narrow screen, where tables do not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A flag in running text. Code is left alone, and so is what a name begins with.
_FLAG = re.compile(r"(?P<code>`[^`]*`)|(?<![\w`-])(?P<flag>--[a-z][\w-]*(?:=[\w.]+)?)")


@dataclass(frozen=True)
class Definition:
    """A term and its meaning.

    Attributes:
        term: The term as a user types it.
        anchor: The anchor for links to it.
        text: One or more sentences of Markdown.
        facts: Further facts, such as its type and its default.
    """

    term: str
    anchor: str
    text: str
    facts: tuple[str, ...] = ()


def definition_list(definitions: Iterable[Definition]) -> str:
    """Return a list of the terms, each with its own anchor."""
    return "\n".join(_entry(each) for each in definitions)


def code(text: object) -> str:
    """Mark text as code."""
    return f"`{text}`"


def flags_as_code(text: str) -> str:
    """Mark the flags in a text of `--help` as code."""
    return _FLAG.sub(lambda found: found["code"] or code(found["flag"]), text)


def _entry(definition: Definition) -> str:
    facts = "".join(f"  \n    {fact}" for fact in definition.facts)
    text = " ".join(definition.text.split())
    return f"{code(definition.term)}{{ #{definition.anchor} }}\n:   {flags_as_code(text)}{facts}\n"
