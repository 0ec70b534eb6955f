"""The runner takes any executor."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from benchmem_io import load_samples
from benchmem_sweep.axes.arguments import make_plan
from benchmem_sweep.axes.cells import Value, make_cells
from benchmem_sweep.run.progress import PlainProgress
from benchmem_sweep.run.results import Results
from benchmem_sweep.run.runner import Runner
from tests.sweep import needs

SUITE = """
import packaging.version


def test_parse(benchmark):
    benchmark(packaging.version.Version, "1.0")
"""


@needs.plugin
@pytest.mark.slow
def test_cells_run_in_other_processes(tmp_path, temporary):
    suite = tmp_path / "test_suite.py"
    suite.write_text(SUITE)
    versions = ("24.1", "24.2", "0.0.0.nonsense")
    values = [Value(version, f"packaging=={version}") for version in versions]
    results = Results(tmp_path / "results")
    with (
        ProcessPoolExecutor(2) as pool,
        PlainProgress() as progress,
        Runner(make_plan(suite=suite, memory=True, times=False), results, progress) as runner,
    ):
        finished = runner.run(make_cells({"version": values}), executor=pool)
    assert [each.state for each in finished] == ["done", "done", "failed"]
    assert finished[2].result.failed_at == "install"
    for version in versions[:2]:
        _, samples, _ = load_samples(results.folder / f"{version}.json", metric="peak")
        assert [sample.dims["version"] for sample in samples] == [version]
