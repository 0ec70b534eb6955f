"""Adds `--edit-distance`, so that the same benchmarks measure either version."""

from collections.abc import Callable

import pytest
from edit_distance import VERSIONS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--edit-distance",
        choices=sorted(VERSIONS),
        default="heavy",
        help="Version to measure (default: %(default)s).",
    )


@pytest.fixture
def edit_distance(request: pytest.FixtureRequest) -> Callable[[str, str], int]:
    return VERSIONS[request.config.getoption("edit_distance")]
