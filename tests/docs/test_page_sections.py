"""Sections of pages: what a study writes is read again, and nothing else of the page changes."""

import pytest

from studies.page_sections import section, with_sections

PAGE = "before\n<!-- a: begin -->\n\nold\n\n<!-- a: end -->\nafter\n"


def test_a_section_is_written_and_nothing_else():
    page = with_sections(PAGE, {"a": "| new |\n"})
    assert section(page, "a") == "| new |\n"
    assert page == PAGE.replace("old", "| new |")


def test_a_section_that_the_page_lacks_is_refused():
    with pytest.raises(ValueError, match="no section `b`"):
        with_sections(PAGE, {"b": "new"})
