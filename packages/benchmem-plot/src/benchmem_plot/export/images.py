"""Draw figures as images in an installed browser, which kaleido starts and stops."""

import asyncio
import logging
import os
import re
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from benchmem_io.errors import MissingDependencyError
from benchmem_plot.errors import PlotError
from benchmem_plot.export.pages import Theme, read_part

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_WIDTH = 1200
# Sharp on a screen with twice the usual density.
_SCALE = 2
_LONGEST = 120.0
# A browser asks for updates when it starts, whatever its options. Nothing answers at this address.
_NOWHERE = "http://127.0.0.1:9"


def draw_images(
    figures: "Sequence[tuple[Figure, str]]", *, theme: Theme = "light"
) -> Sequence[bytes]:
    """Draw figures as images, all in one browser.

    Use no network, and leave no process and no file behind.

    Args:
        figures: The figures, each with its format: `"png"`, `"svg"`, `"pdf"`, `"jpg"`, `"webp"`.
        theme: Images are light unless it is `"dark"`.

    Returns:
        The content of a file for each figure: 1,200 units wide (SVG, PDF), or 2,400 pixels
        (other formats).

    Raises:
        MissingDependencyError: kaleido is not installed.
        PlotError: No browser is found, or it does not draw.
    """
    _check_kaleido()
    from kaleido.errors import (  # type: ignore[import-untyped,import-not-found,unused-ignore]
        BrowserClosedError,
        BrowserFailedError,
        ChromeNotFoundError,
    )

    jobs = [(_apply_theme(figure, theme), format_) for figure, format_ in figures]
    try:
        # A new thread, because a notebook already runs an event loop in this one.
        with _silence_loggers(), ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(_draw(jobs))).result()
    except ChromeNotFoundError as error:
        raise PlotError(
            f"images need Chrome or Chromium, and {_explain_missing_browser()}"
        ) from error
    except (BrowserClosedError, BrowserFailedError, TimeoutError) as error:
        raise PlotError(
            "images need Chrome or Chromium, and the one that was started does not work: name "
            "another in `BROWSER_PATH`"
        ) from error
    except Exception as error:  # kaleido raises errors of any type
        text = " ".join(str(error).split())[:200]
        raise PlotError(f"the image cannot be made ({type(error).__name__}: {text})") from error


def _check_kaleido() -> None:
    try:
        import kaleido  # type: ignore[import-untyped,import-not-found,unused-ignore]

        kaleido.Kaleido  # noqa: B018 - missing before version 1
    except (ImportError, AttributeError):
        raise MissingDependencyError(
            "images need kaleido 1 or newer: `pip install 'pytest-benchmem[plot-static]'`, or "
            "write a page (`.html`)"
        ) from None


def _explain_missing_browser() -> str:
    named = os.environ.get("BROWSER_PATH")
    if named is not None:
        return f"none is at `{named}`: correct `BROWSER_PATH`, or unset it"
    return (
        "none was found: install one (`plotly_get_chrome`, or your system's `chromium`), or name "
        "it in `BROWSER_PATH`"
    )


async def _draw(jobs: Sequence[tuple[dict[str, Any], str]]) -> list[bytes]:
    import kaleido
    from choreographer.browsers import (  # type: ignore[import-untyped,import-not-found,unused-ignore]
        Chromium,
    )

    class Offline(Chromium):  # type: ignore[misc,unused-ignore]
        def get_cli(self) -> Sequence[str]:
            return [*super().get_cli(), f"--proxy-server={_NOWHERE}"]

    # The default page loads MathJax from a network.
    page = kaleido.PageGenerator(mathjax=False)
    browser = kaleido.Kaleido(browser_cls=Offline, page_generator=page)
    try:
        async with asyncio.timeout(_LONGEST):
            await browser.open()
            images = [await browser.calc_fig(figure, opts=_make_options(f)) for figure, f in jobs]
            await browser.close()
    except BaseException:
        # `close` waits for an answer while the browser runs, and a hung one never answers.
        _kill(browser)
        await browser.close()
        raise
    return images


def _make_options(format_: str) -> dict[str, Any]:
    # A scale would only make these larger.
    has_no_pixels = format_ in {"svg", "pdf"}
    return {"format": format_, "width": _WIDTH, "scale": 1 if has_no_pixels else _SCALE}


def _kill(browser: Any) -> None:
    process = getattr(browser, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            # The browser leads a process group.
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


@contextmanager
def _silence_loggers() -> Iterator[None]:
    """Silence loggers of the browser that have no level set: their errors are raised anyway."""
    loggers = [logging.getLogger(name) for name in ("choreographer", "kaleido")]
    silenced = [logger for logger in loggers if logger.level == logging.NOTSET]
    for logger in silenced:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger in silenced:
            logger.setLevel(logging.NOTSET)


def _apply_theme(figure: "Figure", theme: Theme) -> dict[str, Any]:
    """Copy a figure, with the colours of a page in the theme."""
    content: dict[str, Any] = figure.to_plotly_json()
    if theme != "dark":
        return content
    colors = dict(
        re.findall(r"--(\w+): light-dark\(#\w+, (#\w+)\)", read_part("export/document.css"))
    )
    layout = content.setdefault("layout", {})
    layout["paper_bgcolor"] = colors["paper"]
    layout["font"] = {**layout.get("font", {}), "color": colors["ink"]}
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name):
            axis["gridcolor"] = colors["grid"]
    return content
