"""Fresh environments for the versions of a package, with the extra `sweep`."""

try:
    from benchmem_sweep import SweepError, Venv, provision, sweep
except ModuleNotFoundError as error:
    if error.name != "benchmem_sweep":
        raise
    raise ModuleNotFoundError(
        "`pytest_benchmem.sweep` needs benchmem-sweep: `pip install 'pytest-benchmem[sweep]'`",
        name=error.name,
    ) from None

__all__ = ["SweepError", "Venv", "provision", "sweep"]
