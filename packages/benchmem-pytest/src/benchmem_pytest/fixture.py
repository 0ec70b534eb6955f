"""The `benchmark_memory` fixture: pytest-benchmark's, with memory passes before the timing."""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from benchmem_core.errors import BenchmemError, CaptureError, ProfileError
from benchmem_pytest.calls import PedanticCall, make_call_workload
from benchmem_pytest.failures import fail_test
from benchmem_pytest.options import MemoryOptions, get_options
from benchmem_pytest.results import store_result
from benchmem_pytest.session import get_session

if TYPE_CHECKING:
    from pathlib import Path

    from benchmem_core.captures import HighWater
    from benchmem_core.engine import MemoryResult, Sampler, Workload
    from benchmem_pytest.call_sites import Trace
    from benchmem_pytest.gate import Gate


class MemoryBenchmark:
    """Pytest-benchmark's fixture, measuring memory too.

    Attributes that it does not define itself are read from and set on pytest-benchmark's fixture.
    `isinstance` takes it for a `BenchmarkFixture`, which pytest-benchmark requires.
    """

    _OWN = ("_benchmark", "_item", "_options", "_result", "_measure_later", "_recording_error")

    def __init__(self, benchmark: Any, item: pytest.Item, options: MemoryOptions) -> None:
        """Wrap pytest-benchmark's fixture.

        Args:
            benchmark: The `BenchmarkFixture`.
            item: The test.
            options: The options of the measurement.
        """
        self._benchmark = benchmark
        self._item = item
        self._options = options
        self._result: MemoryResult | None = None
        self._measure_later: Callable[[], MemoryResult] | None = None
        self._recording_error = ""

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """The wrapped fixture's class, as pytest-benchmark checks it."""
        return type(self._benchmark)

    def __getattr__(self, name: str) -> Any:
        if name in self._OWN:
            raise AttributeError(name)
        return getattr(self._benchmark, name)

    def __setattr__(self, name: str, value: object) -> None:
        if name in self._OWN:
            object.__setattr__(self, name, value)
        else:
            setattr(self._benchmark, name, value)

    @property
    def result(self) -> "MemoryResult | None":
        """The measured memory; `None` before the call.

        If benchmarks are disabled, the first read of this property measures the function, so that
        the assertions of a test hold there too.
        """
        if self._result is None and self._measure_later is not None:
            self._result = self._measure_later()
        return self._result

    @property
    def peak_bytes(self) -> int | None:
        """The lowest high-water mark of the passes in bytes; `None` before the call."""
        result = self.result
        return None if result is None else result.peak_bytes

    def __call__(self, function_to_benchmark: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Measure the memory of a call, then time it.

        Args:
            function_to_benchmark: The function to call.
            *args: Its positional arguments.
            **kwargs: Its keyword arguments.

        Returns:
            The return value of the function.
        """
        __tracebackhide__ = True
        calls, name = self._options.calls, _name_function(function_to_benchmark)
        self._measure(
            lambda: make_call_workload(function_to_benchmark, args, kwargs, calls=calls, name=name)
        )
        returned = self._benchmark(function_to_benchmark, *args, **kwargs)
        self._judge()
        return returned

    def pedantic(  # noqa: PLR0917 - the signature is pytest-benchmark's
        self,
        target: Callable[..., Any],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        setup: Callable[[], Any] | None = None,
        teardown: Callable[..., Any] | None = None,
        rounds: int = 1,
        warmup_rounds: int = 0,
        iterations: int = 1,
    ) -> Any:
        """Measure the memory of a call, then time it exactly as told.

        Args:
            target: The function to call.
            args: Its positional arguments.
            kwargs: Its keyword arguments.
            setup: Runs before every memory pass and every round, not measured; may return
                `(args, kwargs)`.
            teardown: Runs after every memory pass and every round with the same arguments.
            rounds: Timed rounds; the memory passes are not among them.
            warmup_rounds: Rounds before the timed ones.
            iterations: Calls in a timed round; `benchmem(calls=)` sets those of a memory pass.

        Returns:
            The return value of the target.
        """
        __tracebackhide__ = True
        calls, name = self._options.calls, _name_function(target)
        self._measure(
            lambda: PedanticCall(target, args, kwargs, setup, teardown).make_workload(
                calls=calls, name=name
            )
        )
        returned = self._benchmark.pedantic(
            target,
            args=args,
            kwargs=kwargs,
            setup=setup,
            # Older versions of pytest-benchmark lack this argument, and refuse it themselves.
            **({} if teardown is None else {"teardown": teardown}),
            rounds=rounds,
            warmup_rounds=warmup_rounds,
            iterations=iterations,
        )
        self._judge()
        return returned

    def weave(self, target: Any, **kwargs: Any) -> None:
        """Replace a function by one that is measured when it is called; needs aspectlib.

        `patch` is another name of this method.

        Args:
            target: The function, or its dotted name.
            **kwargs: Further arguments of aspectlib's `weave`.
        """
        type(self._benchmark).weave(self, target, **kwargs)

    patch = weave

    def _measure(self, make_workload: "Callable[[], Workload]") -> None:
        """Measure a call; if benchmarks are disabled, only store how to measure it."""
        __tracebackhide__ = True
        sampling, passes = self._options.make_sampling(), self._options.make_pass_options()

        def measure(sampler: "Sampler") -> "MemoryResult":
            from benchmem_core.engine import measure_workload

            return measure_workload(make_workload(), sampler, passes)

        if not self._benchmark.enabled:
            self._measure_later = lambda: measure(sampling)
        elif not self._benchmark._mode:  # noqa: SLF001
            # pytest-benchmark refuses a second call, so that needs no pass before it.
            self._measure_now(measure, make_workload)

    def _measure_now(
        self,
        measure: "Callable[[Sampler], MemoryResult]",
        make_workload: "Callable[[], Workload]",
    ) -> None:
        __tracebackhide__ = True
        sampling, passes = self._options.make_sampling(), self._options.make_pass_options()

        def trace(capture: "Path | None", native: bool) -> "HighWater":
            from benchmem_core.engine import trace_workload

            assert self._result is not None
            return trace_workload(
                make_workload(),
                replace(passes, native=native),
                peak_bytes=self._result.peak_bytes,
                keep_bin=capture,
            )

        try:
            self._result = measure(sampling)
            gate = self._gate
            if gate is not None:
                confirmed = gate.confirm(
                    self._benchmark.fullname, self._result, measure, sampling=sampling
                )
                if confirmed is not self._result:
                    repeated = self._result.repeated_passes + confirmed.repeated_passes
                    self._result = replace(confirmed, repeated_passes=repeated)
            self._record_call_sites(trace)
        except BaseException as error:
            # As if pytest-benchmark itself had called: no entry in the run file, and no
            # warning that the fixture was not used.
            self._benchmark.has_error = True
            self._benchmark._mode = "benchmark(...)"  # noqa: SLF001
            if isinstance(error, BenchmemError):
                raise error.with_traceback(None) from None
            error.__traceback__ = _skip_engine_frames(error.__traceback__)
            raise
        finally:
            from benchmem_core.engine import collect_whole_heap

            # Collect here, and not in the calls that are timed next.
            collect_whole_heap()
        store_result(self._item, self._result, self._benchmark.extra_info)

    def _record_call_sites(self, trace: "Trace") -> None:
        recorder = get_session(self._item.config).recorder
        if recorder is None or self._result is None:
            return
        try:
            self._result = recorder.record(
                self._benchmark.fullname,
                self._result,
                trace,
                gate=self._gate,
                native=self._options.profile_native,
            )
        except (CaptureError, ProfileError) as error:
            # The measurement is complete: time and record it, and then fail the test.
            recorder.failed += 1
            self._recording_error = str(error)

    def _judge(self) -> None:
        __tracebackhide__ = True
        if self._result is None:
            return
        breaches = [
            ceiling.describe_breach(self._result) for ceiling in self._options.read_ceilings()
        ]
        failures = [breach for breach in breaches if breach]
        if failures and self._result.sites is not None:
            from benchmem_core.callsites import format_sites

            failures += [f"    {line}" for line in format_sites(self._result.sites)]
        if self._recording_error:
            failures.append(self._recording_error)
        name, timed = self._benchmark.fullname, getattr(self._benchmark.stats, "stats", None)
        regressions = gate.judge(name, self._result, timed) if (gate := self._gate) else []
        if failures or regressions:
            fail_test(self._item, breaches=failures, regressions=regressions)

    @property
    def _gate(self) -> "Gate | None":
        return get_session(self._item.config).gate


@pytest.fixture
def benchmark_memory(request: pytest.FixtureRequest, benchmark: Any) -> MemoryBenchmark:
    """Benchmark a function's memory and time; as `benchmark`, with memory passes before."""
    return wrap_benchmark(request, benchmark)


def wrap_benchmark(request: pytest.FixtureRequest, benchmark: Any) -> MemoryBenchmark:
    """Wrap pytest-benchmark's fixture for a test, unless it is already wrapped."""
    if type(benchmark) is MemoryBenchmark:
        return benchmark
    item: pytest.Item = request.node
    return MemoryBenchmark(benchmark, item, get_options(item))


def _skip_engine_frames(traceback: types.TracebackType | None) -> types.TracebackType | None:
    """Skip the frames of the engine and the plugin between the test and its function."""
    while traceback:
        package = traceback.tb_frame.f_globals.get("__name__", "").partition(".")[0]
        if package not in {"benchmem_core", "benchmem_pytest"}:
            break
        traceback = traceback.tb_next
    return traceback


def _name_function(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__qualname__", None) or repr(function)[:80])
