"""Run one cell: its environment, its suite, its run file."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.cell.bytecode import Bytecode as Bytecode
    from benchmem_sweep.cell.copying import copy_folder as copy_folder
    from benchmem_sweep.cell.environment import (
        Recipe as Recipe,
        find_current_python as find_current_python,
        make_environment as make_environment,
    )
    from benchmem_sweep.cell.harness import Harness as Harness, find_harness as find_harness
    from benchmem_sweep.cell.job import (
        CellJob as CellJob,
        CellResult as CellResult,
        CellRun as CellRun,
        run_job as run_job,
    )
    from benchmem_sweep.cell.stages import (
        read_last_lines as read_last_lines,
        run_stage as run_stage,
    )
    from benchmem_sweep.cell.suite import (
        Suite as Suite,
        hash_files as hash_files,
        pack_suite as pack_suite,
    )
    from benchmem_sweep.cell.wheels import build_wheel as build_wheel, is_universal as is_universal

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".bytecode": ("Bytecode",),
        ".copying": ("copy_folder",),
        ".environment": ("Recipe", "find_current_python", "make_environment"),
        ".harness": ("Harness", "find_harness"),
        ".job": ("CellJob", "CellResult", "CellRun", "run_job"),
        ".stages": ("read_last_lines", "run_stage"),
        ".suite": ("Suite", "hash_files", "pack_suite"),
        ".wheels": ("build_wheel", "is_universal"),
    },
)
