"""Draw flame graphs of two captures and of call sites."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.flame.boxes import (
        MOST_BOXES as MOST_BOXES,
        Box as Box,
        choose_boxes as choose_boxes,
        describe_nesting as describe_nesting,
    )
    from benchmem_plot.flame.diff import plot_diff as plot_diff
    from benchmem_plot.flame.nested import (
        NestedView as NestedView,
        color_by_change as color_by_change,
        draw_nested as draw_nested,
        format_leaf as format_leaf,
        format_place as format_place,
        format_size as format_size,
        format_size_change as format_size_change,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".boxes": ("Box", "MOST_BOXES", "describe_nesting", "choose_boxes"),
        ".diff": ("plot_diff",),
        ".nested": (
            "NestedView",
            "color_by_change",
            "format_leaf",
            "draw_nested",
            "format_place",
            "format_size",
            "format_size_change",
        ),
    },
)
