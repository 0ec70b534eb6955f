"""Turn run files into the points, roles and changes that views draw."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.data.changes import (
        COLOR_BAR as COLOR_BAR,
        PointChange as PointChange,
        choose_color_limit as choose_color_limit,
        describe_change as describe_change,
        describe_color_bar as describe_color_bar,
        drop_incomparable as drop_incomparable,
        find_changes as find_changes,
        is_comparable as is_comparable,
    )
    from benchmem_plot.data.points import (
        PlotData as PlotData,
        Point as Point,
        PointSeries as PointSeries,
        Snapshots as Snapshots,
        escape_notes as escape_notes,
        load_points as load_points,
        warn_of_mixed_allocators as warn_of_mixed_allocators,
        write_notes as write_notes,
    )
    from benchmem_plot.data.roles import (
        FreeAxes as FreeAxes,
        Roles as Roles,
        check_free_axes as check_free_axes,
        choose_roles as choose_roles,
        list_values as list_values,
        split_by_facet as split_by_facet,
    )
    from benchmem_plot.data.step_changes import (
        Interval as Interval,
        Step as Step,
        find_steps as find_steps,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".changes": (
            "COLOR_BAR",
            "PointChange",
            "choose_color_limit",
            "describe_change",
            "describe_color_bar",
            "drop_incomparable",
            "find_changes",
            "is_comparable",
        ),
        ".points": (
            "PlotData",
            "Point",
            "PointSeries",
            "Snapshots",
            "escape_notes",
            "load_points",
            "warn_of_mixed_allocators",
            "write_notes",
        ),
        ".roles": (
            "FreeAxes",
            "Roles",
            "check_free_axes",
            "choose_roles",
            "list_values",
            "split_by_facet",
        ),
        ".step_changes": ("Interval", "Step", "find_steps"),
    },
)
