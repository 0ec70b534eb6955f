"""The suite as an archive: what comes out is what went in, on any Python."""

import os
import tarfile

from benchmem_sweep.cell.suite import pack_suite


def packed(tmp_path):
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "test_it.py").write_text("def test_it(benchmark): benchmark(int)")
    script = folder / "run.sh"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    (folder / "link.py").symlink_to("test_it.py")
    return pack_suite(folder)


def test_files_come_out_as_they_went_in(tmp_path):
    packed(tmp_path).unpack(tmp_path / "copy")
    found = {path.name: path for path in (tmp_path / "copy").rglob("*") if path.is_file()}
    assert set(found) == {"test_it.py", "run.sh", "link.py"}
    assert os.access(found["run.sh"], os.X_OK)
    assert found["link.py"].read_text() == found["test_it.py"].read_text()


def test_it_is_unpacked_by_the_first_releases_of_3_11(tmp_path, monkeypatch):
    # Their `extractall` has no `filter`.
    extract = tarfile.TarFile.extractall

    def earlier(self, path=".", members=None, *, numeric_owner=False):
        return extract(self, path, members, numeric_owner=numeric_owner)

    monkeypatch.setattr(tarfile.TarFile, "extractall", earlier)
    packed(tmp_path).unpack(tmp_path / "copy")
    assert list((tmp_path / "copy").rglob("test_it.py"))
