"""The version of benchmem-sweep, in one place."""

__version__ = "0.1.0"
