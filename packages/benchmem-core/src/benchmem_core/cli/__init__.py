"""The `benchmem` command group."""
