"""Families: the tests of one function that differ only in a size."""

import numbers
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard, cast

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_core.text import escape_controls, shorten
from benchmem_pytest.markers import (
    SCALING_MARKER,
    SIBLINGS,
    Bound,
    ScalingOptions,
    read_scaling_options,
)

_WIDEST = 120

Params = Mapping[str, object]


@dataclass(frozen=True)
class Family:
    """Tests that differ only in a size, also those that will not run.

    Attributes:
        name: The id that they share.
        x: The name of the size parameter.
        bounds: The bounds of their costs.
        sizes: The size of each test by its node id, the smallest first.
    """

    name: str
    x: str
    bounds: tuple[Bound, ...]
    sizes: Mapping[str, numbers.Real]


@dataclass(frozen=True)
class RefusedFamily:
    """Tests whose bounds cannot be judged as they are written.

    Attributes:
        ids: The node ids.
        reason: The reason.
    """

    ids: Sequence[str]
    reason: str


def find_families(items: Iterable[pytest.Item]) -> Iterator[Family | RefusedFamily]:
    """Find the families of tests, with the siblings that are not among the tests.

    Args:
        items: Tests; one without a bound has no family.
    """
    functions: dict[int, tuple[pytest.Item, ...]] = {}
    for item in items:
        if item.get_closest_marker(SCALING_MARKER) is not None:
            siblings = item.stash.get(SIBLINGS, (item,))
            functions[id(siblings if len(siblings) > 1 else item)] = siblings
    for siblings in functions.values():
        alike: dict[ScalingOptions, dict[str, Params]] = {}
        for item in siblings:
            try:
                options = read_scaling_options(item)
            except ArgumentError:
                continue  # The setup of the test reports it.
            if options.bounds:
                params = getattr(getattr(item, "callspec", None), "params", {})
                alike.setdefault(options, {})[item.nodeid] = params
        for options, tests in alike.items():
            yield from _split_families(tests, options)


def _split_families(
    tests: Mapping[str, Params], options: ScalingOptions
) -> Iterator[Family | RefusedFamily]:
    try:
        x = _find_size_param(tests, options.x)
    except ArgumentError as error:
        yield RefusedFamily(list(tests), str(error))
        return
    dependent = _find_dependent_params(x, tests)
    parts: dict[object, dict[str, Params]] = {}
    for id_, params in tests.items():
        others = frozenset(
            (name, _make_key(value))
            for name, value in params.items()
            if name not in {x, *dependent}
        )
        parts.setdefault(others, {})[id_] = params
    for part in parts.values():
        yield _make_family(part, x, dependent, options.bounds)


def _make_family(
    tests: Mapping[str, Params], x: str, dependent: set[str], bounds: tuple[Bound, ...]
) -> Family | RefusedFamily:
    from benchmem_io.complexity import check_sizes
    from benchmem_io.errors import ComplexityError

    name = _name_family(*next(iter(tests.items())), x, dependent)
    sizes = {id_: size for id_, params in tests.items() if _is_size(size := params[x])}
    try:
        check_sizes(cast("list[float]", [*sizes.values()]))
    except ComplexityError as error:
        return RefusedFamily(list(tests), f"`{name}` over `{x}`: {error}")
    ordered = sorted(sizes.items(), key=lambda pair: float(pair[1]))
    return Family(name, x, bounds, dict(ordered))


def _find_size_param(tests: Mapping[str, Params], x: str | None) -> str:
    """Find the size parameter.

    Raises:
        ArgumentError: No parameter can be the size, or several can.
    """
    function = escape_controls(next(iter(tests)).partition("[")[0])
    values: dict[str, list[object]] = {}
    for params in tests.values():
        for name, value in params.items():
            values.setdefault(name, []).append(value)
    sized = [name for name, each in values.items() if all(map(_is_size, each))]
    if x is not None:
        if x in sized:
            return x
        there = ", ".join(f"`{name}`" for name in sized) or "none"
        raise ArgumentError(
            f"`x` of `{function}` is `{x}`, and no parameter of that name is a number; those that "
            f"are: {there}"
        )
    several = [name for name in sized if len(set(map(_make_key, values[name]))) > 1]
    if len(several) == 1:
        return several[0]
    if not several:
        raise ArgumentError(
            f"no parameter of `{function}` is a number with several values: parametrize it by a "
            "size"
        )
    listed = ", ".join(f"`{name}`" for name in several)
    raise ArgumentError(
        f"{listed} of `{function}` are all numbers with several values: choose one as `x`"
    )


def _find_dependent_params(x: str, tests: Mapping[str, Params]) -> set[str]:
    """Find parameters that map one to one to `x`, such as the expected result of each size."""
    dependent = set()
    for name in {name for params in tests.values() for name in params} - {x}:
        pairs = {
            (_make_key(params[x]), _make_key(params[name]))
            for params in tests.values()
            if name in params
        }
        if 1 < len(pairs) == len({size for size, _ in pairs}) == len({other for _, other in pairs}):
            dependent.add(name)
    return dependent


def _is_size(value: object) -> TypeGuard[numbers.Real]:
    # The numbers of numpy are real numbers too.
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _make_key(value: object) -> object:
    """Return a key for a value; not every value can be compared or hashed."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return type(value), value


def _name_family(id_: str, params: Params, x: str, dependent: set[str]) -> str:
    """Return the id without its size, as in the fits of saved runs."""
    from benchmem_io.compare import name_family

    shown = {name: _simplify(value) for name, value in params.items()}
    return shorten(escape_controls(name_family(id_, shown, x, dependent)), _WIDEST)


def _simplify(value: object) -> object:
    if value is None or isinstance(value, str | numbers.Number):
        return value
    return getattr(value, "__name__", type(value).__name__)
