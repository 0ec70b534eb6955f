"""The page in a real browser, opened from disk."""

import pytest
from playwright.sync_api import expect

from benchmem_core.captures.frames import Frame
from benchmem_io.callsites.capture_diff import StackChange
from benchmem_plot.flame.call_tree import choose_frame_boxes
from benchmem_plot.flame.command import write_flame_diff
from tests.plot.browser import Visitor
from tests.plot.diffs import diff_of, many_stacks, some_diff, stack

BOXES = ".iciclelayer g.slice"
# By function: the colour of its box, as it is on the screen.
FILLS = """() => Object.fromEntries([...document.querySelectorAll(".iciclelayer path.surface")].map(
    (path) => [path.__data__.data.data.label, getComputedStyle(path).fill]))"""
HOSTILE = [
    "<script>alert(1)</script>",
    "<b>x",
    "</script><script>alert(2)</script>",
    "<a href='https://example.org/'>y</a>",
    "&lt;i&gt;",
    "%{customdata[3]} $x^2$",
    "<img src=x onerror=alert(3)>",
]


@pytest.fixture
def opened(visit, tmp_path):
    """Draw and open comparisons."""

    def open_diff(diff):
        return open_page(visit, tmp_path, diff)

    return open_diff


def open_page(visit, folder, diff):
    write_flame_diff(diff, folder / "diff.html")
    return visit(folder / "diff.html", draws=bool(diff.base_peak or diff.head_peak))


@pytest.fixture(scope="module")
def shared(browser, tmp_path_factory):
    """The page of `some_diff`, which takes a second to load."""
    visitor = Visitor(browser)
    yield visitor, open_page(visitor.open, tmp_path_factory.mktemp("page"), some_diff())
    visitor.close()


@pytest.fixture
def page(shared):
    """That page, as it was when it was loaded."""
    visitor, page = shared
    yield page
    page.mouse.move(0, 0)
    page.click("#reset")
    expect(page.locator(BOXES)).to_have_count(len(choose_frame_boxes(some_diff())))
    assert visitor.noise == []


def texts_of(page):
    return page.locator(f"{BOXES} text").all_text_contents()


def box(page, function):
    return page.locator(BOXES).filter(has_text=function).locator("path.surface").first


def hover_text(page, function):
    box(page, function).hover()
    line = page.locator(".hoverlayer .hovertext tspan.line")
    expect(line.first).to_have_text(function)
    return line.all_text_contents()


def search(page, text):
    page.fill("#search", text)
    expect(page.locator("#found")).not_to_be_empty()
    return page.inner_text("#found")


def level(page):
    return page.evaluate("document.querySelector('.chart').data[0].level")


def test_every_box_is_drawn(page):
    expect(page.locator(BOXES)).to_have_count(len(choose_frame_boxes(some_diff())))
    assert sorted(text for text in texts_of(page) if text.strip()) == sorted(
        ["all", "main", "load", "grow", "fresh", "same", "shrink"]
    )


def test_hover_tells_place_bytes_change_and_allocations(page):
    assert hover_text(page, "grow") == [
        "grow",
        "app.py:3",
        "base 1.00 MiB",
        "head 3.00 MiB",
        "change +2.00 MiB",
        "allocations 1 \N{RIGHTWARDS ARROW} 1",
    ]


def test_growth_is_orange_and_shrinking_blue(page):
    fills = page.evaluate(FILLS)
    red, _, blue = map(int, fills["grow"][4:-1].split(","))
    assert red > blue
    red, _, blue = map(int, fills["shrink"][4:-1].split(","))
    assert red < blue
    assert fills["same"] == "rgb(222, 222, 222)"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GROW", "1 node, 3.00 MiB (50.0 %)"),
        ("fresh.PY", "1 node, 1.00 MiB (16.7 %)"),
        # `main` is everything, and what is inside of it counts no more.
        ("app.py", "5 nodes, 6.00 MiB (100.0 %)"),
        ("nowhere", "0 nodes, 0 B (0.0 %)"),
    ],
)
def test_search_counts_nested_matches_once(page, text, found):
    assert search(page, text) == found


def test_search_dims_all_but_the_matches_and_escape_undoes_it(page):
    before = page.evaluate(FILLS)
    search(page, "grow")
    during = page.evaluate(FILLS)
    assert during["grow"] == before["grow"]
    assert len({fill for function, fill in during.items() if function != "grow"}) == 1
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_empty()
    assert page.evaluate(FILLS) == before
    assert page.input_value("#search") == ""


def test_click_zooms_in_and_reset_goes_back(page):
    box(page, "load").click()
    # What is outside goes away at the end of the movement.
    expect(page.locator(BOXES)).to_have_count(4)
    assert level(page) == "2"
    search(page, "grow")
    expect(page.locator(BOXES)).to_have_count(4)
    page.click("#reset")
    expect(page.locator(BOXES)).to_have_count(len(choose_frame_boxes(some_diff())))
    assert level(page) == "0"
    assert page.input_value("#search") == ""


def test_zoom_makes_room_for_longer_labels(opened):
    name = "a_function_with_a_long_name"
    page = opened(diff_of(stack("main other", 0, 950), stack(f"main {name}", 0, 80)))
    (cut,) = (text for text in texts_of(page) if text.startswith("a_"))
    assert cut.endswith("\N{HORIZONTAL ELLIPSIS}")
    box(page, cut).click()
    expect(page.locator(BOXES).filter(has_text=name)).to_have_count(1)
    expect(page.locator(BOXES)).to_have_count(1)
    assert texts_of(page) == [name]


def test_names_are_text(opened):
    chain = tuple(Frame(text, text, 7) for text in HOSTILE)
    gone = (StackChange((frame, frame), None, 9, 0, 1, 0) for frame in chain)
    page = opened(diff_of(StackChange(chain, None, 0, 900, 0, 1), *gone))
    assert set(texts_of(page)) == {"all", *HOSTILE}
    cells = page.locator("#unseen td.text").all_text_contents()
    assert set(cells) == {
        text for name in HOSTILE for text in (name, f"{name}:7", f"{name} {name}:7")
    }
    for text in HOSTILE:
        assert hover_text(page, text)[:2] == [text, f"{text}:7"]
        page.mouse.move(0, 0)
        expect(page.locator(".hoverlayer .hovertext")).to_have_count(0)
    assert page.locator("svg a, #unseen a, #unseen b, img").count() == 0


def test_page_and_plot_follow_the_colour_scheme(page):
    ink = page.locator(".chart .cbaxis text").first
    for scheme, paper, colour in (
        ("dark", "rgb(22, 24, 27)", "rgb(230, 231, 233)"),
        ("light", "rgb(255, 255, 255)", "rgb(28, 30, 33)"),
    ):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_css("background-color", paper)
        expect(ink).to_have_css("fill", colour)
        assert page.locator(".chart .main-svg").first.evaluate(
            "element => element.style.background"
        ) in {"rgba(0, 0, 0, 0)", "transparent"}


@pytest.mark.parametrize(
    "diff",
    [
        diff_of(StackChange((), None, 7, 7)),
        diff_of(stack("main", 5, 0)),
        diff_of(stack("f " * 150, 0, 1)),
    ],
    ids=["same and no frames", "gone", "deep"],
)
def test_unusual_captures_are_drawn(opened, diff):
    expect(opened(diff).locator(BOXES)).to_have_count(len(choose_frame_boxes(diff)))


def test_two_empty_captures_draw_nothing(opened):
    page = opened(diff_of())
    assert page.inner_text("#empty") == "Neither capture holds anything at its high-water mark."


@pytest.mark.slow
def test_page_of_many_stacks_can_be_searched(opened):
    diff = many_stacks(10_000)
    page = opened(diff)
    expect(page.locator(BOXES)).to_have_count(len(choose_frame_boxes(diff)))
    assert "nodes" in search(page, "function_1")
