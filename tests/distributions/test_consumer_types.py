"""The types of the wheels, as mypy sees them in the files of somebody who installed them."""

import re
from pathlib import Path

import pytest

from .wheelhouse import Fresh, run

pytestmark = pytest.mark.slow

USES = Path(__file__).parents[1] / "typing" / "api.py"

# Each line that is wrong ends in the code of the error that it has to give.
WRONG = """
from pathlib import Path

from pytest_benchmem import load_samples, measure_memory, measure_peak
from pytest_benchmem.plotting import plot_compare, plot_scaling
from pytest_benchmem.sweep import Venv, provision, sweep

measure_memory(lambda: None, repeat=3)  # call-arg
measure_memory(lambda: None, 3, 1)  # call-arg
measure_memory(lambda: None, allocators="pymalloc")  # arg-type
measure_memory("not a function")  # arg-type
text: str = measure_peak(lambda: None)  # assignment
measure_memory(lambda: None).peak  # attr-defined
load_samples("run.json", metric=1)  # arg-type
load_samples(["run.json"])  # arg-type
plot_compare("a.json", sort="upwards")  # arg-type
plot_scaling("a.json", log="sometimes")  # arg-type
sweep(["1.0"], lambda venv: venv.interpreter)  # attr-defined
provision(["1.0"], pins=1)  # arg-type
Venv("1.0", Path("python"), {}, None).version = "2.0"  # misc
Venv("1.0", "python", {}, None)  # arg-type
"""

# One use of each distribution under its own name, and what mypy calls its type.
DISTRIBUTIONS = {
    "benchmem_core": ("benchmem_core.measure_peak(list)", "int"),
    "benchmem_io": ("benchmem_io.discover_runs()[0]", "pathlib.Path"),
    "benchmem_plot": ("benchmem_plot.plot_sweep('a.json')[1]", "int"),
    "benchmem_pytest": ("benchmem_pytest.__version__", "str"),
    "benchmem_sweep": ("benchmem_sweep.Venv('1', None, None, None).version", "str"),
    "pytest_benchmem": ("pytest_benchmem.human_bytes(1)", "str"),
}


@pytest.fixture(scope="module")
def environment(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    made = Fresh(tmp_path_factory.mktemp("consumer") / "venv", wheelhouse)
    made.install("pytest-benchmem[all]", "mypy==2.4.1", "pandas-stubs>=2.2")
    return made


@pytest.fixture(scope="module")
def mypy(environment: Fresh, tmp_path_factory: pytest.TempPathFactory):
    cache = tmp_path_factory.mktemp("cache")

    def check(folder: Path, source: str, *, status: int = 0) -> str:
        (folder / "consumer.py").write_text(source, encoding="utf-8")
        command = [str(environment.python), "-I", "-m", "mypy", "--strict", "consumer.py"]
        return run([*command, f"--cache-dir={cache}"], cwd=folder, status=status)

    return check


def test_right_uses_of_the_documented_api_pass(mypy, tmp_path):
    assert "Success: no issues found" in mypy(tmp_path, USES.read_text(encoding="utf-8"))


def test_each_wrong_use_is_an_error_and_nothing_else(mypy, tmp_path):
    said = mypy(tmp_path, WRONG, status=1)
    found = re.findall(r"^consumer\.py:(\d+): error: .* \[([\w-]+)\]$", said, re.MULTILINE)
    wrong = [
        (str(number), line.rpartition("  # ")[2])
        for number, line in enumerate(WRONG.splitlines(), 1)
        if "  # " in line
    ]
    assert found == wrong, said


@pytest.mark.parametrize("module", DISTRIBUTIONS)
def test_every_distribution_shows_its_types(mypy, tmp_path, module):
    use, type_ = DISTRIBUTIONS[module]
    said = mypy(tmp_path, f"import {module}\n\nreveal_type({use})\n")
    assert re.search(rf'Revealed type is "(builtins\.)?{re.escape(type_)}"', said), said
