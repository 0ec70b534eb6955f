"""An error quotes what a file holds, and a terminal is not to obey it."""

from .run_files import entry, write_run

ESCAPE = "\x1b[31mred\x1b[0m\n\u202e"


def test_an_id_in_an_error_reaches_the_terminal_escaped_and_on_one_line(command, tmp_path):
    twins = [
        entry(f"m.py::f[{ESCAPE}-{n}]", params={"kind": "x"}, extra_info={"impl": 1})
        for n in range(2)
    ]
    run = write_run(tmp_path / "run.json", twins)
    result = command("compare", run, "--pivot", "impl")
    assert result.exit_code == 2
    message = result.stderr.rstrip("\n")
    assert message.isprintable()
    assert r"\x1b[31mred" in message


def test_a_dim_in_an_error_reaches_the_terminal_escaped(command, tmp_path):
    run = write_run(tmp_path / "run.json", [entry("m.py::f", extra_info={ESCAPE: 1})])
    result = command("compare", run, "--where", "nothing=1")
    assert result.exit_code == 2
    assert result.stderr.rstrip("\n").isprintable()
