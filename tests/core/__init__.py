"""Tests of `benchmem_core`, the engine."""
