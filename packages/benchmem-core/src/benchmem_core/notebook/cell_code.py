"""Turn the code of a cell into an action: compiled once, called for every run."""

import ast
import builtins
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any, Protocol

from benchmem_core.engine import Action

# Not valid as names in code, so that neither hides a variable of the user.
_SETUP, _CELL = "<setup>", "<cell>"
_PREFIXES = f"{_SETUP}.<locals>.", f"{_CELL}.<locals>."
_MODULE = "<module>"


class Compiler(Protocol):
    """The part of IPython's compiler that is used: it has the flags that earlier cells set."""

    flags: int

    def __call__(self, tree: ast.Module, filename: str, symbol: str) -> CodeType:
        """Compile a tree with these flags."""


@dataclass(frozen=True)
class Source:
    """The code of a cell, and of its setup.

    Attributes:
        cell: The code to measure.
        setup: The code that runs before it.
        file: The file name of both in tracebacks.
    """

    cell: ast.Module
    setup: ast.Module
    file: str


class CellCode:
    """A cell as a function: it reads the user's variables, and its own stay local.

    It is a function, and not a module's code, so that its variables end with it: otherwise a pass
    would hold the objects of the pass before, and overwrite the user's variables. Unlike the
    function that `%timeit` makes, it may assign a variable that the user has: each run begins with
    the user's value.

    The setup is a function around it, which makes a new inner function for every pass.
    """

    def __init__(
        self,
        source: Source,
        compiler: Compiler,
        variables: dict[str, Any],
        local_variables: Mapping[str, Any] | None = None,
    ) -> None:
        """Compile the cell and its setup."""
        self._has_setup = bool(source.setup.body)
        # Compile outside of a function first: inside one, a `return` would pass.
        compiler(source.setup, source.file, "exec")
        is_async = _has_await(source.cell, compiler.flags, source.file)
        there = variables.keys() | vars(builtins).keys()
        given = {
            name: value for name, value in (local_variables or {}).items() if name.isidentifier()
        }
        prepared = _find_assigned(_make_function(_SETUP, source.setup.body), compiler, source.file)
        given |= {name: _look_up(variables, name) for name in prepared & there - given.keys()}

        cell = _make_function(_CELL, source.cell.body, is_async=is_async)
        own = _find_assigned(cell, compiler, source.file)
        known = there | given.keys() | prepared
        cell = _make_function(
            _CELL, source.cell.body, own & known, defaults=True, is_async=is_async
        )
        body = [*source.setup.body, cell, ast.Return(ast.Name(_CELL, ast.Load()))]
        outer = _make_module(_make_function(_SETUP, body, given))

        code = _find_functions(compiler(outer, source.file, "exec"))[_SETUP]
        self._make: Callable[..., Action] = FunctionType(_rename_as_module(code), variables)
        self._given = given
        self._function: Action | None = None

    def make_actions(self) -> tuple[Action, Action | None]:
        """Return the action to measure, and the setup to call before every pass, if any."""
        if self._has_setup:
            return self._run, self._prepare
        return self._make(**self._given), None

    def _prepare(self) -> None:
        # Drop the objects of the last pass before making the same again.
        self._function = None
        self._function = self._make(**self._given)

    def _run(self) -> object:
        assert self._function is not None
        return self._function()


def _look_up(variables: Mapping[str, Any], name: str) -> object:
    return variables[name] if name in variables else getattr(builtins, name)


def _make_function(
    name: str,
    body: list[ast.stmt],
    parameters: Iterable[str] = (),
    *,
    defaults: bool = False,
    is_async: bool = False,
) -> ast.FunctionDef | ast.AsyncFunctionDef:
    """Make a function of statements."""
    # Parsed, because each version of Python adds fields that a tree must have.
    function = ast.parse("async def f(): pass" if is_async else "def f(): pass").body[0]
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    names = sorted(parameters)
    function.name = name
    function.args.args = [ast.arg(each) for each in names]
    function.args.defaults = [ast.Name(each, ast.Load()) for each in names if defaults]
    function.body = body or function.body
    return function


def _make_module(function: ast.stmt) -> ast.Module:
    return ast.fix_missing_locations(ast.Module([function], []))


def _find_assigned(function: ast.stmt, compiler: Compiler, file: str) -> set[str]:
    """Return the names that a function assigns: its local variables."""
    (code,) = _find_functions(compiler(_make_module(function), file, "exec")).values()
    return {*code.co_varnames, *code.co_cellvars}


def _find_functions(code: CodeType) -> dict[str, CodeType]:
    return {each.co_name: each for each in code.co_consts if isinstance(each, CodeType)}


def _rename_as_module(code: CodeType) -> CodeType:
    """Rename the code around a cell, and the code inside, as if it stood in a module.

    For a module, `inspect` gives a traceback all lines of the file. For a function it would look
    for a `def` line, and find none.
    """
    constants = (
        _rename_as_module(each) if isinstance(each, CodeType) else each for each in code.co_consts
    )
    is_module = code.co_name in {_SETUP, _CELL}
    inside = code.co_qualname.removeprefix(_PREFIXES[0]).removeprefix(_PREFIXES[1])
    return code.replace(
        co_consts=tuple(constants),
        co_name=_MODULE if is_module else code.co_name,
        co_qualname=_MODULE if is_module else inside,
    )


def _has_await(tree: ast.Module, flags: int, file: str) -> bool:
    """Say whether code awaits something, outside of the functions that it defines."""
    allowed = flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(tree, file, "exec", allowed, dont_inherit=True)
    return bool(code.co_flags & inspect.CO_COROUTINE)
