"""Bytes as texts for people, and texts as bytes."""

import contextlib
import math
import re

import pytest
from hypothesis import given, strategies as st

from benchmem_core import ArgumentError, human_bytes
from benchmem_core.units import UNITS

from .properties import unhurried

KIB, MIB, GIB = 2**10, 2**20, 2**30
IEC = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 B"),
        (1, "1 B"),
        (932, "932 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (4.1 * MIB, "4.1 MiB"),
        (8_000_000, "7.6 MiB"),
        (2.3 * GIB, "2.3 GiB"),
        (5 * 2**40, "5.0 TiB"),
        (-932, "-932 B"),
        (-4.1 * MIB, "-4.1 MiB"),
        (0.4, "0 B"),
        (-0.4, "0 B"),
    ],
)
def test_a_size_is_written_in_the_unit_that_fits(value: float, text: str) -> None:
    assert human_bytes(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1023.4, "1023 B"),
        (1023.6, "1.0 KiB"),
        (1023.94 * KIB, "1023.9 KiB"),
        (1023.96 * KIB, "1.0 MiB"),
        (MIB - 1, "1.0 MiB"),
        (GIB - 1, "1.0 GiB"),
        (-(MIB - 1), "-1.0 MiB"),
    ],
)
def test_rounding_moves_on_to_the_next_unit(value: float, text: str) -> None:
    assert human_bytes(value) == text


@pytest.mark.parametrize(
    ("decimals", "text"), [(0, "8 MiB"), (1, "7.6 MiB"), (2, "7.63 MiB"), (4, "7.6294 MiB")]
)
def test_digits_after_the_point_can_be_chosen(decimals: int, text: str) -> None:
    assert human_bytes(8_000_000, decimals=decimals) == text


@unhurried
@given(
    st.floats(-1023 * 2.0**60, 1023 * 2.0**60) | st.integers(-(1023 * 2**60), 1023 * 2**60),
    st.integers(0, 4),
)
def test_no_number_reads_1024_of_its_unit(value: float, decimals: int) -> None:
    number, unit = human_bytes(value, decimals=decimals).split(" ")
    assert abs(float(number)) < 1024
    assert unit in IEC


@unhurried
@given(st.sampled_from(range(1, 7)), st.floats(-1e-3, 1e-3), st.integers(0, 4))
def test_no_number_close_to_a_unit_reads_1024(power: int, off: float, decimals: int) -> None:
    number, _ = human_bytes(1024.0**power * (1 + off), decimals=decimals).split(" ")
    assert float(number) < 1024


@unhurried
@given(st.integers(0, 1023 * 2**60))
def test_what_is_written_is_close_to_what_was_given(value: int) -> None:
    number, unit = human_bytes(value).split(" ")
    written = float(number) * 1024 ** IEC.index(unit)
    assert abs(written - value) <= 0.0501 * 1024 ** IEC.index(unit) or unit == "B"
    assert unit != "B" or written == value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_shown_as_it_is(value: float) -> None:
    assert re.fullmatch(r"-?(nan|inf) B", human_bytes(value))


@pytest.mark.parametrize(
    ("size", "number"),
    [
        (0, 0),
        (1048576, 1048576),
        (2.0, 2),
        ("0", 0),
        ("1048576", 1048576),
        ("932 B", 932),
        ("100MiB", 100 * MIB),
        ("100 MiB", 100 * MIB),
        ("  1.5 KiB ", 1536),
        ("1.5GiB", 3 * 2**29),
        (".5 KiB", 512),
        ("2. KiB", 2048),
        ("1kB", 1000),
        ("1.5 MB", 1_500_000),
        ("2GB", 2 * 10**9),
        ("0.1 B", 0),
        ("1.9 B", 1),
    ],
)
def test_a_size_can_be_written_as(size: object, number: int) -> None:
    parsed = UNITS["B"].parse(size, name="max_peak")
    assert parsed == number
    assert type(parsed) is int


@pytest.mark.parametrize(
    "size",
    [
        -1,
        -0.5,
        1.5,
        math.nan,
        math.inf,
        True,
        False,
        None,
        [],
        b"100MiB",
        "",
        " ",
        "MiB",
        "-1",
        "-1MiB",
        "+1MiB",
        "nan",
        "inf MiB",
        "1e3",
        "1_000",
        "1,000",
        "0x10",
        "100mib",
        "100 M",
        "100 KB",
        "100Mi",
        "100 MiB/s",
        "100 MiB 3",
        "1.2.3 MiB",
        ". MiB",
        "10%",
        "٣ MiB",
        "5s",
    ],
    ids=repr,
)
def test_a_size_cannot_be_written_as(size: object) -> None:
    with pytest.raises(ArgumentError) as caught:
        UNITS["B"].parse(size, name="max_peak")
    message = str(caught.value)
    assert "`max_peak`" in message
    assert repr(size) in message
    assert "MiB" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "size",
    ["9" * 400, "9" * 400 + " GiB", "9" * 5000, 10**400],
    ids=["bytes", "with a unit", "more digits than an integer may have", "integer"],
)
def test_a_huge_size_is_read_or_refused(size: object) -> None:
    with contextlib.suppress(ArgumentError):
        assert UNITS["B"].parse(size, name="max_peak") > 10**300


@unhurried
@given(st.integers(0, 8191), st.sampled_from(sorted(UNITS["B"].multiples)))
def test_a_whole_size_is_read_exactly(number: int, unit: str) -> None:
    assert (
        UNITS["B"].parse(f"{number}{unit}", name="max_peak") == number * UNITS["B"].multiples[unit]
    )


@unhurried
@given(st.integers(0, 2**53))
def test_bare_bytes_are_read_exactly(number: int) -> None:
    assert (
        UNITS["B"].parse(number, name="max_peak")
        == UNITS["B"].parse(str(number), name="max_peak")
        == number
    )


@unhurried
@given(st.text(max_size=12) | st.from_regex(r"[0-9.]{0,4} ?[A-Za-z]{0,3}", fullmatch=True))
def test_a_text_is_a_size_or_refused(text: str) -> None:
    with contextlib.suppress(ArgumentError):
        assert UNITS["B"].parse(text, name="max_peak") >= 0


@unhurried
@given(st.floats(0, 1023), st.sampled_from(IEC))
def test_what_is_written_can_be_read(number: float, unit: str) -> None:
    text = human_bytes(number * 1024 ** IEC.index(unit))
    assert human_bytes(UNITS["B"].parse(text, name="max_peak")) == text


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ((85_709, 85_710), "B", ["83.700 KiB", "83.701 KiB"]),
        ((85_709, 85_709), "B", ["83.70 KiB", "83.70 KiB"]),
        ((5, 2048), "B", ["5 B", "2.00 KiB"]),
        ((2**62, 2**62 + 1), "B", ["4,611,686,018,427,387,904 B", "4,611,686,018,427,387,905 B"]),
        ((1.0, 1.0000001), "s", ["1.0000000 s", "1.0000001 s"]),
        ((1.0, 1.0 + 2**-52), "s", ["1.0 s", "1.0000000000000002 s"]),
        ((0.0, 5e-324), "s", ["0.0 s", "5e-324 s"]),
        ((1000, 1001), "count", ["1,000", "1,001"]),
        ((0.51, 0.52), "count", ["0.51", "0.52"]),
        ((10.25, 10.5, 10.25), "B", ["10.25 B", "10.5 B", "10.25 B"]),
        ((), "B", []),
    ],
)
def test_values_beside_each_other_differ_in_their_texts(values, unit, texts):
    assert UNITS[unit].format_all(values) == texts


@pytest.mark.parametrize(
    ("seconds", "text"), [(1.7e308, "1.70e+308 s"), (-1e12, "-1.00e+12 s"), (9e11, f"{9e11:.2f} s")]
)
def test_a_duration_of_ages_is_short(seconds, text):
    assert UNITS["s"].format(seconds) == text
