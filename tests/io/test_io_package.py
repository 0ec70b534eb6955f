"""The distribution holds nothing yet; it imports with only what it declares."""

import benchmem_io


def test_package_names_its_version():
    assert benchmem_io.__all__ == ["__version__"]
