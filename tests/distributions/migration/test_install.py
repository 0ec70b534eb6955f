"""Ours, installed where pytest-benchmem 0.5.5 is: one working installation, whoever installs it."""

import pytest

from tests.distributions.wheelhouse import Fresh, names_in, run

from .conftest import EARLIER, write_suite
from .terminal import bash, run_line

pytestmark = pytest.mark.slow

FIND_WHAT_IS_THERE = """
from importlib.metadata import distribution, entry_points
from pathlib import Path
import pytest_benchmem
package = Path(pytest_benchmem.__file__).parent
print(*sorted(p.relative_to(package.parent).as_posix() for p in package.rglob("*.py")))
print(*sorted(f"{e.name}={e.dist.name}" for e in entry_points(group="pytest11")))
print(distribution("pytest-benchmem").version, pytest_benchmem.__version__)
print(*sorted(p.name for p in package.parent.glob("*benchmem*.dist-info")))
"""


@pytest.fixture(params=["uv", "pip"])
def install(request, wheelhouse):
    """Install into an environment, with one installer or the other."""

    def run_installer(environment: Fresh, *arguments: str) -> None:
        if request.param == "uv":
            environment.install(*arguments)
            return
        environment.install("pip")
        pip = [str(environment.python), "-m", "pip", "--disable-pip-version-check", "install"]
        run([*pip, "--quiet", "--find-links", str(wheelhouse), *arguments])

    return run_installer


@pytest.fixture
def environment(wheelhouse, tmp_path):
    """An environment that has 0.5.5."""
    made = Fresh(tmp_path / "venv", wheelhouse)
    made.install(EARLIER)
    return made


@pytest.fixture
def suite(tmp_path):
    folder = tmp_path / "suite"
    folder.mkdir()
    write_suite(folder)
    return folder


@pytest.mark.parametrize("requirement", ["pytest-benchmem", "pytest-benchmem[plot]"])
def test_installed_over_it_there_is_one_working_installation(
    environment, install, suite, wheelhouse, requirement
):
    install(environment, "--upgrade", requirement)
    environment.check()
    files, plugins, versions, infos = environment.run(FIND_WHAT_IS_THERE).splitlines()
    (wheel,) = wheelhouse.glob("pytest_benchmem-*.whl")
    assert files.split() == sorted(name for name in names_in(wheel) if name.endswith(".py"))
    ours = {each for each in plugins.split() if "benchmem" in each}
    assert ours == {"benchmem=benchmem-pytest", "benchmem-earlier=benchmem-pytest"}
    assert len(set(versions.split())) == 1
    assert sum(each.startswith("pytest_benchmem-") for each in infos.split()) == 1
    commands = {path.name for path in (environment.folder / "bin").glob("benchmem*")}
    assert commands == {"benchmem"}
    said = bash(environment, "pytest -q -k blob --benchmark-memory", cwd=suite)
    assert "allocators: python" in said
    assert "(broken)" not in bash(environment, "benchmem --help", cwd=suite)
    has_plots = "plot" in requirement
    bash(environment, "benchmem plot --help", cwd=suite, status=0 if has_plots else 2)


def test_uninstalled_it_leaves_nothing_of_either(environment, suite):
    environment.install("--upgrade", "pytest-benchmem[plot]")
    names = ["core", "io", "plot", "pytest"]
    environment.uninstall("pytest-benchmem", *(f"benchmem-{name}" for name in names))
    environment.check()
    assert not list((environment.folder / "bin").glob("benchmem*"))
    assert not list((environment.folder / "lib").glob("*/site-packages/*benchmem*"))
    bash(environment, "pytest -q -k sum -o addopts= -p no:cacheprovider", cwd=suite)


def test_without_the_package_of_the_name_the_parts_work_and_one_line_brings_the_command(
    environment, suite
):
    environment.install("--upgrade", "pytest-benchmem")
    environment.uninstall("pytest-benchmem")
    environment.check()
    bash(environment, "pytest -q -k blob --benchmark-memory --benchmark-json=a.json", cwd=suite)
    bash(environment, "python -m benchmem_core compare a.json", cwd=suite)
    # Two distributions brought the command, and an installer takes it away with either.
    assert run_line(environment, "benchmem --version", cwd=suite).returncode == 127
    environment.install("--reinstall-package", "benchmem-core", "--no-deps", "benchmem-core")
    bash(environment, "benchmem compare a.json", cwd=suite)


def test_the_plugin_beside_it_works_or_says_what_to_do(environment, suite):
    environment.install("benchmem-pytest")
    done = run_line(environment, "pytest -q -k blob --benchmark-memory", cwd=suite)
    if done.returncode == 0:
        assert "allocators: python" in done.stdout
    else:
        assert done.returncode == pytest.ExitCode.USAGE_ERROR
        assert "pip install --upgrade pytest-benchmem" in done.stderr


def test_the_plugin_behind_it_says_what_to_do_in_one_line(wheelhouse, suite, tmp_path):
    environment = Fresh(tmp_path / "venv", wheelhouse)
    environment.install("benchmem-pytest", "pytest-benchmark", "typer")
    # Found first whatever the order of a folder is: it stands in another one.
    environment.install("--target", str(tmp_path / "first"), "--no-deps", EARLIER)
    line = f"PYTHONPATH={tmp_path / 'first'} pytest -q -k blob --benchmark-memory-sites"
    done = run_line(environment, line, cwd=suite)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    (said,) = filter(None, done.stderr.splitlines())
    assert said.startswith("ERROR: `pytest-benchmem` is older than the `benchmem-pytest` beside it")
    assert "`pip install --upgrade pytest-benchmem`" in said
