"""Run one benchmark suite over versions, commits, interpreters, dependencies and machines.

`provision` yields a fresh environment for each version and `sweep` runs something in each.
Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.__about__ import __version__ as __version__
    from benchmem_sweep.errors import SweepError as SweepError
    from benchmem_sweep.provisioning import Venv as Venv, provision as provision, sweep as sweep

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".__about__": ("__version__",),
        ".errors": ("SweepError",),
        ".provisioning": ("Venv", "provision", "sweep"),
    },
)
