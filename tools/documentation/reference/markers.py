"""The keywords of the markers."""

from dataclasses import MISSING, Field, fields
from inspect import formatannotation

from benchmem_core.metrics import METRICS
from benchmem_pytest.flags import FLAGS
from benchmem_pytest.markers import MARKER, SCALING_KEYWORDS, SCALING_MARKER, ScalingOptions
from benchmem_pytest.options import MARKER_KEYWORDS, MemoryOptions
from tools.documentation.reference.definitions import Definition, code, definition_list
from tools.documentation.reference.docstrings import attributes


def benchmem_marker() -> str:
    """Every keyword of `@pytest.mark.benchmem`, with its type and default."""
    texts = attributes(MemoryOptions)
    return definition_list(
        Definition(each.name, f"{MARKER}-{each.name}", texts[each.name], _facts(each))
        for each in fields(MemoryOptions)
        if each.name in MARKER_KEYWORDS
    )


def scaling_marker() -> str:
    """Every keyword of `@pytest.mark.benchmem_scaling`."""
    texts = {name: f"Bound of: {spec.title}." for name, spec in METRICS.items()}
    texts |= attributes(ScalingOptions)
    return definition_list(
        Definition(name, f"{SCALING_MARKER}-{name}", texts[name]) for name in SCALING_KEYWORDS
    )


def _facts(field: "Field[object]") -> tuple[str, ...]:
    facts = f"{code(formatannotation(field.type))}, by default "
    for flag in FLAGS:
        if flag.keyword == field.name:
            return (f"{facts}as [{code(f'--{flag.name}')}](flags.md#{flag.name})",)
    assert field.default is not MISSING
    return (f"{facts}{code(repr(field.default))}",)
