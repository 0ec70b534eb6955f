"""The flags and ini options that the plugin adds to pytest."""

from benchmem_pytest.flag import Flag
from benchmem_pytest.flags import FLAGS
from tools.documentation.reference.definitions import Definition, code, definition_list


def flags() -> str:
    """Every flag with its value, its default, its ini option, its keyword and its page."""
    return definition_list(
        Definition(_typed(flag), flag.name, flag.description, (*_facts(flag),)) for flag in FLAGS
    )


def _typed(flag: Flag[object]) -> str:
    name = f"--{flag.name}"
    if flag.kind == "bool":
        return name
    value = flag.metavar or ("," if flag.kind == "args" else "|").join(flag.choices)
    return f"{name}={value}" if flag.bare is None else f"{name}[={value}]"


def _facts(flag: Flag[object]) -> list[str]:
    facts = [f"ini option {code(flag.ini)} ({code(flag.kind)})"]
    if flag.keyword is not None:
        facts[0] += f", marker keyword [{code(flag.keyword)}](marker.md#benchmem-{flag.keyword})"
    if flag.kind == "bool":
        facts.append(f"{code(f'--no-{flag.name}')} takes it back")
    _, _, anchor = flag.page.partition("#")
    return [*facts, f"more: [{anchor.replace('-', ' ').capitalize()}](../{flag.page})"]
