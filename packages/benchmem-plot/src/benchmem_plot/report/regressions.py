"""The section of regressions: the benchmarks that grew, and the lines of code behind it."""

from collections.abc import Sequence
from dataclasses import replace

from benchmem_core.callsites import format_sites
from benchmem_core.metrics import METRICS
from benchmem_io.gate import GateReport, Growth
from benchmem_plot.report.change_counts import LEAST_CHANGE
from benchmem_plot.report.data import ReportData
from benchmem_plot.report.page import (
    Section,
    escape_html,
    render_details,
    render_list,
    render_note,
    render_prose,
)

MOST_SHOWN = 25
"""The most regressions that are shown at once; the others are folded."""

_MOST_SITES, _LARGEST = 200, 5
_PEAK = METRICS["peak"]


def render_regressions(report_data: ReportData, report: GateReport, *, is_gate: bool) -> Section:
    """List the regressions from the first run to the last, the largest share first.

    The verdicts are by the user's rules (`is_gate`), or by the default rules.
    """
    body = _render_verdict(report) if is_gate else _render_introduction(report_data, report)
    if report.details and not _has_sites(report_data):
        # Say it once, and not for each regression.
        report = replace(report, details={})
        body += render_note(
            "Run with `--benchmark-memory-sites` to see the lines of code behind it."
        )
    body += _render_growths(report_data, report, report.regressions)
    if is_gate and report.inconclusive and report.policy.on_inconclusive != "ignore":
        body += "<h3>Inconclusive</h3>\n"
        body += _render_growths(report_data, report, report.inconclusive)
    if is_gate and report.unjudged and report.policy.on_missing != "ignore":
        body += render_details(
            f"{len(report.unjudged):,} not judged", render_list(map(str, report.unjudged))
        )
    return Section("regressions", "Regressions", body)


def render_where(report_data: ReportData) -> Section | None:
    """List the sites that hold the memory of the last run, for its largest benchmarks.

    Return `None` if no sites are recorded.
    """
    benchmarks = report_data.series[-1].benchmarks
    with_sites = [
        (id_, benchmark, sites)
        for id_, benchmark in benchmarks.items()
        if benchmark.has_memory and (sites := benchmark.sites) is not None
    ]
    if not with_sites:
        return None
    with_sites.sort(key=lambda each: -(each[1].value(_PEAK) or 0))
    body = render_note("The lines that hold the memory at the high-water mark.")
    for id_, _, sites in with_sites[:_LARGEST]:
        body += _render_article(report_data.shorten_id(id_), id_, (), format_sites(sites))
    if len(with_sites) > _LARGEST:
        body += render_note(f"The largest {_LARGEST} of {len(with_sites):,} benchmarks with sites.")
    return Section("where", "Where memory goes", body)


def _has_sites(report_data: ReportData) -> bool:
    return any(
        benchmark.sites is not None
        for series in (report_data.series[0], report_data.series[-1])
        for benchmark in series.benchmarks.values()
        if benchmark.has_memory
    )


def _render_verdict(report: GateReport) -> str:
    """Write the verdict of the rules in a line."""
    kind, word = (
        ("failed", "Failed")
        if report.fails
        else ("doubtful", "Inconclusive")
        if report.is_inconclusive
        else ("passed", "Passed")
    )
    return f'<p class="verdict {kind}"><b>{word}</b> {render_prose(report.lines()[-1])}</p>\n'


def _render_introduction(report_data: ReportData, report: GateReport) -> str:
    base, head = report_data.series[0].label, report_data.series[-1].label
    if not report.judged:
        return render_note(f"No benchmark of `{head}` can be compared with `{base}`.")
    applied = (each for each in report.thresholds if each not in report.judged_nothing)
    rules = ", ".join(f"`{each.text}`" for each in applied)
    found = "Benchmarks that grew" if report.regressions else "No benchmark grew"
    return render_note(
        f"{found} from `{base}` to `{head}` by more than {LEAST_CHANGE}, "
        f"beyond the spread of the two runs ({rules}). Set your own rules with `--fail-on`."
    )


def _render_growths(report_data: ReportData, report: GateReport, growths: Sequence[Growth]) -> str:
    order = [metric.name for metric in report_data.metrics]
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
        articles.append(_render_article(report_data.shorten_id(id_), id_, messages, sites))
    body = "".join(articles[:MOST_SHOWN])
    if rest := articles[MOST_SHOWN:]:
        body += render_details(f"{len(rest):,} more", "".join(rest))
    return body


def _render_article(name: str, id_: str, messages: Sequence[str], sites: Sequence[str]) -> str:
    grown = "".join(f"<p>{render_prose(each)}</p>\n" for each in messages)
    lines = "".join(f"{escape_html(each)}\n" for each in sites)
    places = f'<pre class="sites" tabindex="0">{lines}</pre>\n' if lines else ""
    title = f'<h4 title="{escape_html(id_)}">{escape_html(name)}</h4>'
    return f"<article>\n{title}\n{grown}{places}</article>\n"
