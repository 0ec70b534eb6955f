"""Distributions are found by the names that their metadata gives."""

import importlib
from importlib.metadata import distribution, entry_points

import click
import pytest

DISTRIBUTIONS = {
    "benchmem-core": "benchmem_core",
    "benchmem-io": "benchmem_io",
    "benchmem-pytest": "benchmem_pytest",
    "benchmem-plot": "benchmem_plot",
    "benchmem-sweep": "benchmem_sweep",
    "pytest-benchmem": "pytest_benchmem",
}


@pytest.mark.parametrize(("name", "package"), DISTRIBUTIONS.items())
def test_package_has_the_version_of_its_distribution(name, package):
    assert importlib.import_module(package).__version__ == distribution(name).version


@pytest.mark.parametrize("package", DISTRIBUTIONS.values())
def test_every_public_name_loads(package):
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None
        assert name in dir(module)


def test_plugin_loads_by_its_entry_point():
    (entry_point,) = entry_points(group="pytest11", name="benchmem")
    assert entry_point.dist.name == "benchmem-pytest"
    assert hasattr(entry_point.load(), "pytest_addoption")


def test_command_loads_by_its_entry_point():
    # The distribution to install may bring it once more, and either may be written last.
    found = list(entry_points(group="console_scripts", name="benchmem"))
    assert "benchmem-core" in {each.dist.name for each in found}
    (command,) = {each.load() for each in found}
    assert callable(command)


@pytest.mark.parametrize(
    ("name", "distribution_name"),
    [
        ("compare", "benchmem-io"),
        ("runs", "benchmem-io"),
        ("plot", "benchmem-plot"),
        ("report", "benchmem-plot"),
    ],
)
def test_commands_load_by_their_entry_points(name, distribution_name):
    (entry_point,) = entry_points(group="benchmem.commands", name=name)
    assert entry_point.dist.name == distribution_name
    command = entry_point.load()
    assert isinstance(command, click.Command)
    assert command.name == name


@pytest.mark.parametrize("package", DISTRIBUTIONS.values())
def test_unknown_name_is_an_attribute_error(package):
    module = importlib.import_module(package)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name
