"""The commands that read and compare run files."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.cli.options import (
        gate_options as gate_options,
        label_option as label_option,
        runs_argument as runs_argument,
        where_option as where_option,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".options": ("gate_options", "label_option", "runs_argument", "where_option"),
    },
)
