"""The commands that read and compare."""
