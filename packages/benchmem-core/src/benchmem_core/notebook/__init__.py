"""`%benchmem` and `%%benchmem` in IPython and Jupyter."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.notebook.magics import load_ipython_extension as load_ipython_extension

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".magics": ("load_ipython_extension",),
    },
)
