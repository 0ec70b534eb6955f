# A package with four commits, the third of which takes more memory; and a suite for it, for the pages on sweeps.
set -eu
git init --quiet
mkdir -p memory
printf '.benchmarks/\n' >.gitignore
cat >pyproject.toml <<'TOML'
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "rows"
version = "1.0"
dependencies = ["click"]

[tool.hatch.build.targets.wheel]
include = ["rows.py"]
TOML
cat >rows.py <<'PYTHON'
def make(n):
    return [(i, str(i)) for i in range(n)]
PYTHON
cat >memory/test_rows.py <<'PYTHON'
import rows


def test_make(benchmark):
    benchmark(rows.make, 10_000)
PYTHON
commit() {
    git add .gitignore pyproject.toml rows.py memory/test_rows.py
    git commit --quiet --message "$1"
}
commit "First release"
git tag v1.0
printf '\n\ndef total(rows):\n    return sum(i for i, _ in rows)\n' >>rows.py
commit "Sum up"
sed -i.old 's/(i, str(i))/{"id": i, "name": str(i)}/' rows.py
commit "Rows have names for their fields"
printf '\n\nLIMIT = 10_000\n' >>rows.py
commit "A limit"
