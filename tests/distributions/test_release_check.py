"""What `hatch run release:check` says of a clone that lacks something."""

import shutil

import pytest
from tools.release.bump import RULES
from tools.release.tree import read_tree

from .clone import ROOT, Clone, make_clone

IO = "benchmem-io 0.1.1: "


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return make_clone(tmp_path_factory.mktemp("released") / "clone")


@pytest.fixture
def clone(released, tmp_path):
    """A clone in which all is released, to change."""
    return Clone(shutil.copytree(released.folder, tmp_path / "clone"))


@pytest.fixture
def ready(clone):
    """A clone in which benchmem-io is ready for its next release."""
    clone.next_release("benchmem-io", "0.1.1", "Fixed")
    return clone


def test_a_ready_distribution_gets_the_tag_to_push(ready):
    ready.commit()
    result = ready.run("check", "benchmem-io", "--no-build")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1:] == [
        "git tag -a benchmem-io-v0.1.1 -m 'benchmem-io 0.1.1'",
        "git push origin benchmem-io-v0.1.1",
    ]


def test_a_tag_on_this_commit_only_has_to_be_pushed(ready):
    ready.commit()
    ready.git("tag", "benchmem-io-v0.1.1")
    result = ready.run("check", "benchmem-io", "--no-build")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1:] == ["git push origin benchmem-io-v0.1.1"]


def test_a_version_that_is_released_has_to_move(clone):
    clone.add_fragment("benchmem-io", "7.bugfix.md")
    assert clone.findings("benchmem-io") == [
        (
            "benchmem-io 0.1.0: `0.1.0` is released, `benchmem-io-v0.1.0` is on an earlier commit: "
            "set the next version in `__about__.py`"
        )
    ]


def test_a_version_below_all_that_is_released_is_refused(clone):
    clone.next_release("benchmem-io", "0.0.9", "Fixed")
    assert clone.findings("benchmem-io")[0] == (
        "benchmem-io 0.0.9: `0.0.9` is below `0.1.0`, which is released: set a higher version"
    )


def test_a_tag_of_the_whole_is_a_release_of_nothing(ready):
    ready.git("tag", "v0.5.5", "HEAD~")
    ready.git("tag", "benchmem-io-view-v3.0", "HEAD~")
    ready.commit()
    result = ready.run("check", "benchmem-io", "--no-build")
    assert result.exit_code == 0, result.output


def test_a_development_version_is_refused(clone):
    clone.next_release("benchmem-io", "0.1.1.dev1", "Fixed")
    assert "`0.1.1.dev1` is no version to release" in clone.findings("benchmem-io")[0]


def test_fragments_that_wait_are_built_first(clone):
    clone.set_version("benchmem-io", "0.1.1")
    clone.add_fragment("benchmem-io", "7.bugfix.md")
    clone.add_fragment("benchmem-io", "+word.doc.md")
    assert clone.findings("benchmem-io") == [
        IO + "`CHANGELOG.md` has no `0.1.1`, fragments that wait: 2; "
        "`hatch run changelog:build benchmem-io --version 0.1.1`"
    ]


def test_a_fragment_beside_its_built_section_is_found(ready):
    ready.add_fragment("benchmem-io", "7.bugfix.md")
    (found,) = ready.findings("benchmem-io")
    assert found.startswith(IO + "`CHANGELOG.md` has `0.1.1`, fragments that came later: 1;")


def test_a_fragment_without_a_type_is_named(ready):
    ready.add_fragment("benchmem-io", "7.md")
    assert ready.findings("benchmem-io")[0].startswith(IO + "`7.md` in changelog.d has no type:")


def test_a_release_that_says_nothing_is_refused(clone):
    clone.set_version("benchmem-io", "0.1.1")
    assert clone.findings("benchmem-io") == [
        IO + "`CHANGELOG.md` has no `0.1.1`, and changelog.d is empty: "
        "say in a fragment what is new"
    ]


@pytest.mark.parametrize(
    ("version", "heading", "lowest"),
    [
        ("0.1.1", "Removed", "0.2.0"),
        ("0.1.1", "Added", "0.2.0"),
        ("0.1.1", "Changed", "0.2.0"),
        ("0.1.0.post1", "Fixed", "0.1.1"),
    ],
)
def test_a_version_has_to_move_as_far_as_its_changes(clone, version, heading, lowest):
    clone.next_release("benchmem-io", version, heading)
    (found,) = clone.findings("benchmem-io")
    assert f"`{version}` after `0.1.0` is too low for " in found
    assert found.endswith(f"by the rules in RELEASING.md: set `{lowest}` or higher")


def test_a_removal_after_1_0_moves_the_first_number(clone):
    clone.git("tag", "pytest-benchmem-v1.2.0", "HEAD~")
    clone.next_release("pytest-benchmem", "1.3.0", "Removed")
    (found,) = clone.findings("pytest-benchmem")
    assert found.endswith("set `2.0.0` or higher")


def test_a_fragment_counts_before_it_is_built(clone):
    clone.set_version("benchmem-io", "0.1.1")
    clone.add_fragment("benchmem-io", "7.removal.md")
    assert "too low for `removal`, breaking by the rules" in clone.findings("benchmem-io")[0]


def test_a_range_that_leaves_out_the_tree_is_found_on_both_sides(clone):
    clone.next_release("benchmem-core", "0.2.0")
    found = clone.findings("benchmem-core")
    owners = ("benchmem-io", "benchmem-plot", "benchmem-pytest", "benchmem-sweep")
    assert found == [
        f"benchmem-core 0.2.0: `{owner}` asks for `benchmem-core<0.2,>=0.1`, which leaves out the "
        f"tree's `0.2.0`: move the range in packages/{owner}/pyproject.toml"
        for owner in (*owners, "pytest-benchmem")
    ]
    clone.next_release("benchmem-io", "0.1.1", "Fixed")
    (found,) = clone.findings("benchmem-io")
    assert "`benchmem-io` asks for `benchmem-core<0.2,>=0.1`" in found


def test_siblings_come_first_in_their_order(clone):
    for name in ("benchmem-core", "benchmem-io"):
        clone.next_release(name, "0.2.0")
    for owner in read_tree(clone.folder):
        file = clone.package(owner) / "pyproject.toml"
        text = file.read_text(encoding="utf-8")
        for name in ("benchmem-core", "benchmem-io"):
            for extra in ("", "[pandas]"):
                text = text.replace(f"{name}{extra}>=0.1,<0.2", f"{name}{extra}>=0.2,<0.3")
        file.write_text(text, encoding="utf-8")
    clone.next_release("benchmem-plot", "0.1.1", "Fixed")
    assert clone.findings("benchmem-plot") == [
        (
            "benchmem-plot 0.1.1: no release is in the range that it asks for: "
            "release first `benchmem-core` 0.2.0, then `benchmem-io` 0.2.0"
        )
    ]


def test_a_new_name_of_a_sibling_raises_the_lower_end(clone):
    clone.source("benchmem-core").joinpath("__init__.py").write_text("def fresh(): ...\n")
    clone.next_release("benchmem-core", "0.1.1", "Fixed")
    clone.commit()
    clone.git("tag", "benchmem-core-v0.1.1")
    inside = "def use():\n    from benchmem_core import fresh, __about__\n"
    clone.source("benchmem-io").joinpath("using.py").write_text(inside)
    clone.next_release("benchmem-io", "0.1.1", "Fixed")
    assert clone.findings("benchmem-io") == [
        IO + "`benchmem_core.fresh` is not in benchmem-core 0.1.0, "
        "which `benchmem-core<0.2,>=0.1` allows: raise its lower end"
    ]
    clone.set_range("benchmem-io", "benchmem-core", ">=0.1.1,<0.2")
    clone.commit()
    assert clone.run("check", "benchmem-io", "--no-build").exit_code == 0


def test_a_new_module_of_a_sibling_raises_the_lower_end(ready):
    ready.source("benchmem-core").joinpath("fresh.py").write_text("")
    using = "import benchmem_core.fresh\n"
    ready.source("benchmem-io").joinpath("using.py").write_text(using)
    assert "`benchmem_core.fresh` is not in benchmem-core 0.1.0" in ready.findings("benchmem-io")[0]


def test_a_change_that_is_not_committed_is_named(ready):
    ready.commit()
    ready.folder.joinpath("new.txt").touch()
    result = ready.run("check", "benchmem-io", "--no-build")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        (
            "this clone: files that are not committed: 1, the first is `new.txt`; "
            "commit them, for a release is built from a clean tree"
        )
    ]


def test_a_branch_that_is_not_merged_is_no_place_for_a_release(ready):
    ready.git("switch", "--quiet", "--create", "topic")
    (found,) = ready.findings("benchmem-io")
    assert found == "this clone: the commit that is checked out is not on `main`: merge it first"


def test_a_tag_is_checked_out_without_a_branch(ready):
    ready.commit()
    ready.git("tag", "benchmem-io-v0.1.1")
    ready.git("switch", "--quiet", "--detach", "benchmem-io-v0.1.1")
    assert ready.run("check", "benchmem-io", "--no-build").exit_code == 0


def test_an_older_line_is_corrected_from_its_branch(ready):
    ready.git("tag", "benchmem-io-v0.2.0", "HEAD~")
    ready.git("switch", "--quiet", "--create", "release/benchmem-io-0.1")
    ready.commit()
    result = ready.run("check", "benchmem-io", "--no-build")
    assert result.exit_code == 0, result.output


def test_all_leaves_out_what_has_nothing_new(ready):
    ready.commit()
    result = ready.run("check", "--all", "--no-build")
    assert result.exit_code == 0, result.output
    assert "benchmem-io-v0.1.1" in result.output
    assert "benchmem-core" not in result.output


def test_all_says_so_where_nothing_is_new(clone):
    result = clone.run("check", "--all", "--no-build")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Nothing to release:")


def test_all_takes_first_releases_in_their_order(clone):
    for distribution in read_tree(clone.folder).values():
        clone.git("tag", "--delete", distribution.tag)
    result = clone.run("check", "--all", "--no-build")
    assert result.exit_code == 0, result.output
    pushed = [line.split()[-1] for line in result.output.splitlines() if "push" in line]
    names = [tag.rpartition("-v")[0] for tag in pushed]
    assert names[:2] == ["benchmem-core", "benchmem-io"]
    assert set(names[2:5]) == {"benchmem-plot", "benchmem-pytest", "benchmem-sweep"}
    assert names[5:] == ["pytest-benchmem"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["benchmem"], "`benchmem` is no distribution: take one of benchmem-core, "),
        ([], "give either a PACKAGE or `--all`"),
        (["benchmem-io", "--all"], "give either a PACKAGE or `--all`"),
    ],
)
def test_a_question_about_nothing_is_a_usage_error(clone, arguments, said):
    result = clone.run("check", *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_every_type_of_fragment_has_a_rule_and_a_place():
    for distribution in read_tree(ROOT).values():
        assert set(distribution.titles) == set(RULES)


def test_the_rules_are_those_of_the_page():
    page = (ROOT / "RELEASING.md").read_text(encoding="utf-8")
    for name, bump in RULES.items():
        assert f"| `{name}` | {bump.name.lower()} |" in page
