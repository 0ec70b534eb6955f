"""The flags that the plugin adds to pytest's command line."""

import argparse

from tools.documentation.reference.definitions import Definition, definition_list


class _Recorder:
    """Stands in for pytest's parser, and has only what the plugin may add: flags in groups.

    Whatever else it were to add, an ini option for example, ends the build, and then has to be
    documented here.
    """

    def __init__(self) -> None:
        self.actions: list[argparse.Action] = []
        self._parser = argparse.ArgumentParser(add_help=False)

    def getgroup(self, name: str) -> "_Recorder":
        return self

    def addoption(self, *names: str, **settings: object) -> None:
        self.actions.append(self._parser.add_argument(*names, **settings))  # type: ignore[arg-type]


def plugin_flags() -> list[argparse.Action]:
    """Return the flags, as pytest's parser gets them."""
    from benchmem_pytest.plugin import pytest_addoption

    recorder = _Recorder()
    pytest_addoption(recorder)  # type: ignore[arg-type]
    return recorder.actions


def flags() -> str:
    """Every flag with its value, and what `pytest --help` says of it: its default too."""
    return definition_list(_definition(action) for action in plugin_flags())


def _definition(action: argparse.Action) -> Definition:
    (name,) = action.option_strings
    return Definition(_typed(name, action), name.lstrip("-"), (action.help or "") % vars(action))


def _typed(name: str, action: argparse.Action) -> str:
    if action.nargs == 0:
        return name
    value = action.metavar or "|".join(action.choices or ())
    return f"{name}[={value}]" if action.nargs == "?" else f"{name}={value}"
