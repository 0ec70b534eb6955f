"""Write figures as pages and as images."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.export.figures import (
        CHART as CHART,
        build_page as build_page,
        check_output as check_output,
        write_output as write_output,
        write_page as write_page,
        write_plot as write_plot,
    )
    from benchmem_plot.export.images import draw_images as draw_images
    from benchmem_plot.export.pages import (
        THEMES as THEMES,
        Theme as Theme,
        read_part as read_part,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".figures": (
            "CHART",
            "build_page",
            "check_output",
            "write_output",
            "write_page",
            "write_plot",
        ),
        ".images": ("draw_images",),
        ".pages": ("THEMES", "Theme", "read_part"),
    },
)
