"""2,000 damaged run files; `hatch run fuzz-run-files` reads 100,000."""

import pytest

from studies.fuzzing.run_files import MOST_GROWTH, fuzz, peak_memory


@pytest.mark.parametrize("part", range(8))
def test_a_damaged_run_file_ends_in_a_line_or_in_its_own_numbers(tmp_path, monkeypatch, part):
    monkeypatch.chdir(tmp_path)
    before = peak_memory()
    faults, read = fuzz(250, 14, tmp_path, first=250 * part)
    assert not faults, "\n".join(faults)
    assert 50 < read < 200
    assert peak_memory() - before < MOST_GROWTH
