"""Passes in processes of their own, from a test module as people write them."""

import pytest

MODULE = """
    import pytest

    def action(size):
        return bytearray(size)

    @pytest.mark.benchmem(isolate=True, repeats=1)
    def test_it(benchmark_memory):
        benchmark_memory(action, 1_000_000)
"""


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_a_function_of_a_test_module_runs_isolated_in_every_import_mode(run, mode):
    session = run(MODULE, f"--import-mode={mode}", subprocess=True)
    session.assert_outcomes(passed=1)
    blob = session.blob("test_it")
    assert 1_000_000 < blob["peak_bytes"][0] < 1_100_000
    assert blob["rss_bytes"][0] > 5_000_000


CALLABLES = {
    "method": "Builder(1_000_000).method",
    "instance": "Builder(1_000_000)",
    "partial": "functools.partial(Builder.build, 1_000_000)",
}


@pytest.mark.parametrize("call", CALLABLES.values(), ids=CALLABLES)
def test_whatever_pickles_runs_isolated(run, call):
    session = run(f"""
        import functools

        import pytest

        class Builder:
            def __init__(self, size):
                self.size = size

            @staticmethod
            def build(size):
                return bytearray(size)

            def method(self):
                return bytearray(self.size)

            __call__ = method

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_it(benchmark_memory):
            assert len(benchmark_memory({call})) == 1_000_000
    """)
    session.assert_outcomes(passed=1)
    assert 1_000_000 < session.blob("test_it")["peak_bytes"][0] < 1_100_000


@pytest.mark.parametrize("mode", ["prepend", "importlib"])
def test_a_test_module_in_a_package_runs_isolated(run, pytester, mode):
    package = pytester.mkpydir("suite")
    package.joinpath("sizes.py").write_text("SIZE = 1_000_000\n")
    package.joinpath("test_inside.py").write_text(
        "import pytest\n"
        "from suite.sizes import SIZE\n"
        "def action():\n"
        "    return bytearray(SIZE)\n"
        "@pytest.mark.benchmem(isolate=True, repeats=1)\n"
        "def test_it(benchmark_memory):\n"
        "    benchmark_memory(action)\n"
    )
    session = run(None, f"--import-mode={mode}", "suite", subprocess=True)
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["peak_bytes"][0] >= 1_000_000


def test_the_memory_of_the_session_is_not_in_the_rss_of_an_isolated_pass(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_it(benchmark_memory):
            ballast = b"x" * 500_000_000
            benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["rss_bytes"][0] < 300_000_000


def test_modules_on_the_python_path_of_the_suite_reach_an_isolated_pass(run, pytester):
    pytester.makeini("""
        [pytest]
        pythonpath = source
    """)
    pytester.mkdir("source").joinpath("sized.py").write_text("SIZE = 1_000_000\n")
    session = run("""
        import pytest
        from sized import SIZE

        class TestClass:
            def action(self):
                return bytearray(SIZE)

            @pytest.mark.benchmem(isolate=True, repeats=1)
            def test_it(self, benchmark_memory):
                benchmark_memory(self.action)
    """)
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["peak_bytes"][0] >= 1_000_000


UNPICKLABLE = {
    "lambda": "benchmark_memory(lambda: 1)",
    "local function": "benchmark_memory(local)",
    "argument": "benchmark_memory(print, local)",
    "setup": "benchmark_memory.pedantic(int, setup=local)",
}


@pytest.mark.parametrize("call", UNPICKLABLE.values(), ids=UNPICKLABLE)
def test_what_cannot_be_sent_to_a_process_is_refused_with_advice(run, call):
    session = run(f"""
        import pytest

        @pytest.mark.benchmem(isolate=True)
        def test_it(benchmark_memory):
            def local():
                return 1

            {call}

        def test_next(benchmark_memory):
            benchmark_memory(int)
    """)
    session.assert_outcomes(failed=1, passed=1)
    assert "cannot run isolated" in session.out
    assert "at the top level of a module" in session.out
    assert set(session.benchmarks) == {"test_next"}


def test_the_refusal_names_the_function_of_the_test(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(isolate=True)
        def test_it(benchmark_memory):
            benchmark_memory(lambda: 1)
    """)
    assert "`test_it.<locals>.<lambda>` cannot run isolated" in session.out


def test_setup_and_arguments_reach_an_isolated_pass(run):
    session = run("""
        import pytest

        def prepare():
            return (bytearray(20_000_000),), {"size": 1_000_000}

        def action(data, size):
            assert len(data) == 20_000_000
            return bytearray(size)

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_it(benchmark_memory):
            assert len(benchmark_memory.pedantic(action, setup=prepare)) == 1_000_000
    """)
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["peak_bytes"][0] < 1_100_000


def test_an_exception_of_an_isolated_pass_fails_the_test_as_it_is(run):
    session = run("""
        import pytest

        class Broken(Exception):
            pass

        def action():
            raise Broken("as it is")

        @pytest.mark.benchmem(isolate=True)
        def test_it(benchmark_memory):
            with pytest.raises(Broken, match="as it is"):
                benchmark_memory(action)
    """)
    session.assert_outcomes(passed=1, warnings=0)
    assert session.benchmarks == {}


DEATHS = {
    "os._exit": ("os._exit, 3", "exit status 3"),
    "sys.exit": ("sys.exit, 3", "sys.exit(3)"),
    "a signal": ("os.kill, 0, signal.SIGSEGV", "SIGSEGV"),
}


@pytest.mark.parametrize(("call", "told"), DEATHS.values(), ids=DEATHS)
def test_a_process_that_dies_fails_its_test_alone_and_says_how(run, call, told):
    session = run(f"""
        import os
        import signal
        import sys

        import pytest

        @pytest.mark.benchmem(isolate=True)
        def test_it(benchmark_memory):
            benchmark_memory({call})

        def test_next(benchmark_memory):
            benchmark_memory(int)
    """)
    session.assert_outcomes(failed=1, passed=1)
    assert told in session.out


def test_an_isolated_plain_benchmark_is_measured_under_the_flag(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(isolate=True, repeats=2)
        def test_it(benchmark):
            benchmark(bytearray, 1_000_000)
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)
    assert len(session.blob("test_it")["rss_bytes"]) == 2


def test_what_an_isolated_pass_prints_is_captured_with_the_test(run):
    session = run(
        """
        import pytest

        def action():
            print("from the pass")

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_it(benchmark_memory):
            benchmark_memory(action)
            raise RuntimeError
        """,
        subprocess=True,
    )
    session.assert_outcomes(failed=1)
    captured = session.out.partition("Captured stdout call")[2]
    assert "from the pass" in captured
    assert "from the pass" not in session.out.partition("Captured stdout call")[0]
