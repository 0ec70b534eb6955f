"""Turn versions, commits, interpreters and dependencies into a plan of cells."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.axes.arguments import (
        COMMIT as COMMIT,
        PYTHON as PYTHON,
        VERSION as VERSION,
        make_plan as make_plan,
        read_axes as read_axes,
    )
    from benchmem_sweep.axes.cells import (
        SweepCell as SweepCell,
        Value as Value,
        make_cells as make_cells,
    )
    from benchmem_sweep.axes.interpreters import find_interpreter as find_interpreter
    from benchmem_sweep.axes.plan import Plan as Plan
    from benchmem_sweep.axes.releases import list_releases as list_releases
    from benchmem_sweep.axes.repository import Commit as Commit, Repository as Repository
    from benchmem_sweep.axes.specs import make_requirement as make_requirement

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".cells": ("SweepCell", "Value", "make_cells"),
        ".interpreters": ("find_interpreter",),
        ".plan": ("Plan",),
        ".arguments": ("COMMIT", "PYTHON", "VERSION", "read_axes", "make_plan"),
        ".releases": ("list_releases",),
        ".repository": ("Commit", "Repository"),
        ".specs": ("make_requirement",),
    },
)
