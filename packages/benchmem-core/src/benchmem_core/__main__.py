"""`python -m benchmem_core` is the `benchmem` command."""

from benchmem_core.cli.main import main

main()
