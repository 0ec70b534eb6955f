"""Folders of profiles with pages to be made of them."""

from typing import Any

from benchmem_core.engine.measure import measure_workload, trace_workload
from benchmem_core.engine.sampling import Sampling
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.profiles.store import ProfileFolder


def few_large() -> object:
    return bytearray(900_000)


def often_large() -> None:
    for _ in range(100):
        bytearray(200_000)


def many_small() -> None:
    for number in range(3000):
        str(number + 1000)


ACTIONS = {
    "tests/test_it.py::test_few_large": few_large,
    "tests/test_it.py::test_often_large": often_large,
    "tests/test_it.py::test_many_small[1]": many_small,
    "tests/test_it.py::test_many_small[10]": lambda: None,
}


def fill(folder: ProfileFolder, actions: Any, **given: Any) -> ProfileFolder:
    """Measure actions and keep their captures, as a run with the plugin does."""
    folder.prepare()
    options = PassOptions(**given)
    for id_, action in actions.items():
        workload = Workload(action)
        result = measure_workload(workload, Sampling(1, None, 2, 10, 2), options)
        trace_workload(workload, options, keep_bin=folder.capture(id_))
        folder.add(id_, result, native=options.native, run={})
    return folder


Done = "subprocess.CompletedProcess[str]"


def assert_is_one_line(stderr: str) -> None:
    assert stderr.startswith("Error: ")
    assert stderr.count("\n") == 1
