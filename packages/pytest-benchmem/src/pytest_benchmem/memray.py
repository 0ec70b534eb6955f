"""Where pytest-benchmem 0.5 had the engine, which `pytest_benchmem` itself has."""

from pytest_benchmem.moved import redirect_names

__getattr__ = redirect_names(
    __name__, ("Measurement", "MemoryResult", "measure_memory", "measure_peak")
)
