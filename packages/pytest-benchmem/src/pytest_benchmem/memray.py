"""Where pytest-benchmem 0.5 had the engine, which `pytest_benchmem` itself has."""

from pytest_benchmem.moved import moved_names

__getattr__ = moved_names(
    __name__, ("Measurement", "MemoryResult", "measure_memory", "measure_peak")
)
