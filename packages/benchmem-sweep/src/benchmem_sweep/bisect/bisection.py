"""Bisect cells: measure each one that matters, and judge it against the good one."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmem_io.compare import compare_runs
from benchmem_io.errors import RunFileError
from benchmem_io.gate import GatePolicy, GateReport, Threshold, judge_comparison
from benchmem_io.runs import load_run
from benchmem_sweep.axes import (
    COMMIT,
    PYTHON,
    VERSION,
    Plan,
    Repository,
    SweepCell,
    Value,
    find_interpreter,
    list_releases,
    make_cells,
    make_requirement,
)
from benchmem_sweep.bisect.search import Judgement, SearchResult, bisect
from benchmem_sweep.errors import StageError, SweepError
from benchmem_sweep.run import Progress, Results, Runner

REPEATS = 2
"""How many times an inconclusive cell is run again."""

SITES = 10
"""How many call sites are recorded, to name those that grew."""

# If one test does not run in every version, the other tests can still be judged.
_POLICY = GatePolicy(on_missing="ignore", on_inconclusive="ignore")


def list_candidates(
    ends: Sequence[str],
    *,
    is_git: bool,
    project: Path,
    python: str | None = None,
    as_of: str | None = None,
) -> tuple[list[SweepCell], Repository | None]:
    """Return the cells from the good one to the bad one, and the repository of the commits.

    The ends are a package, the good and the bad version; or the good and the bad commit.

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
        versions = list_releases(package, good, bad, as_of=as_of, python=interpreter)
        values = [Value(each, make_requirement(package, each)) for each in versions]
        return make_cells({VERSION: values, **fixed}), None
    repository = Repository(project)
    repository.prune()
    found = repository.find_commits(f"{ends[0]}..{ends[1]}")
    if len(found) < 2:
        raise SweepError(f"`{ends[0]}` and `{ends[1]}` are the same commit: give GOOD, then BAD")
    return make_cells({COMMIT: [commit.value for commit in found], **fixed}), repository


@dataclass(frozen=True)
class JudgedCell:
    """The judgement of a cell.

    Attributes:
        cell: The cell.
        judgement: Good, bad, or skipped.
        why: The reason, in a few words.
    """

    cell: SweepCell
    judgement: Judgement
    why: str


@dataclass(frozen=True)
class BisectionResult:
    """The result of a bisection, with all judgements.

    Attributes:
        found: The first bad cell.
        judged: All judgements, the good cell first.
    """

    found: SearchResult[SweepCell]
    judged: Sequence[JudgedCell]


class Bisection:
    """Finds the first bad cell."""

    def __init__(
        self,
        cells: Sequence[SweepCell],
        thresholds: Sequence[Threshold],
        plan: Plan,
        *,
        runner: Runner,
        results: Results,
        progress: Progress,
    ) -> None:
        """Take the cells, from the good one to the bad one."""
        self._cells = cells
        self._thresholds = thresholds
        self._sufficient = _list_sufficient(plan)
        self._runner = runner
        self._results = results
        self._progress = progress
        self._judged: list[JudgedCell] = []

    def run(self) -> BisectionResult:
        """Find the first bad cell.

        Raises:
            SweepError: The good cell cannot be measured.
        """
        base = self._cells[0]
        reason = self._measure(base)
        if reason is not None:
            raise SweepError(f"`{base.label}` (GOOD) failed: {reason}")
        self._record(base, "good", "the baseline")
        return BisectionResult(bisect(self._cells, self._judge), self._judged)

    def _judge(self, cell: SweepCell) -> Judgement:
        for repeat in range(REPEATS + 1):
            reason = self._measure(cell, again=repeat > 0)
            if reason is not None:
                return self._record(cell, "skip", reason)
            try:
                files = (
                    self._results.locate_run_file(self._cells[0]),
                    self._results.locate_run_file(cell),
                )
                report = judge_files(*files, self._thresholds)
            except RunFileError as error:
                return self._record(cell, "skip", str(error))
            if report.regressions:
                return self._record(cell, "bad", _describe_worst(report))
            if report.judged_nothing:
                return self._record(cell, "skip", _explain_unjudged(report))
            if not report.inconclusive:
                unjudged = f", {len(report.unjudged)} not judged" if report.unjudged else ""
                return self._record(cell, "good", f"{report.good} good{unjudged}")
        return self._record(cell, "skip", f"inconclusive, {REPEATS + 1} times")

    def _measure(self, cell: SweepCell, *, again: bool = False) -> str | None:
        """Make sure that a cell has a run file; return the reason if it has none."""
        if not again and self._is_known(cell):
            return None
        (finished,) = self._runner.run([cell])
        if finished.state != "failed":
            return None
        log = self._results.locate_log(cell, finished.result.failed_at or "run")
        return f"{finished.result.reason}; full log: {log}"

    def _is_known(self, cell: SweepCell) -> bool:
        """Say whether an earlier sweep or bisection left a run file that the rules can use."""
        done = self._results.read_record(cell)
        try:
            return (
                done is not None
                and not done.failed
                and any(done.key == plan.compute_key(cell) for plan in self._sufficient)
            )
        except StageError:
            # The run will report this error.
            return False

    def _record(self, cell: SweepCell, judgement: Judgement, why: str) -> Judgement:
        self._progress.finish(cell.label, f"{judgement}: {why}", is_good=judgement == "good")
        self._judged.append(JudgedCell(cell, judgement, why))
        return judgement


def judge_files(base: Path, head: Path, thresholds: Sequence[Threshold]) -> GateReport:
    """Apply rules to the run files of two cells, and find the call sites that grew.

    Raises:
        RunFileError: One of the files is not a run file.
    """
    comparison = compare_runs([load_run(base), load_run(head)])
    return judge_comparison(comparison, thresholds, _POLICY).attach_call_sites(comparison)


def _list_sufficient(plan: Plan) -> list[Plan]:
    """Return the plans whose run files the rules can use; the first is the plan itself."""
    options = itertools.product(
        dict.fromkeys([plan.memory, True]),
        dict.fromkeys([plan.times, True]),
        dict.fromkeys([plan.sites, None]),
    )
    return [replace(plan, memory=memory, times=times, sites=n) for memory, times, n in options]


def _explain_unjudged(report: GateReport) -> str:
    """Return the reason why a rule cannot judge a cell, which may be bad by that rule."""
    if not report.unjudged:
        return "no benchmark could be judged: the run files have none"
    if not report.judged:
        return f"no benchmark could be judged: {report.unjudged[0].reason}"
    idle = report.judged_nothing[0]
    reason = next(each.reason for each in report.unjudged if each.threshold == idle)
    return f"`{idle.text}` could judge no benchmark: {reason}"


def _describe_worst(report: GateReport) -> str:
    return str(max(report.regressions, key=lambda growth: abs(growth.share)))
