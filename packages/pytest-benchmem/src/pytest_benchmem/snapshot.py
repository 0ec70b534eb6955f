"""Where pytest-benchmem 0.5 had the readers, which `pytest_benchmem` itself has."""

from pytest_benchmem.moved import redirect_names

__getattr__ = redirect_names(
    __name__,
    (
        "DimValue",
        "Metric",
        "Sample",
        "discover_runs",
        "from_pytest_benchmark",
        "load_long_df",
        "load_samples",
        "memory_from_pytest_benchmark",
    ),
)
