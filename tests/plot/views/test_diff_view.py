"""The differential flame graph as a figure of its own."""

import json

import pytest
from hypothesis import given, strategies as st
from playwright.sync_api import expect

from benchmem_core import measure_memory
from benchmem_core.captures.frames import Frame
from benchmem_core.errors import CaptureError
from benchmem_io.callsites.capture_diff import StackChange
from benchmem_io.errors import CaptureDiffError, SelectionError
from benchmem_plot import plot_diff, write_plot
from benchmem_plot.figure.plot_figure import PlotFigure
from benchmem_plot.flame.call_tree import choose_frame_boxes
from benchmem_plot.flame.diff import draw_diff
from tests.plot.diffs import MIB, diff_of, some_diff, stack
from tests.plot.suites import HOSTILE

frames = st.builds(Frame, st.sampled_from("abcd"), st.just("f.py"), st.integers(1, 3))
changes = st.builds(
    StackChange,
    st.lists(frames, max_size=5).map(tuple),
    st.none(),
    *[st.integers(0, 10**9)] * 2,
    *[st.integers(0, 9)] * 2,
)


def hold(size):
    return bytearray(size)


def more(size):
    return hold(size), hold(MIB)


@pytest.fixture(scope="module")
def captures(tmp_path_factory):
    """Two captures, the second of which holds a MiB more."""
    folder = tmp_path_factory.mktemp("captures")
    base, head = folder / "base.bin", folder / "head.bin"
    measure_memory(lambda: hold(2 * MIB), 1, keep_bin=base)
    measure_memory(lambda: more(2 * MIB), 1, keep_bin=head)
    return base, head


def boxes(figure):
    """What stands in each box, and its bytes."""
    trace = figure.data[0]
    return list(zip(trace.text, trace["values"], strict=True))


def deltas(figure):
    return dict(zip(figure.data[0].text, figure.data[0].marker.colors, strict=True))


@pytest.mark.parametrize("view", ["icicle", "treemap"])
def test_real_captures_are_drawn(captures, view):
    figure, stacks = plot_diff(*captures, view=view)
    assert isinstance(figure, PlotFigure)
    assert figure.data[0].type == view
    assert stacks >= 2
    labels = list(figure.data[0].labels)
    assert labels[0] == "all"
    grown = labels.index("more")
    assert figure.data[0].marker.colors[grown] >= 3 * MIB
    assert ", +1.00 MiB" in figure.layout.title.text


def test_figure_has_paper_and_ink_of_its_own(captures):
    layout = plot_diff(*captures)[0].layout
    assert (layout.paper_bgcolor, layout.font.color) == ("#ffffff", "#1c1e21")


def test_a_capture_that_is_none_is_refused(captures, tmp_path):
    (tmp_path / "none.bin").write_text("x" * 100)
    with pytest.raises(CaptureError, match="not a capture of memray"):
        plot_diff(captures[0], tmp_path / "none.bin")


def test_native_frames_have_to_be_there(captures):
    with pytest.raises(CaptureDiffError, match="has no native frames"):
        plot_diff(*captures, native=True)


def test_an_unknown_view_is_refused(captures):
    with pytest.raises(SelectionError, match="`view` is `treemap` or `icicle`, not `sunburst`"):
        plot_diff(*captures, view="sunburst")


@given(st.lists(changes, max_size=30).map(lambda stacks: diff_of(*stacks)))
def test_root_is_the_larger_peak_and_no_box_is_smaller_than_what_is_in_it(diff):
    trace = draw_diff(diff, view="treemap").data[0]
    assert trace["values"][0] == max(diff.base_peak, diff.head_peak)
    for index, size in enumerate(trace["values"]):
        inside = zip(trace.parents, trace["values"], strict=True)
        assert sum(each for parent, each in inside if parent == str(index)) <= size


def test_changes_give_the_colours():
    figure = draw_diff(some_diff(), view="icicle")
    found = deltas(figure)
    assert (found["grow"], found["same"], found["shrink"]) == (2 * MIB, 0, -MIB)
    assert (
        figure.data[0].marker.cmax == -figure.data[0].marker.cmin == max(map(abs, found.values()))
    )


def test_the_widest_is_first():
    assert [text for text, _ in boxes(draw_diff(some_diff(), view="icicle"))] == [
        "all", "main", "load", "grow", "fresh", "same", "shrink", "(6 smaller)",
    ]  # fmt: skip


def test_innermost_boxes_of_a_treemap_tell_line_and_bytes():
    texts = [text for text, _ in boxes(draw_diff(some_diff(), view="treemap"))]
    assert "grow<br>app.py:3<br>3.00 MiB (+2.00 MiB)" in texts
    assert "load" in texts


def test_what_has_no_width_is_told():
    figure = draw_diff(
        diff_of(stack("main gone", 3 * MIB, 0), stack("main", 0, 4 * MIB)), view="icicle"
    )
    assert "1 call stack with 3.00 MiB, the largest in gone (app.py:2)" in figure.layout.title.text


def test_names_are_no_markup():
    chain = tuple(Frame(text, text, 7) for text in HOSTILE)
    figure = draw_diff(diff_of(StackChange(chain, None, 9, 900, 1, 1)), view="treemap")
    shown = json.loads(figure.to_json())["data"][0]
    for texts in (shown["text"], shown["labels"], *zip(*shown["customdata"], strict=True)):
        for text in texts:
            assert "<" not in text.replace("<br>", "")
    # A name that is a line break itself makes none.
    assert "&lt;br&gt;" in shown["labels"]


@pytest.mark.parametrize(("view", "scheme"), [("icicle", "dark"), ("treemap", "light")])
def test_every_box_is_drawn_and_tells_when_hovered(tmp_path, visit, view, scheme):
    figure = draw_diff(some_diff(), view=view)
    write_plot(figure, tmp_path / "diff.html")
    page = visit(tmp_path / "diff.html", color_scheme=scheme)
    box = page.locator("g.slice")
    expect(box).to_have_count(len(choose_frame_boxes(some_diff())))
    box.filter(has_text="grow").locator("path.surface").last.hover()
    line = page.locator(".hoverlayer .hovertext tspan.line")
    expect(line.first).to_have_text("grow")
    assert line.all_text_contents()[1:5] == [
        "app.py:3",
        "base 1.00 MiB",
        "head 3.00 MiB",
        "change +2.00 MiB",
    ]


def test_two_captures_that_hold_nothing_are_drawn(tmp_path, visit):
    figure = draw_diff(diff_of(), view="icicle")
    figure.write_html(tmp_path / "diff.html")
    visit(tmp_path / "diff.html")
