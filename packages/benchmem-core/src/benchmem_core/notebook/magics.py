"""`%benchmem` and `%%benchmem`: measure a line or a cell in IPython and in notebooks."""

import inspect
import re
import sys
from types import TracebackType
from typing import Any

from benchmem_core.callsites import find_cell_name
from benchmem_core.engine import MemoryResult, format_result_line, measure_memory
from benchmem_core.errors import ArgumentError, BenchmemError
from benchmem_core.notebook.cell_code import CellCode, Source
from benchmem_core.notebook.options import make_parser, parse_line


def load_ipython_extension(shell: Any) -> None:
    """Add the magics to IPython; `%load_ext` calls it."""
    from IPython.core.magic import needs_local_scope, no_var_expand

    def benchmem(line: str, cell: str | None = None, local_ns: Any = None) -> object:
        # IPython leaves such frames out of a traceback.
        __tracebackhide__ = True
        return measure_code(shell, line, cell, local_ns)

    benchmem.__doc__ = make_parser().format_help()
    # Braces and dollars in code are code.
    magic: Any = no_var_expand(needs_local_scope(benchmem))
    shell.register_magic_function(magic, "line_cell", "benchmem")


def measure_code(
    shell: Any, line: str, cell: str | None = None, local_variables: dict[str, Any] | None = None
) -> MemoryResult | None:
    """Measure the code of a magic, and show the result."""
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


def _parse_source(shell: Any, code: str, cell: str | None) -> Source:
    """Parse the code, with the line numbers that it has in the cell."""
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
