"""Lay runs side by side: columns, groups, pivots and the tables of a comparison."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.compare.baselines import (
        find_baseline as find_baseline,
        find_runs as find_runs,
    )
    from benchmem_io.compare.comparison import (
        Comparison as Comparison,
        Series as Series,
        collect_notes as collect_notes,
        compare_runs as compare_runs,
    )
    from benchmem_io.compare.diff_table import change_cell as change_cell
    from benchmem_io.compare.folding import (
        group_families as group_families,
        name_family as name_family,
    )
    from benchmem_io.compare.frame import load_long_df as load_long_df
    from benchmem_io.compare.tables import (
        CompareOptions as CompareOptions,
        compare_references as compare_references,
        compare_table as compare_table,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".baselines": ("find_baseline", "find_runs"),
        ".comparison": ("Comparison", "Series", "collect_notes", "compare_runs"),
        ".diff_table": ("change_cell",),
        ".folding": ("group_families", "name_family"),
        ".frame": ("load_long_df",),
        ".tables": ("CompareOptions", "compare_references", "compare_table"),
    },
)
