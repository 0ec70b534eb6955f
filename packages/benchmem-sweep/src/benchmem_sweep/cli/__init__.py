"""The commands `benchmem sweep` and `benchmem bisect`."""
