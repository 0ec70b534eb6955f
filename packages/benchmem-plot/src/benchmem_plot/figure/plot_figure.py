"""The figure that every view returns. Importing this module imports plotly."""

import os
from pathlib import Path
from typing import Any

from plotly.graph_objects import Figure  # type: ignore[import-untyped]


class PlotFigure(Figure):  # type: ignore[misc]
    """A plotly figure that writes the pages of `benchmem plot`.

    Everything else works as in plotly.
    """

    def write_html(self, file: Any, *args: Any, **kwargs: Any) -> None:
        """Write a page that needs no network, follows the theme and has round IEC ticks.

        With anything but a path, or with any of plotly's own arguments, plotly writes the page.
        """
        if args or kwargs or not isinstance(file, str | os.PathLike):
            super().write_html(file, *args, **kwargs)
            return
        from benchmem_plot.export import write_page

        write_page(self, Path(file))
