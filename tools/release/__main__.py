"""The commands: `python -m tools.release`, from the root of the clone."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from tools.release.check import Check
from tools.release.errors import ReleaseError
from tools.release.repository import Repository
from tools.release.tag import released_by
from tools.release.tree import Distribution, Tree, read_tree


@click.group()
def main() -> None:
    """Ask the tree about releases."""


@main.command()
@click.argument("package", required=False)
@click.option("--all", "everything", is_flag=True, help="Every distribution with something new.")
@click.option(
    "--dist", type=click.Path(path_type=Path), help="Keep the built files in this folder."
)
@click.option("--no-build", is_flag=True, help="Leave out what takes longest: build nothing.")
def check(package: str | None, everything: bool, dist: Path | None, no_build: bool) -> None:
    """Say what is missing before a release of PACKAGE; exit 1 if anything is."""
    if everything == bool(package):
        raise click.UsageError("give either a PACKAGE or `--all`")
    tree = _tree()
    if package and package not in tree:
        raise click.UsageError(f"`{package}` is no distribution: take one of {', '.join(tree)}")
    with ExitStack() as stack:
        folder = dist or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        checked = Check(tree, Repository(Path.cwd()), None if no_build else folder)
        try:
            asked = checked.pending() if package is None else [tree[package]]
            missing = _print_findings(checked, asked)
        except ReleaseError as error:
            raise click.ClickException(str(error)) from error
    if missing:
        raise SystemExit(1)
    _print_next(asked, checked.repository)


@main.command()
@click.argument("tag")
def package_of(tag: str) -> None:
    """Print which distribution TAG releases; exit 1 if the tree is not at its version."""
    try:
        click.echo(released_by(tag, _tree()).name)
    except ReleaseError as error:
        raise click.ClickException(str(error)) from error


def _tree() -> Tree:
    try:
        return read_tree(Path.cwd())
    except ReleaseError as error:
        raise click.ClickException(str(error)) from error


def _print_findings(checked: Check, asked: list[Distribution]) -> int:
    """Print one line for each finding, and return how many there are."""
    together = [distribution.name for distribution in asked]
    findings = [("this clone", found) for found in checked.everywhere()]
    for distribution in asked:
        label = f"{distribution.name} {distribution.version}"
        findings += [(label, found) for found in checked.one(distribution, together)]
    for label, found in findings:
        click.echo(f"{label}: {found}")
    return len(findings)


def _print_next(asked: list[Distribution], repository: Repository) -> None:
    if not asked:
        click.echo("Nothing to release: every version is tagged, and no fragment waits.")
        return
    click.echo("Nothing is missing. Next, each when the one before it can be installed:")
    for distribution in asked:
        tag = distribution.tag
        if distribution.version not in repository.tags(distribution.name):
            click.echo(f"git tag -a {tag} -m '{distribution.name} {distribution.version}'")
        click.echo(f"git push origin {tag}")


if __name__ == "__main__":
    main(prog_name="python -m tools.release")
