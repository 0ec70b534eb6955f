"""Compare a session with a saved run, and fail the benchmarks that grew."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_pytest.gate.baseline import NOW as NOW, Baseline as Baseline
    from benchmem_pytest.gate.session import Gate as Gate, open_gate as open_gate

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".baseline": ("Baseline", "NOW"),
        ".session": ("Gate", "open_gate"),
    },
)
