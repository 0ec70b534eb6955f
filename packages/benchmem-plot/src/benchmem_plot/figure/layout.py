"""What all figures have in common: paper, panels, texts."""

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmem_core.text import printable, shortened

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

INK = "#1c1e21"
FAINT = "#767d85"
"""Can be read on white paper and on black."""
PAPER = "#ffffff"
FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
LETTER = 6.6
"""How many pixels a letter of the axes takes, at most, on average."""

_LONGEST = 60
_LONGEST_TITLE, _LONGEST_PANEL_TITLE, _LONGEST_LABEL = 160, 34, 36
_PANELS_IN_A_ROW = 3
_PANEL_HEIGHT, _ONLY_PANEL_HEIGHT, _ABOVE, _BELOW = 290, 460, 64, 56
# Between panels one below the other: a title, and where an axis may be that and a title as well.
_BETWEEN, _BETWEEN_AXES = 34, 78


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: where it is, and what its axes are called.

    Attributes:
        title: Above it; empty where there is one panel.
        index: Which one it is.
        is_left: Whether it is the first of its row.
        is_lowest: Whether there is none below.
        x_domain: From where to where it is in the figure, along x.
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
        """What the names of its axes end in: `""`, `"2"`, …."""
        return str(self.index + 1) if self.index else ""

    @property
    def axes(self) -> dict[str, str]:
        """What a trace says to be drawn in it."""
        return {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}

    def place(
        self, x_axis: Mapping[str, Any], y_axis: Mapping[str, Any], *, free: str | None = None
    ) -> dict[str, Any]:
        """Put axes into it.

        Args:
            x_axis: What it shows along x.
            y_axis: What it shows along y.
            free: `"x"`, `"y"` or `"both"`, of which it has its own; others are those of the
                first panel, and their texts stand at the edge of the figure alone.

        Returns:
            Two entries of a layout.
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


def escaped(text: object, width: int = _LONGEST) -> str:
    """Write a text that plotly takes for no markup, and no longer than it can be read."""
    return html.escape(shortened(printable(str(text)), width), quote=False)


def run_name(label: str) -> str:
    """What a run is called in a title, where there is no room for more."""
    return shortened(printable(label), _LONGEST_LABEL)


def panels(
    titles: Sequence[str], *, most_in_a_row: int = _PANELS_IN_A_ROW, ticks: float = 0
) -> list[Panel]:
    """Lay panels out, three in a row.

    Args:
        titles: What each is called; one panel without a title where there are none.
        most_in_a_row: How many stand beside each other.
        ticks: How many pixels the texts of an axis of x need beyond a line.
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
                title=shortened(titles[index], _LONGEST_PANEL_TITLE) if titles else "",
                index=index,
                is_left=column == 0,
                is_lowest=index + columns >= count,
                x_domain=(left, min(left + width, 1.0)),
                y_domain=(max(top - height, 0.0), top),
            )
        )
    return found


def ticks_in(layout: Sequence[Panel]) -> int:
    """For how many ticks an axis of x has room."""
    return 8 if all(panel.is_left for panel in layout) else 4


def stacked(
    titles: Sequence[str], heights: Sequence[float], *, has_axes: bool = False
) -> tuple[list[Panel], float]:
    """Lay panels out one below the other.

    Args:
        titles: What each is called; empty for one that needs no title.
        heights: How many pixels each needs.
        has_axes: Whether each has an axis of x of its own.

    Returns:
        The panels, and how many pixels they need together.
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


def title_text(title: str, notes: Iterable[str] = ()) -> str:
    """Write the title of a figure, as plotly takes it.

    Args:
        title: What the figure shows.
        notes: What a reader should know of what is not drawn.
    """
    faint = (f"<span style='font-size:12px;color:{FAINT}'>{note}</span>" for note in notes)
    return "<br>".join([escaped(title, _LONGEST_TITLE), *faint])


def base_layout(
    title: str,
    layout: Sequence[Panel],
    *,
    height: float | None = None,
    notes: Iterable[str] = (),
    above: float = 0,
) -> dict[str, Any]:
    """The paper of a figure, with the titles of its panels.

    Args:
        title: What the figure shows.
        layout: Its panels.
        height: Of the panels together, in pixels.
        notes: What a reader should know of what is not drawn; stands under the title.
        above: How many pixels are needed between the title and the panels.
    """
    plot = height or (_height_of(layout) if len(layout) > 1 else _ONLY_PANEL_HEIGHT)
    notes = list(notes)
    above += _ABOVE + 17 * len(notes) + (16 if layout[0].title else 0)
    return {
        "template": "none",
        "title": {
            "text": title_text(title, notes),
            "x": 0,
            # Panels may begin far to the right, where names are long.
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
                "text": escaped(panel.title),
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


def _height_of(layout: Sequence[Panel]) -> float:
    """How many pixels all panels need, so that each has its own."""
    bottom, top = layout[0].y_domain
    return _PANEL_HEIGHT / (top - bottom)


def figure_of(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> "Figure":
    """Make a figure."""
    from benchmem_plot.figure.plotted import Plotted

    return Plotted({"data": list(traces), "layout": dict(layout)})
