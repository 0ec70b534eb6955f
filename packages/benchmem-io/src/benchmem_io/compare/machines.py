"""Machines: times of two machines cannot be compared, memory can."""

from collections.abc import Iterable, Sequence

from benchmem_core.metrics import MetricSpec
from benchmem_io.runs import Run, node_text, processor_text


def machine_notes(metrics: Iterable[MetricSpec], runs: Sequence[Run]) -> list[str]:
    """Warn if times of several machines are compared.

    Args:
        metrics: The metrics that are compared.
        runs: The runs that are compared.

    Returns:
        One line that names the machines, or an empty list. Runs that name no machine are ignored.
    """
    if all(metric.unit != "s" for metric in metrics):
        return []
    machines = list(dict.fromkeys(filter(None, map(_machine, runs))))
    if len(machines) < 2:
        return []
    named = f"{', '.join(machines[:-1])} and {machines[-1]}"
    return [f"Times are of several machines, {named}: only memory can be compared."]


def _machine(run: Run) -> str:
    node, processor = node_text(run), processor_text(run)
    return f"{node} ({processor})" if node and processor else node or processor
