"""The tree of bytes at the high-water mark: a run, its benchmarks, their sites."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmem_core.callsites import Site
from benchmem_core.captures import Frame
from benchmem_io.callsites import SiteChange
from benchmem_plot.flame import MOST_BOXES, Box, choose_boxes

Kind = Literal["run", "benchmark", "caller", "site", "rest"]
"""`"caller"`: the project's line that called sites; `"rest"`: all sites without a box."""


@dataclass(slots=True)
class SiteNode:
    """A node that holds bytes.

    Attributes:
        kind: The kind of node.
        name: The run's label, or the benchmark's id; empty for other nodes.
        frame: The line of a site or a caller.
        size: Bytes that it holds.
        base: Bytes that it held in the baseline; `None` if unknown.
        delta: The growth in bytes; `None` if there is nothing to compare with.
        hidden: The most bytes that a site can have held in a baseline that did not record it.
        smaller: The number of small nodes that are drawn as this one.
        gone: Sites that only the baseline has; no box shows them.
        inside: The nodes that hold these bytes, the largest first and the rest last.
    """

    kind: Kind
    name: str = ""
    frame: Frame | None = None
    size: int = 0
    base: int | None = None
    delta: int | None = None
    hidden: int = 0
    smaller: int = 0
    gone: list[SiteChange] = field(default_factory=list)
    inside: list["SiteNode"] = field(default_factory=list)


def build_benchmark_node(
    id_: str, sites: Sequence[Site], base: Sequence[Site] | None = None
) -> SiteNode:
    """Build the node of a benchmark from its sites, and compare them with those of the baseline."""
    peak = sum(site.bytes for site in sites)
    before = None if base is None else sum(site.bytes for site in base)
    node = SiteNode(
        "benchmark", id_, size=peak, base=before, delta=None if before is None else peak - before
    )
    pairs = (
        [SiteChange(site.frame, site.caller, None, site.bytes) for site in sites]
        if base is None
        else SiteChange.pair(base, sites)
    )
    # A site that may only be unrecorded in this run is not certain to be gone.
    node.gone = [pair for pair in pairs if pair.head is None and pair.is_certain]
    node.gone.sort(key=lambda pair: (pair.delta, str(pair)))
    node.inside = sorted(_group_by_caller(pairs, is_compared=base is not None), key=_rank)
    return node


def _group_by_caller(pairs: Sequence[SiteChange], *, is_compared: bool) -> Iterator[SiteNode]:
    """Put sites in installed code under the project's lines that called them."""
    called: dict[Frame, list[SiteNode]] = {
        pair.caller: [] for pair in pairs if pair.caller is not None and pair.head
    }
    for pair in pairs:
        site = _build_site_node(pair, is_compared=is_compared)
        # A line may allocate memory itself and also call code that does.
        line = pair.caller or pair.frame
        if line in called:
            called[line].append(site)
        elif site.size:
            yield site
    for line, sites in called.items():
        group = SiteNode("caller", frame=line)
        _add_nodes(group, sites)
        group.inside = sorted((site for site in sites if site.size), key=_rank)
        yield group


def build_run_node(label: str, benchmarks: Iterable[SiteNode]) -> SiteNode:
    """Build the node of a run from its benchmarks, in natural order of their ids."""
    node = SiteNode("run", label, inside=list(benchmarks))
    _add_nodes(node, node.inside)
    node.inside.sort(key=lambda each: -each.size)
    return node


def choose_site_boxes(run: SiteNode, *, most: int = MOST_BOXES) -> list[Box[SiteNode]]:
    """Choose the boxes to draw: all that are large enough, each box after its parent.

    Small benchmarks are drawn as one box, which holds the sites of all of them. Small sites join
    the sites that were not recorded. The boxes without others inside sum to the run's bytes.
    """
    return choose_boxes(run, lambda node: node.size, _choose_children, most=most)


def _choose_children(node: SiteNode, least: int) -> list[SiteNode]:
    large: list[SiteNode] = []
    small: list[SiteNode] = []
    for each in node.inside:
        if each.size:
            is_large = each.size >= least and each.kind != "rest"
            (large if is_large else small).append(each)
    held = sum(each.size for each in small)
    if not large and held < least:
        return []
    if len(small) == 1:
        return [*large, *small]
    return [*large, _join_small(small)] if small else large


def _join_small(nodes: Sequence[SiteNode]) -> SiteNode:
    """Join small nodes into one: small benchmarks, or small sites and the rest."""
    if nodes[0].kind == "benchmark":
        whole = _merge_nodes("benchmark", nodes)
        whole.smaller = len(nodes)
        return whole
    whole = SiteNode("rest", smaller=sum(node.kind != "rest" for node in nodes))
    _add_nodes(whole, nodes)
    return whole


def _merge_nodes(kind: Kind, nodes: Sequence[SiteNode]) -> SiteNode:
    """Merge several benchmarks, or the same line in several benchmarks, with all nodes inside."""
    whole = SiteNode(kind, frame=nodes[0].frame)
    _add_nodes(whole, nodes)
    found: dict[tuple[Kind, Frame | None], list[SiteNode]] = {}
    for node in nodes:
        whole.gone += node.gone
        for each in node.inside:
            found.setdefault((each.kind, each.frame), []).append(each)
    whole.inside = sorted((_merge_nodes(key[0], same) for key, same in found.items()), key=_rank)
    return whole


def _add_nodes(whole: SiteNode, nodes: Sequence[SiteNode]) -> None:
    for node in nodes:
        whole.size += node.size
        whole.delta = _sum(whole.delta, node.delta)


def _build_site_node(pair: SiteChange, *, is_compared: bool) -> SiteNode:
    is_known = is_compared and (pair.is_certain or not pair.hidden)
    return SiteNode(
        "rest" if pair.frame is None else "site",
        frame=pair.frame,
        size=pair.head or 0,
        base=pair.base,
        delta=pair.delta if is_known else None,
        hidden=pair.hidden,
    )


def _rank(node: SiteNode) -> tuple[bool, int, str]:
    return node.kind == "rest", -node.size, repr(node.frame)


def _sum(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other
