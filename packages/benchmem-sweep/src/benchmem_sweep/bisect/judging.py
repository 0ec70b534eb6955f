"""Judge a cell against the good one, by the rules of the gate."""

from collections.abc import Sequence
from pathlib import Path

from benchmem_io.compare import compare_runs
from benchmem_io.gate import GatePolicy, GateReport, Threshold, judge_comparison
from benchmem_io.runs import load_run

# If one test does not run in every version, the other tests can still be judged.
_POLICY = GatePolicy(on_missing="ignore", on_inconclusive="ignore")


def judge_files(base: Path, head: Path, thresholds: Sequence[Threshold]) -> GateReport:
    """Apply rules to two run files.

    Args:
        base: The run file of the baseline.
        head: The run file to judge.
        thresholds: The rules.

    Returns:
        The report of the gate, with the sites that grew.

    Raises:
        RunFileError: One of the files is not a run file.
    """
    comparison = compare_runs([load_run(base), load_run(head)])
    return judge_comparison(comparison, thresholds, _POLICY).attach_call_sites(comparison)
