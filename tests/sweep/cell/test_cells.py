"""Cells: every combination of the values of axes, each with files of its own."""

from hypothesis import given, strategies as st

from benchmem_sweep.axes.cells import Value, make_cells


def test_a_matrix_has_every_combination_and_the_last_axis_varies_fastest():
    cells = make_cells(
        {
            "version": [Value("1.0", "p==1.0"), Value("2.0", "p==2.0")],
            "python": [Value("3.11", python="3.11"), Value("3.12", python="3.12")],
        }
    )
    assert [cell.label for cell in cells] == ["1.0, 3.11", "1.0, 3.12", "2.0, 3.11", "2.0, 3.12"]
    assert cells[1].requirements == ("p==1.0",)
    assert cells[1].python == "3.12"
    assert cells[1].coordinates == {"version": "1.0", "python": "3.12"}


def test_an_axis_without_values_is_none_and_a_value_counts_once():
    cells = make_cells({"version": [Value("1"), Value("1")], "with": []})
    assert [dict(cell.coordinates) for cell in cells] == [{"version": "1"}]


def test_versions_name_their_files():
    names = ["1.0", "1.0.post1", "2.0.dev3", "1!2.0"]
    cells = make_cells({"version": [Value(name) for name in names]})
    assert [cell.stem for cell in cells] == names


@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=6, unique=True))
def test_no_two_cells_share_a_file_whatever_the_file_system(names):
    cells = make_cells({"version": [Value(name) for name in names]})
    stems = [cell.stem for cell in cells]
    assert len({stem.casefold() for stem in stems}) == len(names)
    assert all(stem.isascii() and stem == stem.strip() and "/" not in stem for stem in stems)
    assert all(0 < len(stem) < 200 and not stem.startswith(("-", ".")) for stem in stems)


def test_two_axes_do_not_run_into_one_another():
    one = make_cells({"a": [Value("x_y")], "b": [Value("z")]})
    two = make_cells({"a": [Value("x")], "b": [Value("y_z")]})
    assert one[0].stem != two[0].stem
