"""Parts that are taken away, and parts of different releases, in fresh environments."""

import shutil

import pytest

from .wheelhouse import NAMES, PACKAGES, Fresh, find_uv_bin, run

# What each does when it works, as code that prints `works`.
SMOKE = {
    "benchmem-core": "import benchmem_core\nassert benchmem_core.measure_peak(lambda: [0] * 99)",
    "benchmem-io": "from benchmem_io import load_samples\nassert load_samples({run!r})[1]",
    "benchmem-pytest": (
        "import pytest\n"
        "assert not pytest.main([{suite!r}, '-p', 'no:cacheprovider', '--benchmark-memory', "
        "'--benchmark-max-time=0.01', '--benchmark-json={run}'])"
    ),
    "benchmem-plot": "from benchmem_plot import plot_scaling\nassert plot_scaling({run!r})[1] == 3",
    "benchmem-sweep": (
        "import benchmem_sweep\n"
        "(venv,) = benchmem_sweep.provision(['no such version'])\nassert venv.failed_at"
    ),
    "pytest-benchmem": "import pytest_benchmem\nassert pytest_benchmem.measure_peak(list) >= 0",
}


def works(environment: Fresh, name: str, tmp_path) -> bool:
    suite = tmp_path / "test_it.py"
    suite.write_text(
        "import pytest\n\n@pytest.mark.parametrize('n', [10, 100, 1000])\n"
        "def test_it(benchmark, n):\n    benchmark(bytearray, n)\n"
    )
    code = SMOKE[name].format(suite=str(suite), run=str(tmp_path / "run.json"))
    return "works" in environment.run(f"{code}\nprint('works')")


def test_uninstalling_one_leaves_the_others_working(wheelhouse, tmp_path):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    environment.install("pytest-benchmem[plot,sweep]")
    environment.uninstall("benchmem-plot", "pytest-benchmem")
    assert environment.commands() == {"flamegraph", "compare", "diff", "runs", "sweep", "bisect"}
    # Two distributions brought the command, and an installer takes it away with either.
    module = ("-I", "-m", "benchmem_core")
    assert "(broken)" not in run([str(environment.python), *module, "--help"])
    said = run([str(environment.python), *module, "report", "x.json"], status=2)
    assert "`pip install benchmem-plot`" in said
    assert environment.importable("benchmem_pytest", "benchmem_plot") == {"benchmem_pytest"}


# Of the rest, each needs the engine and what reads runs.
@pytest.mark.slow
@pytest.mark.parametrize("gone", ["pytest-benchmem", "benchmem-plot", "benchmem-sweep"])
def test_each_of_the_others_does_its_work_when_one_is_gone(wheelhouse, tmp_path, gone):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    environment.install("pytest-benchmem[plot,sweep]")
    assert works(environment, "benchmem-pytest", tmp_path)
    environment.uninstall(gone)
    assert environment.importable(gone.replace("-", "_")) == set()
    for name in [name for name in NAMES if name != gone]:
        assert works(environment, name, tmp_path), name
    help_ = run([str(environment.python), "-I", "-m", "benchmem_core", "--help"])
    assert "(broken)" not in help_


@pytest.mark.slow
def test_without_the_plugin_the_commands_and_views_go_on(wheelhouse, tmp_path):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    environment.install("pytest-benchmem[plot,sweep]")
    assert works(environment, "benchmem-pytest", tmp_path)
    environment.uninstall("benchmem-pytest")
    for name in (
        "benchmem-core",
        "benchmem-io",
        "benchmem-plot",
        "benchmem-sweep",
        "pytest-benchmem",
    ):
        assert works(environment, name, tmp_path), name
    assert "test_it" in environment.command("compare", str(tmp_path / "run.json"))


@pytest.fixture
def other_core(wheelhouse, tmp_path):
    """Put a benchmem-core of another version into a copy of the wheelhouse."""

    def make(version: str) -> Fresh:
        house = shutil.copytree(wheelhouse, tmp_path / "house")
        tree = shutil.copytree(PACKAGES / "benchmem-core", tmp_path / "benchmem-core")
        tree.joinpath("src/benchmem_core/__about__.py").write_text(f'__version__ = "{version}"\n')
        run([find_uv_bin(), "build", "--quiet", "--wheel", "--out-dir", str(house), str(tree)])
        return Fresh(tmp_path / "venv", house)

    return make


@pytest.mark.slow
@pytest.mark.parametrize(("version", "bound"), [("0.0.9", ">=0.1"), ("0.2.0", "<0.2")])
def test_another_core_than_io_wants_is_refused(other_core, version, bound):
    environment = other_core(version)
    said = environment.install("benchmem-io", f"benchmem-core=={version}", status=1)
    # It gives the range as the reason, and not that there were no such version.
    assert f"benchmem-core{bound}" in said
    assert "there is no version" not in said
    assert environment.importable("benchmem_io", "benchmem_core") == set()
    environment.install(f"benchmem-core=={version}")
    assert environment.importable("benchmem_io", "benchmem_core") == {"benchmem_core"}


@pytest.mark.slow
def test_an_older_core_that_is_there_is_replaced_when_io_comes(other_core):
    environment = other_core("0.0.9")
    environment.install("benchmem-core==0.0.9")
    environment.install("benchmem-io")
    environment.check()
    code = "import benchmem_core\nprint(benchmem_core.__version__)"
    assert environment.run(code).strip() == "0.1.0"
