"""An earlier pytest-benchmem that is still installed: its plugin has our name, and one is loaded.

pytest loads one plugin of a name, whichever it finds first. This one has a name of its own, so
that it is there to say that the other one was taken.
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
            "its plugin: `pip install --upgrade pytest-benchmem` makes them one"
        )
