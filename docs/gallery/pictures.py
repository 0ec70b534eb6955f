"""Measure six releases of the wordbook and draw every view of them into `docs/assets/`.

Each is drawn twice, for light and for dark pages. `hatch run pictures:draw`; needs a `chromium` on
PATH, and writes nothing else.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from wordbook import LATEST

HERE = Path(__file__).parent
ASSETS = HERE.parent / "assets"
# The ending of a picture's file name, by its colours.
ENDINGS = {"light": "", "dark": "-dark"}
SIZE = {"width": 1280, "height": 900}
BROWSER = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    # Root, as in most containers, cannot make a sandbox.
    "--no-sandbox",
]


def measure(release: int, folder: Path) -> Path:
    """Run the benchmarks of a release, and return the run file."""
    run_file = folder / f"{release}.0.json"
    command = [
        *(sys.executable, "-m", "pytest", str(HERE), "-q", "-p", "no:cacheprovider"),
        *(f"--release={release}", "--benchmark-memory", "--benchmark-memory-sites"),
        *("--benchmark-max-time=0.05", "--benchmark-min-rounds=3", "--benchmark-columns=min"),
        f"--benchmark-json={run_file}",
    ]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return run_file


def draw(runs: list[Path], folder: Path) -> None:
    """Draw every view."""
    from pytest_benchmem.plotting import (
        plot_compare,
        plot_history,
        plot_scaling,
        plot_scatter,
        plot_sites,
        plot_sweep,
        write_plot,
        write_report,
    )

    big = ["size=10000"]
    first, last = runs[0], runs[-1]
    figures = {
        "scaling": plot_scaling(last, metric="peak", x="size", color="name", where=["text=rich"]),
        "scatter": plot_scatter([first, last], metric="peak"),
        "compare": plot_compare([first, last], metric="peak", where=big),
        "sweep": plot_sweep(runs, metric="peak", where=["text=rich"]),
        "history": plot_history(runs, metric="peak", order="given", where=big),
        "sites": plot_sites(last, where=[*big, "text=rich"]),
    }
    for theme, ending in ENDINGS.items():
        for name, (figure, _) in figures.items():
            write_plot(figure, folder / f"{name}{ending}.html", theme=theme)
        write_report(runs, folder / f"report{ending}.html", theme=theme)


def photograph(pages: list[Path]) -> None:
    """Save a picture of each page as a browser shows it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        sys.exit("these pictures need `chromium` on PATH")
    ASSETS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER)
        for file in pages:
            page = browser.new_page(viewport=SIZE)
            page.goto(file.as_uri())
            picture = ASSETS / f"{file.stem}.png"
            if file.stem.startswith("report"):
                # The first screen, which is text.
                page.screenshot(path=picture, scale="css")
            else:
                page.wait_for_selector("body[data-drawn]")
                page.wait_for_timeout(300)
                page.locator(".chart").screenshot(path=picture, scale="css")
            page.close()
        browser.close()


def main() -> None:
    """Measure, draw, photograph."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as made:
        folder = Path(made)
        runs = [measure(release, folder) for release in range(1, LATEST + 1)]
        draw(runs, folder)
        photograph(sorted(folder.glob("*.html")))


if __name__ == "__main__":
    main()
