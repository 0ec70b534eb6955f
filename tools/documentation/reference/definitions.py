"""Lists of terms, as Markdown: they read well on a narrow screen, where tables do not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A flag in running text. Code is left alone, and so is what a name begins with.
_FLAG = re.compile(r"(?P<code>`[^`]*`)|(?<![\w`-])(?P<flag>--[a-z][\w-]*(?:=[\w.]+)?)")


@dataclass(frozen=True)
class Definition:
    """A term and what it means.

    Attributes:
        term: As one types it.
        anchor: What links to it name.
        text: One or more sentences of Markdown.
        facts: What is known of it besides: its type, its default.
    """

    term: str
    anchor: str
    text: str
    facts: tuple[str, ...] = ()


def definition_list(definitions: Iterable[Definition]) -> str:
    """Return the terms in a list, each with an anchor of its own."""
    return "\n".join(_entry(each) for each in definitions)


def code(text: object) -> str:
    """Code in running text."""
    return f"`{text}`"


def flags_as_code(text: str) -> str:
    """Return running text whose flags are code, as they are not in what `--help` prints."""
    return _FLAG.sub(lambda found: found["code"] or code(found["flag"]), text)


def _entry(definition: Definition) -> str:
    facts = "".join(f"  \n    {fact}" for fact in definition.facts)
    text = " ".join(definition.text.split())
    return f"{code(definition.term)}{{ #{definition.anchor} }}\n:   {flags_as_code(text)}{facts}\n"
