"""What is said of a suite that failed: of what pytest printed, the line that tells."""

import os
import subprocess
import sys

import pytest

from benchmem_sweep.cell.pytest_run import explain_failure, read_run

# Without the plugins that are installed here, pytest starts in a third of the time.
ALONE = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.mark.parametrize(
    ("source", "arguments", "reason"),
    [
        ("import nowhere", (), "pytest stopped with 1 error, first `test_it.py`"),
        ("def test_it(): assert 0", (), "1 failed, first `test_it.py::test_it`"),
        (
            "def test_a(): assert 0\ndef test_b(nothing): pass",
            (),
            "1 failed and 1 error, first `test_it.py::test_a`",
        ),
        ("", (), "no benchmark was run: give a suite with tests that use `benchmark`"),
        ("", ("--nonsense",), "pytest says: unrecognized arguments: --nonsense"),
        ("", ("nowhere",), "pytest says: file or directory not found: nowhere"),
        ("import os; os.kill(os.getpid(), 9)", (), "pytest was ended by signal 9"),
    ],
)
def test_the_reason_is_one_line(tmp_path, source, arguments, reason):
    (tmp_path / "test_it.py").write_text(source)
    log = tmp_path / "run.log"
    command = [sys.executable, "-m", "pytest", "--color=no", "-p", "no:cacheprovider", *arguments]
    with log.open("wb") as output:
        status = subprocess.run(
            command, cwd=tmp_path, check=False, stdout=output, stderr=output, env=ALONE
        ).returncode
    assert explain_failure(status, log, has_run=False) == reason


def test_a_run_file_that_is_not_whole_is_none(tmp_path):
    output = tmp_path / "run.json"
    assert read_run(output, 0) is None
    for content in (b"", b"{", b"[]", b'{"benchmarks": []}'):
        output.write_bytes(content)
        assert read_run(output, 0) is None
    output.write_bytes(b'{"benchmarks": [{}]}')
    assert read_run(output, 1) == output.read_bytes()
    assert read_run(output, -9) is None
