"""memray is installed where it has wheels, and nowhere else is its source built."""

import tomllib

import pytest
from packaging.requirements import Requirement

from .wheelhouse import NAMES, PACKAGES

# Implementation, platform and machine, as `sys.implementation.name`, `sys.platform` and
# `platform.machine()` write them, and whether memray 1.20 has a wheel for it.
ENVIRONMENTS = [
    ("cpython", "linux", "x86_64", True),
    ("cpython", "linux", "aarch64", True),
    ("cpython", "linux", "i686", True),
    ("cpython", "darwin", "x86_64", True),
    ("cpython", "darwin", "arm64", True),
    ("cpython", "linux", "s390x", False),
    ("cpython", "linux", "ppc64le", False),
    ("cpython", "linux", "riscv64", False),
    ("cpython", "linux", "loongarch64", False),
    ("cpython", "linux", "armv7l", False),
    ("cpython", "win32", "AMD64", False),
    ("cpython", "win32", "ARM64", False),
    ("cpython", "win32", "x86_64", False),
    ("cpython", "cygwin", "x86_64", False),
    ("cpython", "freebsd14", "amd64", False),
    ("cpython", "android", "aarch64", False),
    ("cpython", "ios", "arm64", False),
    ("cpython", "emscripten", "wasm32", False),
    ("pypy", "linux", "x86_64", False),
    ("pypy", "linux", "aarch64", False),
    ("pypy", "darwin", "arm64", False),
    ("pypy", "win32", "AMD64", False),
    ("graalpy", "linux", "x86_64", False),
    ("graalpy", "darwin", "arm64", False),
]


def requirements():
    """Everything that our distributions need, by distribution."""
    for name in NAMES:
        text = (PACKAGES / name / "pyproject.toml").read_text(encoding="utf-8")
        project = tomllib.loads(text)["project"]
        needed = [project["dependencies"], *project.get("optional-dependencies", {}).values()]
        yield from ((name, Requirement(each)) for texts in needed for each in texts)


@pytest.fixture(scope="module")
def marker():
    ((name, requirement),) = (each for each in requirements() if each[1].name == "memray")
    assert name == "benchmem-core"
    return requirement.marker


@pytest.mark.parametrize(("implementation", "platform", "machine", "has_wheel"), ENVIRONMENTS)
@pytest.mark.parametrize("python", ["3.11", "3.15"])
def test_memray_is_needed_where_it_has_a_wheel(
    marker, implementation, platform, machine, has_wheel, python
):
    environment = {
        "implementation_name": implementation,
        "sys_platform": platform,
        "platform_machine": machine,
        "python_version": python,
    }
    assert marker.evaluate(environment) == has_wheel


def test_nothing_else_depends_on_the_platform():
    assert {each.name for _, each in requirements() if each.marker} == {"memray"}
