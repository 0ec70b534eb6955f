"""The section of regressions: the benchmarks that grew, and the lines of code behind it."""

from collections.abc import Sequence
from dataclasses import replace

from benchmem_core.callsites import recorded_site_lines
from benchmem_core.metrics import METRICS
from benchmem_io.gate import GateReport, Growth
from benchmem_plot.report.material import Material
from benchmem_plot.report.page import Section, folded, listed, note, prose, text
from benchmem_plot.report.tallies import LEAST_CHANGE

MOST_SHOWN = 25
"""The most regressions that are shown at once; the others are folded."""

_MOST_SITES, _LARGEST = 200, 5
_PEAK = METRICS["peak"]


def regressions_section(material: Material, report: GateReport, *, is_gate: bool) -> Section:
    """List the regressions from the first run to the last, the largest share first.

    Args:
        material: The runs and metrics of the report.
        report: The verdicts, with the sites.
        is_gate: Whether the verdicts are by the user's rules, and not by the default rules.
    """
    body = _verdict(report) if is_gate else _introduction(material, report)
    if report.details and not _has_sites(material):
        # Say it once, and not for each regression.
        report = replace(report, details={})
        body += note("`--benchmark-memory-sites` would record which lines of code are behind it.")
    body += _growths(material, report, report.regressions)
    if is_gate and report.inconclusive and report.policy.on_inconclusive != "ignore":
        body += "<h3>Inconclusive</h3>\n"
        body += _growths(material, report, report.inconclusive)
    if is_gate and report.unjudged and report.policy.on_missing != "ignore":
        body += folded(f"{len(report.unjudged):,} not judged", listed(map(str, report.unjudged)))
    return Section("regressions", "Regressions", body)


def where_section(material: Material) -> Section | None:
    """List the sites that hold the memory of the last run, for its largest benchmarks.

    Args:
        material: The runs and metrics of the report.

    Returns:
        The section; `None` if no sites are recorded.
    """
    benchmarks = material.series[-1].benchmarks
    with_sites = [
        (id_, benchmark, sites)
        for id_, benchmark in benchmarks.items()
        if benchmark.has_memory and (sites := benchmark.sites) is not None
    ]
    if not with_sites:
        return None
    with_sites.sort(key=lambda each: -(each[1].value(_PEAK) or 0))
    body = note("Which lines hold the memory at the high-water mark.")
    for id_, _, sites in with_sites[:_LARGEST]:
        body += _article(material.name(id_), id_, (), recorded_site_lines(sites))
    if len(with_sites) > _LARGEST:
        body += note(f"The largest {_LARGEST} of {len(with_sites):,} benchmarks with sites.")
    return Section("where", "Where memory goes", body)


def _has_sites(material: Material) -> bool:
    return any(
        benchmark.sites is not None
        for series in (material.series[0], material.series[-1])
        for benchmark in series.benchmarks.values()
        if benchmark.has_memory
    )


def _verdict(report: GateReport) -> str:
    """Write the verdict of the rules in a line."""
    kind, word = (
        ("failed", "Failed")
        if report.fails
        else ("doubtful", "Inconclusive")
        if report.is_doubtful
        else ("passed", "Passed")
    )
    return f'<p class="verdict {kind}"><b>{word}</b> {prose(report.lines()[-1])}</p>\n'


def _introduction(material: Material, report: GateReport) -> str:
    base, head = material.series[0].label, material.series[-1].label
    if not report.judged:
        return note(f"Nothing in `{head}` can be compared with `{base}`.")
    applied = (each for each in report.thresholds if each not in report.judged_nothing)
    rules = ", ".join(f"`{each.text}`" for each in applied)
    found = "What grew" if report.regressions else "Nothing grew"
    return note(
        f"{found} from `{base}` to `{head}` by more than {LEAST_CHANGE}, "
        f"beyond what the two runs vary ({rules}). A rule of your own: `--fail-on`."
    )


def _growths(material: Material, report: GateReport, growths: Sequence[Growth]) -> str:
    order = [metric.name for metric in material.metrics]
    ranks = {name: index for index, name in enumerate(order)}
    ranked = sorted(
        growths,
        key=lambda each: (ranks.get(each.threshold.metric.name, len(order)), -abs(each.share)),
    )
    by_id: dict[str, list[Growth]] = {}
    for growth in ranked:
        by_id.setdefault(growth.id, []).append(growth)
    articles = []
    for index, (id_, grown) in enumerate(by_id.items()):
        # Memory sites do not explain a time.
        explains = index < _MOST_SITES and any(each.threshold.metric.field for each in grown)
        sites = report.details.get(id_, ()) if explains else ()
        messages = [each.message for each in grown]
        articles.append(_article(material.name(id_), id_, messages, sites))
    body = "".join(articles[:MOST_SHOWN])
    if rest := articles[MOST_SHOWN:]:
        body += folded(f"{len(rest):,} more", "".join(rest))
    return body


def _article(name: str, id_: str, messages: Sequence[str], sites: Sequence[str]) -> str:
    grown = "".join(f"<p>{prose(each)}</p>\n" for each in messages)
    lines = "".join(f"{text(each)}\n" for each in sites)
    places = f'<pre class="sites" tabindex="0">{lines}</pre>\n' if lines else ""
    return f'<article>\n<h4 title="{text(id_)}">{text(name)}</h4>\n{grown}{places}</article>\n'
