"""How many examples property tests try: `HYPOTHESIS_PROFILE` names the profile."""

import os
import shutil
import tempfile

EXAMPLES = {"default": 10, "nightly": 1000}

_cache: list[str] = []


def load_profile() -> None:
    """Load the profile for all tests that do not set a number of their own.

    Some environments run tests without hypothesis.
    """
    try:
        from hypothesis import HealthCheck, settings
        from hypothesis.configuration import set_hypothesis_home_dir
    except ModuleNotFoundError:
        return
    # No deadline: machines are noisy. No database: a test leaves nothing behind.
    for name, examples in EXAMPLES.items():
        settings.register_profile(
            name,
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        )
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
    # Without a database it caches what it knows of characters all the same.
    _cache.append(tempfile.mkdtemp(prefix="hypothesis-"))
    set_hypothesis_home_dir(_cache[-1])


def remove_cache() -> None:
    """Remove what hypothesis keeps between examples."""
    while _cache:
        shutil.rmtree(_cache.pop(), ignore_errors=True)
