"""Times of two machines are not put side by side without a word; memory is."""

import pytest

from benchmem_io.compare.tables import compare_table
from tests.io.run_files import entry, write_run


def run_of(folder, name, *, node, brand=None):
    machine = {"node": node, **({"cpu": {"brand_raw": brand}} if brand else {})}
    return write_run(folder / f"{name}.json", [entry("m.py::f")], machine_info=machine)


def notes(*runs, columns):
    table = compare_table(list(runs), columns=columns)
    return [note for note in table.notes if "machines" in note]


def test_times_of_two_machines_name_both(tmp_path):
    runs = run_of(tmp_path, "a", node="ant", brand="Fast 9"), run_of(tmp_path, "b", node="bee")
    expected = "Times are of several machines, ant (Fast 9) and bee: only memory can be compared."
    assert notes(*runs, columns="time,peak") == [expected]


def test_memory_of_two_machines_is_compared_in_silence(tmp_path):
    runs = run_of(tmp_path, "a", node="ant"), run_of(tmp_path, "b", node="bee")
    assert notes(*runs, columns="peak") == []


@pytest.mark.parametrize("node", ["ant", ""])
def test_the_same_or_an_unnamed_machine_is_no_other(tmp_path, node):
    runs = run_of(tmp_path, "a", node="ant"), run_of(tmp_path, "b", node=node)
    assert notes(*runs, columns="time") == []


def test_a_third_machine_is_named_too(tmp_path):
    runs = [run_of(tmp_path, name, node=name) for name in ("ant", "bee", "cow")]
    (note,) = notes(*runs, columns="time")
    assert "ant, bee and cow" in note
