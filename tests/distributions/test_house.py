"""The house is as CONTRIBUTING.md draws it, and small enough to find one's way."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(ROOT.glob("packages/*/src/*"))
MODULES = sorted(path for source in SOURCES for path in source.rglob("*.py"))
FILES = [
    *MODULES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "studies").rglob("*.py")),
]
MOST_LINES = 300

# A module, and after a colon what is in it.
PLACE = re.compile(r"`((?:benchmem_\w+|pytest_benchmem|tests)/[\w/]+\.py)`(?:: `(\w+)`)?")
SECTION = re.compile(r"^## To change X, open Y\n(.*?)^## ", re.DOTALL | re.MULTILINE)


def places():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return PLACE.findall(SECTION.search(text)[1])


def found(path):
    """The module that a path of the map means."""
    candidates = [ROOT / path, *(source.parent / path for source in SOURCES)]
    return next((each for each in candidates if each.is_file()), None)


def test_the_map_has_the_likeliest_changes():
    assert len({path for path, _ in places()}) >= 20


@pytest.mark.parametrize(("path", "name"), places())
def test_the_map_leads_to_what_is_there(path, name):
    module = found(path)
    assert module is not None, f"there is no `{path}`"
    if name:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        names = {
            each
            for node in tree.body
            for each in (
                [node.name]
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                else [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
                if isinstance(node, ast.Assign | ast.AnnAssign)
                else []
            )
        }
        assert name in names


def test_a_long_file_says_why_it_is_long():
    silent = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MOST_LINES:
            doc = ast.get_docstring(ast.parse(text)) or ""
            if not re.search(r"\bLong,? because\b", doc):
                silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_every_module_says_what_it_is():
    assert [str(path) for path in FILES if path.name != "__init__.py" and not _doc(path)] == []


def _doc(path):
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_module_imports_a_private_name_of_another_distribution():
    private = []
    for path in MODULES:
        own = path.relative_to(next(s for s in SOURCES if s in path.parents).parent).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                parts = [*node.module.split("."), *(each.name for each in node.names)]
                ours = parts[0].startswith(("benchmem_", "pytest_benchmem"))
                if ours and parts[0] != own and any(re.match(r"_[^_]", part) for part in parts):
                    private.append(f"{path.name}: {'.'.join(parts)}")
    assert private == []


@pytest.mark.parametrize(("profile", "examples"), [(None, 10), ("nightly", 1000)])
def test_a_property_is_tried_with_more_examples_at_night(profile, examples):
    code = "import tests.conftest, hypothesis; print(hypothesis.settings().max_examples)"
    variables = {k: text for k, text in os.environ.items() if k != "HYPOTHESIS_PROFILE"}
    done = subprocess.run(
        [sys.executable, "-c", code + "; tests.conftest.pytest_unconfigure()"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=variables | ({"HYPOTHESIS_PROFILE": profile} if profile else {}),
    )
    assert done.stdout == f"{examples}\n"
