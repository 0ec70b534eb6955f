"""Uses of the public API as a consumer writes them; checked by mypy, never run."""

import functools
from pathlib import Path

from benchmem_core import BenchmemError, Site, human_bytes
from pytest_benchmem import (
    DimValue,
    Measurement,
    MemoryResult,
    Metric,
    Sample,
    Table,
    compare_table,
    discover_runs,
    from_pytest_benchmark,
    load_long_df,
    load_samples,
    measure_memory,
    measure_peak,
    memory_from_pytest_benchmark,
)
from pytest_benchmem.plotting import (
    plot_compare,
    plot_diff,
    plot_history,
    plot_scaling,
    plot_scatter,
    plot_sites,
    plot_sweep,
    write_plot,
    write_report,
)
from pytest_benchmem.sweep import Venv, provision, sweep


async def fetch() -> bytes:
    return b""


def load(path: Path) -> bytes:
    return path.read_bytes()


def read() -> list[float]:
    run: Path = discover_runs()[0]
    label: str
    samples: list[Sample]
    unit: str
    label, samples, unit = load_samples(run, metric="peak", stat="max")
    times: list[Sample] = from_pytest_benchmark(str(run), metric="median")[1]
    worst: list[Sample] = memory_from_pytest_benchmark(run, field="allocations", reduce=max)[1]
    frame, unit = load_long_df([run, "other.json"], metric="allocated", labels=["a", "b"])
    dim: DimValue = samples[0].dims["n"]
    id_, value, dims = times[0]
    print(label, unit, dim, id_, dims, frame.groupby("snapshot")["value"].median())
    return [value, *(sample.value for sample in worst)]


def show() -> str:
    table: Table = compare_table(
        ["main.json", Path("branch.json")],
        columns=["peak", "extra:note"],
        stat="min,max",
        diff=True,
        group_by="func",
        sort="change",
        where=["n=1000"],
        labels=("old", "new"),
    )
    single: Table = compare_table(Path("run.json"), pivot="kind", where="n=1000")
    return f"{table}\n{single}"


def use() -> list[int]:
    peak: int = measure_peak(lambda: bytearray(10))
    result: MemoryResult = measure_memory(
        functools.partial(load, Path("data.bin")), isolate=True, timeout=1.5, keep_bin="x.bin"
    )
    sample: Measurement = result.representative
    rss: int | None = sample.rss_bytes
    metric: Metric = "peak"
    metric = "a_metric_of_another_distribution"
    kept: int | None = measure_memory(fetch, retained=True).retained_bytes
    sites: tuple[Site, ...] | None = measure_memory(fetch, sites=3).sites
    for site in sites or ():
        print(site.frame and site.frame.line, site.bytes, site.caller, kept)
    blob: dict[str, list[int]] = measure_memory(fetch, 3, allocators="system").as_dict()
    again: MemoryResult = MemoryResult.from_blob(blob)
    try:
        print(human_bytes(peak), rss, metric)
    except BenchmemError as error:
        print(error)
    return again.series("peak_bytes")


def draw() -> int:
    figure, benchmarks = plot_sites(
        "head.json", test_id="rows", where={"n": 1}, base=Path("base.json"), view="icicle"
    )
    write_plot(figure, Path("sites.png"), theme="dark")
    captures, stacks = plot_diff("base.bin", Path("head.bin"), view="treemap", native=True)
    captures.write_html("diff.html")
    gate = write_report(["a.json", Path("b.json")], "report.html", fail_on=["peak:10%"], x="n")
    assert gate is None or not gate.fails
    count: int = benchmarks + stacks
    return count


def views() -> int:
    runs: list[str | Path] = ["main.json", Path("branch.json")]
    figure, count = plot_scaling(
        "main.json", metric="peak", x="n", log="auto", log_y=False, band="minmax", where={"n": 1}
    )
    write_plot(figure, Path("scaling.html"))
    counts: list[int] = [
        count,
        plot_scatter(runs, facet="kind", clip=1.5, labels=["old", "new"])[1],
        plot_compare(runs, sort="relative", where=["kind=list"])[1],
        plot_sweep(Path("main.json"), metric="allocated", pivot="kind")[1],
        plot_history(runs, order="commit", band=False, log=True)[1],
    ]
    return sum(counts)


def over_versions() -> list[str]:
    def run(venv: Venv) -> None:
        python: Path | None = venv.python
        print(venv.version, python, venv.env, venv.cwd)

    for venv in provision(["1.0"], install_spec=lambda version: f"pkg=={version}", pins=["numpy"]):
        stage: str | None = venv.failed_at
        print(stage)
    return sweep(["1.0", "2.0"], run, copy_dir=Path("suite"), import_check="pkg")
