"""Where cells run: here, or on the workers of a dask scheduler."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager


@contextmanager
def executor_of(address: str | None) -> Iterator[Executor | None]:
    """The executor that does the jobs.

    Args:
        address: A dask scheduler's; `None` does the jobs here.

    Yields:
        The executor; `None` for here.

    Raises:
        MissingDependencyError: dask.distributed is not installed.
        SweepError: The scheduler does not answer, or has no worker that can do jobs.
    """
    if address is None:
        yield None
        return
    from benchmem_sweep.run.dask_executor import DaskExecutor

    executor = DaskExecutor(address)
    try:
        yield executor
    finally:
        # Also where we are interrupted: what is under way is not waited for.
        executor.close()
