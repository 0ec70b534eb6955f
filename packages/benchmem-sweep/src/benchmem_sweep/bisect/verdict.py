"""The verdict of a bisection, in words."""

from collections.abc import Sequence
from dataclasses import replace

from benchmem_core.text import escape_controls
from benchmem_io.gate import GateReport, Threshold
from benchmem_io.runs import load_run
from benchmem_sweep.axes import SweepCell
from benchmem_sweep.bisect.bisection import BisectionResult, JudgedCell, judge_files
from benchmem_sweep.bisect.search import SearchResult
from benchmem_sweep.run import Results

MOST = 3
"""How many regressions are shown with their sites; the rest are counted."""


def format_verdict(
    bisected: BisectionResult, thresholds: Sequence[Threshold], results: Results
) -> tuple[list[str], bool]:
    """Return the verdict as lines of text.

    Returns:
        The lines: each cell that was judged, the verdict, and the largest regressions of the
        first bad cell. Then whether exactly one cell is known to be the first bad one.

    Raises:
        RunFileError: A run file is damaged.
    """
    found, judged = bisected.found, bisected.judged
    rules = ", ".join(f"`{each.text}`" for each in thresholds)
    lines = [f"{each.judgement:<4}  {each.cell.label}  {each.why}" for each in judged]
    lines += ["", _format_result(found, judged, rules)]
    if found.first_bad is not None:
        lines += _format_growth(
            judged[0].cell, found.last_good, found.first_bad, thresholds, results
        )
    is_found = found.first_bad is not None and not found.between
    return [escape_controls(line) for line in lines], is_found


def _format_result(found: SearchResult[SweepCell], judged: Sequence[JudgedCell], rules: str) -> str:
    good, bad = f"`{found.last_good.label}`", found.first_bad
    skipped = ", ".join(f"`{cell.label}`" for cell in found.between)
    if bad is not None:
        between = f", or one that was skipped: {skipped}" if skipped else ""
        return f"first bad by {rules}: `{bad.label}`{between}; last good: {good}"
    if skipped:
        why = next(each.why for each in judged if each.cell is found.between[-1])
        return (
            f"not found: no cell is bad by {rules}, and all cells after {good} were skipped: "
            f"{skipped}; the last one: {why}"
        )
    return f"not found: {good} (BAD) is good by {rules}"


def _format_growth(
    base: SweepCell,
    good: SweepCell,
    bad: SweepCell,
    thresholds: Sequence[Threshold],
    results: Results,
) -> list[str]:
    """Return lines about the largest regressions of the first bad cell."""
    since_base = _judge_cells(base, bad, thresholds, results)
    # Show the last step alone if it breaks a rule by itself, else the growth since the baseline.
    before, report = good, _judge_cells(good, bad, thresholds, results)
    if not report.regressions:
        before, report = base, since_base
    worst = sorted(report.regressions, key=lambda growth: abs(growth.share), reverse=True)
    lines = replace(report, regressions=worst[:MOST]).lines()[:-1]
    count = f"{len(worst)} regressions" if len(worst) > 1 else "1 regression"
    rest = f"; the {MOST} largest are shown" if len(worst) > MOST else ""
    lines.append(f"against `{before.label}`: {count}, {report.good} good{rest}")
    known = load_run(results.locate_run_file(good)).benchmarks
    for id_ in dict.fromkeys(growth.id for growth in since_base.regressions):
        if id_ not in known:
            lines.append(f"`{id_}` did not run in `{good.label}`: it may have grown before")
    return lines


def _judge_cells(
    base: SweepCell, head: SweepCell, thresholds: Sequence[Threshold], results: Results
) -> GateReport:
    return judge_files(results.locate_run_file(base), results.locate_run_file(head), thresholds)
