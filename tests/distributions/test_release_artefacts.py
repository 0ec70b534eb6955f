"""What `hatch run release:check` says of an sdist and a wheel, built for real."""

import os
import shutil
import subprocess
import tomllib

import pytest

from .clone import ROOT, Clone, make_clone
from .wheelhouse import Fresh

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The interpreter of an environment like that of `hatch run release:check`."""
    hatch = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))
    folder = tmp_path_factory.mktemp("release")
    environment = Fresh(folder / "venv", folder)
    environment.install(*hatch["envs"]["release"]["dependencies"])
    return environment.python


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return make_clone(tmp_path_factory.mktemp("whole") / "clone", whole=True)


@pytest.fixture
def check(whole, python, tmp_path):
    """Run the real command in a clone with all the source, after a change to it."""

    def run(change, *arguments):
        clone = Clone(shutil.copytree(whole.folder, tmp_path / "clone"))
        clone.next_release("benchmem-io", "0.1.1", "Fixed")
        change(clone)
        clone.commit()
        command = [python, "-m", "tools.release", "check", "benchmem-io", *arguments]
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd=clone.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    return run


def replace(file, old, new):
    def change(clone):
        path = clone.package("benchmem-io") / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def test_what_is_ready_is_built_and_kept(check, tmp_path):
    done = check(lambda clone: None, "--dist", str(tmp_path / "dist"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Nothing is missing.")
    assert {path.name for path in (tmp_path / "dist").iterdir()} == {
        "benchmem_io-0.1.1-py3-none-any.whl",
        "benchmem_io-0.1.1.tar.gz",
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            replace("pyproject.toml", 'readme = "README.md"\n', ""),
            ["`twine check --strict`: ", "no README is in the wheel: "],
        ),
        (
            replace("pyproject.toml", 'license-files = ["LICENSE"]\n', "license-files = []\n"),
            ["no licence is in the wheel: "],
        ),
        (
            lambda clone: clone.source("benchmem-io").joinpath("py.typed").unlink(),
            ["`benchmem_io/py.typed` is not in the wheel: "],
        ),
        (
            replace(
                "pyproject.toml",
                'packages = ["src/benchmem_io"]\n',
                'packages = ["src/benchmem_io"]\nexclude = ["compare.py"]\n',
            ),
            ["`check-wheel-contents`: "],
        ),
        (
            replace("pyproject.toml", 'build-backend = "hatchling.build"', 'build-backend = "no"'),
            ["it does not build: "],
        ),
    ],
    ids=["readme", "licence", "typed", "module", "build"],
)
def test_what_the_files_lack_is_named(check, change, said):
    done = check(change)
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(said), done.stdout
    for line, start in zip(lines, said, strict=True):
        assert line.startswith(f"benchmem-io 0.1.1: {start}")
