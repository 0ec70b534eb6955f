"""The package names its version and its writer, and loads nothing heavy."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import benchmem_plot
from benchmem_io.callsites.pictures import flame_diff_writer
from benchmem_plot.flame.command import write_flame_diff


def test_package_names_its_version():
    assert "__version__" in benchmem_plot.__all__


def test_every_public_name_loads():
    assert all(getattr(benchmem_plot, name) is not None for name in benchmem_plot.__all__)


def test_writer_loads_by_its_entry_point():
    (entry_point,) = entry_points(group="benchmem.pictures", name="flame-diff")
    assert entry_point.dist.name == "benchmem-plot"
    assert entry_point.load() is write_flame_diff


def test_diff_finds_the_writer():
    assert flame_diff_writer(Path("diff.html")) is write_flame_diff


@pytest.mark.parametrize("module", ["benchmem_plot", "benchmem_plot.flame.command"])
def test_import_loads_nothing_heavy(module):
    script = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert module in run.stdout.split()
    assert not set(run.stdout.split()) & {"plotly", "numpy", "pandas", "memray"}
