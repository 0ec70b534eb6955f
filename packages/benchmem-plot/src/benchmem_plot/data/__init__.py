"""Turn run files into the points, roles and changes that views draw."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.data.changes import (
        COLOR_BAR as COLOR_BAR,
        Change as Change,
        change_line as change_line,
        changes_of as changes_of,
        color_bar as color_bar,
        color_limit as color_limit,
        color_scale as color_scale,
        comparable_series as comparable_series,
        is_comparable as is_comparable,
    )
    from benchmem_plot.data.faceting import (
        FreeAxes as FreeAxes,
        check_free_axes as check_free_axes,
        facets_of as facets_of,
    )
    from benchmem_plot.data.notes import (
        mixed_allocators as mixed_allocators,
        notes_of as notes_of,
        read_notes as read_notes,
    )
    from benchmem_plot.data.points import (
        PlotData as PlotData,
        Point as Point,
        Series as Series,
        Snapshots as Snapshots,
        load_points as load_points,
    )
    from benchmem_plot.data.roles import (
        Roles as Roles,
        scaling_roles as scaling_roles,
        values_of as values_of,
    )
    from benchmem_plot.data.run_order import RunOrder as RunOrder, order_of as order_of
    from benchmem_plot.data.step_changes import (
        Interval as Interval,
        Step as Step,
        steps_of as steps_of,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".changes": (
            "COLOR_BAR",
            "Change",
            "change_line",
            "changes_of",
            "color_bar",
            "color_limit",
            "color_scale",
            "comparable_series",
            "is_comparable",
        ),
        ".faceting": ("FreeAxes", "check_free_axes", "facets_of"),
        ".notes": ("mixed_allocators", "notes_of", "read_notes"),
        ".points": ("PlotData", "Point", "Series", "Snapshots", "load_points"),
        ".roles": ("Roles", "scaling_roles", "values_of"),
        ".run_order": ("RunOrder", "order_of"),
        ".step_changes": ("Interval", "Step", "steps_of"),
    },
)
