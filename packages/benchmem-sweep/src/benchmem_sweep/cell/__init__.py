"""Run one cell: its environment, its suite, its run file."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.cell.bytecode import Bytecode as Bytecode
    from benchmem_sweep.cell.copying import copy_folder as copy_folder
    from benchmem_sweep.cell.environment import (
        Recipe as Recipe,
        current_python as current_python,
        make_environment as make_environment,
    )
    from benchmem_sweep.cell.harness import Harness as Harness, find_harness as find_harness
    from benchmem_sweep.cell.job import (
        Job as Job,
        Outcome as Outcome,
        Work as Work,
        run_job as run_job,
    )
    from benchmem_sweep.cell.stages import last_lines as last_lines, run_stage as run_stage
    from benchmem_sweep.cell.suite import (
        Suite as Suite,
        digest_of as digest_of,
        pack_suite as pack_suite,
    )
    from benchmem_sweep.cell.wheels import build_wheel as build_wheel, is_universal as is_universal

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".bytecode": ("Bytecode",),
        ".copying": ("copy_folder",),
        ".environment": ("Recipe", "current_python", "make_environment"),
        ".harness": ("Harness", "find_harness"),
        ".job": ("Job", "Outcome", "Work", "run_job"),
        ".stages": ("last_lines", "run_stage"),
        ".suite": ("Suite", "digest_of", "pack_suite"),
        ".wheels": ("build_wheel", "is_universal"),
    },
)
