"""Import the engine before a test can patch the functions that it uses."""

import contextlib
import importlib

import pytest

from benchmem_pytest.flags import MEMORY


def will_measure(session: pytest.Session) -> bool:
    """Say whether the memory of a test of this session is going to be measured.

    Args:
        session: The session, which has collected its tests.
    """
    option = session.config.option
    if getattr(option, "benchmark_disable", True) or getattr(option, "benchmark_skip", False):
        return False
    measuring = {"benchmark_memory", *(["benchmark"] if MEMORY.read(session.config) else [])}
    return any(measuring & {*getattr(item, "fixturenames", ())} for item in session.items)


def load_engine() -> None:
    """Import the engine and memray."""
    from benchmem_core.captures import import_memray
    from benchmem_core.errors import UnsupportedPlatformError

    importlib.import_module("benchmem_core.engine.measure")
    with contextlib.suppress(UnsupportedPlatformError):  # each test reports it
        import_memray()
