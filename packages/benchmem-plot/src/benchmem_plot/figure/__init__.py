"""Lay out figures: axes, ticks, colours, panels and texts."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.figure.axes import (
        ZERO as ZERO,
        find_extent as find_extent,
        is_log as is_log,
        make_dim_axis as make_dim_axis,
        make_plain_axis as make_plain_axis,
        make_ratio_axis as make_ratio_axis,
        make_value_axis as make_value_axis,
    )
    from benchmem_plot.figure.colors import (
        PALETTE as PALETTE,
        SCALE as SCALE,
        choose_colors as choose_colors,
        choose_dash as choose_dash,
        color_changes as color_changes,
        fade_color as fade_color,
    )
    from benchmem_plot.figure.layout import (
        INK as INK,
        PAPER as PAPER,
        Panel as Panel,
        arrange_panels as arrange_panels,
        count_ticks_in as count_ticks_in,
        escape as escape,
        format_title as format_title,
        make_figure as make_figure,
        make_layout as make_layout,
        shorten_label as shorten_label,
        stack_panels as stack_panels,
    )
    from benchmem_plot.figure.rows import (
        MOST_NAMED as MOST_NAMED,
        WIDTH as WIDTH,
        choose_row_height as choose_row_height,
        make_category_axis as make_category_axis,
        make_distinct as make_distinct,
        make_row_axis as make_row_axis,
        measure_rows as measure_rows,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".axes": (
            "ZERO",
            "find_extent",
            "is_log",
            "make_dim_axis",
            "make_plain_axis",
            "make_ratio_axis",
            "make_value_axis",
        ),
        ".colors": (
            "PALETTE",
            "SCALE",
            "choose_colors",
            "choose_dash",
            "color_changes",
            "fade_color",
        ),
        ".layout": (
            "INK",
            "PAPER",
            "Panel",
            "arrange_panels",
            "count_ticks_in",
            "escape",
            "format_title",
            "make_figure",
            "make_layout",
            "shorten_label",
            "stack_panels",
        ),
        ".rows": (
            "MOST_NAMED",
            "WIDTH",
            "choose_row_height",
            "make_category_axis",
            "make_distinct",
            "make_row_axis",
            "measure_rows",
        ),
    },
)
