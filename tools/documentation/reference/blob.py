"""The series of the blob, from the registry of metrics."""

from benchmem_core.metrics import MEMORY_METRICS, MetricSpec
from tools.documentation.reference.definitions import Definition, code, definition_list

_UNITS = {"B": "bytes", "count": "a count"}


def blob() -> str:
    """List every series, with its metric and unit."""
    return definition_list(_definition(spec) for spec in MEMORY_METRICS)


def _definition(spec: MetricSpec) -> Definition:
    assert spec.field is not None
    there = "only where it was measured" if spec.optional else "always there"
    facts = (f"Metric {code(spec.name)}, {_UNITS[spec.unit]}, {there}.",)
    return Definition(spec.field, f"blob-{spec.field}", f"{spec.title}.", facts)
