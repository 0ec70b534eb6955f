"""`%benchmem` and `%%benchmem`: measure a line or a cell in IPython and in notebooks."""

import contextlib
import getopt
import inspect
import re
import sys
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from benchmem_core.callsites import Site, find_cell_name
from benchmem_core.checks import Argument
from benchmem_core.engine import MemoryResult, format_result_line, measure_memory
from benchmem_core.errors import ArgumentError, BenchmemError
from benchmem_core.notebook.cell_code import CellCode, Source

HELP = """Measure the memory of a line or a cell.

    %benchmem [options] code

    %%benchmem [options] [setup]
    code
    ...

The code runs several times, as `measure_memory` decides. It reads your variables; what it assigns
is its own and gone after each run. The setup, in the first line of a cell, runs before every pass
and is not measured; the cell has what it assigns.

Options:
    -r N, --repeats N    take exactly N passes; otherwise as many as it takes
    -w N, --warmup N     runs before the first pass (default 1)
    -c N, --calls N      runs in one pass (default 1)
    --max-time SECONDS   take no further pass when this time is over
    --allocators MODE    count every Python object (python), or what reaches the system (system)
    --retained           measure too what is still allocated afterwards
    --sites [N]          find the N lines (default 10) that own most at the peak
    -o, --output         return the result, and print just one line
    -q, --quiet          print nothing
    --                   end of options, where the code itself begins with a dash
"""

_SHORT = "r:w:c:oq"
_LONG = ("repeats=", "warmup=", "calls=", "max-time=", "allocators=", "sites=")
_FLAGS = ("retained", "output", "quiet")
_NAMES = {"-r": "repeats", "-w": "warmup", "-c": "calls", "-o": "output", "-q": "quiet"}
_LEAST = {"repeats": 1, "warmup": 0, "calls": 1, "sites": 1}


@dataclass
class Line:
    """The line of a magic.

    Attributes:
        code: The text after the options.
        arguments: Arguments of `measure_memory`.
        output: Whether the result is returned.
        quiet: Whether nothing is shown.
    """

    code: str
    arguments: dict[str, Any] = field(default_factory=dict)
    output: bool = False
    quiet: bool = False


def load_ipython_extension(shell: Any) -> None:
    """Add the magics to IPython; `%load_ext` calls it.

    Args:
        shell: IPython's `InteractiveShell`.
    """
    from IPython.core.magic import needs_local_scope, no_var_expand

    def benchmem(line: str, cell: str | None = None, local_ns: Any = None) -> object:
        # IPython leaves such frames out of a traceback.
        __tracebackhide__ = True
        return measure_code(shell, line, cell, local_ns)

    benchmem.__doc__ = HELP
    # Braces and dollars in code are code.
    magic: Any = no_var_expand(needs_local_scope(benchmem))
    shell.register_magic_function(magic, "line_cell", "benchmem")


def measure_code(
    shell: Any, line: str, cell: str | None = None, local_variables: dict[str, Any] | None = None
) -> MemoryResult | None:
    """Measure the code of a magic, and show the result.

    Args:
        shell: IPython's `InteractiveShell`.
        line: The text after the name of the magic.
        cell: The rest of the cell; `None` for the magic of a line.
        local_variables: The variables of the function that holds the line.

    Returns:
        The result, if the line asks for it.

    Raises:
        UsageError: The code is missing, an option is wrong, or memory cannot be measured; IPython
            shows it in one line.
    """
    from IPython.core.error import UsageError
    from IPython.display import display

    __tracebackhide__ = True
    file = ""
    try:
        parsed = parse_line(line)
        source = _parse_source(shell, parsed.code, cell)
        file = source.file
        is_function = cell is None and local_variables is not shell.user_ns
        given = local_variables if is_function else None
        action, setup = CellCode(source, shell.compile, shell.user_ns, given).make_actions()
        result = measure_memory(action, setup=setup, **parsed.arguments)
    except BaseException as error:
        users = _skip_own_frames(error.__traceback__, file)
        if users is None and isinstance(error, BenchmemError):
            raise UsageError(str(error)) from None
        if users is None and not isinstance(error, SyntaxError):
            raise
        # Hide the frames that called or read the user's code.
        raise error.with_traceback(users)  # noqa: B904 - it is the same
    if parsed.output and not parsed.quiet:
        sys.stdout.write(f"{format_result_line(result)}\n")
    elif not parsed.quiet:
        display(result)
    return result if parsed.output else None


def parse_line(line: str) -> Line:
    """Read options up to where the code begins.

    Args:
        line: The text after `%benchmem`.

    Raises:
        ArgumentError: An option is unknown, or its value has no meaning.
    """
    words = list(re.finditer(r"\S+", line))
    texts = [word[0] for word in words]
    for i, text in enumerate(texts):
        # The number may be left out, which `getopt` does not support.
        if text == "--sites" and not "".join(texts[i + 1 : i + 2]).isdecimal():
            texts[i] = f"--sites={Site.DEFAULT_COUNT}"
    try:
        options, rest = getopt.getopt(texts, _SHORT, [*_LONG, *_FLAGS])
    except getopt.GetoptError as error:
        raise ArgumentError(f"{error}: `%benchmem?` lists the options") from None
    start = len(texts) - len(rest)
    parsed = Line(line[words[start].start() :] if rest else "")
    for option, value in options:
        name = _NAMES.get(option, option.removeprefix("--").replace("-", "_"))
        if name in {"output", "quiet"}:
            setattr(parsed, name, True)
        else:
            parsed.arguments[name] = _value(name, option, value)
    return parsed


def _value(name: str, option: str, text: str) -> object:
    if name == "retained":
        return True
    if name == "allocators":
        return Argument(option, text).as_allocators()
    value: object = text
    # The checks below refuse a text that is not a number, and quote it.
    with contextlib.suppress(ValueError):
        value = float(text) if name == "max_time" else int(text)
    if name == "max_time":
        return Argument(option, value).as_seconds()
    return Argument(option, value).as_count(least=_LEAST[name])


def _parse_source(shell: Any, code: str, cell: str | None) -> Source:
    """Parse the code, with the line numbers that it has in the cell.

    Raises:
        ArgumentError: The code is missing.
        SyntaxError: The code is not valid.
    """
    transform, parse = shell.transform_cell, shell.compile.ast_parse
    number, first = _find_running_line(shell)
    if cell is None:
        setup, lines = "", code
    else:
        # The first line is that of the magic; a traceback shows only the setup of it.
        first, setup, lines = 2, transform(code), cell
    padding = setup if setup.count("\n") == 1 else "\n" * (first - 1)
    text = padding + transform(lines)
    # So that a traceback shows these lines.
    file = shell.compile.cache(text, number)
    tree = shell.transform_ast(parse("\n" * (first - 1) + transform(lines), file))
    if not tree.body:
        magic = "%benchmem sum(data)" if cell is None else "%%benchmem"
        raise ArgumentError(f"there is no code to measure: write it after `{magic}`")
    return Source(tree, shell.transform_ast(parse(setup, file)), file)


def _find_running_line(shell: Any) -> tuple[int, int]:
    """Return the number of the running cell, and of its running line."""
    # `execution_count` may be ahead by one already: that depends on the version of IPython.
    frame = inspect.currentframe()
    while frame is not None:
        number = re.search(r"\d+", find_cell_name(frame.f_code.co_filename) or "")
        if number:
            return int(number[0]), frame.f_lineno
        frame = frame.f_back
    return shell.execution_count, 1


def _skip_own_frames(traceback: TracebackType | None, file: str) -> TracebackType | None:
    """Return the part of a traceback from the user's code on; `None` if it has none."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename != file:
        traceback = traceback.tb_next
    return traceback
