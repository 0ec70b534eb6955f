"""Where pytest-benchmem 0.5 had the plugin: `-p pytest_benchmem.pytest_plugin` loads it still."""

from pytest_benchmem.moved import redirect_names

pytest_plugins = ("benchmem_pytest.plugin",)
"""What pytest loads in place of this module."""

__getattr__ = redirect_names(__name__, ("MemoryBenchmark",), home="benchmem_pytest.fixture")
