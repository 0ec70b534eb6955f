"""Turn versions, commits, interpreters and dependencies into a plan of cells."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.axes.cells import Cell as Cell, Value as Value, matrix as matrix
    from benchmem_sweep.axes.interpreters import find_interpreter as find_interpreter
    from benchmem_sweep.axes.plan import Plan as Plan
    from benchmem_sweep.axes.planning import (
        COMMIT as COMMIT,
        PYTHON as PYTHON,
        VERSION as VERSION,
        axes_of as axes_of,
        plan_of as plan_of,
    )
    from benchmem_sweep.axes.releases import releases_between as releases_between
    from benchmem_sweep.axes.repository import Commit as Commit, Repository as Repository
    from benchmem_sweep.axes.specs import install_spec as install_spec

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".cells": ("Cell", "Value", "matrix"),
        ".interpreters": ("find_interpreter",),
        ".plan": ("Plan",),
        ".planning": ("COMMIT", "PYTHON", "VERSION", "axes_of", "plan_of"),
        ".releases": ("releases_between",),
        ".repository": ("Commit", "Repository"),
        ".specs": ("install_spec",),
    },
)
