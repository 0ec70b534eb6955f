"""What stands between a tag and an upload: the tag, the check, and the ranges of the siblings."""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from uv import find_uv_bin

from tests.sweep.sweeping import git

from .wheelhouse import NAMES, PACKAGES, Fresh

ROOT = PACKAGES.parent
WORKFLOW = ROOT / ".github/workflows/release.yml"
# As `hatch version` does, without hatch.
VERSION = """#!/bin/sh
sed -n 's/^__version__ = "\\(.*\\)"/\\1/p' src/*/__about__.py
"""


def version_of(name):
    about = PACKAGES / name / "src" / name.replace("-", "_") / "__about__.py"
    return re.search(r'__version__ = "(.+)"', about.read_text(encoding="utf-8"))[1]


def copy_of(name, folder):
    """A copy of one distribution, to change."""
    ignore = shutil.ignore_patterns("__pycache__", "dist", "*.egg-info")
    return shutil.copytree(PACKAGES / name, folder / "packages" / name, ignore=ignore)


def set_version(copy, version):
    (about,) = copy.glob("src/*/__about__.py")
    about.write_text(f'"""The version."""\n\n__version__ = "{version}"\n')


@pytest.fixture
def package_of(tmp_path):
    """Run the step of the workflow that finds the distribution of a tag."""
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("id") == "package"]
    output, hatch = tmp_path / "output", tmp_path / "bin" / "hatch"
    output.touch()
    hatch.parent.mkdir()
    hatch.write_text(VERSION)
    hatch.chmod(0o755)

    def run(tag):
        path = f"{hatch.parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            # As GitHub runs it.
            ["bash", "-eo", "pipefail", "-c", script],
            check=False,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"TAG": tag, "GITHUB_OUTPUT": str(output), "PATH": path},
        )
        return done, output.read_text()

    return run


@pytest.mark.parametrize("name", NAMES)
def test_a_tag_names_its_distribution(package_of, name):
    done, output = package_of(f"{name}-v{version_of(name)}")
    assert (done.returncode, output) == (0, f"package={name}\n"), done.stderr


@pytest.mark.parametrize(
    "version",
    ["99.0.0", f"{version_of('benchmem-io')}.0", f"{version_of('benchmem-io')}rc1", "$(id)"],
)
def test_a_tag_of_another_version_is_refused(package_of, version):
    done, output = package_of(f"benchmem-io-v{version}")
    assert (done.returncode, output) == (1, "")
    (line,) = done.stdout.splitlines()
    ours = version_of("benchmem-io")
    assert line.startswith(
        f"::error::the tree has benchmem-io {ours}, not `benchmem-io-v{version}`"
    )


@pytest.mark.parametrize("tag", ["v0.6.0", "benchmem-none-v0.1.0"])
def test_a_tag_of_no_distribution_is_refused(package_of, tag):
    done, output = package_of(tag)
    assert done.returncode != 0
    assert output == ""
    assert "No such file or directory" in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_release_starts_at_the_tag_of_a_distribution(name):
    (pattern,) = re.findall(r'tags: \["(.+)"\]', WORKFLOW.read_text(encoding="utf-8"))
    assert pattern == "*-v[0-9]*"
    assert re.fullmatch(r"[^/]*-v[0-9][^/]*", f"{name}-v{version_of(name)}")


@pytest.mark.parametrize("name", ["benchmem-core", "benchmem-pytest"])
def test_a_version_outside_the_range_of_a_sibling_makes_no_environment(wheelhouse, tmp_path, name):
    copy = copy_of(name, tmp_path)
    set_version(copy, "0.99.0")
    own = name.replace("-", "_")
    siblings = [
        str(each) for each in wheelhouse.glob("*.whl") if not each.name.startswith(f"{own}-")
    ]
    command = [find_uv_bin(), "pip", "install", "--dry-run", "--python", sys.executable]
    command += [*siblings, "--editable", str(copy)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    said = " ".join(done.stderr.split())
    assert re.search(rf"depends on {name}>=[\d.]+,<[\d.]+", said), said


@pytest.fixture(scope="module")
def check(tmp_path_factory):
    """Run what `hatch run release:check benchmem-io` does, without hatch, in another tree."""
    hatch = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))["envs"]["release"]
    folder = tmp_path_factory.mktemp("release")
    environment = Fresh(folder / "venv", folder)
    environment.install(*hatch["dependencies"])
    commands = [each.format(args="benchmem-io") for each in hatch["scripts"]["check"]]
    path = f"{environment.python.parent}{os.pathsep}{os.environ['PATH']}"

    def run(tree):
        return subprocess.run(
            ["sh", "-ec", "\n".join(f"({each})" for each in commands)],
            check=False,
            capture_output=True,
            text=True,
            cwd=tree,
            env=os.environ | {"PATH": path},
        )

    return run


@pytest.mark.slow
def test_a_release_is_checked_to_its_files(check, tmp_path):
    copy = copy_of("benchmem-io", tmp_path)
    set_version(copy, "0.1.9")
    git(tmp_path, "init", "--quiet")

    (copy / "changelog.d" / "7.bugfix.md").write_text("A fragment that waits.\n")
    done = check(tmp_path)
    assert done.returncode != 0
    assert "hatch run changelog:build" in done.stdout

    for fragment in copy.glob("changelog.d/*.*.md"):
        fragment.unlink()
    done = check(tmp_path)
    assert done.returncode != 0
    assert "no section in `CHANGELOG.md`" in done.stdout

    with (copy / "CHANGELOG.md").open("a") as file:
        file.write("\n## 0.1.9 (2026-01-01)\n\n### Fixed\n\n- Something.\n")
    done = check(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    files = {path.name for path in (tmp_path / "dist").iterdir()}
    assert files == {"benchmem_io-0.1.9-py3-none-any.whl", "benchmem_io-0.1.9.tar.gz"}
