"""Pages of the site from outside of `docs/`, and the choice of its pictures."""

import re

from tools.documentation.pictures import in_both_colors
from tools.documentation.repository_pages import repository_pages

from .pages import DOCS, ROOT


def test_links_of_repository_pages_stay_in_the_site():
    pages = repository_pages()
    targets = {
        target for text in pages.values() for target in re.findall(r"(?<!!)\]\(([^)#:\s]+)", text)
    }
    assert targets
    assert {each for each in targets if each not in pages and not (DOCS / each).is_file()} == set()


def test_every_distribution_is_on_the_page_of_changelogs():
    sections = re.findall(r"^## (\S+)$", repository_pages()["changelogs.md"], re.MULTILINE)
    assert sections == sorted((each.name for each in ROOT.glob("packages/*")), reverse=True)


def test_a_picture_that_has_a_dark_one_is_shown_in_both():
    assert in_both_colors("![Bars](assets/compare.png)") == (
        "![Bars](assets/compare.png#only-light)\n![Bars](assets/compare-dark.png#only-dark)"
    )


def test_a_picture_that_has_no_dark_one_is_left_as_it_is():
    assert in_both_colors("![A](assets/none.png)") == "![A](assets/none.png)"


def test_every_picture_is_there_in_both_colours():
    pictures = {path.stem for path in (DOCS / "assets").glob("*.png")}
    light = {name for name in pictures if not name.endswith("-dark")}
    assert pictures == light | {f"{name}-dark" for name in light}
