"""The `benchmem` command: a group of what the installed distributions register.

Each test runs it as a process that sees this engine, click, and made-up distributions only.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest

import benchmem_core
from tests.core.conftest import PATIENCE


class Site:
    """A folder of installed distributions that is the whole search path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for package in (benchmem_core, click):
            source = Path(package.__file__ or "").parent
            (folder / source.name).symlink_to(source)

    def install(self, distribution: str, version: str = "1.0", **commands: str) -> None:
        """Register commands, each given as `module:attribute`."""
        info = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata)
        entries = "".join(f"{name} = {value}\n" for name, value in commands.items())
        (info / "entry_points.txt").write_text(f"[benchmem.commands]\n{entries}")

    def module(self, name: str, code: str) -> None:
        (self.folder / f"{name}.py").write_text(textwrap.dedent(code))

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `benchmem`."""
        return self.run_module("benchmem_core", *arguments)

    def run_module(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a module; without `site`, nothing else is on the path."""
        return subprocess.run(
            [sys.executable, "-S", "-m", name, *arguments],
            env={"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Distributions of strangers: one that works, and several that are broken."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.module(
        "acme",
        """
        import click
        from benchmem_core import BlobError

        no_command = 3

        @click.command()
        @click.argument("word", default="nothing")
        def hello(word):
            "Say hello."
            click.echo(f"hello {word}")

        @click.command()
        def fail():
            "Fail as the library does."
            raise BlobError("`file.json`: the series `peak_bytes` is missing")

        @click.group()
        def family():
            "Has commands of its own."

        family.add_command(fail)
        """,
    )
    site.module("broken", "raise ImportError('no such library\\nand more')")
    site.module("leaving", "raise SystemExit(0)")
    site.install(
        "acme-tools", hello="acme:hello", fail="acme:fail", family="acme:family", twice="acme:hello"
    )
    site.install("acme-broken", broken="broken:command", leaving="leaving:command")
    site.install("acme-numbers", number="acme:no_command", missing="acme:not_there")
    site.install("acme-copy", twice="acme:hello")
    return site


def assert_is_one_line(text: str) -> None:
    assert text.startswith("Error: ")
    assert text.count("\n") == 1


def test_help_lists_the_registered_commands(site: Site) -> None:
    done = site.run("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "hello Say hello." in " ".join(done.stdout.split())


def test_a_registered_command_runs(site: Site) -> None:
    done = site.run("hello", "you")
    assert (done.returncode, done.stdout, done.stderr) == (0, "hello you\n", "")


def test_a_registered_command_has_its_own_help(site: Site) -> None:
    for flag in ("--help", "-h"):
        done = site.run("hello", flag)
        assert done.returncode == 0
        assert "Say hello." in done.stdout


def test_the_version_is_that_of_the_engine(site: Site) -> None:
    done = site.run("--version")
    assert done.returncode == 0
    assert benchmem_core.__version__ in done.stdout


BROKEN = [
    ("broken", "acme-broken", "ImportError: no such library"),
    ("leaving", "acme-broken", "SystemExit: 0"),
    ("number", "acme-numbers", "`acme:no_command` is not a click command"),
    ("missing", "acme-numbers", "AttributeError"),
]


def test_help_shows_broken_commands_and_whose_they_are(site: Site) -> None:
    listed = " ".join(site.run("--help").stdout.split())
    for command, distribution, reason in BROKEN:
        assert f"{command} (broken) `{distribution}` is broken here ({reason}" in listed


@pytest.mark.parametrize(("command", "distribution", "reason"), BROKEN)
def test_a_broken_command_says_so_when_it_is_called(
    site: Site, command: str, distribution: str, reason: str
) -> None:
    done = site.run(command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"`{distribution}`" in done.stderr
    assert reason in done.stderr
    assert_is_one_line(done.stderr)


@pytest.mark.parametrize("arguments", [("--help",), ("run.json", "--flag", "3")], ids=" ".join)
def test_a_broken_command_says_so_whatever_it_is_called_with(
    site: Site, arguments: tuple[str, ...]
) -> None:
    done = site.run("broken", *arguments)
    assert done.returncode == 2
    assert "`acme-broken`" in done.stderr
    assert_is_one_line(done.stderr)


def test_a_command_that_two_distributions_register_names_both(site: Site) -> None:
    done = site.run("twice")
    assert done.returncode == 2
    assert "`acme-copy`, `acme-tools`" in done.stderr
    assert_is_one_line(done.stderr)


FIRST_PARTY = [
    ("compare", "benchmem-io"),
    ("plot", "benchmem-plot"),
    ("sweep", "benchmem-sweep"),
]


@pytest.mark.parametrize(("command", "distribution"), FIRST_PARTY)
def test_a_command_that_is_not_installed_names_the_package_that_has_it(
    site: Site, command: str, distribution: str
) -> None:
    done = site.run(command, "run.json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"`pip install {distribution}`" in done.stderr
    assert_is_one_line(done.stderr)


def test_a_command_that_an_installed_package_lacks_names_its_version(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.install("benchmem-plot", "0.0.7")
    done = site.run("plot", "run.json")
    assert done.returncode == 2
    assert "`benchmem-plot` 0.0.7" in done.stderr
    assert_is_one_line(done.stderr)


def test_an_unknown_command_is_wrong_usage(site: Site) -> None:
    done = site.run("nonsense")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "`nonsense`" in done.stderr
    assert "`benchmem --help`" in done.stderr
    assert_is_one_line(done.stderr)


def test_an_unknown_flag_is_wrong_usage(site: Site) -> None:
    done = site.run("--nonsense")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--nonsense" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["fail"], ["family", "fail"]], ids=" ".join)
def test_an_error_of_the_library_is_one_line(site: Site, command: list[str]) -> None:
    done = site.run(*command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "Error: `file.json`: the series `peak_bytes` is missing\n"


def test_the_group_works_without_any_command(tmp_path: Path) -> None:
    done = Site(tmp_path).run("--help")
    assert done.returncode == 0
    assert "Usage: benchmem" in done.stdout


def test_help_of_the_group_imports_nothing_heavy(site: Site) -> None:
    """None of it is on this path, and some of what could be is not loaded either."""
    code = """
        import sys
        sys.argv = ["benchmem", "--help"]
        from benchmem_core.cli.main import main
        try:
            main()
        finally:
            print(sorted({"asyncio", "multiprocessing"} & set(sys.modules)), file=sys.stderr)
    """
    site.module("helped", code)
    done = site.run_module("helped")
    assert done.returncode == 0
    assert done.stderr == "[]\n"
