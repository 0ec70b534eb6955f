"""What an import costs: nothing heavy is loaded before it is needed."""

import subprocess
import sys

import pytest

HEAVY = ("IPython", "memray", "rich", "numpy", "pandas", "plotly", "click", "typing", "dataclasses")


@pytest.mark.parametrize("package", ["benchmem_core", "pytest_benchmem"])
def test_import_loads_nothing_heavy(package):
    script = (
        "import sys; before = set(sys.modules); "
        f"import {package}; print(*sorted(set(sys.modules) - before))"
    )
    # -S: what site-packages load by themselves (.pth files) is not ours.
    script = f"import sys; sys.path[:] = {sys.path!r}\n{script}"
    output = subprocess.run(
        [sys.executable, "-S", "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert package in output
    assert not set(output) & set(HEAVY)


def test_meta_package_re_exports_the_same_objects():
    import benchmem_core
    import benchmem_io
    import pytest_benchmem

    for name in set(pytest_benchmem.__all__) - {"__version__"}:
        home = benchmem_core if name in benchmem_core.__all__ else benchmem_io
        assert getattr(pytest_benchmem, name) is getattr(home, name)


def test_plotting_re_exports_the_same_objects():
    import benchmem_plot
    from pytest_benchmem import plotting

    assert set(plotting.__all__) == set(benchmem_plot.__all__) - {"__version__"}
    for name in plotting.__all__:
        assert getattr(plotting, name) is getattr(benchmem_plot, name)


def test_plotting_without_its_distribution_names_the_extra():
    script = "import sys; sys.modules['benchmem_plot'] = None; import pytest_benchmem.plotting"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: `pytest_benchmem.plotting` needs benchmem-plot: "
        "`pip install 'pytest-benchmem[plot]'`"
    )
