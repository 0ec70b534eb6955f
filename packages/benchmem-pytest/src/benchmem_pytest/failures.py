"""Make failures count even if the test catches the exception."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import pytest

_EXPECTED = "benchmem_expected"


@dataclass(frozen=True)
class Failures:
    """The reasons for which a test has to fail.

    Attributes:
        breaches: The breached limits of its own markers; under xfail they are expected.
        regressions: The growth by the rules of the session, which no marker excuses.
    """

    breaches: Sequence[str]
    regressions: Sequence[str]

    def message(self, *notes: str) -> str:
        """Write all of them, a line each, and notes below."""
        return "\n".join([*self.breaches, *self.regressions, *notes])


_FOUND = pytest.StashKey[Failures]()


def forget_failures(item: pytest.Item) -> None:
    """Drop the failures of an earlier run of a test, which another plugin may run again."""
    if _FOUND in item.stash:
        del item.stash[_FOUND]


def fail_test(
    item: pytest.Item, *, breaches: Sequence[str], regressions: Sequence[str]
) -> NoReturn:
    """Fail a test, and keep the reasons, so that it fails even if it catches the exception.

    Raises:
        Failed: Always.
    """
    __tracebackhide__ = True
    failures = item.stash[_FOUND] = Failures(breaches, regressions)
    pytest.fail(failures.message(), pytrace=False)


def raise_caught(item: pytest.Item) -> None:
    """Fail a test that caught its failure and went on.

    Raises:
        Failed: The test caught a failure.
    """
    failures = item.stash.get(_FOUND, None)
    if failures is not None:
        pytest.fail(failures.message(_CAUGHT), pytrace=False)


def settle_report(item: pytest.Item, report: pytest.TestReport) -> None:
    """Make a report show the failures of its test.

    Args:
        item: The test.
        report: The report of one of its phases, after the other plugins; changed in place.
    """
    failures = item.stash.get(_FOUND, None)
    # A failure that a fixture caught is raised when the test itself is over.
    if failures is None or (report.when == "setup" and report.passed):
        return
    forget_failures(item)
    is_expected = hasattr(report, "wasxfail")
    if report.failed and not is_expected:
        return
    if is_expected and not failures.regressions:
        setattr(report, _EXPECTED, failures.breaches)
        return
    if is_expected:
        del report.wasxfail
    report.outcome = "failed"
    try:
        pytest.fail(failures.message(_XFAIL if is_expected else _CAUGHT), pytrace=False)
    except pytest.fail.Exception:
        report.longrepr = item.repr_failure(pytest.ExceptionInfo.from_current())


def list_expected_breaches(reports: Iterable[pytest.TestReport]) -> list[str]:
    """List the breaches that are the expected failure of their tests, a line each.

    Args:
        reports: The reports of tests that failed as expected.
    """
    return [
        f"exceeded as expected: `{report.nodeid}`: {breach}"
        for report in reports
        for breach in getattr(report, _EXPECTED, ())
        # Indented lines explain the line above them.
        if not breach.startswith(" ")
    ]


_CAUGHT = "    the test caught this failure, and fails all the same"
_XFAIL = "    the test is marked xfail, and a regression fails it all the same"
