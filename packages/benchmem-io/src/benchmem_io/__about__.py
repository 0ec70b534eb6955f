"""The version of benchmem-io, in one place."""

__version__ = "0.1.0"
