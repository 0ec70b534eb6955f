"""Write figures: as pages that a browser opens from disk, and as images."""

from pathlib import Path
from typing import TYPE_CHECKING

from benchmem_core.atomic_files import atomic_write
from benchmem_plot.errors import PlotError
from benchmem_plot.export.pages import THEMES, Theme, build_document, read_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

IMAGES = (".png", ".svg", ".pdf", ".jpg", ".jpeg", ".webp")
"""The suffixes of image files."""
PAGES = (".html", ".htm")
"""The suffixes of pages."""


def write_plot(figure: "Figure", output: Path, *, theme: Theme = "auto") -> None:
    """Write a figure as a page or an image, by the suffix of the file.

    Args:
        figure: A figure from a `plot_*` function.
        output: The file. `.html` is a page that needs no network. `.svg` and `.pdf` are images
            1,200 units wide; `.png`, `.jpg` and `.webp` are images 2,400 pixels wide.
        theme: The colours of a page; images are light unless it is `"dark"`.

    Raises:
        MissingDependencyError: An image needs kaleido, which is not installed.
        PlotError: The suffix is unknown, an image needs a browser and none is found, or the file
            cannot be written.
    """
    check_output(output)
    if theme not in THEMES:
        raise PlotError(f"unknown theme `{theme}`: choose {', '.join(THEMES)}")
    if output.suffix.lower() in PAGES:
        write_page(figure, output, theme=theme)
    else:
        from benchmem_plot.export.images import draw_images

        write_output(output, *draw_images([(figure, output.suffix.lower()[1:])], theme=theme))


def check_output(output: Path) -> None:
    """Check that a file ends like a page or an image."""
    if output.suffix.lower() not in (*PAGES, *IMAGES):
        raise PlotError(
            f"`{output}` has an unknown suffix: choose one of {', '.join((*PAGES[:1], *IMAGES))}"
        )


def write_page(figure: "Figure", output: Path, *, theme: Theme = "auto") -> None:
    """Write a figure as a page that needs no network."""
    write_output(output, build_page([figure], title="benchmem plot", body=CHART, theme=theme))


CHART = '<div class="chart"></div>\n'
"""The place of a figure on a page."""


def build_page(
    figures: "Sequence[Figure]",
    *,
    title: str,
    body: str,
    theme: Theme = "auto",
    style: str = "",
    script: str = "",
    data: "Mapping[str, object] | None" = None,
) -> bytes:
    """Build a page with figures.

    Args:
        figures: A figure for each `CHART` in the body, in order.
        title: The title of the page, as HTML.
        body: The body of the page, as HTML.
        theme: The colours of the page.
        style: CSS to add to the style sheet.
        script: JavaScript to run before the figures are drawn. A chart gets the event `plotted`
            when its figure is drawn.
        data: More entries of `page.data`, next to `figures`.
    """
    return build_document(
        title=title,
        body=body,
        data={"figures": [figure.to_plotly_json() for figure in figures], **(data or {})},
        script=read_part("export/figures.js") + script,
        style=style,
        theme=theme,
        needs_plotly=bool(figures),
    )


def write_output(output: Path, content: bytes) -> None:
    """Write a page or an image to a file, whole or not at all."""
    try:
        atomic_write(output, content)
    except FileNotFoundError as error:
        raise PlotError(
            f"the folder `{output.parent}` does not exist: make it, or name another file"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PlotError(f"`{output}` cannot be written: {reason}; name another file") from error
