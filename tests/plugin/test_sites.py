"""`--benchmark-memory-sites`: the lines that own most, in the run file and under a regression."""

import json
import re

import pytest

SUITE = """
    import json

    def rows(n):
        return [(i, i + 1) for i in range(n)]

    def test_rows(benchmark):
        benchmark(rows, 5000)

    def test_loads(benchmark):
        benchmark(json.loads, "[" + "1.5," * 20_000 + "2]")
"""

BASE = """
    def build(n):
        return bytearray(n)

    def test_it(benchmark):
        benchmark(build, 1_000_000)
"""
# The line that grew, in the same function, two lines further down.
GROWN = """
    def build(n):
        # moved
        # down
        return bytearray(2 * n)

    def test_it(benchmark):
        benchmark(build, 1_000_000)
"""
RULE = "--benchmark-memory-compare-fail=peak:10%"


def sites_of(session, name):
    return session.benchmarks[name]["extra_info"]["benchmem_meta"]["sites"]


def test_the_run_file_has_the_sites_and_a_remainder_that_sum_to_the_peak(run):
    session = run(SUITE, "--benchmark-memory", "--benchmark-memory-sites")
    for name in ("test_rows", "test_loads"):
        sites = sites_of(session, name)
        assert sum(site["bytes"] for site in sites) == min(session.blob(name)["peak_bytes"])
        assert sites[-1]["function"] is sites[-1]["file"] is sites[-1]["line"] is None
        owned = [site["bytes"] for site in sites[:-1]]
        assert owned == sorted(owned, reverse=True)
    first = sites_of(session, "test_rows")[0]
    assert (first["file"], first["line"]) == ("test_suite.py", 4)
    assert first["allocations"] > 5000


def test_a_site_in_installed_code_names_the_line_of_the_project_that_called_it(run):
    session = run(
        """
        import json

        def load(n):
            return json.loads("[" + "1.5," * n + "2]")

        def test_it(benchmark):
            benchmark(load, 20_000)
        """,
        "--benchmark-memory",
        "--benchmark-memory-sites",
    )
    first = sites_of(session, "test_it")[0]
    assert first["file"].startswith("json/")
    assert first["caller"] == {"function": "load", "file": "test_suite.py", "line": 4}


def test_no_number_depends_on_whether_sites_are_recorded(run):
    flags = ("--benchmark-memory", "--benchmark-memory-repeats=3")
    plain = run(SUITE, *flags)
    with_sites = run(SUITE, *flags, "--benchmark-memory-sites=3")
    assert plain.blob("test_rows") == with_sites.blob("test_rows")
    assert "sites" not in plain.benchmarks["test_rows"]["extra_info"]["benchmem_meta"]


def test_n_is_the_most_sites_that_are_listed(run):
    session = run(SUITE, "--benchmark-memory", "--benchmark-memory-sites=1")
    assert len(sites_of(session, "test_loads")) == 2


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_number_of_sites_that_means_nothing_is_a_usage_error(run, value):
    session = run(SUITE, f"--benchmark-memory-sites={value}")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "`--benchmark-memory-sites=10`" in session.err


def test_isolated_pedantic_and_asynchronous_benchmarks_have_sites(run, pytester):
    pytester.makepyfile(
        work="""
        def build():
            return bytearray(500_000)
        """
    )
    session = run(
        """
        import asyncio
        import pytest
        from work import build

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_isolated(benchmark_memory):
            benchmark_memory(build)

        def test_pedantic(benchmark_memory):
            def prepare():
                return (300_000,), {}
            benchmark_memory.pedantic(bytearray, setup=prepare)

        async def work():
            data = bytearray(400_000)
            await asyncio.sleep(0)
            return len(data)

        def test_asynchronous(benchmark_memory):
            benchmark_memory.pedantic(lambda: asyncio.run(work()))
        """,
        "--benchmark-memory-sites",
        subprocess=True,
    )
    session.assert_outcomes(passed=3)
    assert sites_of(session, "test_isolated")[0]["file"] == "work.py"
    assert sites_of(session, "test_asynchronous")[0]["function"] == "work"
    for name in ("test_isolated", "test_pedantic", "test_asynchronous"):
        total = sum(site["bytes"] for site in sites_of(session, name))
        assert total == min(session.blob(name)["peak_bytes"])


def test_the_gate_names_the_line_that_grew_under_a_regression(run):
    run(BASE, "--benchmark-memory", "--benchmark-memory-sites")
    session = run(GROWN, "--benchmark-memory", "--benchmark-memory-sites", RULE)
    session.assert_outcomes(failed=1)
    index = next(i for i, line in enumerate(session.lines) if line.startswith("regression: "))
    line = r"    \+976\.\d\d KiB  grew: build \(test_suite\.py:4\), 976\.\d\d KiB -> 1\.91 MiB"
    assert re.fullmatch(line, session.lines[index + 1])


def test_what_regressed_is_explained_without_the_flag_where_the_baseline_has_sites(run):
    run(BASE, "--benchmark-memory", "--benchmark-memory-sites")
    session = run(GROWN, "--benchmark-memory", RULE)
    assert "grew: build (test_suite.py:4)" in session.out
    assert sites_of(session, "test_it")[0]["line"] == 4


def test_a_baseline_without_sites_is_told(run):
    run(BASE, "--benchmark-memory")
    session = run(GROWN, "--benchmark-memory", "--benchmark-memory-sites", RULE)
    assert "no sites are recorded in `0001_run`: `--benchmark-memory-sites` records them" in (
        session.out
    )


def test_without_any_sites_a_regression_has_no_word_of_them(run):
    run(BASE, "--benchmark-memory")
    session = run(GROWN, "--benchmark-memory", RULE)
    assert "no sites" not in session.body
    assert "    +" not in session.body


def test_damaged_sites_of_the_baseline_end_the_session_before_any_test(run, pytester):
    run(BASE, "--benchmark-memory", "--benchmark-memory-sites")
    (path,) = (pytester.path / ".benchmarks").rglob("*.json")
    document = json.loads(path.read_text())
    document["benchmarks"][0]["extra_info"]["benchmem_meta"]["sites"][0]["bytes"] = "many"
    path.write_text(json.dumps(document))
    session = run(GROWN, "--benchmark-memory", RULE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "`sites[0].bytes` holds `'many'`" in session.err


def test_files_outside_of_the_root_are_not_named_by_their_path(run, pytester, tmp_path):
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "far_away.py").write_text("def build():\n    return bytearray(300_000)\n")
    session = run(
        f"""
        import importlib.util

        spec = importlib.util.spec_from_file_location("far_away", {str(outside / "far_away.py")!r})
        far_away = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(far_away)

        def test_it(benchmark):
            benchmark(far_away.build)
        """,
        "--benchmark-memory",
        "--benchmark-memory-sites",
    )
    assert sites_of(session, "test_it")[0]["file"] == "far_away.py"
    meta = session.benchmarks["test_it"]["extra_info"]["benchmem_meta"]
    assert str(tmp_path) not in json.dumps(meta)


def test_a_breached_ceiling_lists_the_sites(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(max_peak="100KiB")
        def test_it(benchmark_memory):
            benchmark_memory(lambda: bytearray(1_000_000))
        """,
        "--benchmark-memory-sites=1",
    )
    session.assert_outcomes(failed=1)
    assert re.search(r"    976\.\d\d KiB  100%  <lambda> \(test_suite\.py:5\)", session.out)
