"""Pages are run, and their outputs are written."""

import os
import tempfile

import pytest

from .blocks import read_page
from .outputs import write
from .runner import PageError, run_page


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Make pages; their runs must leave nothing behind."""
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    def make(text):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return read_page(path, "page.md")

    yield make
    assert os.listdir(place) == []


def printed(page):
    return ["\n".join(result.printed) for result in run_page(page)]


OUTPUT = '```text title="Output"\n{}\n```\n\n'


def console(text):
    return f"```console\n{text}\n```\n\n"


def python(text, language="python"):
    return f"```{language}\n{text}\n```\n\n"


def test_commands_and_python_share_a_folder_of_the_page(page):
    text = '```python title="src/app.py"\nx = 3\n```\n\n' + console("ls src")
    text += OUTPUT.format("") + python("from src.app import x\nprint(x)") + OUTPUT.format("")
    assert printed(page(text)) == ["app.py", "3"]


def test_a_later_block_overwrites_a_file(page):
    text = '```text title="a.txt"\none\n```\n\n```text title="a.txt"\ntwo\n```\n\n'
    assert printed(page(text + console("cat a.txt") + OUTPUT.format(""))) == ["two"]


def test_blocks_of_python_share_a_namespace(page):
    assert printed(page(python("x = 1") + python("print(x + 1)") + OUTPUT.format(""))) == ["2"]


def test_output_of_processes_that_python_starts_is_shown(page):
    code = "import subprocess\nsubprocess.run(['echo', 'below'], check=True)"
    assert printed(page(python(code) + OUTPUT.format(""))) == ["below"]


def test_cells_of_ipython_have_magics_and_the_namespace_of_python(page):
    text = python("x = 20") + python("%%time\ny = x + 1\nprint(y)", "ipython") + python("print(y)")
    assert printed(page(text + OUTPUT.format(""))) == ["21"]


def test_both_streams_of_all_commands_of_a_block_are_shown(page):
    text = console("echo one\necho two >&2") + OUTPUT.format("")
    assert printed(page(text)) == ["one\ntwo"]


def test_commands_are_those_of_this_environment(page):
    text = console("python -c 'import pytest, sys; print(sys.prefix)'") + OUTPUT.format("")
    assert printed(page(text)) == [".venv"]


def test_a_hidden_command_prints_nothing_on_the_page(page):
    text = console("echo seen") + "<!-- run: echo hidden; touch made -->\n\n" + OUTPUT.format("")
    assert printed(page(text + console("ls") + OUTPUT.format(""))) == ["seen", "made"]


def test_a_command_that_fails_is_told_with_its_line_and_output(page):
    text = "# Page\n\n" + console("true\nls missing")
    with pytest.raises(
        PageError, match=r"^page.md:5: `ls missing` ended with 2, not with 0\n.*missing"
    ):
        run_page(page(text))


def test_a_command_that_has_to_fail_and_does_not_is_told(page):
    with pytest.raises(PageError, match=r"^page.md:3: `true` ended with 0, not with 1"):
        run_page(page("<!-- exit: 1 -->\n" + console("true")))


def test_only_the_last_command_of_a_block_has_the_status(page):
    text = "<!-- exit: 1 -->\n" + console("true\nfalse")
    assert printed(page(text)) == []


def test_an_error_in_python_is_told_with_its_line(page):
    with pytest.raises(PageError, match=r"(?s)^page.md:4: Traceback.*ZeroDivisionError") as told:
        run_page(page("# Page\n```python\nx = 1\nx / 0\n```\n"))
    assert "python_process" not in str(told.value)


def test_python_that_ends_its_process_is_told(page):
    with pytest.raises(PageError, match=r"^page.md:1: the page's Python process ended"):
        run_page(page(python("import os\nos._exit(0)")))


def test_what_runs_on_in_the_background_is_ended(page):
    # A process that was killed may be listed for a moment, and as a zombie for longer.
    gone = "timeout 20 bash -c 'while ps -o stat= -p $(cat pid) | grep -v Z; do sleep 0.1; done'"
    run_page(page(console("sleep 600 >/dev/null 2>&1 & echo $! >pid") + console(gone)))


def test_an_empty_output_is_written(page):
    given = page(console("echo 1 MiB") + OUTPUT.format(""))
    assert write(given, run_page(given), fresh=False) == 1
    assert read_page(given.path, "page.md").blocks[1].text == "1 MiB\n"


def test_an_output_that_differs_in_numbers_stays_unless_all_are_written(page):
    given = page(console("echo a; echo 2 MiB") + OUTPUT.format("...\n1 MiB"))
    results = run_page(given)
    assert write(given, results, fresh=False) == 0
    assert write(given, results, fresh=True) == 1
    assert read_page(given.path, "page.md").blocks[1].text == "...\n2 MiB\n"


def test_an_output_in_a_tab_is_written_with_its_indent(page):
    given = page(
        '=== "A"\n\n    ```console\n    echo 1\n    ```\n\n'
        '    ```text title="Output"\n    ```\n\nEnd\n'
    )
    write(given, run_page(given), fresh=False)
    assert given.path.read_text().endswith('    ```text title="Output"\n    1\n    ```\n\nEnd\n')


def test_a_page_that_was_changed_meanwhile_is_not_overwritten(page):
    given = page(console("echo 1") + OUTPUT.format(""))
    results = run_page(given)
    given.path.write_text("new")
    with pytest.raises(PageError, match="meanwhile"):
        write(given, results, fresh=False)
    assert given.path.read_text() == "new"
