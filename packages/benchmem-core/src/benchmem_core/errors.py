"""The errors that a caller may want to catch.

Every error of the benchmem distributions derives from `BenchmemError`; its text is one
line that names the thing in backticks and then the next step.
"""


class BenchmemError(Exception):
    """Base of every error that the benchmem distributions raise on purpose."""


class ArgumentError(BenchmemError, ValueError):
    """An argument, flag or marker keyword that has no meaning."""


class UnsupportedPlatformError(BenchmemError):
    """Memory cannot be measured on this platform; everything else still works."""


class TrackerActiveError(BenchmemError, RuntimeError):
    """Another memray tracker is already active in this process."""


class CaptureError(BenchmemError):
    """A capture could not be written, or is not whole."""


class ProfileError(BenchmemError):
    """A folder of profiles that cannot be written or read, or that lacks what is asked for."""


class IsolationError(BenchmemError, RuntimeError):
    """An isolated pass could not start, or ended without a result."""


class BlobError(BenchmemError):
    """A blob does not hold what `extra_info["benchmem"]` must hold."""


class BenchmemWarning(UserWarning):
    """Base of the warnings that the benchmem distributions emit."""
