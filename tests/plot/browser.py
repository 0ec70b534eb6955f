"""Pages in a real browser, opened from disk."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Root, as in most containers, may not make a sandbox.
    "--no-sandbox",
]


def chromium_path() -> str:
    """Where the browser is that is on PATH."""
    path = shutil.which("chromium")
    if path is None and not os.environ.get("NEEDS_BROWSER"):
        pytest.skip("needs `chromium` on PATH; `.ci/run` installs it, and fails without")
    assert path, "these tests need `chromium` on PATH"
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that is on PATH."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages from disk, and hears what the browser complains of or asks for.

    Attributes:
        noise: Messages, errors, dialogs and requests since the last page was open.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.noise: list[str] = []
        self.pages: list[Page] = []

    def open(
        self,
        file: Path,
        *,
        draws: bool = True,
        color_scheme: str = "light",
        width: int = 1280,
        height: int = 900,
    ) -> Page:
        """Open a page and wait until all that is in sight is drawn.

        Args:
            file: The page.
            draws: Whether there is anything to draw.
            color_scheme: What the reader's system is set to.
            width: Of the window, in pixels.
            height: Of the window, in pixels.
        """
        page = self.browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=color_scheme
        )
        self.pages.append(page)
        page.on("console", lambda message: self.noise.append(message.text))
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.on("dialog", lambda dialog: (self.noise.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.noise.append(request.url))
        page.goto(file.as_uri())
        assert self.noise == [file.as_uri()]
        self.noise.clear()
        if draws:
            page.wait_for_selector("body[data-drawn]")
        return page

    def close(self) -> None:
        """Close all pages."""
        for page in self.pages:
            page.close()
