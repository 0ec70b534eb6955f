"""Judge the bounds of `benchmem_scaling` in a session."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_pytest.scaling.session import Scaling as Scaling, open_scaling as open_scaling

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".session": ("Scaling", "open_scaling"),
    },
)
