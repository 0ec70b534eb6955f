"""Errors are still of the built-in kind that pytest-benchmem 0.5.5 raised in their place."""

import os
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmem_core import (
    BenchmemError,
    CaptureError,
    MemoryResult,
    UnsupportedPlatformError,
    errors,
    measure_memory,
)

from . import isolated_actions as actions
from .conftest import Script


class Unpicklable:
    def __call__(self) -> None: ...

    def __reduce__(self) -> Any:
        raise LookupError("no")


CALLS: dict[str, tuple[Callable[[], object], type[Exception]]] = {
    "a lambda, isolated": (lambda: measure_memory(lambda: 1, 1, isolate=True), RuntimeError),
    "a bound method, isolated": (
        lambda: measure_memory((x for x in ()).__next__, 1, isolate=True),
        RuntimeError,
    ),
    "a setup that is a lambda": (
        lambda: measure_memory(actions.nothing, 1, isolate=True, setup=lambda: None),
        RuntimeError,
    ),
    "no picklable object": (lambda: measure_memory(Unpicklable(), 1, isolate=True), ValueError),
    "no callable": (lambda: measure_memory(None, 1), TypeError),  # type: ignore[arg-type]
    "a setup that cannot be called": (
        lambda: measure_memory(actions.nothing, 1, setup=3),  # type: ignore[arg-type]
        TypeError,
    ),
    "a text for a count": (
        lambda: measure_memory(actions.nothing, "2"),  # type: ignore[arg-type]
        TypeError,
    ),
    "a text for seconds": (
        lambda: measure_memory(actions.nothing, max_time="x"),  # type: ignore[arg-type]
        TypeError,
    ),
    "a folder for a capture": (
        lambda: measure_memory(actions.nothing, 1, keep_bin=Path("/")),
        OSError,
    ),
    "a capture nowhere": (
        lambda: measure_memory(actions.nothing, 1, keep_bin="/proc/nowhere/c.bin"),
        OSError,
    ),
    "a blob without series": (lambda: MemoryResult.from_blob({}), KeyError),
    "an action that exits": (
        lambda: measure_memory(partial(os._exit, 3), 1, isolate=True),
        RuntimeError,
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_error_is_of_the_kind_that_it_was_and_one_of_ours(name: str) -> None:
    call, kind = CALLS[name]
    with pytest.raises(kind) as caught:
        call()
    assert isinstance(caught.value, BenchmemError)
    text = str(caught.value)
    assert "\n" not in text
    assert not text.startswith(("'", '"'))


def test_what_does_not_pickle_is_an_argument_too() -> None:
    with pytest.raises(ValueError, match=r"functools\.partial"):
        measure_memory(lambda: 1, 1, isolate=True)


@pytest.mark.parametrize("kind", [RuntimeError, ImportError])
def test_a_platform_without_memray_is_what_it_was(kind: type[Exception]) -> None:
    assert issubclass(UnsupportedPlatformError, kind)


def test_a_platform_without_memray_can_be_caught_as_a_runtime_error(run_script: Script) -> None:
    run_script("""
        import sys
        sys.modules["memray"] = None
        from benchmem_core import measure_memory
        try:
            measure_memory(list)
        except RuntimeError as error:
            assert "memray" in str(error)
        else:
            raise SystemExit("nothing was raised")
    """)


@pytest.mark.parametrize(
    "error",
    [
        errors.CaptureError("the capture"),
        errors.PicklingError("`f`"),
        errors.MissingSeriesError("the series"),
        errors.EventLoopError("the loop"),
        errors.UnsupportedPlatformError("memray"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_way_from_another_process(error: BenchmemError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)


@pytest.mark.parametrize("method", ["__init__", "__enter__"])
@pytest.mark.parametrize("retained", [False, True])
def test_no_bare_error_of_memray_leaves_the_engine(
    monkeypatch: pytest.MonkeyPatch, method: str, retained: bool
) -> None:
    import memray

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Failed to write header")

    monkeypatch.setattr(memray, "Tracker", type("Tracker", (memray.Tracker,), {method: fail}))
    with pytest.raises(CaptureError, match="Failed to write header"):
        measure_memory(list, 1, retained=retained)


def test_no_bare_error_of_memrays_reader_leaves_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    import memray

    class Reader:
        def __init__(self, *_: object) -> None:
            raise RuntimeError("Failed to parse record")

    monkeypatch.setattr(memray, "FileReader", Reader)
    for options in ({"retained": True}, {"sites": 1}):
        with pytest.raises(CaptureError):
            measure_memory(list, 1, **options)
