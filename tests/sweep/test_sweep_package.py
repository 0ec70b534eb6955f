"""The package names what is public, and loads nothing heavy."""

import subprocess
import sys

import benchmem_sweep


def test_every_public_name_loads():
    assert all(getattr(benchmem_sweep, name) is not None for name in benchmem_sweep.__all__)


def test_import_loads_nothing_heavy():
    script = "import sys, benchmem_sweep.cli.sweep, benchmem_sweep.cli.bisect; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    heavy = {"rich", "msgspec", "packaging", "uv", "distributed", "dask", "pandas", "memray"}
    assert "click" in run.stdout.split()
    assert not set(run.stdout.split()) & heavy
