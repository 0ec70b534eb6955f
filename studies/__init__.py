"""Benchmarks, fuzzers and studies, whose figures stand on pages and decide on rules."""
