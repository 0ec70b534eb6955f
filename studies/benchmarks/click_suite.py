"""Twenty benchmarks of click, for sweeps over its versions."""

import click
import pytest
from click.formatting import wrap_text
from click.testing import CliRunner


def command_group(count):
    """A group of so many commands."""
    group = click.Group("tool")
    for number in range(count):
        options = [
            click.Option(["--level"], type=int, default=number),
            click.Argument(["name"], default="nobody"),
        ]
        command = click.Command(f"do-{number}", callback=show, params=options)
        group.add_command(command)
    return group


def show(level, name):
    click.echo(f"{name}: {level}")


@pytest.mark.parametrize("count", [1, 10, 50, 200])
def test_build(benchmark, count):
    benchmark(command_group, count)


@pytest.mark.parametrize("count", [1, 10, 50, 200])
def test_help(benchmark, count):
    group = command_group(count)
    benchmark(lambda: CliRunner().invoke(group, ["--help"]))


@pytest.mark.parametrize("count", [1, 10, 50, 200])
def test_call(benchmark, count):
    group = command_group(count)
    benchmark(lambda: CliRunner().invoke(group, [f"do-{count - 1}", "--level", "7", "somebody"]))


@pytest.mark.parametrize("length", [10, 100, 1000, 5000])
def test_style(benchmark, length):
    benchmark(lambda: click.unstyle(click.style("-" * length, fg="green", bold=True)))


@pytest.mark.parametrize("words", [10, 100, 300, 1000])
def test_wrap(benchmark, words):
    benchmark(wrap_text, "some words " * (words // 2), 78)
