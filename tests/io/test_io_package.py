"""What the distribution says that it has, and what importing it costs."""

import subprocess
import sys

import pytest

import benchmem_io


def test_every_public_name_is_there():
    for name in benchmem_io.__all__:
        assert getattr(benchmem_io, name) is not None
    assert set(benchmem_io.__all__) <= set(dir(benchmem_io))


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = benchmem_io.nothing


@pytest.mark.parametrize(
    "statement",
    [
        "import benchmem_io",
        "import benchmem_io.cli.compare, benchmem_io.cli.runs",
        "import benchmem_io.table.model, benchmem_io.table.model, benchmem_io.gate.rules",
    ],
)
def test_importing_loads_no_heavy_module(statement):
    heavy = "{'memray', 'rich', 'pandas', 'numpy', 'msgspec', 'plotly', 'pytest'}"
    code = f"import sys; {statement}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_everything_but_the_frame_works_without_pandas(tmp_path):
    code = (
        "import sys; sys.modules['pandas'] = None; from benchmem_core.cli.main import main; "
        "sys.argv = ['benchmem', 'runs', '.']; main()"
    )
    (tmp_path / "run.json").write_text('{"benchmarks": []}')
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "run.json" in done.stdout
