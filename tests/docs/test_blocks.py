"""Blocks of a page, as they are read."""

import pytest

from .blocks import read_page


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return read_page(path, "page.md").blocks

    return read


def test_a_block_knows_its_language_title_and_lines(read):
    (block,) = read('# Page\n\n```python title="a/b.py"\nx = 1\n```\n')
    assert (block.language, block.title, block.line, block.end) == ("python", "a/b.py", 3, 5)
    assert block.text == "x = 1\n"
    assert block.is_file


def test_blocks_in_tabs_and_admonitions_are_read(read):
    blocks = read(
        '=== "A"\n\n    ```console\n    one\n    ```\n\n'
        "    !!! note\n\n        ```console\n        two\n        ```\n\n"
        '=== "B"\n\n    ```console\n    three\n    ```\n\n'
        "```console\nfour\n```\n"
    )
    assert [block.text for block in blocks] == ["one\n", "two\n", "three\n", "four\n"]
    assert [block.line for block in blocks] == [3, 9, 15, 19]


def test_a_hidden_command_is_a_block_with_its_lines(read):
    (block,) = read("Text\n\n<!-- run:\none\ntwo\n-->\n")
    assert list(block.commands()) == [(4, "one"), (5, "two")]


def test_an_exit_status_is_that_of_the_next_block_alone(read):
    blocks = read("<!-- exit: 3 -->\n```console\none\n```\n\n```console\ntwo\n```\n")
    assert [block.status for block in blocks] == [3, 0]


def test_a_backslash_continues_a_command_and_comments_are_none(read):
    (block,) = read("```console\n# of two lines\none \\\n    --two\n\nthree  # and more\n```\n")
    assert list(block.commands()) == [(3, "one \\\n    --two"), (6, "three  # and more")]


def test_indented_code_is_a_block_without_a_language(read):
    (block,) = read("Text\n\n    x = 1\n")
    assert block.language == ""
