"""Explain where the memory goes: run one more pass that records call stacks."""

import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmem_core.callsites import Site, SourceFiles, find_sites
from benchmem_core.captures import HighWater
from benchmem_core.engine import MemoryResult
from benchmem_core.errors import ProfileError
from benchmem_core.profiles import ProfileFolder
from benchmem_pytest.gate import Gate
from benchmem_pytest.options import read_gate_options, read_recorder_options

Trace = Callable[[Path | None, bool], HighWater]
"""A function that runs one more pass; its arguments are the capture's path and `native`."""


@dataclass(eq=False)
class CallSiteRecorder:
    """The call sites and captures of this session's benchmarks.

    Attributes:
        sites: The number of sites that the run file records; `None` for none.
        folder: The folder of kept captures; `None` to keep none.
        files: Names the source files.
        run: The facts about this run in the index.
        kept: The ids whose captures were kept.
        failed: The number of captures that could not be kept.
    """

    sites: int | None
    folder: ProfileFolder | None
    files: SourceFiles
    run: Mapping[str, str]
    kept: list[str] = field(default_factory=list)
    failed: int = 0

    def record(
        self, id_: str, result: MemoryResult, trace: Trace, *, gate: Gate | None, native: bool
    ) -> MemoryResult:
        """Run one more pass of a benchmark, if its sites or its capture are wanted.

        No number comes from that pass: recording call stacks costs memory of its own.

        Args:
            id_: The node id.
            result: The measured memory.
            trace: Runs the pass.
            gate: The gate of this session; `None` without comparison.
            native: Whether a kept capture of it has native frames.

        Returns:
            The result, with its sites where they are wanted.
        """
        has_rules = gate is not None and bool(gate.thresholds)
        has_grown = gate is not None and gate.has_grown(id_, result)
        keeps = self.folder is not None and (has_grown or not has_rules)
        # Find the sites of a benchmark that grew, if the baseline has sites to compare with.
        wanted = self.sites
        if wanted is None and has_grown and gate is not None and gate.has_sites(id_):
            wanted = Site.DEFAULT_COUNT
        if wanted is None and not keeps:
            return result
        native = keeps and native
        capture = self.folder.capture(id_) if self.folder is not None and keeps else None
        stacks = trace(capture, native).stacks
        if self.folder is not None and keeps:
            self.folder.add(id_, result, native=native, run=self.run)
            self.kept.append(id_)
        if wanted is None:
            return result
        sites = find_sites(stacks, self.files, top=wanted, peak_bytes=result.peak_bytes)
        return replace(result, sites=sites)

    def lines(self, gate: Gate | None) -> list[str]:
        """Return the lines to print at the end of the session."""
        if self.folder is None:
            return []
        path = self.folder.name
        # A test may have deleted some, or all.
        count = sum(self.folder.capture(id_).exists() for id_ in self.kept)
        gone = len(self.kept) - count
        if gone:
            return [f"{gone} of the {len(self.kept)} captures in `{path}` were deleted since"]
        if self.failed:
            return [f"{self.failed} captures could not be kept in `{path}`, {count} were kept"]
        if count:
            kept = f"{count} capture{'' if count == 1 else 's'} kept in `{path}`"
            return [f"{kept}: `benchmem flamegraph {path} --worst peak` shows the largest"]
        is_gated = gate is not None and bool(gate.verdicts)
        why = "no memory grew too much" if is_gated else "no benchmark was measured"
        return [f"no capture was kept in `{path}`: {why}"]


def open_recorder(config: pytest.Config) -> CallSiteRecorder | None:
    """Prepare the folder and the settings; return `None` if neither flags nor rules need them.

    Raises:
        UsageError: The folder of captures cannot be written, or its index is damaged.
    """
    options = read_recorder_options(config)
    if not options.is_wanted and not read_gate_options(config)[1]:
        return None
    folder = None
    if options.folder is not None:
        # Tests may change the current folder.
        folder = ProfileFolder(os.path.abspath(options.folder), name=options.folder)
        try:
            folder.prepare()
        except ProfileError as error:
            raise pytest.UsageError(f"--benchmark-memory-profile: {error}") from None
    return CallSiteRecorder(
        sites=options.sites,
        folder=folder,
        files=SourceFiles(config.rootpath, search_path=sys.path),
        run=_collect_run_facts(config) if folder is not None else {},
    )


def _collect_run_facts(config: pytest.Config) -> dict[str, str]:
    """Return the facts about this run for the index of captures."""
    info = {
        "datetime": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "root": str(config.rootpath),
    }
    hook = getattr(config.hook, "pytest_benchmark_generate_commit_info", None)
    commit = hook(config=config) if hook is not None else None
    if isinstance(commit, Mapping) and commit.get("id"):
        info["commit"] = str(commit["id"])
    return info
