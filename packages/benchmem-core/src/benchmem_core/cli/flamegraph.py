"""`benchmem flamegraph`: show a kept capture in one of memray's reports."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from benchmem_core.profiles import Profile, ProfileFolder

_WORST = {"peak": "peak_bytes", "allocated": "total_bytes", "allocations": "allocations"}


# Captures and their index.
_INPUTS = {".bin", ".json"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("test_id", metavar="[TEST_ID]", required=False)
@click.option(
    "--worst", type=click.Choice(tuple(_WORST)), help="Choose the benchmark with the highest value."
)
@click.option(
    "--report",
    type=click.Choice(("flamegraph", "table", "tree", "summary", "stats")),
    default="flamegraph",
    show_default=True,
    help="The report of memray; tree, summary and stats go to the terminal.",
)
@click.option("--native/--no-native", default=False, help="Require a capture with native frames.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report to this file (default for pages: beside the capture).",
)
@click.option("--open/--no-open", "open_", default=False, help="Open the page in a browser.")
@click.option("-f", "--force", is_flag=True, help="Overwrite the file.")
def flamegraph(
    *,
    folder: Path,
    test_id: str | None,
    worst: str | None,
    report: str,
    native: bool,
    output: Path | None,
    open_: bool,
    force: bool,
) -> None:
    """Show where the memory of a benchmark goes.

    DIR is a folder that `--benchmark-memory-profile` made. TEST_ID is a benchmark's id, or a part
    that no other has; it can be left out where there is only one.
    """
    from benchmem_core.profiles import PAGES, ProfileFolder, browse_tree, render_text, write_page

    profiles = ProfileFolder(folder)
    profile = _choose_profile(profiles, test_id, worst)
    if native and not profile.native:
        raise click.UsageError(
            f"the capture of `{profile.id}` has no native frames: record it with "
            f"`--benchmark-memory-profile-native`"
        )
    capture = profiles.capture(profile.id)
    is_page = report in PAGES
    if open_ and not is_page:
        raise click.UsageError(
            f"`--open` opens pages, and `--report {report}` prints text: leave one out"
        )
    if report == "tree":
        if output is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise click.UsageError("`--report tree` needs a terminal: use `--report summary`")
        browse_tree(capture)
        return
    if is_page and output is None:
        output = capture.with_suffix(f".{report}.html")
    if output is None:
        click.echo(render_text(report, capture), nl=False)
        return
    _check_output(output, folder, force=force)
    if is_page:
        write_page(report, capture, output)
    else:
        _write_text(output, render_text(report, capture))
    click.echo(f"{output}")
    if open_:
        click.launch(str(output.resolve()))


def _check_output(output: Path, folder: Path, *, force: bool) -> None:
    # A broken link exists too.
    if os.path.lexists(output) and not force:
        raise click.UsageError(f"`{output}` exists: `-f` overwrites it, `-o` names another file")
    inputs = [each for each in folder.iterdir() if each.suffix in _INPUTS and each.exists()]
    if output.exists() and any(map(output.samefile, inputs)):
        raise click.UsageError(f"`-o {output}` would overwrite a profile: name another file")


def _write_text(output: Path, content: str) -> None:
    from benchmem_core.atomic_files import write_output

    try:
        write_output(output, content.encode())
    except OSError as error:
        raise click.UsageError(f"`{output}` cannot be written: {error.strerror}") from None


def _choose_profile(folder: "ProfileFolder", test_id: str | None, worst: str | None) -> "Profile":
    if test_id is not None and worst is not None:
        raise click.UsageError("`--worst` and TEST_ID both choose a benchmark: give only one")
    profiles = folder.profiles().values()
    if worst is None or not profiles:
        return folder.find(test_id)
    return max(profiles, key=lambda profile: getattr(profile, _WORST[worst]))
