"""The plan of a sweep: the job of each cell, and the key of its result."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import parse_wheel_filename

from benchmem_sweep.axes.cells import SweepCell
from benchmem_sweep.axes.interpreters import find_interpreter
from benchmem_sweep.axes.repository import Commit, Repository
from benchmem_sweep.axes.specs import is_path
from benchmem_sweep.cell import CellJob, Harness, Recipe, Suite, hash_files

_SCHEMA = 1
# pytest-benchmark cannot skip timing altogether: one round of almost no time is its least.
_NO_TIMES = (
    "--benchmark-max-time=0.000001",
    "--benchmark-min-rounds=1",
    "--benchmark-warmup=off",
    "--benchmark-calibration-precision=1",
)


@dataclass(frozen=True)
class Plan:
    """The settings that all cells of a sweep share.

    Attributes:
        suite: The suite that each cell runs.
        harness: The distributions that measure there.
        pins: Requirements that all cells install.
        as_of: A date; nothing newer is installed.
        import_check: A module that must come from the environment.
        arguments: More arguments for pytest.
        memory: Whether memory is measured too.
        times: Whether time is measured.
        sites: How many call sites are recorded; `None` for none.
        repository: The repository of the commits.
    """

    suite: Suite
    harness: Harness
    pins: tuple[str, ...] = ()
    as_of: str | None = None
    import_check: str | None = None
    arguments: tuple[str, ...] = ()
    memory: bool = False
    times: bool = True
    sites: int | None = None
    repository: Repository | None = None

    def find_commit(self, cell: SweepCell) -> Commit | None:
        """Return the commit that a cell measures, or `None`."""
        if self.repository is None or cell.revision is None:
            return None
        return self.repository.find_commit(cell.revision)

    def compute_key(self, cell: SweepCell) -> str:
        """Return the key of a cell: a hash of everything that decides its result.

        Raises:
            StageError: The interpreter of the cell is missing.
        """
        recipe = self._make_recipe(cell)
        decisive = {
            "schema": _SCHEMA,
            "coordinates": dict(cell.coordinates),
            "requirements": [*map(_identify, recipe.requirements)],
            "revision": cell.revision,
            "project": self.repository.place if self.repository else None,
            "python": find_interpreter(cell.python).version,
            "as_of": self.as_of,
            "import_check": self.import_check,
            "suite": self.suite.digest,
            "arguments": self._list_arguments(),
            "harness": self.harness.identity,
        }
        return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()

    def make_job(self, cell: SweepCell, built: Mapping[str, bytes], *, is_local: bool) -> CellJob:
        """Make the job of a cell; `built` has the wheel of its commit.

        Only interpreters of this machine (`is_local`) go into a job as paths.

        Raises:
            StageError: The interpreter of the cell is missing here.
        """
        recipe = self._make_recipe(cell)
        if is_local:
            recipe = replace(recipe, python=find_interpreter(cell.python).path)
        elif recipe.python is None:
            # On another machine, ask for the same version.
            recipe = replace(recipe, python=find_interpreter(None).version.rpartition(".")[0])
        wheels = {**self.harness.wheels, **built}
        return CellJob(
            recipe, wheels, self.suite, tuple(self._list_arguments()), _list_tested(cell, built)
        )

    def _make_recipe(self, cell: SweepCell) -> Recipe:
        requirements = (*self.harness.requirements, *cell.requirements, *self.pins)
        return Recipe(requirements, cell.python, self.as_of, self.import_check)

    def _list_arguments(self) -> Sequence[str]:
        arguments = ["--color=no", "--rootdir=.", "--benchmark-only"]
        if self.memory:
            arguments.append("--benchmark-memory")
        if self.sites is not None:
            arguments.append(f"--benchmark-memory-sites={self.sites}")
        if not self.times:
            arguments += _NO_TIMES
        return [*arguments, *self.arguments]


def _list_tested(cell: SweepCell, built: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the distributions under test in a cell, each by its name or its URL."""
    names: list[str] = [parse_wheel_filename(wheel)[0] for wheel in built]
    for text in cell.requirements:
        if is_path(text):
            names.append(Path(text).as_uri())
        else:
            try:
                names.append(Requirement(text).name)
            except InvalidRequirement:
                names.append(text)
    return tuple(names)


def _identify(requirement: str) -> str:
    """Return a requirement, with a hash of the content if it is a path."""
    if is_path(requirement) and (path := Path(requirement)).exists():
        return f"{requirement} {hash_files(path)}"
    return requirement
