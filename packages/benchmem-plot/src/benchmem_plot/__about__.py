"""The version of benchmem-plot, in one place."""

__version__ = "0.1.0"
