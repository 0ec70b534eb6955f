"""The layout that all figures share: paper, panels, texts."""

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmem_core.text import escape_controls, shorten

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

INK = "#1c1e21"
FAINT = "#767d85"
"""A grey that is readable on white paper and on black paper."""
PAPER = "#ffffff"
FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
LETTER = 6.6
"""The average width in pixels of a letter on an axis, at most."""

_LONGEST = 60
_LONGEST_TITLE, _LONGEST_PANEL_TITLE, _LONGEST_LABEL = 160, 34, 36
_PANELS_IN_A_ROW = 3
_PANEL_HEIGHT, _ONLY_PANEL_HEIGHT, _ABOVE, _BELOW = 290, 460, 64, 56
# The gap between stacked panels: room for a title, or for an axis and a title.
_BETWEEN, _BETWEEN_AXES = 34, 78


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: its place in the figure, and the names of its axes.

    Attributes:
        title: The title above the panel; empty if there is one panel.
        index: The index of the panel.
        is_left: Whether the panel is the first in its row.
        is_lowest: Whether the panel has no other below it.
        x_domain: The start and the end of the panel along x, as shares of the figure.
        y_domain: The same along y.
    """

    title: str
    index: int
    is_left: bool
    is_lowest: bool
    x_domain: tuple[float, float]
    y_domain: tuple[float, float]

    @property
    def suffix(self) -> str:
        """The suffix of the names of its axes: `""`, `"2"`, …."""
        return str(self.index + 1) if self.index else ""

    @property
    def axes(self) -> dict[str, str]:
        """The entries that put a trace into the panel."""
        return {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}

    def place(
        self, x_axis: Mapping[str, Any], y_axis: Mapping[str, Any], *, free: str | None = None
    ) -> dict[str, Any]:
        """Put axes into the panel, as two entries of a layout.

        `free` names the axes that the panel has of its own: `"x"`, `"y"` or `"both"`. It shares the
        others with the first panel, and their texts are only at the edge of the figure.
        """
        x = {**x_axis, "domain": self.x_domain, "anchor": f"y{self.suffix}"}
        y = {**y_axis, "domain": self.y_domain, "anchor": f"x{self.suffix}"}
        for axis, letter, is_edge in ((x, "x", self.is_lowest), (y, "y", self.is_left)):
            if self.index and free not in {letter, "both"}:
                axis["matches"] = letter
            if not is_edge:
                axis.pop("title", None)
                axis["showticklabels"] = free in {letter, "both"}
        return {f"xaxis{self.suffix}": x, f"yaxis{self.suffix}": y}


def escape(text: object, width: int = _LONGEST) -> str:
    """Write a text without markup for plotly, shortened to a readable length."""
    return html.escape(shorten(escape_controls(str(text)), width), quote=False)


def shorten_label(label: str) -> str:
    """Return the label of a run, shortened to fit into a title."""
    return shorten(escape_controls(label), _LONGEST_LABEL)


def arrange_panels(
    titles: Sequence[str], *, most_in_a_row: int = _PANELS_IN_A_ROW, ticks: float = 0
) -> list[Panel]:
    """Arrange panels in rows.

    Args:
        titles: The titles of the panels; without titles there is one panel.
        most_in_a_row: The most panels in a row.
        ticks: The pixels that the texts of an x axis need beyond one line.
    """
    count = max(len(titles), 1)
    columns = min(count, most_in_a_row)
    rows = math.ceil(count / columns)
    between = _BETWEEN_AXES + ticks
    gap_x = 0.06 if columns > 1 else 0.0
    gap_y = between / (_PANEL_HEIGHT * rows + between * (rows - 1))
    width = (1 - gap_x * (columns - 1)) / columns
    height = (1 - gap_y * (rows - 1)) / rows
    found = []
    for index in range(count):
        row, column = divmod(index, columns)
        left, top = column * (width + gap_x), 1 - row * (height + gap_y)
        found.append(
            Panel(
                title=shorten(titles[index], _LONGEST_PANEL_TITLE) if titles else "",
                index=index,
                is_left=column == 0,
                is_lowest=index + columns >= count,
                x_domain=(left, min(left + width, 1.0)),
                y_domain=(max(top - height, 0.0), top),
            )
        )
    return found


def count_ticks_in(layout: Sequence[Panel]) -> int:
    """Return the number of ticks that an x axis has room for."""
    return 8 if all(panel.is_left for panel in layout) else 4


def stack_panels(
    titles: Sequence[str], heights: Sequence[float], *, has_axes: bool = False
) -> tuple[list[Panel], float]:
    """Stack panels, one below the other.

    Args:
        titles: The titles of the panels; an empty one for a panel without a title.
        heights: The height of each panel in pixels.
        has_axes: Whether each panel has its own x axis.

    Returns:
        The panels, and their total height in pixels.
    """
    between = _BETWEEN_AXES if has_axes else _BETWEEN
    total = sum(heights) + between * (len(heights) - 1)
    found = []
    top = total
    for index, (title, height) in enumerate(zip(titles, heights, strict=True)):
        y_domain = (max(top - height, 0.0) / total, top / total)
        is_lowest = index == len(heights) - 1
        found.append(
            Panel(
                title=title,
                index=index,
                is_left=True,
                is_lowest=is_lowest,
                x_domain=(0.0, 1.0),
                y_domain=y_domain,
            )
        )
        top -= height + between
    return found, total


def format_title(title: str, notes: Iterable[str] = ()) -> str:
    """Format the title of a figure as plotly takes it, with notes under it."""
    faint = (f"<span style='font-size:12px;color:{FAINT}'>{note}</span>" for note in notes)
    return "<br>".join([escape(title, _LONGEST_TITLE), *faint])


def make_layout(
    title: str,
    layout: Sequence[Panel],
    *,
    height: float | None = None,
    notes: Iterable[str] = (),
    above: float = 0,
) -> dict[str, Any]:
    """Make the layout of a figure: its paper and the titles of its panels, without axes.

    Args:
        title: The title of the figure.
        layout: The panels of the figure.
        height: The height of all panels together, in pixels.
        notes: Notes for the reader, such as benchmarks that are not drawn; under the title.
        above: The extra pixels between the title and the panels.
    """
    plot = height or (_measure_height(layout) if len(layout) > 1 else _ONLY_PANEL_HEIGHT)
    notes = list(notes)
    above += _ABOVE + 17 * len(notes) + (16 if layout[0].title else 0)
    return {
        "template": "none",
        "title": {
            "text": format_title(title, notes),
            "x": 0,
            # Panels may begin far to the right if names are long.
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 14, "l": 12},
            "font": {"size": 16},
        },
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "height": plot + above + _BELOW,
        "margin": {"l": 60, "r": 24, "t": above, "b": _BELOW},
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "legend": {"tracegroupgap": 0},
        "annotations": [
            {
                "text": escape(panel.title),
                "x": sum(panel.x_domain) / 2,
                "y": panel.y_domain[1],
                "xref": "paper",
                "yref": "paper",
                "xanchor": "center",
                "yanchor": "bottom",
                "yshift": 2,
                "showarrow": False,
            }
            for panel in layout
            if panel.title
        ],
    }


def _measure_height(layout: Sequence[Panel]) -> float:
    """Return the height of all panels together, so that each has the usual height."""
    bottom, top = layout[0].y_domain
    return _PANEL_HEIGHT / (top - bottom)


def make_figure(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> "Figure":
    """Make a figure from traces and a layout."""
    from benchmem_plot.figure.plot_figure import PlotFigure

    return PlotFigure({"data": list(traces), "layout": dict(layout)})
