"""The command that RELEASING.md gives for the changelog, against what the check wants."""

import shlex
import subprocess
import tomllib

import pytest

from .clone import ROOT, make_clone
from .wheelhouse import Fresh

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Run `hatch run changelog:build` in a clone, without hatch."""
    hatch = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))
    declared = hatch["envs"]["changelog"]
    folder = tmp_path_factory.mktemp("changelog")
    environment = Fresh(folder / "venv", folder)
    environment.install(*declared["dependencies"])

    def run(clone, arguments):
        program, *rest = shlex.split(declared["scripts"]["build"].format(args=arguments))
        command = [str(environment.python.with_name(program)), *rest]
        subprocess.run(command, check=True, capture_output=True, cwd=clone.folder)

    return run


@pytest.mark.parametrize(("kind", "heading"), [("removal", "Removed"), ("doc", "Documentation")])
def test_what_is_built_is_what_the_check_reads(build, tmp_path, kind, heading):
    clone = make_clone(tmp_path / "clone")
    clone.set_version("benchmem-io", "0.1.1")
    clone.add_fragment("benchmem-io", f"7.{kind}.md")
    before = clone.findings("benchmem-io")
    assert any("fragments that wait: 1" in line for line in before)
    build(clone, "benchmem-io --version 0.1.1")
    assert f"### {heading}\n" in (clone.package("benchmem-io") / "CHANGELOG.md").read_text()
    clone.commit()
    result = clone.run("check", "benchmem-io", "--no-build")
    # What was removed is seen in the section too, and the version does not go with it.
    assert result.exit_code == (1 if kind == "removal" else 0), result.output
    assert ("too low for `removal`" in result.output) == (kind == "removal")
