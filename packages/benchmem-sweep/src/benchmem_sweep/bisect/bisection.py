"""Bisect cells: measure each one that matters, and judge it against the good one."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmem_io.errors import RunFileError
from benchmem_io.gate import GateReport, Threshold
from benchmem_sweep.axes import (
    COMMIT,
    PYTHON,
    VERSION,
    Cell,
    Commit,
    Plan,
    Repository,
    Value,
    find_interpreter,
    install_spec,
    matrix,
    releases_between,
)
from benchmem_sweep.bisect.bisecting import Found, Judgement, bisect
from benchmem_sweep.bisect.judging import judge_files
from benchmem_sweep.errors import StageError, SweepError
from benchmem_sweep.run import Progress, Results, Runner

REPEATS = 2
"""How many times an inconclusive cell is run again."""

SITES = 10
"""How many call sites are recorded, to name those that grew."""


def bisect_cells(
    ends: Sequence[str],
    *,
    is_git: bool,
    project: Path,
    python: str | None = None,
    as_of: str | None = None,
) -> tuple[list[Cell], Repository | None, dict[str, Commit]]:
    """Return the cells from the good one to the bad one.

    Args:
        ends: The package, the good and the bad version; or the good and the bad commit.
        is_git: Whether the ends are commits.
        project: The folder of the project, for commits.
        python: The interpreter of all cells.
        as_of: A date; newer releases are left out.

    Returns:
        The cells in order, the repository, and its commits by their ids.

    Raises:
        SweepError: An end or the interpreter is missing, or the ends are in the wrong order.
    """
    fixed = {PYTHON: [Value(python, python=python)]} if python else {}
    try:
        interpreter = find_interpreter(python).path
    except StageError as error:
        raise SweepError(error.reason) from None
    if not is_git:
        package, good, bad = ends
        versions = releases_between(package, good, bad, as_of=as_of, python=interpreter)
        values = [Value(each, install_spec(package, each)) for each in versions]
        return matrix({VERSION: values, **fixed}), None, {}
    repository = Repository(project)
    repository.prune()
    found = repository.commits(f"{ends[0]}..{ends[1]}")
    if len(found) < 2:
        raise SweepError(f"`{ends[0]}` and `{ends[1]}` are one commit: give GOOD, then BAD")
    cells = matrix({COMMIT: [commit.value for commit in found], **fixed})
    return cells, repository, {commit.id: commit for commit in found}


@dataclass(frozen=True)
class Judged:
    """The judgement of a cell.

    Attributes:
        cell: The cell.
        judgement: Good, bad, or skipped.
        why: The reason, in a few words.
    """

    cell: Cell
    judgement: Judgement
    why: str


@dataclass(frozen=True)
class Bisected:
    """The result of a bisection, with all judgements.

    Attributes:
        found: The first bad cell.
        judged: All judgements, the good cell first.
    """

    found: Found[Cell]
    judged: Sequence[Judged]


class Bisection:
    """Finds the first bad cell."""

    def __init__(
        self,
        cells: Sequence[Cell],
        thresholds: Sequence[Threshold],
        plan: Plan,
        *,
        runner: Runner,
        results: Results,
        progress: Progress,
    ) -> None:
        """Prepare the bisection.

        Args:
            cells: From the good one to the bad one.
            thresholds: The rules.
            plan: The settings that the cells share.
            runner: Runs the cells.
            results: The folder of run files.
            progress: Shows each judgement.
        """
        self._cells = cells
        self._thresholds = thresholds
        self._sufficient = _sufficient(plan)
        self._runner = runner
        self._results = results
        self._progress = progress
        self._judged: list[Judged] = []

    def run(self) -> Bisected:
        """Find the first bad cell.

        Raises:
            SweepError: The good cell cannot be measured.
        """
        base = self._cells[0]
        reason = self._measure(base)
        if reason is not None:
            raise SweepError(f"`{base.label}`, the good one, failed: {reason}")
        self._say(base, "good", "the baseline")
        return Bisected(bisect(self._cells, self._judge), self._judged)

    def _judge(self, cell: Cell) -> Judgement:
        for repeat in range(REPEATS + 1):
            reason = self._measure(cell, again=repeat > 0)
            if reason is not None:
                return self._say(cell, "skip", reason)
            try:
                files = self._results.run_file(self._cells[0]), self._results.run_file(cell)
                report = judge_files(*files, self._thresholds)
            except RunFileError as error:
                return self._say(cell, "skip", str(error))
            if report.regressions:
                return self._say(cell, "bad", _worst(report))
            if report.judged_nothing:
                return self._say(cell, "skip", _unjudged(report))
            if not report.inconclusive:
                unjudged = f", {len(report.unjudged)} not judged" if report.unjudged else ""
                return self._say(cell, "good", f"{report.good} good{unjudged}")
        return self._say(cell, "skip", f"inconclusive, {REPEATS + 1} times")

    def _measure(self, cell: Cell, *, again: bool = False) -> str | None:
        """Make sure that a cell has a run file; return the reason if it has none."""
        if not again and self._is_known(cell):
            return None
        (finished,) = self._runner.run([cell])
        if finished.state != "failed":
            return None
        log = self._results.log_file(cell, finished.outcome.failed_at or "run")
        return f"{finished.outcome.reason}; all of it: {log}"

    def _is_known(self, cell: Cell) -> bool:
        """Say whether an earlier sweep or bisection left a run file that the rules can use."""
        done = self._results.done(cell)
        try:
            return (
                done is not None
                and not done.failed
                and any(done.key == plan.key(cell) for plan in self._sufficient)
            )
        except StageError:
            # The run will report this error.
            return False

    def _say(self, cell: Cell, judgement: Judgement, why: str) -> Judgement:
        self._progress.finished(cell.label, f"{judgement}: {why}", is_good=judgement == "good")
        self._judged.append(Judged(cell, judgement, why))
        return judgement


def _sufficient(plan: Plan) -> list[Plan]:
    """Return the plans whose run files the rules can use; the first is the plan itself."""
    options = itertools.product(
        dict.fromkeys([plan.memory, True]),
        dict.fromkeys([plan.times, True]),
        dict.fromkeys([plan.sites, None]),
    )
    return [replace(plan, memory=memory, times=times, sites=n) for memory, times, n in options]


def _unjudged(report: GateReport) -> str:
    """Return the reason why a rule cannot judge a cell, which may be bad by that rule."""
    if not report.unjudged:
        return "no benchmark could be judged: there is none"
    if not report.judged:
        return f"no benchmark could be judged: {report.unjudged[0].reason}"
    idle = report.judged_nothing[0]
    reason = next(each.reason for each in report.unjudged if each.threshold == idle)
    return f"`{idle.text}` could judge no benchmark: {reason}"


def _worst(report: GateReport) -> str:
    return str(max(report.regressions, key=lambda growth: abs(growth.share)))
