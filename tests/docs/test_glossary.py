"""The glossary of CONTRIBUTING.md: each word stands there once, and its code exists."""

from collections import Counter
from pkgutil import resolve_name

import pytest

from .pages import ROOT


def rows():
    """The cells of each word: the word, its meaning, and its place in the code."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Glossary\n")[2]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in lines
        if not line.startswith("| word |")
    ]


def test_the_glossary_has_the_words_of_the_field():
    words = {word for cells in rows() for word in cells[0].split(", ")}
    assert {"pass", "series", "metric", "baseline", "verdict", "cell"} <= words


def test_no_word_has_two_meanings():
    times = Counter(word for cells in rows() for word in cells[0].split(", "))
    assert [word for word, count in times.items() if count > 1] == []


@pytest.mark.parametrize(("word", "place"), [(cells[0], cells[2]) for cells in rows()])
def test_the_code_of_a_word_exists(word, place):
    assert resolve_name(place.strip("`")) is not None, word
