"""Refuse to run beside an earlier pytest-benchmem, whose plugin has the same name as ours.

pytest loads one plugin of a name, the first that it finds. This plugin has a name of its own, so
that it can report that pytest loaded the earlier one.
"""

import pytest

_EARLIER = "pytest_benchmem.pytest_plugin"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuse to run with the plugin of pytest-benchmem 0.5, before it reads our flags."""
    loaded = early_config.pluginmanager.get_plugin("benchmem")
    if getattr(loaded, "__name__", None) == _EARLIER:
        raise pytest.UsageError(
            "`pytest-benchmem` is older than the `benchmem-pytest` beside it, and pytest loaded "
            "the old plugin: run `pip install --upgrade pytest-benchmem`"
        )
