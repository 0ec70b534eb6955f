"""Labels: two files are two series, whatever their names."""

from pathlib import Path

import pytest

from benchmem_io import SelectionError
from benchmem_io.runs.locations import make_labels


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        (["0001_a.json"], ["0001_a"]),
        (["x/old.json", "y/new.json"], ["old", "new"]),
        # As much of the path as tells them apart, and only where it has to.
        (["a/run.json", "b/run.json"], ["a/run", "b/run"]),
        (["a/x/run.json", "b/x/run.json"], ["a/x/run", "b/x/run"]),
        (["a/run.json", "b/run.json", "c/other.json"], ["a/run", "b/run", "other"]),
        # A folder and its parent: one label would be the end of the other.
        (["/run.json", "/a/run.json"], ["run", "a/run"]),
        # The suffix is all that differs.
        (["run.json", "run.txt"], ["run.json", "run.txt"]),
        # One file twice.
        (["run.json", "run.json"], ["run.json (1)", "run.json (2)"]),
        (["run", "run", "run (1)"], ["run (2)", "run (3)", "run (1)"]),
        ([], []),
    ],
)
def test_runs_are_named_by_their_files(paths, labels):
    assert make_labels([Path(path) for path in paths]) == labels


def test_labels_that_are_given_are_taken_in_order():
    assert make_labels([Path("a.json"), Path("b.json")], ("x", "y")) == ["x", "y"]


@pytest.mark.parametrize("given", [["x"], ["x", "y", "z"]])
def test_a_label_too_many_or_too_few_is_refused(given):
    with pytest.raises(SelectionError, match=f"{len(given)} labels were given for 2 runs"):
        make_labels([Path("a.json"), Path("b.json")], given)


def test_two_runs_never_have_one_label():
    with pytest.raises(SelectionError, match="two runs are labelled `x`"):
        make_labels([Path("a.json"), Path("b.json")], ["x", "x"])
