"""Whatever an id, a parameter, a file or a label holds: a runner obeys nothing in it."""

import pytest
from click.testing import CliRunner
from hypothesis import example, given, strategies as st

from benchmem_core.cli.main import benchmem
from benchmem_io.ci.workflow_commands import annotation
from tests.io.run_files import entry, write_run

from .action_runner import Command, obeyed
from .checkout import sited

PIECES = st.sampled_from(
    [
        *("::stop-commands::x", "::error::x", "::set-env name=A::b", "##[add-mask]x", "##["),
        *("\n", "\r", "\r\n", "%0A", "%0D%0A", "%250A", "%25", "%", "::", ":", ",", "=", ";"),
        *(" ", "\t", "\v", "\x0c", "\x85", "\u2028", "\ud800", "`", "|", "<b>", "\\", "]", "é"),
        *("title=", "line=1", "file=a.py", "m.py", "/", "..", "error", "\0", "\x1b[1m"),
    ]
)
TEXTS = st.lists(PIECES, max_size=6).map("".join) | st.text(st.characters(), max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("injection")


def compare(folder, base, head, *arguments, summary=True):
    """Compare in a folder of its own, with nothing of the test's environment."""
    write_run(folder / "base.json", base)
    write_run(folder / "head.json", head)
    (folder / "summary.md").unlink(missing_ok=True)
    env = {
        "GITHUB_WORKSPACE": str(folder),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md") if summary else "",
    }
    paths = [str(folder / f"{name}.json") for name in ("base", "head")]
    arguments = ["compare", *paths, "--format", "github", "--fail-on", "peak:10%", *arguments]
    return CliRunner(env=env).invoke(benchmem, arguments)


HOSTILE = "a::b\n::stop-commands::x\r::error::%0A::x##[error]"


def test_an_id_with_commands_in_it_is_shown_and_not_obeyed(folder):
    result = compare(folder, [entry(HOSTILE)], [entry(HOSTILE, peak=(5000,))])
    (command,) = obeyed(result.stdout)
    assert command.message.startswith(
        r"`a::b\n::stop-commands::x\r::error::%0A::x##[error]`: peak grew by 400.0%"
    )
    assert obeyed((folder / "summary.md").read_text()) == []


@pytest.mark.slow
@given(id_=TEXTS, group=TEXTS, function=TEXTS.filter(bool), file=TEXTS, gone=TEXTS, label=TEXTS)
@example(
    "a::b[\n::stop-commands::x]", "\n::error::", "f\n::error::x", "a\n::b::c", "\r::x", "##[error]"
)
@example("##[error]x", "##[error]x", "##[error]x", "##[error]x", "##[error]y", "##[error]x")
@example("::error::x", "::error::x", "::error::x", "::error::x", "::error::y", "::error::x")
@example("%0A::error::x", "%0A", "%0A::error::x", "a%0A,line=5", "%0Ab", "%0A::error::x")
def test_a_run_file_makes_no_command_but_our_own(folder, id_, group, function, file, gone, label):
    ends = [sited((file, 1, size), id_=id_) for size in (1000, 5000)]
    for each in ends:
        each["group"] = group
        site = each["extra_info"]["benchmem_meta"]["sites"][0]
        site["function"] = function
    base = ends[:1] if gone == id_ else [ends[0], entry(gone)]
    more = ("--sites", "--group-by", "group", "--label", label + "0", "--label", label + "1")
    for summary in (True, False):
        result = compare(folder, base, ends[1:], *more, summary=summary)
        assert result.exit_code == 1, result.output
        commands = obeyed(result.stdout)
        assert [each.name for each in commands] == ["error", *["warning"] * (len(base) - 1)]
        for command in commands:
            assert set(command.properties) <= {"file", "line", "title"}
        assert commands[0].properties["title"] == "peak grew by 400.0%"
        # Nothing but our own starts a line, and each is one line.
        assert sum(line.startswith("::") for line in result.stdout.splitlines()) == len(commands)


@given(title=TEXTS, lines=st.lists(TEXTS, min_size=1, max_size=3), file=TEXTS)
def test_what_is_escaped_is_read_as_it_was(title, lines, file):
    text = annotation("warning", title, lines, file=file, line=7)
    assert text.isprintable()
    (command,) = obeyed(text)
    expected = {"file": shown(file), "line": "7", "title": shown(title)}
    assert command == Command("warning", expected, "\n".join(map(shown, lines)))


def shown(text):
    """Control characters and halves of a pair as escapes."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


@pytest.mark.slow
@given(text=TEXTS)
@example("##[error]x")
@example("`##[error]x")
def test_a_label_in_markdown_is_no_command(folder, text):
    # `--format md` is printed by steps too.
    run = str(write_run(folder / "run.json", [entry(f"m.py::f[{text}]", group=text)]))
    arguments = ["compare", run, "--format", "md", "--group-by", "group", "--label", text + "x"]
    result = CliRunner().invoke(benchmem, arguments)
    assert result.exit_code == 0
    assert obeyed(result.stdout) == []
