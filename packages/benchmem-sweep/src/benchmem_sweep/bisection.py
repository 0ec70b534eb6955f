"""A bisection over cells: what is judged, and the verdict."""

from collections.abc import Sequence
from pathlib import Path

from benchmem_core.text import printable
from benchmem_io.gate_report import GateReport
from benchmem_io.thresholds import Threshold
from benchmem_sweep.bisecting import Found, Judgement, bisect
from benchmem_sweep.cells import Cell, Value, matrix
from benchmem_sweep.errors import SweepError
from benchmem_sweep.judging import judge_files
from benchmem_sweep.planning import COMMIT, PYTHON, VERSION
from benchmem_sweep.releases import releases_between
from benchmem_sweep.repository import Commit, Repository
from benchmem_sweep.results import Results
from benchmem_sweep.runner import Runner
from benchmem_sweep.specs import install_spec

REPEATS = 2
"""How often an inconclusive cell is run again."""


def bisect_cells(
    ends: Sequence[str],
    *,
    is_git: bool,
    project: Path,
    python: str | None = None,
    as_of: str | None = None,
) -> tuple[list[Cell], Repository | None, dict[str, Commit]]:
    """The cells from the good one to the bad one.

    Args:
        ends: Package, good and bad version; or the good and the bad commit.
        is_git: Which of the two.
        project: Where the project is, of commits.
        python: The interpreter of all.
        as_of: No newer release is there.

    Returns:
        The cells in order, the repository, and its commits by their ids.

    Raises:
        SweepError: The ends are not there, or in the wrong order.
    """
    fixed = {PYTHON: [Value(python, python=python)]} if python else {}
    if not is_git:
        package, good, bad = ends
        versions = releases_between(package, good, bad, as_of=as_of)
        values = [Value(each, install_spec(package, each)) for each in versions]
        return matrix({VERSION: values, **fixed}), None, {}
    repository = Repository(project)
    repository.prune()
    found = repository.commits(f"{ends[0]}..{ends[1]}")
    if len(found) < 2:
        raise SweepError(f"`{ends[0]}` and `{ends[1]}` are one commit: give GOOD, then BAD")
    cells = matrix({COMMIT: [commit.value for commit in found], **fixed})
    return cells, repository, {commit.id: commit for commit in found}


class Bisection:
    """Finds the first bad cell."""

    def __init__(
        self,
        cells: Sequence[Cell],
        thresholds: Sequence[Threshold],
        runner: Runner,
        results: Results,
    ) -> None:
        """Prepare.

        Args:
            cells: From the good one to the bad one.
            thresholds: The rules.
            runner: Runs cells.
            results: Where run files are.
        """
        self._cells = cells
        self._thresholds = thresholds
        self._runner = runner
        self._results = results
        self._lines: list[str] = []

    def run(self) -> tuple[list[str], bool]:
        """Find it.

        Returns:
            What there is to say, a line each, and whether it was found.

        Raises:
            SweepError: The good cell cannot be measured.
        """
        base = self._cells[0]
        (finished,) = self._runner.run([base], resume=True)
        if finished.state == "failed":
            raise SweepError(f"`{base.label}`, the good one, failed: {finished.outcome.reason}")
        self._say(base, "good", "the baseline")
        found = bisect(self._cells, self._judge)
        return self._lines + self._verdict(found), found.first_bad is not None and not found.between

    def _judge(self, cell: Cell) -> Judgement:
        base = self._results.run_file(self._cells[0])
        for repeat in range(REPEATS + 1):
            (finished,) = self._runner.run([cell], resume=repeat == 0)
            if finished.state == "failed":
                self._say(cell, "skip", finished.outcome.reason)
                return "skip"
            report = judge_files(base, self._results.run_file(cell), self._thresholds)
            if report.regressions:
                self._say(cell, "bad", _worst(report))
                return "bad"
            if not report.judged:
                self._say(cell, "skip", "no benchmark could be judged")
                return "skip"
            if not report.inconclusive:
                self._say(cell, "good", f"{report.good} good")
                return "good"
        self._say(cell, "skip", f"inconclusive, {REPEATS + 1} times")
        return "skip"

    def _say(self, cell: Cell, judgement: Judgement, why: str) -> None:
        self._lines.append(f"{judgement:<4}  {printable(cell.label)}  {printable(why)}")

    def _verdict(self, found: Found[Cell]) -> list[str]:
        rules = ", ".join(f"`{each.text}`" for each in self._thresholds)
        good, bad = found.last_good, found.first_bad
        if bad is None:
            last = self._cells[-1].label
            return ["", f"`{last}` is not bad by {rules}: nothing to find"]
        lines = ["", f"first bad by {rules}: `{bad.label}`; last good: `{good.label}`"]
        if found.between:
            names = ", ".join(f"`{cell.label}`" for cell in found.between)
            lines[-1] = f"first bad by {rules}: `{bad.label}`, or one that was skipped: {names}"
        # The step alone where it breaks the rule by itself, else all that grew since GOOD.
        for base in (good, self._cells[0]):
            report = judge_files(
                self._results.run_file(base), self._results.run_file(bad), self._thresholds
            )
            if report.regressions:
                return [*lines, *map(printable, report.lines())]
        return lines


def _worst(report: GateReport) -> str:
    return str(max(report.regressions, key=lambda growth: growth.share))
