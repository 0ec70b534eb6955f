"""Draw flame graphs of two captures and of call sites."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.flame.diff import plot_diff as plot_diff
    from benchmem_plot.flame.nested import (
        MOST_BOXES as MOST_BOXES,
        Box as Box,
        NestedView as NestedView,
        choose_boxes as choose_boxes,
        color_by_change as color_by_change,
        describe_nesting as describe_nesting,
        draw_nested as draw_nested,
        format_leaf as format_leaf,
        format_place as format_place,
        format_size as format_size,
        format_size_change as format_size_change,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".diff": ("plot_diff",),
        ".nested": (
            "MOST_BOXES",
            "Box",
            "NestedView",
            "choose_boxes",
            "color_by_change",
            "describe_nesting",
            "draw_nested",
            "format_leaf",
            "format_place",
            "format_size",
            "format_size_change",
        ),
    },
)
