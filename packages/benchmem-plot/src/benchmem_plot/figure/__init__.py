"""Lay out figures: axes, ticks, colours, panels and texts."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.figure.axes import (
        ZERO as ZERO,
        dim_axis as dim_axis,
        extent as extent,
        is_log as is_log,
        plain_axis as plain_axis,
        ratio_axis as ratio_axis,
        value_axis as value_axis,
    )
    from benchmem_plot.figure.colors import (
        PALETTE as PALETTE,
        SCALE as SCALE,
        colors_of as colors_of,
        colors_of_changes as colors_of_changes,
        dash_of as dash_of,
        fade_color as fade_color,
    )
    from benchmem_plot.figure.layout import (
        INK as INK,
        PAPER as PAPER,
        Panel as Panel,
        base_layout as base_layout,
        escaped as escaped,
        figure_of as figure_of,
        panels as panels,
        run_name as run_name,
        stacked as stacked,
        ticks_in as ticks_in,
        title_text as title_text,
    )
    from benchmem_plot.figure.rows import (
        MOST_NAMED as MOST_NAMED,
        WIDTH as WIDTH,
        category_axis as category_axis,
        distinct as distinct,
        height_of as height_of,
        row_axis as row_axis,
        row_height as row_height,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".axes": ("ZERO", "dim_axis", "extent", "is_log", "plain_axis", "ratio_axis", "value_axis"),
        ".colors": ("PALETTE", "SCALE", "colors_of", "colors_of_changes", "dash_of", "fade_color"),
        ".layout": (
            "INK",
            "PAPER",
            "Panel",
            "base_layout",
            "escaped",
            "figure_of",
            "panels",
            "run_name",
            "stacked",
            "ticks_in",
            "title_text",
        ),
        ".rows": (
            "MOST_NAMED",
            "WIDTH",
            "category_axis",
            "distinct",
            "height_of",
            "row_axis",
            "row_height",
        ),
    },
)
