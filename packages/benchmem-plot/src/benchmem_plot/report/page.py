"""The page of a report: its sections, and their pieces of HTML."""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmem_core.text import escape_controls
from benchmem_io.errors import SelectionError
from benchmem_plot.export import CHART, Theme, build_page, read_part

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

Piece = tuple[str, "list[Figure]"]
"""A piece of HTML, and the figures for the places in it."""


@dataclass(frozen=True)
class Section:
    """A part of a report: its anchor, heading, HTML, and a figure for each place in it."""

    name: str
    title: str
    body: str
    figures: "Sequence[Figure]" = ()


def render_report(title: str, lead: str, sections: Sequence[Section], theme: Theme) -> bytes:
    """Render a report; the lead is a sentence about it, as HTML."""
    links = "".join(f'<a href="#{each.name}">{escape_html(each.title)}</a>\n' for each in sections)
    parts = "".join(
        f'<section id="{each.name}">\n<h2>{escape_html(each.title)}</h2>\n{each.body}</section>\n'
        for each in sections
    )
    return build_page(
        [figure for each in sections for figure in each.figures],
        title=escape_html(title),
        body=(
            f'<header>\n<h1>{escape_html(title)}</h1>\n<p class="lead">{lead}</p>\n</header>\n'
            f'<nav aria-label="Sections">\n{links}</nav>\n<main>\n{parts}</main>\n'
        ),
        theme=theme,
        style=read_part("report/report.css"),
    )


def escape_html(value: str) -> str:
    """Escape a text for HTML."""
    return html.escape(escape_controls(value))


def render_prose(sentence: str) -> str:
    """Write a sentence as HTML, with the names in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape_html(sentence))


def render_note(sentence: str) -> str:
    """Write a note: a sentence in a paragraph of its own."""
    return f'<p class="note">{render_prose(sentence)}</p>\n'


def render_list(sentences: Iterable[str]) -> str:
    """Write sentences as a list."""
    items = "".join(f"<li>{render_prose(each)}</li>\n" for each in sentences)
    return f'<ul class="notes">\n{items}</ul>\n' if items else ""


def render_details(summary: str, content: str, *, is_open: bool = False) -> str:
    """Render HTML that opens on a click on the summary."""
    opened = " open" if is_open else ""
    return f"<details{opened}>\n<summary>{escape_html(summary)}</summary>\n{content}</details>\n"


def render_chart() -> str:
    """Write the place of a figure, which scrolls if the window is narrower."""
    return f'<div class="scroll figure">\n{CHART}</div>\n'


def try_to_draw(make: "Callable[[], tuple[Figure, int]]") -> Piece:
    """Draw a figure, or render a sentence with the reason why it cannot be drawn."""
    try:
        figure, _ = make()
    except SelectionError as error:
        return render_note(f"Not drawn: {error}."), []
    return render_chart(), [figure]


def join_pieces(parts: "list[Piece]") -> Piece:
    """Join pieces, one below the other; equal sentences appear once."""
    bodies: dict[str, None] = {}
    html = ""
    for body, figures in parts:
        if figures or body not in bodies:
            html += body
        bodies[body] = None
    return html, [figure for _, figures in parts for figure in figures]
