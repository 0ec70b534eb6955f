"""Choose where cells run: here, or on the workers of a dask scheduler."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager


@contextmanager
def executor_of(address: str | None) -> Iterator[Executor | None]:
    """Yield the executor that does the jobs.

    Args:
        address: The address of a dask scheduler; `None` to do the jobs here.

    Yields:
        The executor; `None` to do the jobs here.

    Raises:
        MissingDependencyError: dask.distributed is not installed.
        SweepError: The scheduler does not answer, or none of its workers can do the jobs.
    """
    if address is None:
        yield None
        return
    from benchmem_sweep.run.dask_executor import DaskExecutor

    executor = DaskExecutor(address)
    try:
        yield executor
    finally:
        # This also runs on an interrupt: do not wait for jobs that are under way.
        executor.close()
