"""One option of the plugin: a flag, and an ini option of the same words."""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass
from typing import Any, Generic, Literal, TypeVar

import pytest

from benchmem_core.errors import ArgumentError

Value_co = TypeVar("Value_co", covariant=True)
Kind = Literal["bool", "int", "float", "string", "args"]
"""A type of ini option, in pytest's words; `args` is a list."""

_KINDS: dict[Kind, str] = {
    "bool": "`true` or `false`",
    "int": "an integer",
    "float": "a number",
    "string": "a text",
    "args": "a list of texts",
}
_NUMBERS: dict[Kind, type[int] | type[float]] = {"int": int, "float": float}
_HAS_NUMBERS = pytest.version_tuple >= (8, 4)
_ABSENT = object()


@dataclass(frozen=True)
class Flag(Generic[Value_co]):
    """One row of the table of options.

    Attributes:
        name: The flag, without the dashes before it.
        kind: The type of its ini option.
        help: One sentence or two; `{default}` stands for the default.
        page: The page of the documentation that explains it, below `docs/`.
        default: The value if neither flag nor ini option is given.
        metavar: The placeholder for the value in `--help`.
        choices: The allowed values, or elements of a list, if only these are allowed.
        check: Returns a valid value or element, or raises `ArgumentError`.
        bare: The value of the flag without `=`; `None` if it needs a value.
        is_repeatable: Whether a list takes one element from each flag, and not several between
            commas.
        keyword: The keyword of the `benchmem` marker that overrides it.
    """

    name: str
    kind: Kind
    _: KW_ONLY
    help: str
    page: str
    default: Any = None
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    check: Callable[[str, Any], Any] = lambda _name, value: value
    bare: object = None
    is_repeatable: bool = False
    keyword: str | None = None

    @property
    def ini(self) -> str:
        """The ini option, which is the attribute of pytest's options too."""
        return self.name.replace("-", "_")

    @property
    def description(self) -> str:
        """The help with the default."""
        is_list = isinstance(self.default, tuple)
        return self.help.format(default=",".join(self.default) if is_list else self.default)

    @property
    def ini_type(self) -> Kind:
        """The type of the ini option; older versions of pytest have none for numbers."""
        return self.kind if _HAS_NUMBERS or self.kind not in _NUMBERS else "string"

    def add_to(self, parser: pytest.Parser) -> None:
        """Add the flag and the ini option to pytest."""
        metavar = self.metavar or ",".join(self.choices)
        settings: dict[str, Any] = {"metavar": metavar, "type": self._parse_text}
        if self.kind == "bool":
            settings = {"action": argparse.BooleanOptionalAction}
        elif self.choices and self.kind == "string":
            settings = {"choices": self.choices}
        elif self.is_repeatable:
            settings["action"] = "append"
        elif self.bare is not None:
            settings |= {"nargs": "?", "const": self.bare}
        group = parser.getgroup("benchmark memory")
        help_text = self.description.replace("%", "%%")
        group.addoption(f"--{self.name}", dest=self.ini, default=None, help=help_text, **settings)
        summary = f"Default of --{self.name}."
        parser.addini(self.ini, summary, type=self.ini_type, default=_ABSENT)

    def is_given(self, config: pytest.Config) -> bool:
        """Say whether the command line has the flag; `addopts` counts as command line."""
        return config.getoption(self.ini) is not None

    def read(self, config: pytest.Config) -> Value_co:
        """Return the value of the flag, else of the ini option, else the default.

        Raises:
            UsageError: The ini option has a value without a meaning.
        """
        value: Any = config.getoption(self.ini)
        if value is None:
            value = self._read_ini(config)
        elif self.is_repeatable:
            value = tuple(dict.fromkeys(value))
        result: Value_co = self.default if value is None else value
        return result

    def _read_ini(self, config: pytest.Config) -> Any:
        try:
            value: Any = config.getini(self.ini)
            if value is _ABSENT:
                return None
            if self.kind in _NUMBERS and isinstance(value, str):
                value = _NUMBERS[self.kind](value)
            if self.kind == "args":
                return self._check_all(self._split(value)) if value else None
            if self.kind == "string" and not isinstance(value, str):
                raise TypeError
            return self._check(value)
        except ArgumentError as error:
            raise pytest.UsageError(f"ini option `{self.ini}`: {error}") from None
        except (TypeError, ValueError, AttributeError, pytest.UsageError):
            raise pytest.UsageError(
                f"ini option `{self.ini}` must be {_KINDS[self.kind]}"
            ) from None

    def _parse_text(self, text: str) -> Any:
        """Read the value of the flag."""
        try:
            if self.kind == "args" and not self.is_repeatable:
                return self._check_all(text.split(","))
            return self._check(self._convert(text))
        except ArgumentError as error:
            hint = f"; before a path, write `--{self.name}={self.bare}`" if self.bare else ""
            raise argparse.ArgumentTypeError(f"{error}{hint}") from None

    def _convert(self, text: str) -> object:
        """Return a number if the flag takes one and the text is one; `check` refuses a text."""
        try:
            return _NUMBERS[self.kind](text) if self.kind in _NUMBERS else text
        except ValueError:
            return text

    def _split(self, elements: Iterable[str]) -> list[str]:
        """Return the elements of an ini option, whose words may stand between commas too."""
        if self.is_repeatable:
            return list(elements)
        return [part for each in elements for part in each.removesuffix(",").split(",")]

    def _check_all(self, elements: Iterable[str]) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(self._check(each.strip()) for each in elements))

    def _check(self, value: Any) -> Any:
        if self.choices and value not in self.choices:
            raise ArgumentError(f"`{value}` is not one of {', '.join(self.choices)}")
        return self.check(self.metavar or "", value)
