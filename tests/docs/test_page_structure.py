"""Checks of a page that need not run it."""

import ast
import json
import tomllib

import pytest

from .blocks import read_page
from .lines import is_run, requirements, wrong_requirement, wrong_scripts
from .pages import ROOT, all_pages, run_pages

# With what each of them means when it has no title, where it is more than illustration.
LANGUAGES = {
    *("console", "python", "ipython", "text", "run"),
    *("toml", "yaml", "json", "ini", "markdown", "html", "csv", "mermaid"),
}
# Languages of files that a page writes.
FILE_LANGUAGES = LANGUAGES | {"bash", "zsh", "fish", "makefile", "diff"}

each_page = pytest.mark.parametrize("name", [str(page) for page in all_pages()])
each_run_page = pytest.mark.parametrize("name", [str(page) for page in run_pages()])


def wrong_blocks(name, wrong):
    """List the errors that a function finds in the blocks of a page, with their places."""
    page = read_page(ROOT / name, name)
    return [
        f"{page.at(block.line)}: {message}" for block in page.blocks for message in wrong(block)
    ]


@each_run_page
def test_every_block_has_a_language(name):
    def wrong(block):
        if block.language not in (FILE_LANGUAGES if block.is_file else LANGUAGES):
            yield f"a block in the language `{block.language}`; take one of {sorted(LANGUAGES)}"

    assert wrong_blocks(name, wrong) == []


@each_run_page
def test_every_title_is_a_file_or_output(name):
    def wrong(block):
        path = block.title or ""
        if " " in path or path.startswith("/") or ".." in path.split("/"):
            yield f"the title `{path}` is no file in the page's folder"

    assert wrong_blocks(name, wrong) == []


@each_run_page
def test_every_output_follows_what_prints(name):
    page = read_page(ROOT / name, name)
    wrong, before = [], None
    for block in page.blocks:
        if block.is_output and before is None:
            wrong.append(
                f"{page.at(block.line)}: no block of commands or Python before this output"
            )
        if block.is_output:
            before = None
        elif block.prints:
            before = block
    assert wrong == []


@each_run_page
def test_every_exit_status_belongs_to_commands(name):
    def wrong(block):
        runs = any(is_run(command) for _, command in block.commands())
        if block.status and not (block.is_console and runs):
            yield f"an exit status of {block.status} before a block that runs no command"

    assert wrong_blocks(name, wrong) == []


@each_page
def test_no_command_has_a_prompt(name):
    def wrong(block):
        if block.is_console:
            for _, command in block.commands():
                if command.startswith(("$ ", "# ", "% ", "> ")):
                    yield f"a prompt before `{command}`"

    assert wrong_blocks(name, wrong) == []


@each_page
def test_every_requirement_of_ours_exists(name):
    def wrong(block):
        if block.is_console:
            for _, command in block.commands():
                yield from filter(None, map(wrong_requirement, requirements(command)))

    assert wrong_blocks(name, wrong) == []


@each_page
def test_every_hatch_script_exists(name):
    missing = wrong_scripts((ROOT / name).read_text(encoding="utf-8"))
    assert missing == [], "not in hatch.toml"


@each_run_page
def test_every_block_of_data_and_code_parses(name):
    def wrong(block):
        if block.is_output or block.language not in PARSERS:
            return
        try:
            PARSERS[block.language](block.text)
        except ValueError as error:
            yield f"{block.language}: {error}"
        except SyntaxError as error:
            yield f"{block.language}, line {block.line + (error.lineno or 0)}: {error.msg}"

    assert wrong_blocks(name, wrong) == []


def parse_yaml(text):
    """Parse YAML; errors are a `ValueError`, as for the other languages."""
    import yaml

    class Loader(yaml.SafeLoader):
        """A loader that accepts the tags of CI services."""

    Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
    try:
        list(yaml.load_all(text, Loader))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


PARSERS = {
    "python": ast.parse,
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": parse_yaml,
}
