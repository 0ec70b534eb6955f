"""Sites that a run file records: what `compare --sites` makes of them, and of damaged ones."""

import pytest

from tests.io.run_files import entry, write_run

PEAK = 1000
SITES = [
    {"function": "load", "file": "app.py", "line": 3, "bytes": 900, "allocations": 2},
    {"function": None, "file": None, "line": None, "bytes": 100, "allocations": 1},
]


def with_sites(sites, *, peak=PEAK, id_="test_a.py::test_it"):
    """An entry whose meta has these sites."""
    blob = {"peak_bytes": [peak], "allocations": [3], "total_bytes": [peak]}
    meta = {"schema": 1, "allocators": "python", "sites": sites}
    info = {"benchmem": blob, "benchmem_meta": meta}
    return entry(id_, peak=None, allocators=None, extra_info=info)


def changed(index, **values):
    return [{**site, **(values if i == index else {})} for i, site in enumerate(SITES)]


@pytest.fixture
def base(tmp_path):
    return write_run(tmp_path / "base.json", [with_sites(SITES)])


DAMAGED = {
    "no sum": changed(0, bytes=5),
    "empty": [],
    "twice": [SITES[0], *SITES],
    "no remainder": changed(0, bytes=1000)[:1],
    "remainder first": SITES[::-1],
    "two remainders": [*SITES, SITES[1]],
    "half a remainder": changed(1, file="app.py"),
    "no function": changed(0, function=None),
    "no name": changed(0, function=""),
    "no list": {"a": 1},
    "huge": changed(0, bytes=2**63 - 1),
    "negative": changed(0, bytes=-1),
    "a text": changed(0, line="3"),
    "a caller that is none": changed(0, caller=[]),
}


@pytest.mark.parametrize("sites", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("more", [(), ("--fail-on", "peak:10%")])
def test_damaged_sites_are_refused_with_the_file_the_benchmark_and_the_field(
    tmp_path, command, base, sites, more
):
    head = write_run(tmp_path / "head.json", [with_sites(sites)])
    result = command("compare", base, head, "--sites", *more)
    assert result.exit_code == 2
    assert result.stdout == ""
    for part in ("head.json", "test_a.py::test_it", "sites"):
        assert part in result.stderr


def test_a_single_run_lists_its_sites(command, base):
    result = command("compare", base, "--sites")
    assert "    900 B   90%  load (app.py:3)" in result.stdout
    assert "    100 B   10%  all other sites" in result.stdout


def test_a_remainder_of_nothing_is_not_listed(tmp_path, command):
    sites = [{**SITES[0], "bytes": PEAK}, {**SITES[1], "bytes": 0}]
    run = write_run(tmp_path / "run.json", [with_sites(sites)])
    assert "all other sites" not in command("compare", run, "--sites").stdout


def test_runs_without_a_benchmark_in_common_say_so(tmp_path, command, base):
    other = write_run(tmp_path / "other.json", [with_sites(SITES, id_="test_b.py::test_other")])
    result = command("compare", base, other, "--sites")
    assert "no benchmark is in both `base` and `other`" in result.stdout


def test_a_path_outside_of_a_project_is_not_told(tmp_path, command):
    run = write_run(tmp_path / "run.json", [with_sites(changed(0, file="/home/secret/app.py"))])
    result = command("compare", run, "--sites")
    assert "load (app.py:3)" in result.stdout
    assert "secret" not in result.stdout


@pytest.mark.parametrize("format_", ["md", "html", "json"])
def test_every_format_of_the_gate_has_the_sites(tmp_path, command, base, format_):
    sites = [{**SITES[0], "line": 5, "bytes": 1900}, SITES[1]]
    head = write_run(tmp_path / "head.json", [with_sites(sites, peak=2000)])
    arguments = ("--sites", "--fail-on", "peak:10%", "--format", format_)
    result = command("compare", base, head, *arguments)
    assert result.exit_code == 1
    assert "grew: load" in result.stdout
    assert "+1000 B" in result.stdout
