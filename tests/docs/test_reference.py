"""The reference has all that the code offers: what is read here, a user reads too."""

import importlib
import re
import subprocess
import sys
from collections import Counter
from dataclasses import fields

import pytest
from click.testing import CliRunner
from tools.documentation.reference import PARTS, filled
from tools.documentation.reference.python_api import NAMESPACES

from benchmem_core.cli.installed import FIRST_PARTY
from benchmem_core.cli.main import benchmem
from benchmem_core.engine.measurement import Measurement
from benchmem_core.metrics import METRICS
from benchmem_pytest.flags import FLAGS
from benchmem_pytest.markers import SCALING_KEYWORDS

from .pages import DOCS

PAGES = sorted((DOCS / "reference").glob("*.md"))
# As `definition_list` writes one.
TERM = re.compile(r"^`(?P<term>[^`]+)`\{ #(?P<anchor>\S+) \}$", re.MULTILINE)


def terms(part):
    """The terms of a part, as one types them."""
    return [found["term"] for found in TERM.finditer(PARTS[part]())]


def names(part):
    """The terms of a part without their values: `--benchmark-memory-sites`, say."""
    return [re.match(r"[\w-]+", term)[0] for term in terms(part)]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_on_one_page(part):
    place = f"<!-- reference: {part} -->"
    assert sum(page.read_text(encoding="utf-8").splitlines().count(place) for page in PAGES) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_no_place_left_and_no_anchor_twice(page):
    text = filled(page.read_text(encoding="utf-8"))
    assert "<!-- reference" not in text
    anchors = Counter(re.findall(r"\{ #(\S+) \}", text))
    assert [anchor for anchor, times in anchors.items() if times > 1] == []


def test_a_part_that_does_not_exist_ends_the_build():
    with pytest.raises(KeyError, match="flagz"):
        filled("<!-- reference: flagz -->")


def test_every_flag_that_pytest_lists_is_in_the_reference():
    command = [sys.executable, "-m", "pytest", "--help", "-p", "no:cacheprovider"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    listed = re.findall(r"^  (--benchmark-memory[\w-]*)", printed, re.MULTILINE)
    assert len(listed) > 10
    assert names("flags") == listed


def test_every_flag_says_its_default():
    for flag in FLAGS:
        if flag.default:
            is_list = isinstance(flag.default, tuple)
            shown = ",".join(flag.default) if is_list else str(flag.default)
            assert f"default: {shown}" in flag.description, flag.name


def test_every_flag_has_its_ini_option_and_a_place_in_the_guide():
    reference = PARTS["flags"]()
    for flag in FLAGS:
        assert f"ini option `{flag.ini}`" in reference
        page, _, anchor = flag.page.partition("#")
        text = (DOCS / page).read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.+?)(?: \{ #(\S+) \})?$", text, re.MULTILINE)
        anchors = {name or heading.lower().replace(" ", "-") for heading, name in headings}
        assert anchor in anchors, flag.name


def test_every_keyword_of_a_flag_is_one_of_the_marker():
    assert {flag.keyword for flag in FLAGS} - {None} <= {*names("benchmem marker")}


@pytest.mark.parametrize("marker", ["benchmem", "benchmem_scaling"])
def test_every_keyword_that_pytest_lists_is_in_the_reference(marker, pytestconfig):
    lines = "\n".join(pytestconfig.getini("markers"))
    listed = re.search(rf"^{marker}\((.+?)\)", lines, re.MULTILINE)
    assert names(f"{marker} marker") == listed[1].split(", ")


def test_the_scaling_marker_bounds_every_metric():
    assert {*SCALING_KEYWORDS} == {*METRICS, "x"}


@pytest.mark.parametrize("part", ["benchmem marker", "benchmem_scaling marker", "flags", "blob"])
def test_every_term_is_explained(part):
    explained = re.findall(r"^:   \S+ \S+", PARTS[part](), re.MULTILINE)
    assert len(explained) == len(terms(part))


def test_the_guide_to_pytest_has_every_flag_and_keyword():
    guide = (DOCS / "pytest.md").read_text(encoding="utf-8")
    wanted = {*names("flags"), *names("benchmem marker"), *names("benchmem_scaling marker")}
    assert {name for name in wanted if not re.search(rf"`{name}\b(?!-)", guide)} == set()


def test_every_command_is_in_the_reference():
    group = CliRunner().invoke(benchmem, ["--help"]).output.partition("Commands:")[2]
    listed = re.findall(r"^  ([\w-]+)", group, re.MULTILINE)
    assert set(FIRST_PARTY) <= set(listed)
    assert re.findall(r"^## `benchmem (\S+)`", PARTS["commands"](), re.MULTILINE) == [*FIRST_PARTY]


@pytest.mark.parametrize("command", FIRST_PARTY)
def test_every_option_of_a_command_is_in_the_reference(command):
    printed = CliRunner().invoke(benchmem, [command, "--help"]).output
    listed = re.findall(r"^  (?:-\w, )?(--[\w-]+)", printed, re.MULTILINE)
    section = re.search(
        rf"^## `benchmem {command}`.*?(?=^## |\Z)", PARTS["commands"](), re.MULTILINE | re.DOTALL
    )
    documented = {
        name
        for found in TERM.finditer(section[0])
        for name in re.findall(r"--[\w-]+", found["term"])
    }
    assert set(listed) - {"--help"} <= documented


def test_every_command_has_a_guide():
    page = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert [name for name in FIRST_PARTY if f"[`{name}`](../" not in page] == []


def test_every_series_is_in_the_reference():
    assert terms("blob") == [field.name for field in fields(Measurement)]


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_public_name_is_in_the_reference(namespace):
    reference = PARTS["python"]()
    section = re.search(
        rf"^## `{re.escape(namespace)}` .*?(?=^## |\Z)", reference, re.MULTILINE | re.DOTALL
    )[0]
    for name in importlib.import_module(namespace).__all__:
        if name != "__version__":
            documented = f"::: {namespace}.{name}\n" in f"{section}\n"
            assert documented != (f"[`{name}`][" in section), name


def test_every_public_name_is_documented_once():
    paths = re.findall(r"^::: ([\w.]+)$", PARTS["python"](), re.MULTILINE)
    assert {
        name for name, times in Counter(path.split(".")[-1] for path in paths).items() if times > 1
    } == set()
    for home, name in re.findall(r"\[`\w+`\]\[([\w.]+)\.(\w+)\]", PARTS["python"]()):
        assert f"{home}.{name}" in paths


def test_the_packages_are_all_in_the_reference():
    folders = {path.name for path in DOCS.parent.glob("packages/*/src/*") if path.is_dir()}
    assert {namespace.partition(".")[0] for namespace in NAMESPACES} == folders


def test_the_fixture_is_in_the_reference():
    documented = re.findall(r"^::: .*\.MemoryBenchmark\.(\w+)$", PARTS["fixture"](), re.MULTILINE)
    assert {"__call__", "pedantic", "result", "peak_bytes", "weave"} <= set(documented)
