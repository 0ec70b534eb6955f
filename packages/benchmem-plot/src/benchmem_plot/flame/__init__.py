"""Draw flame graphs of two captures and of call sites."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.flame.boxes import (
        MOST_BOXES as MOST_BOXES,
        Box as Box,
        nesting_of as nesting_of,
        wide_boxes as wide_boxes,
    )
    from benchmem_plot.flame.diff import plot_diff as plot_diff
    from benchmem_plot.flame.nested import (
        NestedView as NestedView,
        change_colors as change_colors,
        leaf_text as leaf_text,
        nested_figure as nested_figure,
        place_of as place_of,
        size_and_change as size_and_change,
        size_change as size_change,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".boxes": ("Box", "MOST_BOXES", "nesting_of", "wide_boxes"),
        ".diff": ("plot_diff",),
        ".nested": (
            "NestedView",
            "change_colors",
            "leaf_text",
            "nested_figure",
            "place_of",
            "size_and_change",
            "size_change",
        ),
    },
)
