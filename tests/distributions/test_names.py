"""Class names stand once, and few names cross from one distribution to another."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = ("core", "io", "pytest", "plot", "sweep")
MOST_CROSSING = 107
"""The most names that distributions may import from each other."""


def repeated_classes(root):
    """The places of each class name that stands more than once."""
    places = defaultdict(list)
    for path in sorted(root.glob("packages/*/src/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(root).as_posix()}:{node.lineno}")
    return {name: found for name, found in places.items() if len(found) > 1}


def crossing_names(root):
    """The importers of each name that one distribution imports from another, by package."""
    crossing = defaultdict(lambda: defaultdict(set))
    for importer in DISTRIBUTIONS:
        others = {f"benchmem_{name}" for name in DISTRIBUTIONS if name != importer}
        for path in (root / f"packages/benchmem-{importer}/src").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names = [(node.module, each.name) for each in node.names]
                elif isinstance(node, ast.Import):
                    names = [(each.name, "(all of it)") for each in node.names]
                else:
                    continue
                for package, name in names:
                    if package.partition(".")[0] in others:
                        crossing[package][name].add(importer)
    return crossing


def test_no_class_name_stands_twice():
    repeated = repeated_classes(ROOT)
    assert not repeated, "\n".join(
        f"`{name}` stands {len(places)} times, rename all but one: {', '.join(places)}"
        for name, places in sorted(repeated.items())
    )


def test_few_names_cross_between_distributions():
    crossing = crossing_names(ROOT)
    count = sum(map(len, crossing.values()))
    listed = [
        f"{package} ({len(names)}): "
        + ", ".join(f"{name} <- {' '.join(sorted(who))}" for name, who in sorted(names.items()))
        for package, names in sorted(crossing.items())
    ]
    assert count <= MOST_CROSSING, "\n".join(
        [f"{count} names cross between distributions, and at most {MOST_CROSSING} may:", *listed]
    )


def write(root, distribution, module, text):
    path = root / f"packages/benchmem-{distribution}/src/benchmem_{distribution}/{module}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_both_places_of_a_class_are_found(tmp_path):
    write(tmp_path, "core", "a", "class One: ...\n")
    write(tmp_path, "io", "b", "\ndef f():\n    class One: ...\n\n\nclass Other: ...\n")
    assert repeated_classes(tmp_path) == {
        "One": [
            "packages/benchmem-core/src/benchmem_core/a.py:1",
            "packages/benchmem-io/src/benchmem_io/b.py:3",
        ]
    }


def test_late_imports_cross_too_and_a_name_counts_once(tmp_path):
    write(tmp_path, "io", "a", "from benchmem_core.text import one, two\nimport benchmem_core.heap")
    write(tmp_path, "io", "b", "from benchmem_io.a import own\nfrom . import a")
    write(tmp_path, "plot", "c", "def f():\n    from benchmem_core.text import one as other")
    assert crossing_names(tmp_path) == {
        "benchmem_core.text": {"one": {"io", "plot"}, "two": {"io"}},
        "benchmem_core.heap": {"(all of it)": {"io"}},
    }
