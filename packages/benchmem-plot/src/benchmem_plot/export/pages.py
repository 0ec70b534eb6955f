"""Pages: one file each, which asks no network for anything."""

import base64
import functools
import zlib
from importlib.resources import files
from string import Template
from typing import Literal

import msgspec

Theme = Literal["auto", "light", "dark"]
"""`"auto"` is as the reader's system is set."""
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")

# Nothing may be fetched, whatever a page holds. plotly's button that saves a picture needs
# `blob:` and `data:`.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


def document(
    *,
    title: str,
    body: str,
    data: object,
    script: str,
    style: str = "",
    theme: Theme = "auto",
    needs_plotly: bool = True,
) -> bytes:
    """Write a page.

    Args:
        title: What the browser calls it, as HTML.
        body: What it shows, as HTML.
        data: What its script reads as `page.data`; anything that JSON holds.
        script: What it runs after plotly and `document.js`.
        style: What is added to `document.css`.
        theme: Which colours it has.
        needs_plotly: Whether it draws anything.

    Returns:
        HTML in UTF-8 with all that it needs inside.
    """
    # plotly.js is large: as bytes it is neither decoded nor searched.
    mark = "/*plotly*/"
    before, _, after = (
        Template(part("export/document.html"))
        .substitute(
            theme=theme,
            policy=_POLICY,
            title=title,
            style=part("export/document.css") + style,
            body=body,
            data=embedded(data),
            plotly=mark,
            script=part("export/document.js") + script,
        )
        .partition(mark)
    )
    return b"".join((_utf8(before), _plotly_js() if needs_plotly else b"", _utf8(after)))


def embedded(value: object) -> str:
    """Write a value as JSON that a script element can hold."""
    # There only `</script` and `<!--` mean anything, and both begin alike.
    return msgspec.json.encode(value).decode().replace("<", "\\u003c")


@functools.cache
def part(name: str) -> str:
    """Read a file of this package."""
    return (files("benchmem_plot") / name).read_text(encoding="utf-8")


@functools.cache
def _plotly_js() -> bytes:
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

    # Higher levels take three times as long, and make the page a tenth smaller.
    return base64.b64encode(zlib.compress(_utf8(get_plotlyjs()), 3))


def _utf8(text: str) -> bytes:
    # A lone surrogate, which JSON may hold, is no text to a browser.
    return text.encode("utf-8", "backslashreplace")
