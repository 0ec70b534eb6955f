"""The wheels, installed into fresh environments as people install them."""

import email
import zipfile
from pathlib import Path

import pytest

from .wheelhouse import NAMES, Fresh, build_all, names_in

OURS = (
    *("benchmem_core", "benchmem_io", "benchmem_plot", "benchmem_pytest", "benchmem_sweep"),
    "pytest_benchmem",
)
OTHERS = (
    "click",
    "distributed",
    "kaleido",
    "memray",
    "msgspec",
    "pandas",
    "plotly",
    "pytest",
    "rich",
)
BASE = {"benchmem_core", "benchmem_io", "click", "memray", "msgspec", "rich"}
PYTEST = BASE | {"benchmem_pytest", "pytest"}
# What is typed after `pip install`, and what can be imported then.
WAYS = {
    "benchmem-core": {"benchmem_core", "click", "memray", "rich"},
    "benchmem-io": BASE,
    "benchmem-pytest": PYTEST,
    "pytest-benchmem": PYTEST | {"pytest_benchmem"},
    "pytest-benchmem[plot]": PYTEST | {"pytest_benchmem", "benchmem_plot", "plotly"},
    "pytest-benchmem[sweep]": PYTEST | {"pytest_benchmem", "benchmem_sweep"},
    "pytest-benchmem[all]": {*OURS, *OTHERS},
}
COMMANDS = {
    "benchmem-core": {"flamegraph"},
    "benchmem-io": {"compare", "diff", "runs"},
    "benchmem-plot": {"plot", "report"},
    "benchmem-sweep": {"bisect", "sweep"},
}


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheelhouse")
    build_all(folder, "--wheel")
    return folder


@pytest.fixture(scope="session")
def fresh(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory):
    """Environments with one way of use each, made once."""
    made: dict[str, Fresh] = {}

    def environment(way: str) -> Fresh:
        if way not in made:
            made[way] = Fresh(tmp_path_factory.mktemp("fresh") / "venv", wheelhouse)
            made[way].install(way)
        return made[way]

    return environment


@pytest.mark.parametrize("way", WAYS)
def test_what_is_importable_and_what_is_not(fresh, way):
    environment = fresh(way)
    assert environment.importable(*OURS, *OTHERS) == WAYS[way]
    environment.check()


@pytest.mark.parametrize("way", WAYS)
def test_benchmem_has_the_commands_of_what_is_installed(fresh, way):
    environment = fresh(way)
    names = {name.replace("_", "-") for name in WAYS[way]}
    expected = set().union(*(COMMANDS[name] for name in names & COMMANDS.keys()))
    assert environment.commands() == expected
    listed = environment.command("--help")
    assert "(broken)" not in listed
    for command in expected:
        assert f"  {command} " in listed
        assert "Usage: benchmem" in environment.command(command, "--help")


def test_a_command_that_is_missing_names_what_to_install(fresh):
    said = fresh("benchmem-io").command("plot", "run.json", status=2)
    assert "`pip install benchmem-plot`" in said
    said = fresh("benchmem-core").command("compare", "run.json", status=2)
    assert "`pip install benchmem-io`" in said


def test_the_namespace_without_its_extras_names_them(fresh):
    for module, extra in (("plotting", "plot"), ("sweep", "sweep")):
        code = (
            f"try:\n    import pytest_benchmem.{module}\n"
            "except ModuleNotFoundError as error:\n    print(error)"
        )
        assert f"pip install 'pytest-benchmem[{extra}]'" in fresh("pytest-benchmem").run(code)


def test_the_documented_names_are_there(fresh):
    code = (
        "import pytest_benchmem, pytest_benchmem.plotting, pytest_benchmem.sweep\n"
        "for module in (pytest_benchmem, pytest_benchmem.plotting, pytest_benchmem.sweep):\n"
        "    for name in module.__all__:\n        getattr(module, name)\n"
        "print(pytest_benchmem.measure_peak(lambda: bytearray(1_000_000)))"
    )
    assert int(fresh("pytest-benchmem[all]").run(code)) > 1_000_000


def test_the_plugin_loads_once_and_measures(fresh, tmp_path):
    suite = tmp_path / "test_it.py"
    suite.write_text("def test_it(benchmark):\n    benchmark(bytearray, 100_000)\n")
    code = (
        f"import pytest, sys\nsys.exit(pytest.main([{str(suite)!r}, '-p', 'no:cacheprovider', "
        "'--benchmark-memory', '--benchmark-max-time=0.01']))"
    )
    printed = fresh("benchmem-pytest").run(code)
    assert "Peak min" in printed
    assert "KiB" in printed
    assert "1 passed" in printed


def test_uninstalling_one_leaves_the_others_working(wheelhouse, tmp_path):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    environment.install("pytest-benchmem[plot,sweep]")
    environment.uninstall("benchmem-plot", "pytest-benchmem")
    assert environment.commands() == {"flamegraph", "compare", "diff", "runs", "sweep", "bisect"}
    assert "(broken)" not in environment.command("--help")
    assert "`pip install benchmem-plot`" in environment.command("report", "x.json", status=2)
    assert environment.importable("benchmem_pytest", "benchmem_plot") == {"benchmem_pytest"}


def test_an_older_core_with_a_newer_io_is_refused(wheelhouse, tmp_path):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    said = environment.install("benchmem-io", "benchmem-core<0.1", status=1)
    assert "benchmem-core" in said
    assert environment.importable("benchmem_io") == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_wheel_is_complete(wheelhouse, name):
    module = name.replace("-", "_")
    (wheel,) = wheelhouse.glob(f"{module}-*.whl")
    files = names_in(wheel)
    assert f"{module}/py.typed" in files
    assert f"{module}/__init__.py" in files
    assert any(each.endswith("licenses/LICENSE") for each in files)
    source = Path(__file__).parents[2] / "packages" / name / "src" / module
    kept = {
        f"{module}/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert kept <= files
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = (each for each in files if each.endswith(".dist-info/METADATA"))
        about = email.message_from_bytes(opened.read(metadata))
    assert about["Name"] == name
    assert about["License-Expression"] == "MIT"
    assert about["Requires-Python"] == ">=3.11"
    assert about["Summary"]
    assert about.get_payload().startswith(f"# {name}")
    assert "Typing :: Typed" in about.get_all("Classifier")
    assert not about.get_all("Home-page")


def test_two_builds_have_the_same_bytes(wheelhouse, tmp_path):
    first = {path.name: path.read_bytes() for path in wheelhouse.iterdir()}
    second = {path.name: path.read_bytes() for path in build_all(tmp_path, "--wheel")}
    assert len(first) == len(NAMES)
    assert first == second
