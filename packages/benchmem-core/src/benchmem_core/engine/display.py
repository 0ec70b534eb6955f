"""Show a result as HTML in a notebook, and in one line in a terminal."""

import html
from collections.abc import Sequence
from typing import Protocol

from benchmem_core.callsites import Site, compute_shares, format_sites
from benchmem_core.checks import ALLOCATOR_MODES, Allocators
from benchmem_core.metrics import MetricSpec, select_measured
from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS

# Inline, because a notebook that is not trusted drops style sheets. Only the bar has a colour,
# which suits light and dark pages: only the page itself knows its theme.
_LEFT = ' style="text-align:left"'
_RIGHT = ' style="text-align:right"'
_TRACK = ' style="width:8em"'
_BAR = "height:0.8em;border-radius:2px;background-color:rgba(66,133,244,0.55)"


class Result(Protocol):
    """The part of a `MemoryResult` that is shown; see there."""

    @property
    def allocators(self) -> Allocators:
        """The mode."""

    @property
    def repeats(self) -> int:
        """The number of passes."""

    @property
    def fields(self) -> Sequence[str]:
        """The names of the series."""

    @property
    def sites(self) -> Sequence[Site] | None:
        """The call sites, where they were asked for."""

    def series(self, field: str, /) -> Sequence[int]:
        """Return one number per pass."""


def format_result_html(result: Result) -> str:
    """Write a result as a table, and its sites as another, with a bar each."""
    # With a single pass, both columns would say the same.
    has_max = result.repeats > 1
    titles = ["Headline", *(["Max"] if has_max else [])]
    heads = "".join(f"<th{_RIGHT}>{title}</th>" for title in titles)
    rows = "".join(
        _format_metric_row(result, metric, has_max=has_max)
        for metric in select_measured(result.fields)
    )
    counted = f"{_count_passes(result)}, counting {ALLOCATOR_MODES[result.allocators]}"
    parts = [
        f"<table>\n<thead><tr><th{_LEFT}>Memory</th>{heads}</tr></thead>\n",
        f"<tbody>\n{rows}</tbody>\n</table>\n",
        f"<p>{_escape(counted)} (allocators: {result.allocators}).</p>\n",
    ]
    if result.sites is not None:
        rows = "".join(_format_site_row(*each) for each in compute_shares(result.sites))
        heads = f"<th{_RIGHT}>At the peak</th><th{_RIGHT}>Share</th><th></th><th{_LEFT}>Site</th>"
        parts.append(f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>")
    return f"<div>\n{''.join(parts)}</div>\n"


def format_result_line(result: Result) -> str:
    """Write a result in one line: `peak 3.81 MiB, allocations 12, ...; 2 passes (...)`."""
    values = ", ".join(_format_metric(result, metric) for metric in select_measured(result.fields))
    return f"{values}; {_count_passes(result)} (allocators: {result.allocators})"


def format_result_lines(result: Result) -> list[str]:
    """Write a result in one line, and its sites, if any, below it, one line each."""
    lines = format_sites(result.sites or ())
    return [format_result_line(result), *(f"  {escape_controls(line)}" for line in lines)]


def _count_passes(result: Result) -> str:
    return "1 pass" if result.repeats == 1 else f"{result.repeats:,} passes"


def _format_numbers(result: Result, metric: MetricSpec) -> tuple[str, str]:
    """Write the headline of a metric, and its maximum over all passes."""
    assert metric.field is not None
    series = metric.scale(result.series(metric.field))
    headline, most = metric.pick_headline(series, result.series("peak_bytes")), max(series)
    return tuple(UNITS[metric.unit].format_all((headline, most)))  # type: ignore[return-value]


def _format_metric(result: Result, metric: MetricSpec) -> str:
    headline, most = _format_numbers(result, metric)
    # Only the peak shows its spread: the other numbers belong to the pass with the lowest peak.
    spread = f" (max {most})" if metric.name == "peak" and most != headline else ""
    return f"{metric.name} {headline}{spread}"


def _format_metric_row(result: Result, metric: MetricSpec, *, has_max: bool) -> str:
    headline, most = _format_numbers(result, metric)
    cells = "".join(f"<td{_RIGHT}>{each}</td>" for each in (headline, most)[: 1 + has_max])
    return f'<tr><td{_LEFT} title="{_escape(metric.title)}">{metric.label}</td>{cells}</tr>\n'


def _format_site_row(size: str, share: float, where: str) -> str:
    bar = f'<div{_TRACK}><div style="width:{share:.1%};{_BAR}"></div></div>'
    numbers = f"<td{_RIGHT}>{size}</td><td{_RIGHT}>{share:.0%}</td>"
    place = where if where == Site.REMAINDER else f"<code>{_escape(where)}</code>"
    return f"<tr>{numbers}<td>{bar}</td><td{_LEFT}>{place}</td></tr>\n"


def _escape(text: str) -> str:
    return html.escape(escape_controls(text))
