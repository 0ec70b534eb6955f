"""The page of a report: its sections, and their pieces of HTML."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmem_core.text import escape_controls
from benchmem_plot.export import CHART, Theme, figures_page, part

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Section:
    """A part of a report.

    Attributes:
        name: Its anchor.
        title: Its heading.
        body: HTML, with a place for each figure.
        figures: The figures, in the order of the places.
    """

    name: str
    title: str
    body: str
    figures: "Sequence[Figure]" = ()


def report_page(title: str, lead: str, sections: Sequence[Section], theme: Theme) -> bytes:
    """Write the page of a report.

    Args:
        title: The title of the report.
        lead: A sentence about the report, as HTML.
        sections: The sections of the report.
        theme: The colours of the page.
    """
    links = "".join(f'<a href="#{each.name}">{text(each.title)}</a>\n' for each in sections)
    parts = "".join(
        f'<section id="{each.name}">\n<h2>{text(each.title)}</h2>\n{each.body}</section>\n'
        for each in sections
    )
    return figures_page(
        [figure for each in sections for figure in each.figures],
        title=text(title),
        body=(
            f'<header>\n<h1>{text(title)}</h1>\n<p class="lead">{lead}</p>\n</header>\n'
            f'<nav aria-label="Sections">\n{links}</nav>\n<main>\n{parts}</main>\n'
        ),
        theme=theme,
        style=part("report/report.css"),
    )


def text(value: str) -> str:
    """Escape a text for HTML."""
    return html.escape(escape_controls(value))


def prose(sentence: str) -> str:
    """Write a sentence as HTML, with the names in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text(sentence))


def note(sentence: str) -> str:
    """Write a note: a sentence in a paragraph of its own."""
    return f'<p class="note">{prose(sentence)}</p>\n'


def listed(sentences: Iterable[str]) -> str:
    """Write sentences as a list."""
    items = "".join(f"<li>{prose(each)}</li>\n" for each in sentences)
    return f'<ul class="notes">\n{items}</ul>\n' if items else ""


def folded(summary: str, content: str, *, is_open: bool = False) -> str:
    """Write content that opens on a click.

    Args:
        summary: The text that is always shown.
        content: HTML.
        is_open: Whether the content is open at the start.
    """
    opened = " open" if is_open else ""
    return f"<details{opened}>\n<summary>{text(summary)}</summary>\n{content}</details>\n"


def chart() -> str:
    """Write the place of a figure, which scrolls if the window is narrower."""
    return f'<div class="scroll figure">\n{CHART}</div>\n'
