"""Whatever a file, a rule or a name holds: a result, or an error of one line."""

import contextlib
import json
import math
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import assume, example, given, strategies as st

from benchmem_core import BenchmemError
from benchmem_core.metrics import METRICS
from benchmem_core.stats import STATS
from benchmem_io import load_long_df, load_run, load_samples
from benchmem_io.compare.comparison import pivot_runs
from benchmem_io.gate.rules import Threshold
from benchmem_io.runs.dims import natural_key
from benchmem_io.runs.locations import find_newest_run, make_labels, resolve_runs
from benchmem_io.runs.samples import TIME_STATS
from benchmem_io.runs.selection import parse_where, select

from .run_files import entry, write_run

# With lone surrogates, which JSON can hold and UTF-8 cannot.
TEXTS = st.text(st.characters(), max_size=8)
NUMBERS = st.integers() | st.floats() | st.sampled_from([2**63, 10**400, -1, 1.0])
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
NAMES = st.sampled_from(["benchmem", "benchmem_meta", "node.func", "value", "id", "n"]) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
MAPPINGS = st.dictionaries(NAMES, VALUES, max_size=3)

VALID = json.dumps(
    {
        "datetime": "2026-11-01T10:00:00+00:00",
        "machine_info": {"node": "here"},
        "benchmarks": [
            entry(f"m.py::C::f[{kind}-{n}]", params={"kind": kind, "n": n}, extra_info={"x": 0.5})
            for kind in "ab"
            for n in (1, 10)
        ],
    }
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A file that every example overwrites."""
    return tmp_path_factory.mktemp("properties") / "run.json"


@contextlib.contextmanager
def refusals():
    """Let errors pass that are meant for people: one line, whatever they quote."""
    message = ""
    try:
        yield
    except BenchmemError as error:
        message = str(error)
    assert message.isprintable()


def read_all(path: Path) -> None:
    """Read a file in every way, each of which may refuse it."""
    for metric in ("time", "peak"):
        with refusals():
            _, samples, _ = load_samples(path, metric=metric)
            assert all(type(sample.value) is float for sample in samples)
    with refusals():
        find_newest_run(path.parent)
    with refusals():
        run = load_run(path)
        for dim in ("kind", "x", "node.func"):
            with refusals():
                pivot_runs([run], dim)
        with refusals():
            select([run], {"n": ["1"]})
        for benchmark in run.benchmarks.values():
            with refusals():
                assert benchmark.allocators in {"python", "system"}
            for metric in METRICS.values():
                for stat in (None, *(STATS if metric.field else TIME_STATS)):
                    with refusals():
                        value = benchmark.value(metric, stat)
                        assert value is None or math.isfinite(value)


@given(content=st.binary() | TEXTS.map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_are_read_or_refused(path, content):
    path.write_bytes(content)
    read_all(path)


@given(document=VALUES | st.fixed_dictionaries({"benchmarks": st.lists(MAPPINGS, max_size=2)}))
def test_any_json_is_read_or_refused(path, document):
    path.write_text(json.dumps(document))
    read_all(path)


@given(data=st.data())
def test_a_file_with_bytes_missing_or_changed_is_read_or_refused(path, data):
    start = data.draw(st.integers(0, len(VALID)))
    end = data.draw(st.integers(start, min(start + 30, len(VALID))) | st.just(len(VALID)))
    content = VALID.encode()
    path.write_bytes(content[:start] + data.draw(st.binary(max_size=4)) + content[end:])
    read_all(path)


@given(data=st.data())
def test_a_file_with_any_value_in_any_place_is_read_or_refused(path, data):
    document = json.loads(VALID)
    node, keys = document, ["benchmarks"]
    # Down to some depth, into whatever is there.
    for _ in range(data.draw(st.integers(1, 6))):
        key = data.draw(st.sampled_from(keys))
        parent, node = node, node[key]
        if not isinstance(node, dict | list) or not node:
            break
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    parent[key] = data.draw(VALUES)
    path.write_text(json.dumps(document))
    read_all(path)


@given(extra_info=MAPPINGS, params=MAPPINGS)
def test_any_extra_info_and_params_give_the_dims_that_are_scalars(path, extra_info, params):
    for name in ("benchmem", "benchmem_meta"):
        extra_info.pop(name, None)
        params.pop(name, None)
    write_run(path, [entry("m.py::f", extra_info=extra_info, params=params)])
    (sample,) = load_samples(path)[1]
    expected = {"node.module": "m.py", "node.func": "f"}
    for name, value in [*params.items(), *extra_info.items()]:
        is_nan = isinstance(value, float) and math.isnan(value)
        if isinstance(value, bool | int | float | str) and not is_nan:
            expected[name] = value
    assert sample.dims == expected


@given(entries=st.lists(st.dictionaries(NAMES, SCALARS, max_size=3), max_size=3))
def test_a_frame_holds_any_dims_as_they_were_recorded(path, entries):
    for each in entries:
        each.pop("benchmem", None)
        each.pop("benchmem_meta", None)
    write_run(path, [entry(f"m.py::f[{i}]", extra_info=each) for i, each in enumerate(entries)])
    df, _ = load_long_df(path)
    assert df.columns.is_unique
    assert list(df["id"]) == [f"m.py::f[{i}]" for i in range(len(entries))]
    for row, sample in enumerate(load_samples(path)[1]):
        present = df.iloc[row].drop(["snapshot", "id", "value"]).dropna()
        assert len(present) == len(sample.dims)


PIECES = st.sampled_from(
    [*METRICS, *":%+.- ", "10", "0", "MiB", "ms", "µs", "clear", "nan", "1e3", "\n", "٣", "9" * 40]
)


@given(text=TEXTS | st.lists(PIECES, max_size=8).map("".join))
@example("peak:10%")
@example("peak:20%+8MiB:clear")
def test_any_text_is_a_rule_or_refused(text):
    with refusals():
        rule = Threshold.parse(text)
        assert Threshold.parse(rule.text) == rule
        for limit in (rule.share, rule.amount):
            assert limit is None or limit >= 0
        assert not rule.is_exceeded(5, 5)
        assert rule.is_exceeded(1, 10**100)


@given(
    base=st.integers(0, 2**63),
    growth=st.integers(0, 2**63),
    percent=st.integers(0, 10**6),
    amount=st.integers(0, 2**63),
)
def test_a_rule_is_exact_to_the_byte(base, growth, percent, amount):
    share = 100 * growth > percent * base and growth > 0
    more = growth > amount
    head = base + growth
    assert Threshold.parse(f"peak:{percent}%").is_exceeded(base, head) == share
    assert Threshold.parse(f"peak:{amount}B").is_exceeded(base, head) == more
    assert Threshold.parse(f"peak:{percent}%+{amount}B").is_exceeded(base, head) == (share and more)


@given(conditions=st.lists(TEXTS | st.builds("{}={}".format, NAMES, TEXTS), max_size=3))
def test_any_condition_selects_or_is_refused(path, conditions):
    path.write_text(VALID)
    with refusals():
        (run,) = select([load_run(path)], parse_where(conditions))
        assert run.benchmarks


@given(parts=st.lists(st.text("0a*?[]!-.\\\0\n \ud800é", min_size=1), min_size=1, max_size=3))
@example(["**1"])
@example(["**a", "0"])
def test_any_reference_finds_files_or_is_refused(path, parts):
    reference = "/".join(parts)
    # A folder that is there stands for what is in it, and those above are not ours.
    assume(not {".", ".."}.intersection(parts) and PurePosixPath(reference).parts)
    write_run(path.parent / "store" / "0a-machine" / "0a.json", [])
    with refusals():
        assert resolve_runs([reference], storage=path.parent / "store")


@given(
    names=st.lists(
        st.lists(st.sampled_from(["a", "b", "a (1)", "a.json", "a.txt"]), min_size=1, max_size=3),
        max_size=5,
    )
)
def test_no_two_labels_are_alike(names):
    labels = make_labels([Path(*parts) for parts in names])
    assert len(set(labels)) == len(labels) == len(names)


@given(texts=st.lists(st.text("01 9aé٣", max_size=6), min_size=2, max_size=2))
def test_only_one_text_sorts_like_itself(texts):
    first, second = map(natural_key, texts)
    assert (first == second) == (texts[0] == texts[1])


@given(prefix=st.text("a[-"), numbers=st.tuples(st.integers(0), st.integers(0)))
def test_numbers_sort_by_their_value(prefix, numbers):
    keys = [natural_key(f"{prefix}{number}]") for number in numbers]
    assert (keys[0] < keys[1]) == (numbers[0] < numbers[1])
