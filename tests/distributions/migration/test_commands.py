"""Lines of CI jobs that were written for pytest-benchmem 0.5.5, over run files that it wrote."""

import csv
import io

import pytest

from .terminal import bash, run_line

pytestmark = pytest.mark.slow

COMPARE = "benchmem compare base.json grown.json"
# Of tests with memory, and some without.
MIXED = "benchmem compare mixed.json grown.json"
# What ends as it did, with 0 or with 1.
SAME = {
    "benchmem compare base.json": 0,
    f"{COMPARE}": 0,
    f"{COMPARE} --columns=peak,time,rss --stat all": 0,
    f"{COMPARE} --columns peak --stat min,max --sort change": 0,
    f"{COMPARE} --columns=time --stat iqr --sort value": 0,
    f"{COMPARE} --columns=peak,extra:rows --group-by func,param:size": 0,
    f"{COMPARE} --group-by module,class": 0,
    f"{COMPARE} --format md --diff >> summary.md": 0,
    "benchmem compare base.json --pivot param:kind --columns peak": 0,
    f"{COMPARE} --fail-on peak:10%": 1,
    f"{COMPARE} --fail-on allocations:5% --fail-on peak:1MiB --columns peak": 1,
    f"{COMPARE} --fail-on peak:20%+8KiB --csv out.csv": 1,
    f"{COMPARE} --fail-on time:1000000%": 0,
    f"{COMPARE} --fail-on time:100s": 0,
    "benchmem compare base.json --pivot kind --fail-on peak:10% --columns peak": 0,
    "benchmem plot base.json --x size --columns peak --color kind -o plot.html --no-open": 0,
    "benchmem plot base.json --x size --log-x --linear-y --y-zero --band minmax -o plot.html": 0,
    "benchmem plot base.json --x size --facet kind --free-axes both -o plot.html": 0,
    "benchmem plot base.json grown.json -o plot.html --where kind=a -l old -l new": 0,
    "benchmem plot base.json grown.json --view scatter --facet kind --free-axes x -o plot.html": 0,
    "benchmem plot base.json grown.json --view compare --facet kind --free-axes y -o plot.html": 0,
    "benchmem plot base.json grown.json --view sweep --clip 2 --columns allocated -o plot.html": 0,
    "benchmem plot base.json --view scatter --pivot param:kind --columns peak -o plot.html": 0,
}
# Wrong usage, which ended with 1 or with 2.
REFUSED = [
    f"{COMPARE} --columns peek",
    f"{COMPARE} --columns=peak --stat iqr",
    f"{COMPARE} --sort other",
    f"{COMPARE} --format other",
    f"{COMPARE} --group-by other",
    f"{COMPARE} --fail-on peak",
    f"{COMPARE} --fail-on peek:1%",
    "benchmem compare base.json --pivot other",
    "benchmem compare base.json --diff",
    "benchmem compare base.json --fail-on peak:10%",
    "benchmem compare missing.json",
    "benchmem compare pytest.ini",
    "benchmem compare",
    "benchmem plot base.json --columns peek -o plot.html",
    "benchmem plot base.json --view other -o plot.html",
    "benchmem plot base.json --x other -o plot.html",
    "benchmem plot missing.json",
    "benchmem flamegraph missing",
]
# What passed and judged nothing, or not what it seemed to; with the one-line answer.
ANSWERED = {
    f"{COMPARE} --fail-on rss:500%": f"{COMPARE} --fail-on rss:500% --on-missing ignore",
    f"{MIXED} --fail-on peak:500%": f"{MIXED} --fail-on peak:500% --on-missing warn",
    f"{COMPARE} --fail-on peak:100000000": f"{COMPARE} --fail-on peak:100000000B --on-missing warn",
}


@pytest.mark.parametrize("line", SAME)
def test_a_line_ends_as_it_did(earlier, ours, recorded, line):
    bash(earlier, line, cwd=recorded, status=SAME[line])
    bash(ours, line, cwd=recorded, status=SAME[line])


@pytest.mark.parametrize("line", REFUSED)
def test_wrong_usage_is_refused_in_one_line_with_2(earlier, ours, recorded, line):
    assert run_line(earlier, line, cwd=recorded).returncode in {1, 2}
    done = run_line(ours, line, cwd=recorded)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("line", ANSWERED)
def test_a_gate_that_judged_too_little_passes_only_when_told(earlier, ours, recorded, line):
    bash(earlier, line, cwd=recorded)
    assert run_line(ours, line, cwd=recorded).returncode in {1, 2}
    bash(ours, ANSWERED[line], cwd=recorded)


def test_a_csv_has_the_same_numbers(earlier, ours, recorded):
    line = f"{COMPARE} --stat all --columns time,peak,allocated --csv"
    bash(earlier, f"{line} earlier.csv", cwd=recorded)
    bash(ours, f"{line} ours.csv", cwd=recorded)

    def rows(name):
        found = csv.DictReader(io.StringIO((recorded / name).read_text()))
        return {
            row.pop("id"): {key: float(value) for key, value in row.items() if value}
            for row in found
        }

    assert rows("earlier.csv")
    assert rows("ours.csv") == rows("earlier.csv")


def test_without_stat_all_a_csv_has_what_the_table_shows(ours, recorded):
    bash(ours, f"{COMPARE} --columns peak --csv short.csv", cwd=recorded)
    header = (recorded / "short.csv").read_text().splitlines()[0]
    assert header == "id,peak:min:base,peak:min:grown,peak:max:base,peak:max:grown"


def test_a_plot_goes_to_the_current_folder(earlier, ours, recorded):
    line = "benchmem plot base.json grown.json"
    bash(earlier, line, cwd=recorded)
    assert (recorded / ".benchmarks" / "plots" / "scatter-time.html").exists()
    bash(ours, line, cwd=recorded)
    assert (recorded / "benchmem-plot.html").exists()


def test_a_sweep_writes_the_same_files(earlier, ours, wheelhouse, tmp_path):
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "test_name.py").write_text(
        "import six\n\ndef test_name(benchmark):\n    benchmark(six.ensure_str, b'name')\n"
    )
    for out, environment in (("earlier", earlier), ("ours", ours)):
        # Ours is in no registry yet.
        line = (
            f"UV_FIND_LINKS={wheelhouse} "
            f"benchmem sweep six 1.16.0 six==1.17.0 --suite suite --out {out} --no-memory "
            "--import-check six --pin wheel --pytest-arg=--benchmark-max-time=0.01"
        )
        bash(environment, line, cwd=tmp_path)
        names = {path.name for path in (tmp_path / out).glob("*.json")}
        assert len(names) == 2
        assert "1.16.0.json" in names
