"""The ini options: each has the words of its flag, and the command line comes first."""

import re

import pytest

from .sessions import needs

PLAIN = """
    def test_it(benchmark):
        benchmark(bytearray, 8_000_000)
"""

GROWING = """
    import os

    def test_it(benchmark):
        benchmark(bytearray, int(os.environ.get("SIZE", "1000000")))
"""


def ini(**options):
    return "pytest.ini", "[pytest]\n" + "".join(f"{k} = {v}\n" for k, v in options.items())


def toml(table, **options):
    lines = "".join(f"{name} = {value}\n" for name, value in options.items())
    return "pyproject.toml", f"[{table}]\n{lines}"


# As an ini file has them, and as TOML has them.
ALL = {
    "benchmark_memory": ("true", "true"),
    "benchmark_memory_repeats": ("3", "3"),
    "benchmark_memory_warmup": ("0", "0"),
    "benchmark_memory_max_time": ("1.5", "1.5"),
    "benchmark_memory_allocators": ("system", '"system"'),
    "benchmark_memory_table": ("split", '"split"'),
    "benchmark_memory_columns": ("allocations, peak", '["allocations", "peak"]'),
    "benchmark_memory_stats": ("max min", '["max", "min"]'),
    "benchmark_memory_sites": ("2", "2"),
    "benchmark_memory_profile": ("kept", '"kept"'),
    "benchmark_memory_profile_native": ("no", "false"),
}
FILES = {
    "ini": ini(**{name: text for name, (text, _) in ALL.items()}),
    "tool.pytest.ini_options": toml(
        "tool.pytest.ini_options", **{name: value for name, (_, value) in ALL.items()}
    ),
}
if pytest.version_tuple >= (9,):
    FILES["tool.pytest"] = toml("tool.pytest", **{name: value for name, (_, value) in ALL.items()})


@pytest.fixture(params=FILES)
def configured(request, pytester):
    name, text = FILES[request.param]
    pytester.path.joinpath(name).write_text(text)


def check_all(session, pytester):
    session.assert_outcomes(passed=1)
    entry = session.benchmarks["test_it"]
    assert len(session.blob("test_it")["peak_bytes"]) == 3
    assert entry["extra_info"]["benchmem_meta"]["allocators"] == "system"
    assert len(entry["extra_info"]["benchmem_meta"]["sites"]) <= 3
    _times, memory = session.tables()
    assert " memory: 1 tests " in memory.lines[0]
    heads = re.split(r"\s{2,}", memory.header.strip())
    assert heads == ["Name", "Allocations max", "Allocations min", "Peak max", "Peak min"]
    assert len(list(pytester.path.joinpath("kept").glob("*.bin"))) == 1


def test_every_option_can_be_set_in_the_configuration_file(run, pytester, configured):
    check_all(run(PLAIN), pytester)


def test_the_command_line_comes_before_the_configuration_file(run, pytester, configured):
    session = run(
        PLAIN,
        "--benchmark-memory-repeats=2",
        "--benchmark-memory-allocators=python",
        "--benchmark-memory-table=combined",
        "--benchmark-memory-columns=peak",
        "--benchmark-memory-stats=mean",
        "--benchmark-memory-profile=other",
    )
    assert len(session.blob("test_it")["peak_bytes"]) == 2
    assert session.table().heads == ["Peak mean"]
    meta = session.benchmarks["test_it"]["extra_info"]["benchmem_meta"]
    assert meta["allocators"] == "python"
    assert pytester.path.joinpath("other").is_dir()
    assert not pytester.path.joinpath("kept").exists()


def test_the_command_line_takes_a_switch_back(run, pytester, configured):
    session = run(PLAIN, "--no-benchmark-memory")
    session.assert_outcomes(passed=1)
    assert "benchmem" not in session.benchmarks["test_it"]["extra_info"]


def test_an_override_counts_as_configuration(run, pytester, configured):
    session = run(PLAIN, "-o", "benchmark_memory_repeats=1", "-o", "benchmark_memory_warmup=0")
    assert len(session.blob("test_it")["peak_bytes"]) == 1


def test_a_switch_in_addopts_can_be_taken_back(run, pytester):
    pytester.makeini("[pytest]\naddopts = --benchmark-memory")
    session = run(PLAIN, "--no-benchmark-memory")
    assert "benchmem" not in session.benchmarks["test_it"]["extra_info"]


def test_the_marker_comes_before_the_configuration_file(run, pytester):
    pytester.makeini("[pytest]\nbenchmark_memory = true\nbenchmark_memory_repeats = 3")
    session = run("""
        import pytest

        @pytest.mark.benchmem(repeats=1)
        def test_it(benchmark):
            benchmark(int)
    """)
    assert len(session.blob("test_it")["peak_bytes"]) == 1


BAD = [
    ("repeats", "0", "`N` must be an integer of at least 1, not `0`"),
    ("repeats", "many", "must be an integer"),
    ("repeats", "1.5", "must be an integer"),
    ("warmup", "-1", "`N` must be an integer of at least 0, not `-1`"),
    ("warmup", "", "must be an integer"),
    ("max_time", "soon", "must be a number"),
    ("max_time", "nan", "`SECONDS` must be a positive number of seconds, not `nan`"),
    ("allocators", "malloc", "`malloc` is not one of python, system"),
    ("table", "both", "`both` is not one of combined, split"),
    ("columns", "peak peek", "`peek` is not a metric (did you mean `peak`?); the columns"),
    ("columns", "'peak", "must be a list of texts"),
    ("stats", "p99", "`p99` is not one of min, "),
    ("compare_fail", "peek:10%", "`peek:10%` is not a rule"),
    ("profile", "", "give the name of a folder"),
    ("profile_native", "maybe", "must be `true` or `false`"),
    ("sites", "0", "`N` must be an integer of at least 1, not `0`"),
]


@pytest.mark.parametrize(("name", "value", "reason"), BAD)
def test_a_bad_value_is_a_usage_error_of_one_line(run, name, value, reason):
    session = run(PLAIN, "-o", f"benchmark_memory_{name}={value}")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = [line for line in session.result.errlines if line]
    assert line.startswith(f"ERROR: ini option `benchmark_memory_{name}`")
    assert reason in line


if pytest.version_tuple >= (9,):

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("", '"yes"', "must be `true` or `false`"),
            ("_repeats", "true", "must be an integer"),
            ("_repeats", '"3"', "must be an integer"),
            ("_max_time", '"3"', "must be a number"),
            ("_columns", '"peak"', "must be a list of texts"),
            ("_compare_fail", "[10]", "must be a list of texts"),
            ("_table", "1", "must be a text"),
            ("_profile", '["kept"]', "must be a text"),
        ],
    )
    def test_strict_toml_refuses_a_value_of_another_type(run, pytester, name, value, reason):
        file, text = toml("tool.pytest", **{f"benchmark_memory{name}": value})
        pytester.path.joinpath(file).write_text(text)
        session = run(PLAIN)
        assert session.ret == pytest.ExitCode.USAGE_ERROR
        assert f"ini option `benchmark_memory{name}` {reason}" in session.err


def test_a_rule_is_a_default_for_sessions_that_measure_memory(run, pytester, monkeypatch):
    pytester.makeini("[pytest]\nbenchmark_memory_compare_fail = peak:10% peak:1MiB")
    first = run(GROWING, "--benchmark-memory")
    assert first.ret == 0
    assert "no saved run to compare with yet" in first.out
    monkeypatch.setenv("SIZE", "4000000")
    grown = run(GROWING, "--benchmark-memory", save=False)
    assert grown.ret == pytest.ExitCode.TESTS_FAILED
    assert "above `peak:10%`" in grown.out
    assert "above `peak:1MiB`" in grown.out


def test_a_rule_on_the_command_line_takes_the_place_of_those_in_the_file(
    run, pytester, monkeypatch
):
    run(GROWING, "--benchmark-memory")
    pytester.makeini("[pytest]\nbenchmark_memory_compare_fail = peak:10%")
    monkeypatch.setenv("SIZE", "4000000")
    flags = "--benchmark-memory", "--benchmark-memory-compare-fail=peak:900%"
    session = run(GROWING, *flags, save=False)
    assert session.ret == 0
    assert "gate `peak:900%`: 0 regressions" in session.out


def test_a_rule_in_the_file_asks_nothing_of_a_session_without_memory(run, pytester):
    pytester.makeini("[pytest]\nbenchmark_memory_compare_fail = peak:10%")
    session = run(PLAIN)
    assert session.ret == 0
    assert "memory gate" not in session.out


@pytest.mark.parametrize("flag", ["--benchmark-disable", "--benchmark-skip"])
def test_a_rule_in_the_file_passes_where_benchmarks_do_not_run(run, pytester, flag):
    run(PLAIN, "--benchmark-memory")
    pytester.makeini("[pytest]\nbenchmark_memory_compare_fail = peak:10%")
    session = run(PLAIN, "--benchmark-memory", flag, save=False)
    assert session.ret == 0
    assert "memory gate" not in session.out


def test_a_rule_in_the_file_that_judges_nothing_says_so_and_passes(run, pytester):
    run(PLAIN, "--benchmark-memory")
    pytester.makeini("[pytest]\nbenchmark_memory_compare_fail = peak:10%")
    session = run(PLAIN.replace("test_it", "test_new"), "--benchmark-memory", save=False)
    assert session.ret == 0
    assert "gate `peak:10%`: nothing could be judged" in session.lines


def test_a_saved_run_to_compare_with_can_be_named_in_the_file(run, pytester):
    run(PLAIN, "--benchmark-memory")
    pytester.makeini("[pytest]\nbenchmark_memory = true\nbenchmark_memory_compare =")
    assert "Peak base" in run(PLAIN, save=False).table().heads


def test_workers_of_xdist_read_the_configuration_file_too(run, pytester):
    needs("xdist")
    pytester.makeini("[pytest]\nbenchmark_memory = true\nbenchmark_memory_compare_fail = peak:10%")
    session = run(PLAIN, "-n1", "-p", "xdist", subprocess=True, save=False)
    session.assert_outcomes(passed=1)
    assert session.ret == 0


def test_help_lists_every_ini_option(run):
    session = run(None, "--help")
    listed = {line.split()[0] for line in session.lines if line.startswith("  benchmark_memory")}
    assert listed == {*ALL, "benchmark_memory_compare", "benchmark_memory_compare_fail"}
