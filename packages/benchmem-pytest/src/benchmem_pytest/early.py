"""Import the engine before a test can patch the functions that it uses."""

import pytest


def load_engine(session: pytest.Session) -> None:
    """Import the engine, if a test of this session is going to be measured.

    Args:
        session: The session, which has collected its tests.
    """
    option = session.config.option
    wanted = {"benchmark_memory", *(["benchmark"] if option.benchmark_memory else [])}
    is_off = getattr(option, "benchmark_disable", True) or getattr(option, "benchmark_skip", False)
    if is_off or not any(wanted & {*getattr(item, "fixturenames", ())} for item in session.items):
        return
    from benchmem_core.engine import preload

    preload()
