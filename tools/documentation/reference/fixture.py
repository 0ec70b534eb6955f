"""The fixture, from its class."""

from benchmem_pytest.fixture import MemoryBenchmark

_CALL = "benchmark_memory()"
_PATH = f"{MemoryBenchmark.__module__}.{MemoryBenchmark.__qualname__}"


def fixture() -> str:
    """Describe the fixture and its own attributes, for mkdocstrings."""
    shown = [
        _directive(
            _PATH,
            show_root_heading="false",
            show_root_toc_entry="false",
            show_bases="false",
            members="false",
        ),
        # As a test writes it.
        _directive(f"{_PATH}.__call__", heading=_CALL, toc_label=_CALL),
    ]
    return "\n\n".join([*shown, *(_directive(f"{_PATH}.{name}") for name in own_names())])


def own_names() -> list[str]:
    """Return the names that pytest-benchmark does not have, each once."""
    names: dict[int, str] = {}
    for name, value in vars(MemoryBenchmark).items():
        if not name.startswith("_"):
            names.setdefault(id(value), name)
    return list(names.values())


def _directive(path: str, **options: str) -> str:
    lines = [f"      {name}: {value}" for name, value in {"heading_level": "2", **options}.items()]
    return "\n".join([f"::: {path}", "    options:", *lines])
