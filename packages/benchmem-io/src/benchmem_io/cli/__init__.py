"""The commands that read and compare run files."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.cli.options import (
        add_gate_options as add_gate_options,
        add_run_options as add_run_options,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__, {".options": ("add_gate_options", "add_run_options")}
)
