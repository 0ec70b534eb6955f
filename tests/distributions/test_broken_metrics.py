"""Metrics of other distributions that are left out, each with a warning that names both sides."""

import os
import subprocess
import sys

import pytest

from benchmem_core.metrics import METRICS, MetricWarning
from benchmem_io import RuleError
from benchmem_io.gate import Threshold

from .added_metrics import EXAMPLE, run


def test_one_that_cannot_be_loaded_is_named_and_breaks_nothing_else(runs, add):
    add("broken-metrics", "1 / 0", faults="FAULTS")
    add("odd-metrics", "ODD = 3", odd="ODD")
    with pytest.warns(MetricWarning) as caught:
        done = run("compare", *runs, "--columns", "cache_hits")
    assert done.exit_code == 0
    faults, odd = (str(each.message) for each in caught)
    assert faults.startswith(
        "`faults` in `benchmem.metrics` of `broken-metrics` is broken here (Zero"
    )
    assert faults.endswith(": update or uninstall `broken-metrics`")
    assert (
        "`odd` in `benchmem.metrics` of `odd-metrics` is broken here (`odd_metrics:ODD` is not a "
        in odd
    )
    with pytest.raises(RuleError, match="`faults` of `broken-metrics` is broken here"):
        Threshold.parse("faults:10%")


def test_the_command_shows_a_warning_in_one_line(runs, add, tmp_path):
    add("broken-metrics", "1 / 0", faults="FAULTS")
    command = [sys.executable, "-m", "benchmem_core", "compare", *runs, "--columns", "cache_hits"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    assert line.startswith("Warning: `faults` in `benchmem.metrics` of `broken-metrics` is broken")


@pytest.mark.parametrize(
    ("name", "first"), [("cache_hits", "acme-metrics"), ("peak", "benchmem-core")]
)
def test_a_name_that_two_have_is_a_warning_that_names_both(runs, add, name, first):
    before = METRICS[name] if name == "peak" else None
    add("other-metrics", EXAMPLE, **{name: "CACHE_HITS"})
    with pytest.warns(MetricWarning) as caught:
        list(METRICS)
    (message,) = [str(each.message) for each in caught]
    assert message.startswith(
        f"`other-metrics` and `{first}` both have `{name}` in `benchmem.metrics`"
    )
    assert before is None or METRICS[name] is before


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "else"}, "its `name` is `else`, not that of the entry point"),
        ({"name": "x"}, "`name` of a metric must be"),
        ({"field": None}, "`field` must be a key of the blob"),
        ({"field": "peak_bytes"}, "`benchmem-core` has the series `peak_bytes` already"),
        ({"unit": "J"}, "`unit` of a metric must be one of s, B, count, not `'J'`"),
        ({"label": "two\nlines"}, "`label` of a metric must be one line of text"),
        ({"floor": -1}, "`floor` of a metric must be a number of at least zero"),
        ({"divisor": 0}, "`divisor` of a metric must be an integer of at least 1"),
        ({"headline": "iqr"}, "`headline` of a metric must be None or one of min, mean"),
    ],
)
def test_a_wrong_description_is_named(add, values, reason):
    given = {"name": "hits", "field": "hits", "unit": "count", "label": "Hits", "title": "Hits"}
    add(
        "wrong",
        f"from benchmem_core import MetricSpec\nHITS = MetricSpec(**{given | values})",
        hits="HITS",
    )
    with pytest.warns(MetricWarning) as caught:
        assert "hits" not in METRICS
    assert reason in str(caught[0].message)
