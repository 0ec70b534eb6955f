"""Adds `--release`, so that the same benchmarks measure any release."""

import pytest
from wordbook import LATEST


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--release", type=int, default=LATEST, help="Release to measure.")


@pytest.fixture
def release(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("release")
