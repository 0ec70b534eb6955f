"""Failures that count, whatever the test does with the exception."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import pytest

_EXPECTED = "benchmem_expected"


@dataclass(frozen=True)
class Failures:
    """What a test has to fail for.

    Attributes:
        breaches: What its own markers limit: under xfail this is the failure that is expected.
        regressions: What grew by the rules of the session, which no marker excuses.
    """

    breaches: Sequence[str]
    regressions: Sequence[str]

    def message(self, *notes: str) -> str:
        """All of them, a line each, and notes below."""
        return "\n".join([*self.breaches, *self.regressions, *notes])


_FOUND = pytest.StashKey[Failures]()


def forget_failures(item: pytest.Item) -> None:
    """Begin anew with a test, which may be one that another plugin runs again."""
    if _FOUND in item.stash:
        del item.stash[_FOUND]


def fail_test(
    item: pytest.Item, *, breaches: Sequence[str], regressions: Sequence[str]
) -> NoReturn:
    """Fail a test, and keep why, so that it fails even if it catches that.

    Raises:
        Failed: Always.
    """
    __tracebackhide__ = True
    failures = item.stash[_FOUND] = Failures(breaches, regressions)
    pytest.fail(failures.message(), pytrace=False)


def raise_caught(item: pytest.Item) -> None:
    """Fail a test that went on as if nothing had been found.

    Raises:
        Failed: It caught a failure.
    """
    failures = item.stash.get(_FOUND, None)
    if failures is not None:
        pytest.fail(failures.message(_CAUGHT), pytrace=False)


def settle_report(item: pytest.Item, report: pytest.TestReport) -> None:
    """See to it that a report tells of the failures of its test.

    Args:
        item: The test.
        report: What the other plugins made of one of its phases; changed in place.
    """
    failures = item.stash.get(_FOUND, None)
    # What a fixture caught is raised when the test itself is over.
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


def expected_breaches(reports: Iterable[pytest.TestReport]) -> list[str]:
    """The breaches that are the expected failure of their tests, a line each.

    Args:
        reports: Those of tests that failed as expected.
    """
    return [
        f"exceeded as expected: `{report.nodeid}`: {breach}"
        for report in reports
        for breach in getattr(report, _EXPECTED, ())
        # The other lines explain the one above them.
        if not breach.startswith(" ")
    ]


_CAUGHT = "    the test caught this failure, which counts all the same"
_XFAIL = "    the test is marked xfail, and a regression counts all the same"
