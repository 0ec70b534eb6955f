"""Write pages: one file each, which needs no network."""

import base64
import functools
import zlib
from importlib.resources import files
from string import Template
from typing import Literal

import msgspec

Theme = Literal["auto", "light", "dark"]
"""The colours of a page; `"auto"` follows the reader's system."""
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")

# A page may fetch nothing, whatever it holds. The button of plotly that saves an image needs
# `blob:` and `data:`.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


def build_document(
    *,
    title: str,
    body: str,
    data: object,
    script: str,
    style: str = "",
    theme: Theme = "auto",
    needs_plotly: bool = True,
) -> bytes:
    """Build a page: HTML in UTF-8 that needs no other file.

    Args:
        title: The title of the page, as HTML.
        body: The body of the page, as HTML.
        data: The value of `page.data` in the script; any JSON value.
        script: JavaScript to run after plotly and `document.js`.
        style: CSS to add to `document.css`.
        theme: The colours of the page.
        needs_plotly: Whether the page draws anything.
    """
    # plotly.js is large: insert it as bytes, so that it is not decoded or searched.
    mark = "/*plotly*/"
    before, _, after = (
        Template(read_part("export/document.html"))
        .substitute(
            theme=theme,
            policy=_POLICY,
            title=title,
            style=read_part("export/document.css") + style,
            body=body,
            data=embed_json(data),
            plotly=mark,
            script=read_part("export/document.js") + script,
        )
        .partition(mark)
    )
    return b"".join((_encode(before), _compress_plotly() if needs_plotly else b"", _encode(after)))


def embed_json(value: object) -> str:
    """Write a value as JSON that a script element can hold."""
    # A script element ends at `</script`, and `<!--` is special: both begin with `<`.
    return msgspec.json.encode(value).decode().replace("<", "\\u003c")


@functools.cache
def read_part(name: str) -> str:
    """Read a file of this package."""
    return (files("benchmem_plot") / name).read_text(encoding="utf-8")


@functools.cache
def _compress_plotly() -> bytes:
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

    # Higher levels take three times as long, and the page gets only a tenth smaller.
    return base64.b64encode(zlib.compress(_encode(get_plotlyjs()), 3))


def _encode(text: str) -> bytes:
    # JSON may hold a lone surrogate, which UTF-8 cannot encode.
    return text.encode("utf-8", "backslashreplace")
