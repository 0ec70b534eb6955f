"""`benchmem diff`: what it cannot compare, it says in one line."""

import pytest

from tests.io.commands import process

REFUSED = {
    "cut short": (("short.bin", "head.bin"), "`short.bin` "),
    "cut short, the head": (("base.bin", "short.bin"), "`short.bin` "),
    "cut short in its header": (("header.bin", "head.bin"), "`header.bin` "),
    "compressed and cut short": (("short-compressed.bin", "head.bin"), "`short-compressed.bin` "),
    "empty": (("empty.bin", "head.bin"), "`empty.bin` is empty"),
    "text": (("base.bin", "text.bin"), "`text.bin` cannot be read: it is not a capture"),
    "zeros": (("base.bin", "zeros.bin"), "`zeros.bin` cannot be read: it is not a capture"),
    "another version": (("version.bin", "head.bin"), "another version of memray wrote it"),
    "aggregated": (("base.bin", "aggregated.bin"), "record it without `--aggregate`"),
    "other allocators": (("base.bin", "system.bin"), "record both alike"),
    "missing": (("nowhere.bin", "head.bin"), "`nowhere.bin` cannot be read"),
    "missing, the head": (("base.bin", "nowhere.bin"), "`nowhere.bin` cannot be read"),
    "a folder": (("no-index", "head.bin"), "give two captures or two folders"),
    "folders without an index": (("no-index", "no-index"), "has no `index.json`"),
    "an id for captures": (("base.bin", "head.bin", "test"), "TEST_ID"),
    "no native frames": (("base.bin", "head.bin", "--native"), "has no native frames"),
    "no head": (("base.bin",), "HEAD"),
    "another option": (("base.bin", "head.bin", "--by", "module"), "--by"),
    "no rows": (("base.bin", "head.bin", "--top", "0"), "--top"),
    "a picture that is not a page": (("base.bin", "head.bin", "-o", "x.txt"), "x.html"),
    "a picture over a capture": (("page.html", "head.bin", "-o", "page.html"), "page.html"),
    "a picture over the head": (("base.bin", "page.html", "-o", "./page.html"), "page.html"),
    "a picture over a capture that is not a page": (
        ("base.bin", "head.bin", "-o", "head.bin"),
        "head.html",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_one_line(case, diff, command, recorded):
    arguments, message = REFUSED[case]
    before = {path: _content(path) for path in recorded.iterdir()}
    result = command("diff", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert {path: _content(path) for path in recorded.iterdir()} == before


def _content(path):
    return None if path.is_dir() else path.read_bytes()


@pytest.mark.parametrize(
    "case",
    [
        "cut short",
        "compressed and cut short",
        "text",
        "another version",
        "a picture over a capture",
    ],
)
def test_a_process_that_refuses_writes_one_line_and_no_traceback(case, recorded):
    arguments, message = REFUSED[case]
    result = process("diff", *arguments, cwd=recorded)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_path_with_a_line_break_is_told_in_one_line(tmp_path):
    (tmp_path / "a\nb").mkdir()
    for arguments in (("a\nb", "c"), ("c\nd", "e"), ("a\nb", "a\nb")):
        result = process("diff", *arguments, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("cut", range(0, 100, 5))
def test_a_capture_that_is_cut_anywhere_is_refused(cut, command, recorded, tmp_path):
    whole = (recorded / "base.bin").read_bytes().rstrip(b"\0")
    (tmp_path / "cut.bin").write_bytes(whole[: len(whole) * cut // 100])
    result = command("diff", "cut.bin", recorded / "base.bin")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "`cut.bin`" in result.stderr
