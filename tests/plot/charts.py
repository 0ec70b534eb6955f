"""Reading figures, and using them as a reader does."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from benchmem_plot.export.figures import CHART, build_page

TALL = 30_000
"""A window in which every figure of a page is in sight."""


def write_figures(path: Path, figures: Sequence[Any]) -> Path:
    """Write a page with several figures: plotly, which takes a second, loads once for them."""
    page = build_page(figures, title="figures", body=CHART * len(figures), theme="auto")
    path.write_bytes(page)
    return path


def traces_of(figure: Any) -> list[dict[str, Any]]:
    """What a figure draws."""
    return list(figure.to_plotly_json()["data"])


def layout_of(figure: Any) -> dict[str, Any]:
    """Where it does."""
    return dict(figure.to_plotly_json()["layout"])


def titles_of(figure: Any) -> list[str]:
    """The titles of the panels."""
    return [each["text"] for each in layout_of(figure).get("annotations", ())]


def hover_lines(page: Page, target: Locator) -> list[str]:
    """Put the mouse over something: the lines that pop up."""
    page.mouse.move(0, 0)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(0)
    # A circle that others cover is not what the mouse would hit.
    target.hover(force=True)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(1)
    return page.locator(".hoverlayer .hovertext tspan.line").all_text_contents()


def zoom(page: Page, left: float, right: float, top: float, bottom: float) -> None:
    """Draw a rectangle with the mouse, as shares of the first panel."""
    box = page.locator(".nsewdrag").first.bounding_box()
    assert box
    xs = [box["x"] + box["width"] * share for share in (left, right)]
    ys = [box["y"] + box["height"] * share for share in (top, bottom)]
    page.mouse.move(xs[0], ys[0])
    page.mouse.down()
    page.mouse.move(xs[1], ys[1], steps=4)
    page.mouse.up()


def legend(page: Page, name: str) -> Locator:
    """An entry of the legend."""
    return page.locator(".legend .traces").filter(has_text=name)
