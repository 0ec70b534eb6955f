"""The wheels, installed into fresh environments as people install them."""

import pytest

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
ENTRY_POINTS = {
    "benchmem-core": {"console_scripts": {"benchmem"}, "benchmem.commands": {"flamegraph"}},
    "benchmem-io": {"benchmem.commands": {"compare", "diff", "runs"}},
    "benchmem-pytest": {"pytest11": {"benchmem", "benchmem-earlier"}},
    "pytest-benchmem": {"console_scripts": {"benchmem"}},
    "benchmem-plot": {
        "benchmem.commands": {"plot", "report"},
        "benchmem.pictures": {"flame-diff"},
    },
    "benchmem-sweep": {"benchmem.commands": {"bisect", "sweep"}},
}
COMMANDS = {name: groups.get("benchmem.commands", set()) for name, groups in ENTRY_POINTS.items()}


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


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_entry_point_loads_and_is_of_its_distribution(fresh, way):
    code = (
        "from importlib.metadata import distributions\n"
        "for each in distributions():\n"
        "    for entry in each.entry_points if 'benchmem' in each.name else ():\n"
        "        assert entry.load() is not None\n"
        "        print(each.name, entry.group, entry.name)"
    )
    loaded = {tuple(line.split()) for line in fresh(way).run(code).splitlines()}
    names = {name.replace("_", "-") for name in WAYS[way]}
    assert loaded == {
        (name, group, each)
        for name in names & ENTRY_POINTS.keys()
        for group, entries in ENTRY_POINTS[name].items()
        for each in entries
    }


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
    # memray may have something to say of the interpreter, after it.
    assert int(fresh("pytest-benchmem[all]").run(code).split()[0]) > 1_000_000


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
