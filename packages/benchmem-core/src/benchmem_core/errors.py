"""The errors that a caller may want to catch.

Every error of the benchmem distributions derives from `BenchmemError`; its text is one
line that names the thing in backticks and then the next step.
"""


class BenchmemError(Exception):
    """Base of every error that the benchmem distributions raise on purpose.

    An error is also of each built-in kind that pytest-benchmem 0.5 raised in its place.
    """

    # `KeyError.__str__` would put the text in quotes.
    __str__ = Exception.__str__


class ArgumentError(BenchmemError, ValueError):
    """An argument, flag or marker keyword that has no meaning."""


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a type that has no meaning."""


class UnsupportedPlatformError(BenchmemError, RuntimeError, ImportError):
    """Memory cannot be measured on this platform; everything else still works."""


class TrackerActiveError(BenchmemError, RuntimeError):
    """Another memray tracker is already active in this process."""


class CaptureError(BenchmemError, RuntimeError, OSError):
    """A capture could not be written, or is not whole."""


class ProfileError(BenchmemError):
    """A folder of profiles that cannot be written or read, or that lacks the wanted profile."""


class IsolationError(BenchmemError, RuntimeError):
    """An isolated pass could not start, or ended without a result."""


class PicklingError(ArgumentError, IsolationError):
    """An action or setup that no fresh process can be given, because it does not pickle."""


class EventLoopError(BenchmemError, RuntimeError):
    """An action returned an awaitable that another event loop has to run."""


class BlobError(BenchmemError, ValueError):
    """A blob that breaks the format of `extra_info["benchmem"]`."""


class MissingSeriesError(BlobError, KeyError):
    """A blob lacks a series."""


class BenchmemWarning(UserWarning):
    """Base of the warnings that the benchmem distributions emit."""
