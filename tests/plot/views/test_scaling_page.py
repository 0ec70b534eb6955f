"""`plot_scaling` in the browser: points, hover, legend, zoom."""

import pytest
from playwright.sync_api import expect

from benchmem_plot import plot_scaling, write_plot
from tests.plot.charts import hover_lines, legend, zoom
from tests.plot.suites import write_runs

POINTS = ".scatterlayer .point"


@pytest.fixture(scope="module")
def page(visit_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scaling")
    figure, _ = plot_scaling(write_runs(folder, 50, 1), metric="peak")
    write_plot(figure, folder / "page.html")
    return visit_once(folder / "page.html")


def test_every_point_is_drawn(page):
    expect(page.locator(POINTS)).to_have_count(50)
    expect(page.locator(".legend .traces")).to_have_count(4)


def test_hover_tells_id_and_spread(page):
    lines = hover_lines(page, page.locator(POINTS).first)
    assert lines[0] == "test_group_by_sum[dict-100]"
    assert "KiB" in lines[1]
    assert " to " in lines[1]


def test_a_click_on_the_legend_hides_a_line_and_another_shows_it_again(page):
    legend(page, "dict").click()
    expect(page.locator(POINTS)).to_have_count(35)
    legend(page, "dict").click()
    expect(page.locator(POINTS)).to_have_count(50)


def test_zoomed_ticks_are_iec_bytes(page):
    before = page.locator(".ytick text").all_text_contents()
    zoom(page, 0.2, 0.5, 0.4, 0.6)
    expect(page.locator(".ytick text").first).not_to_have_text(before[0])
    ticks = page.locator(".ytick text").all_text_contents()
    assert len(ticks) > 2
    assert all(tick.endswith(("B", "KiB", "MiB")) for tick in ticks)
    assert len(set(ticks)) == len(ticks)
    page.locator(".nsewdrag").first.dblclick()
    expect(page.locator(".ytick text").filter(has_text=before[-1])).to_have_count(1)
