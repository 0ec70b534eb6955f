"""Run one benchmark suite over versions, commits, interpreters, dependencies and machines.

`provision` yields a fresh environment for each version and `sweep` runs something in each.
Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names
from benchmem_sweep.__about__ import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.errors import SweepError
    from benchmem_sweep.provisioning import Venv, provision, sweep

_HOMES = {
    "benchmem_sweep.errors": ("SweepError",),
    "benchmem_sweep.provisioning": ("Venv", "provision", "sweep"),
}

__all__ = ["SweepError", "Venv", "__version__", "provision", "sweep"]

__getattr__, __dir__ = lazy_names(__name__, _HOMES)
