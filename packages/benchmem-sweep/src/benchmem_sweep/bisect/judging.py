"""Judging a cell against the good one: by the gate's rules."""

from collections.abc import Sequence
from pathlib import Path

from benchmem_io.compare import compare_runs
from benchmem_io.gate import GatePolicy, GateReport, Threshold, explained, judge_comparison
from benchmem_io.runs import load_run

# A suite in which one test does not run in every version still tells of the others.
_POLICY = GatePolicy(on_missing="ignore", on_inconclusive="ignore")


def judge_files(base: Path, head: Path, thresholds: Sequence[Threshold]) -> GateReport:
    """Apply rules to two run files.

    Args:
        base: The baseline.
        head: What is judged.
        thresholds: The rules.

    Returns:
        What the gate found, with the sites that grew.

    Raises:
        RunFileError: One of them is no run file.
    """
    comparison = compare_runs([load_run(base), load_run(head)])
    return explained(judge_comparison(comparison, thresholds, _POLICY), comparison)
