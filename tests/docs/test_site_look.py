"""The site in a browser: `hatch run docs:test`, which installs the tools to build it."""

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

pytest.importorskip("mkdocs", reason="`hatch run docs:test` has what builds the site")

from tests.plot.browser import chromium

from .site import Links, build_site, served

pytestmark = pytest.mark.slow

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
# The width by which the page, without its scrolling parts, exceeds the window.
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Elements that are wider than their place, and cannot be scrolled.
CUT_OFF = """[...document.querySelectorAll(".md-content img, .md-content table, .md-content pre")]
    .filter(each => each.checkVisibility() && !each.closest(".md-typeset__scrollwrap"))
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder with the site."""
    folder = tmp_path_factory.mktemp("site")
    build_site(folder)
    return folder


@pytest.fixture(scope="module")
def address(site):
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def paths(site):
    """The paths of all pages, as in an address."""
    folders = [page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")]
    return sorted("" if folder == "." else f"{folder}/" for folder in folders)


def look_at(page, url):
    """Open a page once, and list its errors by kind.

    Args:
        page: Of the browser.
        url: Where the page of the site is.
    """
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}"))
    page.goto(url)
    pictures = [each for each in page.locator(".md-content img").all() if each.is_visible()]
    shown = [each.get_attribute("src") for each in pictures]
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    root = urljoin(url, "/")
    return {
        "width": page.evaluate(OVERFLOW) or page.evaluate(CUT_OFF),
        "noise": [each for each in heard if not each.startswith((root, "data:"))],
        "contrast": page.evaluate(CONTRAST),
        "pictures": [source for source in shown if ("-dark." in source) != is_dark],
    }


@pytest.fixture(
    scope="module",
    params=[(width, scheme) for width in WIDTHS for scheme in SCHEMES],
    ids=lambda param: "{}-{}".format(*param),
)
def look(request, browser, address, paths):
    """List the errors of every page, in a window of one size and in one scheme."""
    width, scheme = request.param
    seen = {}
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        for path in paths:
            page = context.new_page()
            seen[path] = look_at(page, address + path)
            page.close()
    return lambda kind: {path: wrong[kind] for path, wrong in seen.items() if wrong[kind]}


def test_every_page_fits_the_window(look):
    assert look("width") == {}


def test_no_page_complains_or_asks_another_host(look):
    assert look("noise") == {}


def test_text_can_be_read_against_what_is_behind_it(look):
    assert look("contrast") == {}


def test_pictures_go_with_the_colours_of_the_page(look):
    assert look("pictures") == {}


def test_the_toggle_changes_the_colours(browser, address):
    page = browser.new_page(color_scheme="light")
    page.goto(address)
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "default"
    page.get_by_title("switch to light").click()
    page.get_by_title("switch to dark").click()
    assert page.evaluate(scheme) == "slate"
    page.close()


def test_the_search_finds_a_flag(browser, address):
    page = browser.new_page()
    page.goto(address)
    box = page.get_by_role("textbox", name="Search")
    box.click()
    page.get_by_text("Type to start searching").wait_for()
    # Keys, because the page searches when one comes up: text that is set at once it may not see.
    box.press_sequentially("benchmark-memory-sites")
    page.locator(".md-search-result__link").first.wait_for()
    assert page.locator(".md-search-result__link[href*='reference/flags/']").count() > 0
    page.close()


def test_every_link_of_the_site_leads_somewhere(site, address, paths):
    pages = {f"{address}{path}": Links(site / path / "index.html") for path in paths}

    def is_broken(link):
        goal, _, anchor = link.partition("#")
        if goal in pages:
            return bool(anchor) and unquote(anchor) not in pages[goal].anchors
        return not (site / unquote(urlsplit(goal).path).lstrip("/")).is_file()

    links = {(url, urljoin(url, target)) for url, page in pages.items() for target in page.targets}
    inside = [(url, link) for url, link in links if link.startswith(address)]
    assert len(inside) > len(pages)
    assert [each for each in inside if is_broken(each[1])] == []


def test_every_page_is_in_the_navigation(site, address, paths):
    menu = {urljoin(address, target) for target in Links(site / "index.html").targets}
    assert {f"{address}{path}" for path in paths} <= menu | {address}
