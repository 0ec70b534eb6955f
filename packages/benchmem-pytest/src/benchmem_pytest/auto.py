"""`--benchmark-memory`: the plain `benchmark` fixture measures memory too."""

from typing import Any

import pytest

from benchmem_pytest.fixture import MemoryBenchmark, with_memory


@pytest.fixture
def benchmark(request: pytest.FixtureRequest, benchmark: Any) -> MemoryBenchmark:
    """Override pytest-benchmark's fixture by one that measures memory before it times."""
    return with_memory(request, benchmark)
