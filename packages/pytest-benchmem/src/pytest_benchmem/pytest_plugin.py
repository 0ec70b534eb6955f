"""Where pytest-benchmem 0.5 had the plugin: `-p pytest_benchmem.pytest_plugin` loads it still."""

from pytest_benchmem.moved import moved_names

pytest_plugins = ("benchmem_pytest.plugin",)
"""What pytest loads in place of this module."""

__getattr__ = moved_names(__name__, ("MemoryBenchmark",), home="benchmem_pytest.fixture")
