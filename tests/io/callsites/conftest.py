"""What the tests of `benchmem diff` share."""

import shutil

import pytest

from .captures import APP, GROWN, IDS, LONGER, large, profile, record, small, write


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A folder of captures and what they are of; nobody writes to it."""
    folder = tmp_path_factory.mktemp("captures")
    write(folder / "src/pkg/base/app.py", APP)
    write(folder / "src/pkg/moved/app.py", LONGER)
    write(folder / "src/pkg/head/app.py", GROWN)
    path = "src/pkg/{0}/app.py={0}.bin=python=plain"
    record(
        folder,
        # Of the first in a process, some code objects of the library have not run yet.
        "src/pkg/base/app.py=first.bin=python=plain",
        *(path.format(each) for each in ("base", "moved", "head")),
        str(folder / "src/pkg/base/app.py=absolute-base.bin=python=plain"),
        str(folder / "src/pkg/head/app.py=absolute-head.bin=python=plain"),
        "src/pkg/base/app.py=system.bin=system=plain",
        "src/pkg/base/app.py=aggregated.bin=python=aggregated",
        "src/pkg/base/app.py=compressed.bin=python=compressed",
    )
    whole = (folder / "base.bin").read_bytes()
    (folder / "short.bin").write_bytes(whole[: len(whole) // 2])
    (folder / "header.bin").write_bytes(whole[:20])
    compressed = (folder / "compressed.bin").read_bytes()
    (folder / "short-compressed.bin").write_bytes(compressed[: len(compressed) // 2])
    (folder / "empty.bin").write_bytes(b"")
    (folder / "text.bin").write_text("This is no capture.\n" * 100, encoding="utf-8")
    (folder / "version.bin").write_bytes(whole[:7] + bytes([whole[7] ^ 0x5A]) + whole[8:])
    (folder / "zeros.bin").write_bytes(bytes(5000))
    (folder / "no-index").mkdir()
    shutil.copy(folder / "base.bin", folder / "page.html")
    return folder


@pytest.fixture
def diff(command, recorded, monkeypatch):
    """Run `benchmem diff` in the folder of captures."""
    monkeypatch.chdir(recorded)

    def run(*arguments):
        result = command("diff", *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


@pytest.fixture
def folders(tmp_path):
    profile(tmp_path / "before", *((id_, small) for id_ in IDS))
    profile(tmp_path / "after", (IDS[0], small), (IDS[1], large), (IDS[2], small))
