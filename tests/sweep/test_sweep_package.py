"""The distribution holds nothing yet; it imports with only what it declares."""

import benchmem_sweep


def test_package_names_its_version():
    assert benchmem_sweep.__all__ == ["__version__"]
