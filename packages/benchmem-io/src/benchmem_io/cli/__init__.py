"""The commands that read and compare run files."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.cli.options import gate_options as gate_options, run_options as run_options

__all__, __getattr__, __dir__ = lazy_names(__name__, {".options": ("gate_options", "run_options")})
