"""`benchmem diff`: show where memory grew from one capture to another."""

from pathlib import Path

import click

from benchmem_io.cli.options import add_format_option


@click.command()
@click.argument("base", metavar="BASE", type=click.Path(path_type=Path))
@click.argument("head", metavar="HEAD", type=click.Path(path_type=Path))
@click.argument("test_id", metavar="[TEST_ID]", required=False)
@add_format_option("table", "md", "json")
@click.option(
    "--by",
    type=click.Choice(("line", "function", "file", "stack")),
    default="line",
    show_default=True,
    help="The part of a call stack that makes a row.",
)
@click.option(
    "--top",
    metavar="N",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="The rows that changed most; all others make one row.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.html",
    help="Also draw a differential flame graph; needs benchmem-plot.",
)
@click.option("--native", is_flag=True, help="Show C, C++ and Rust frames too.")
@click.option("--absolute", is_flag=True, help="Name files by their whole paths.")
def diff(
    *,
    base: Path,
    head: Path,
    test_id: str | None,
    format_: str,
    by: str,
    top: int,
    output: Path | None,
    native: bool,
    absolute: bool,
) -> None:
    """Show which lines hold more memory at the high-water mark than before.

    BASE and HEAD are captures of memray's, or folders that `--benchmark-memory-profile` made; of
    these, TEST_ID is a benchmark's id, or a part that no other id has.
    """
    from benchmem_io.callsites import (
        capture_json,
        capture_table,
        compare_captures,
        flame_diff_writer,
    )
    from benchmem_io.cli.output import print_table, print_text

    write_picture = None if output is None else flame_diff_writer(output)
    paths, roots = _find_captures(base, head, test_id)
    there = [path for path in paths if path.exists()]
    if output is not None and output.exists() and any(map(output.samefile, there)):
        raise click.UsageError(f"`-o {output}` would overwrite a capture: name another file")
    found = compare_captures(*paths, roots=roots, native=native, absolute=absolute)
    if write_picture is not None and output is not None:
        write_picture(found, output)
    if format_ == "json":
        print_text(capture_json(found, by=by, top=top))
    else:
        print_table(capture_table(found, by=by, top=top), format_)


def _find_captures(
    base: Path, head: Path, test_id: str | None
) -> tuple[tuple[Path, Path], tuple[str | Path, str | Path] | None]:
    """Find two captures, and the folders that their files are named relative to."""
    from benchmem_core.profiles import ProfileFolder

    if not (base.is_dir() or head.is_dir()):
        if test_id is not None:
            raise click.UsageError("TEST_ID chooses from folders, and two captures were given")
        return (base, head), None
    for path in (base, head):
        if not path.exists():
            raise click.UsageError(f"`{path}` does not exist: give two captures or two folders")
    if not (base.is_dir() and head.is_dir()):
        raise click.UsageError(f"give two captures or two folders, not `{base}` and `{head}`")
    folders = ProfileFolder(base), ProfileFolder(head)
    chosen = test_id
    if chosen is None:
        shared = folders[0].profiles().keys() & folders[1].profiles().keys()
        chosen = shared.pop() if len(shared) == 1 else None
    first, second = (folder.find(chosen) for folder in folders)
    if first.id != second.id:
        raise click.UsageError(
            f"`{base}` has `{first.id}` and `{head}` has `{second.id}`: give the whole id of a "
            f"benchmark that both have"
        )
    here = Path.cwd()
    return (
        (Path(folders[0].capture(first.id)), Path(folders[1].capture(second.id))),
        (first.run.get("root", here), second.run.get("root", here)),
    )
