"""`@pytest.mark.benchmem(...)`: every keyword by its effect, and what is refused."""

import pytest

KEYWORDS = (
    "repeats",
    "warmup",
    "isolate",
    "calls",
    "profile_native",
    "allocators",
    "timeout",
    "max_peak",
    "max_allocated",
    "max_allocations",
    "max_rss",
)


def marked(marker, call="int"):
    return f"""
        import os
        import time

        import pytest

        @pytest.mark.benchmem({marker})
        def test_it(benchmark_memory):
            calls = []
            benchmark_memory.pedantic({call})
            print("calls:", len(calls))

        def test_other(benchmark_memory):
            benchmark_memory.pedantic(int)
    """


def refusals(session):
    return [line for line in session.lines if line.startswith("`@pytest.mark.benchmem`")]


def test_repeats_is_the_exact_number_of_passes(run):
    session = run(marked("repeats=3"))
    assert len(session.blob("test_it")["peak_bytes"]) == 3
    assert len(session.blob("test_other")["peak_bytes"]) == 2


def test_warmup_is_the_number_of_untracked_runs(run):
    session = run(marked("warmup=4, repeats=1", "lambda: calls.append(1)"), "-s")
    assert f"calls: {4 + 1 + 1}" in session.out


def test_calls_is_the_number_of_calls_in_one_pass(run):
    session = run(marked("calls=5, repeats=2, warmup=0", "lambda: calls.append(1)"), "-s")
    assert f"calls: {2 * 5 + 1}" in session.out


def test_what_several_calls_keep_adds_up_in_the_peak(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(calls=3, repeats=1)
        def test_it(benchmark_memory):
            kept = []
            benchmark_memory.pedantic(
                lambda: kept.append(bytearray(1_000_000)), setup=kept.clear
            )
    """)
    assert 3_000_000 < session.blob("test_it")["peak_bytes"][0] < 3_001_000


def test_isolate_runs_every_pass_in_a_fresh_process(run):
    session = run(
        """
        import os
        from pathlib import Path

        import pytest

        def action():
            with Path("pids").open("a") as file:
                print(os.getpid(), file=file)

        @pytest.mark.benchmem(isolate=True, repeats=2)
        def test_it(benchmark_memory):
            benchmark_memory.pedantic(action)
            *passes, timed = Path("pids").read_text().split()
            assert int(timed) == os.getpid()
            assert len(passes) == len(set(passes)) == 2
            assert timed not in passes
        """
    )
    session.assert_outcomes(passed=1)
    assert len(session.blob("test_it")["rss_bytes"]) == 2


def test_allocators_decide_what_is_counted(run):
    call = "lambda: [object() for _ in range(10_000)]"
    session = run(marked("allocators='system'", call))
    assert max(session.blob("test_it")["allocations"]) < 1_000
    meta = {
        name: entry["extra_info"]["benchmem_meta"]["allocators"]
        for name, entry in session.benchmarks.items()
    }
    assert meta == {"test_it": "system", "test_other": "python"}


def test_timeout_ends_an_isolated_pass_with_an_error(run):
    session = run(marked("isolate=True, timeout=0.5", "time.sleep, args=(30,)"))
    session.assert_outcomes(failed=1, passed=1)
    assert "ran past its timeout of 0.5 s" in session.out
    assert set(session.benchmarks) == {"test_other"}


@pytest.mark.parametrize("value", [True, False])
def test_profile_native_is_accepted(run, value):
    run(marked(f"profile_native={value}")).assert_outcomes(passed=2)


def test_the_marker_overrides_the_flags(run):
    session = run(
        marked("repeats=3, allocators='system'"),
        "--benchmark-memory-repeats=5",
        "--benchmark-memory-allocators=python",
    )
    assert len(session.blob("test_it")["peak_bytes"]) == 3
    assert len(session.blob("test_other")["peak_bytes"]) == 5
    meta = session.benchmarks["test_it"]["extra_info"]["benchmem_meta"]
    assert meta["allocators"] == "system"


def test_repeats_none_is_adaptive_again_where_a_flag_fixed_it(run):
    session = run(marked("repeats=None"), "--benchmark-memory-repeats=5")
    assert len(session.blob("test_it")["peak_bytes"]) == 2


def test_the_marker_applies_to_plain_benchmark_under_the_flag(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(repeats=3)
        def test_it(benchmark):
            benchmark(int)
        """,
        "--benchmark-memory",
    )
    assert len(session.blob("test_it")["peak_bytes"]) == 3


def test_a_marker_without_keywords_changes_nothing(run):
    session = run(marked(""))
    session.assert_outcomes(passed=2)
    assert len(session.blob("test_it")["peak_bytes"]) == 2


def test_the_marker_is_known_to_strict_markers(run):
    run(marked("repeats=1"), "--strict-markers").assert_outcomes(passed=2)


def test_the_list_of_markers_names_every_keyword(run):
    session = run(None, "--markers")
    (line,) = [line for line in session.lines if line.startswith("@pytest.mark.benchmem(")]
    assert all(keyword in line for keyword in KEYWORDS)


def refuse_all(run, markers):
    """Run a test with each marker, and one without, in one session; return the refusals."""
    tests = [
        f"@pytest.mark.benchmem({marker})\ndef test_{number:02}(benchmark_memory):\n    1 / 0\n"
        for number, marker in enumerate(markers)
    ]
    good = "def test_good(benchmark_memory):\n    benchmark_memory.pedantic(int)\n"
    session = run("\n".join(["import pytest\n", *tests, good]))
    session.assert_outcomes(errors=len(markers), passed=1)
    for number in range(len(markers)):
        assert f"ERROR at setup of test_{number:02}" in session.out
    return refusals(session)


def test_an_unknown_keyword_fails_that_test_at_setup_with_the_allowed_names(run):
    unknown = {
        "repeat=3": "repeat",
        "max_time=1": "max_time",
        "native=True": "native",
        "max_memory='1MiB'": "max_memory",
        "repeats=2, repeat=3": "repeat",
    }
    for name, line in zip(unknown.values(), refuse_all(run, unknown), strict=True):
        assert f"has no keyword `{name}`" in line
        assert all(keyword in line for keyword in KEYWORDS)


def test_a_positional_argument_fails_that_test_at_setup_with_the_allowed_names(run):
    positional = ["3", "'100MiB'", "None, repeats=2"]
    for marker, line in zip(positional, refuse_all(run, positional), strict=True):
        assert f"takes no positional argument, got `{marker.partition(',')[0]}`" in line
        assert all(keyword in line for keyword in KEYWORDS)


WRONG = [
    ("repeats=0", "`repeats`"),
    ("repeats=-1", "`repeats`"),
    ("repeats='3'", "`repeats`"),
    ("repeats=2.0", "`repeats`"),
    ("repeats=True", "`repeats`"),
    ("warmup=-1", "`warmup`"),
    ("warmup='1'", "`warmup`"),
    ("warmup=None", "`warmup`"),
    ("calls=0", "`calls`"),
    ("calls='2'", "`calls`"),
    ("isolate='False'", "`isolate`"),
    ("isolate=1", "`isolate`"),
    ("isolate=None", "`isolate`"),
    ("profile_native='yes'", "`profile_native`"),
    ("allocators='malloc'", "`allocators`"),
    ("allocators=None", "`allocators`"),
    ("allocators=['python']", "`allocators`"),
    ("isolate=True, timeout=float('nan')", "`timeout`"),
    ("isolate=True, timeout=0", "`timeout`"),
    ("isolate=True, timeout=-1", "`timeout`"),
    ("isolate=True, timeout='5'", "`timeout`"),
    ("timeout=5", "`timeout` needs `isolate=True`"),
    ("max_peak='100MiBs'", "`max_peak`"),
    ("max_peak='100 apples'", "`max_peak`"),
    ("max_peak='-1MiB'", "`max_peak`"),
    ("max_peak='nan'", "`max_peak`"),
    ("max_peak=''", "`max_peak`"),
    ("max_peak=-1", "`max_peak`"),
    ("max_peak=1.5", "`max_peak`"),
    ("max_peak=float('nan')", "`max_peak`"),
    ("max_peak=float('inf')", "`max_peak`"),
    ("max_peak=True", "`max_peak`"),
    ("max_peak=[100]", "`max_peak`"),
    ("max_allocated='1XB'", "`max_allocated`"),
    ("max_allocations='5MiB'", "`max_allocations`"),
    ("max_allocations=-1", "`max_allocations`"),
    ("max_allocations=1.5", "`max_allocations`"),
    ("isolate=True, max_rss='big'", "`max_rss`"),
    ("max_rss='1GiB'", "`max_rss` needs `isolate=True`"),
]


def test_a_value_without_a_meaning_fails_that_test_at_setup(run):
    lines = refuse_all(run, [marker for marker, _ in WRONG])
    for (_, named), line in zip(WRONG, lines, strict=True):
        assert named in line


def test_bad_units_are_answered_with_the_good_ones(run):
    session = run(marked("max_peak='100MiBs'"))
    (line,) = refusals(session)
    assert "'100MiBs'" in line
    assert all(unit in line for unit in ("B", "KiB", "MiB", "GiB", "kB", "MB", "GB"))


def test_a_wrong_marker_runs_nothing_of_its_test(run, pytester):
    session = run("""
        import pytest

        @pytest.fixture
        def costly():
            open("ran", "w").close()

        @pytest.mark.benchmem(repeats=0)
        def test_it(costly, benchmark_memory):
            open("ran", "w").close()
    """)
    session.assert_outcomes(errors=1)
    assert not (pytester.path / "ran").exists()


def test_a_wrong_marker_is_refused_also_where_nothing_is_measured(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(repeets=3)
        def test_it():
            pass
        """,
        "--benchmark-disable",
    )
    session.assert_outcomes(errors=1)
