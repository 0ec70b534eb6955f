"""All that is asked before a release, for one distribution or for all of them."""

from collections.abc import Collection, Iterator
from pathlib import Path

from tools.release.artefacts import check_artefacts
from tools.release.changelog import check_changelog, fragments
from tools.release.names import check_names
from tools.release.repository import Repository
from tools.release.siblings import check_first, check_ranges, order
from tools.release.tree import Distribution, Tree
from tools.release.version import check_version, is_released


class Check:
    """The findings about a tree.

    Args:
        tree: The distributions.
        repository: The clone that they are in.
        folder: Where sdists and wheels are built; `None` builds nothing.
    """

    def __init__(self, tree: Tree, repository: Repository, folder: Path | None) -> None:
        self.tree = tree
        self.repository = repository
        self.folder = folder

    def everywhere(self) -> Iterator[str]:
        """What is wrong with the clone."""
        changed = self.repository.changed()
        if changed:
            yield (
                f"files that are not committed: {len(changed)}, the first is `{changed[0][3:]}`; "
                "commit them, for a release is built from a clean tree"
            )
        if not self.repository.on_release_branch():
            yield "the commit that is checked out is not on `main`: merge it first"

    def one(self, distribution: Distribution, together: Collection[str] = ()) -> Iterator[str]:
        """What is missing before the release of one.

        Args:
            distribution: The one.
            together: The names of those that are about to be released in the same go.
        """
        yield from check_version(distribution, self.repository)
        if not is_released(distribution, self.repository):
            yield from check_changelog(distribution)
        yield from check_ranges(distribution, self.tree)
        yield from check_names(distribution, self.tree, self.repository)
        yield from check_first(distribution, self.tree, self.repository, together)
        if self.folder:
            yield from check_artefacts(distribution, self.folder)

    def pending(self) -> list[Distribution]:
        """Those that have something to release, in the order in which they have to be."""
        ordered = [self.tree[name] for name in order(self.tree)]
        return [
            each for each in ordered if not is_released(each, self.repository) or fragments(each)
        ]
