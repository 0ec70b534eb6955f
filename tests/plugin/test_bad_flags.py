"""Flags with a value that has no meaning: a usage error before any test runs."""

import pytest

SUITE = """
    def test_it(benchmark_memory):
        open("ran", "w").close()
"""

BAD = [
    ("--benchmark-memory-repeats", "0"),
    ("--benchmark-memory-repeats", "-1"),
    ("--benchmark-memory-repeats", "3x"),
    ("--benchmark-memory-repeats", "1.5"),
    ("--benchmark-memory-repeats", "nan"),
    ("--benchmark-memory-repeats", "inf"),
    ("--benchmark-memory-repeats", ""),
    ("--benchmark-memory-warmup", "-1"),
    ("--benchmark-memory-warmup", "3x"),
    ("--benchmark-memory-warmup", "nan"),
    ("--benchmark-memory-warmup", ""),
    ("--benchmark-memory-max-time", "-1"),
    ("--benchmark-memory-max-time", "3x"),
    ("--benchmark-memory-max-time", "nan"),
    ("--benchmark-memory-max-time", ""),
    ("--benchmark-memory-allocators", "malloc"),
    ("--benchmark-memory-allocators", "Python"),
    ("--benchmark-memory-allocators", ""),
    ("--benchmark-memory-table", "both"),
    ("--benchmark-memory-table", ""),
    ("--benchmark-memory-columns", "peek"),
    ("--benchmark-memory-columns", "time"),
    ("--benchmark-memory-columns", "peak,peek"),
    ("--benchmark-memory-columns", "peak,,rss"),
    ("--benchmark-memory-columns", "peak,"),
    ("--benchmark-memory-columns", ""),
    ("--benchmark-memory-stats", "iqr"),
    ("--benchmark-memory-stats", "min,p99"),
    ("--benchmark-memory-stats", "min,,max"),
    ("--benchmark-memory-stats", ",min"),
    ("--benchmark-memory-stats", ""),
]


def complaint(session):
    (line,) = [line for line in session.result.errlines if "error: " in line]
    return line.partition("error: ")[2]


@pytest.mark.parametrize(("flag", "value"), BAD)
def test_a_bad_value_is_a_usage_error_of_one_line_before_any_test_runs(run, pytester, flag, value):
    session = run(SUITE, f"{flag}={value}")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    message = complaint(session)
    assert message.startswith(f"argument {flag}: ")
    assert value.split(",")[-1] in message
    assert "Traceback" not in session.err
    assert not (pytester.path / "ran").exists()


ALLOWED = [
    ("--benchmark-memory-repeats", "an integer of at least 1"),
    ("--benchmark-memory-warmup", "an integer of at least 0"),
    ("--benchmark-memory-max-time", "a positive number of seconds"),
    ("--benchmark-memory-columns", "peak, allocations, allocated, rss"),
    ("--benchmark-memory-stats", "min, mean, max, median, stddev"),
]


@pytest.mark.parametrize(("flag", "allowed"), ALLOWED)
def test_the_message_says_what_is_allowed(run, flag, allowed):
    assert allowed in complaint(run(SUITE, f"{flag}=bad"))


@pytest.mark.parametrize("flag", ["allocators", "table"])
def test_the_message_of_a_choice_lists_the_choices(run, flag):
    message = complaint(run(SUITE, f"--benchmark-memory-{flag}=bad"))
    choices = {"allocators": ("python", "system"), "table": ("combined", "split")}
    assert all(choice in message for choice in choices[flag])


@pytest.mark.parametrize("flag", sorted({flag for flag, _ in BAD}))
def test_a_flag_without_its_value_is_a_usage_error(run, flag):
    session = run(SUITE, flag)
    assert session.ret == pytest.ExitCode.USAGE_ERROR


def test_a_bad_value_in_the_configuration_file_is_a_usage_error(run, pytester):
    pytester.makeini("""
        [pytest]
        addopts = --benchmark-memory-repeats=0
    """)
    session = run(SUITE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "--benchmark-memory-repeats" in complaint(session)


def test_a_flag_cannot_be_shortened(run):
    session = run(SUITE, "--benchmark-memory-rep=3")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
