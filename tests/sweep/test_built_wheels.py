"""Which wheels of a commit serve every interpreter."""

import pytest

from benchmem_sweep.cell.wheels import is_universal


@pytest.mark.parametrize(
    ("tags", "serves_all"),
    [
        ("py3-none-any", True),
        ("py2.py3-none-any", True),
        ("py3-none-manylinux_2_17_x86_64", True),
        ("py2-none-any", False),
        ("cp312-cp312-manylinux_2_17_x86_64", False),
        ("cp311-abi3-any", False),
    ],
)
def test_a_wheel_for_any_python_3_is_built_once(tags, serves_all):
    assert is_universal(f"some_name-1.0-1-{tags}.whl") is serves_all
