"""The boxes of sites in a real browser."""

import pytest
from playwright.sync_api import expect

from benchmem_plot import plot_sites, write_plot
from tests.plot.recorded import MIB, SOME, rest, site, write
from tests.plot.suites import HOSTILE

# Of each text that is seen, what it says and how its lightness differs from that of its box.
CONTRASTS = """texts => {
    const light = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((c) => {
            c /= 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return texts.filter((text) => text.textContent.trim() && text.getBoundingClientRect().width > 1)
        .map((text) => {
            const box = text.closest("g.slice").querySelector("path.surface");
            const pair = [text, box].map((each) => light(getComputedStyle(each).fill));
            return [text.textContent, (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
        });
}"""


@pytest.fixture
def run(tmp_path):
    return write(tmp_path / "run.json", SOME)


def test_boxes_of_a_run_in_which_nothing_was_held(tmp_path, visit):
    figure, count = plot_sites(write(tmp_path / "run.json", {"test_a": (rest(0),)}))
    assert (count, figure.data[0]["values"]) == (1, (0,))
    figure.write_html(tmp_path / "sites.html")
    visit(tmp_path / "sites.html")


@pytest.mark.parametrize(("view", "scheme"), [("treemap", "dark"), ("icicle", "light")])
def test_every_box_is_drawn_with_letters_that_are_read(run, tmp_path, visit, view, scheme):
    figure, _ = plot_sites(run, view=view)
    write_plot(figure, tmp_path / "sites.html")
    page = visit(tmp_path / "sites.html", color_scheme=scheme)
    boxes = page.locator("g.slice")
    expect(boxes).to_have_count(9)
    shown = page.locator("g.slice text").evaluate_all(CONTRASTS)
    assert len(shown) >= 6
    assert min(ratio for _, ratio in shown) > 4.5


def test_names_are_text(tmp_path, visit):
    sites = [site(f"{name}:7", MIB, function=name, caller=f"{name}:9") for name in HOSTILE]
    run = write(tmp_path / "run.json", {"<b>x</b><img src=x onerror=alert(3)>": (*sites, rest(0))})
    figure, _ = plot_sites(run, labels=["<script>alert(2)</script>"])
    figure.write_html(tmp_path / "sites.html")
    page = visit(tmp_path / "sites.html", width=1600)
    # Of several lines, each is an element of its own.
    texts = page.locator("g.slice text").all_text_contents()
    for name in HOSTILE:
        assert any(text.startswith(name) for text in texts)
        box = page.locator("g.slice").filter(has_text=f"{name}{name.rpartition('/')[2]}:7")
        box.locator("path.surface").first.hover()
        line = page.locator(".hoverlayer .hovertext tspan.line")
        expect(line.first).to_have_text(name)
        assert line.all_text_contents()[1:3] == [f"{name}:7", f"called by call ({name}:9)"]
        page.mouse.move(0, 0)
        expect(page.locator(".hoverlayer .hovertext")).to_have_count(0)
    assert page.locator("svg a, svg b, img").count() == 0
    assert any("<img src=x onerror=alert(3)>" in text for text in texts)


def test_a_click_goes_into_a_benchmark(run, tmp_path, visit):
    plot_sites(run)[0].write_html(tmp_path / "sites.html")
    page = visit(tmp_path / "sites.html")
    page.get_by_text("test_rows  3.00 MiB").click(force=True)
    expect(page.locator("g.slice")).to_have_count(2)
