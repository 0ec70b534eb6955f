"""Sites beside those of a base: what changed gives the colours."""

import pytest

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_sites
from tests.io.run_files import write_run
from tests.plot.recorded import MIB, recorded, rest, site, write
from tests.plot.site_figures import color, hovers, notes


def test_changes_give_the_colours_beside_a_base(tmp_path):
    base = write(
        tmp_path / "base.json",
        {
            "test_a": (
                site("a.py:1", 4 * MIB, function="grew"),
                site("a.py:1", 4 * MIB, function="shrank"),
                site("a.py:1", 2 * MIB, function="same"),
                rest(10),
            )
        },
    )
    head = write(
        tmp_path / "head.json",
        {
            "test_a": (
                site("a.py:1", 6 * MIB, function="grew"),
                site("a.py:1", 3 * MIB, function="shrank"),
                site("a.py:1", 2 * MIB, function="same"),
                rest(10),
            )
        },
    )
    figure, _ = plot_sites(head, base=base, labels=["now", "then"])
    assert figure.layout.title.text == "Peak memory by site: now against then"
    deltas = {name: color(figure, name) for name in ("grew", "shrank", "same")}
    assert deltas == {"grew": 2 * MIB, "shrank": -MIB, "same": 0}
    marker = figure.data[0].marker
    assert (marker.cmin, marker.cmax) == (-2 * MIB, 2 * MIB)
    assert [marker.colorscale[index][1] for index in (0, -1)] == ["#1f63a8", "#c2410c"]
    assert list(marker.colorbar.ticktext)[-1] == "+2.00 MiB"
    assert hovers(figure)["grew"].split("<br>")[-1] == (
        "4.00 MiB \N{RIGHTWARDS ARROW} 6.00 MiB, <b>+50.0%</b>"
    )


def test_gone_sites_are_counted_and_named_by_their_benchmark(tmp_path):
    base = write(
        tmp_path / "base.json",
        {"test_a": (site("a.py:1", 9 * MIB, function="gone"), site("b.py:2", 5), rest(0))},
    )
    head = write(tmp_path / "head.json", {"test_a": (site("b.py:2", 5), rest(0))})
    figure, _ = plot_sites(head, base=base)
    assert "1 site with 9.00 MiB" in notes(figure)[0]
    assert "-9.00 MiB  vanished: gone (a.py:1)" in hovers(figure)["test_a"]


def test_a_site_that_may_just_not_have_been_recorded_has_no_change(tmp_path):
    base = write(tmp_path / "base.json", {"test_a": (site("a.py:1", 100), rest(90))})
    head = write(
        tmp_path / "head.json",
        {"test_a": (site("a.py:1", 100), site("b.py:1", 80, function="new"), rest(0))},
    )
    figure, _ = plot_sites(head, base=base)
    assert color(figure, "new") == 0
    assert hovers(figure)["new"].split("<br>")[-1] == "before at most 90 B"


def test_what_the_base_does_not_have_is_grey_and_said(tmp_path):
    base = write(tmp_path / "base.json", {"test_a": (rest(5),)})
    head = write(
        tmp_path / "head.json", {"test_a": (rest(5),), "test_b": (site("a.py:1", 7), rest(0))}
    )
    figure, count = plot_sites(head, base=base)
    assert count == 2
    assert color(figure, "test_b") == 0
    assert notes(figure)[0].count("base has nothing to compare with: 1") == 1


def test_other_allocators_are_not_compared(tmp_path):
    base = write_run(
        tmp_path / "base.json", [recorded("t.py::test_a", rest(5), allocators="system")]
    )
    head = write_run(tmp_path / "head.json", [recorded("t.py::test_a", rest(9))])
    with pytest.raises(SelectionError, match="counted with the same allocators"):
        plot_sites(head, base=base)
