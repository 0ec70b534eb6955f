"""The version of pytest-benchmem, in one place."""

__version__ = "0.6.0"
