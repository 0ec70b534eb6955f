"""Images, drawn by a real browser: every format, nothing left behind, and clear errors."""

import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmem_io.errors import MissingDependencyError
from benchmem_plot import PlotError, plot_compare, plot_scaling, write_plot
from benchmem_plot.export import images
from tests.io.commands import environment, process
from tests.plot.browser import chromium_path
from tests.plot.suites import write_runs

# Fonts and pixels differ from one computer to the next: what is checked is what they all share.
WIDTH = 1200


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    runs = write_runs(tmp_path_factory.mktemp("runs"), 5, 2)
    return [plot_scaling(runs[0], metric="peak")[0], plot_compare(runs, metric="peak")[0]]


@pytest.fixture(scope="module")
def drawn(figures):
    """The first figure in every format, and the second as SVG."""
    formats = ("png", "svg", "pdf", "jpg", "webp")
    jobs = [*((figures[0], each) for each in formats), (figures[1], "svg")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", chromium_path())
        return dict(zip([*formats, "second"], images.draw_images(jobs), strict=True))


def test_png_is_sharp(drawn, figures):
    assert drawn["png"].startswith(b"\x89PNG\r\n\x1a\n")
    height = figures[0].layout.height
    assert struct.unpack(">II", drawn["png"][16:24]) == (2 * WIDTH, 2 * height)


def test_svg_has_its_texts(drawn):
    svg = drawn["svg"].decode()
    assert f'width="{WIDTH}"' in svg
    assert ">Peak</text>" in svg
    assert "KiB</text>" in svg


def test_pdf_is_one_page_as_large_as_the_figure(drawn, figures):
    assert drawn["pdf"].startswith(b"%PDF-")
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", drawn["pdf"])
    # Points: 72 to the inch, where pixels are 96.
    sizes = [float(side) * 96 / 72 for side in box]
    assert sizes == pytest.approx([WIDTH, figures[0].layout.height], abs=1)


def test_jpg_and_webp_are_what_their_names_say(drawn):
    assert drawn["jpg"].startswith(b"\xff\xd8\xff")
    assert (drawn["webp"][:4], drawn["webp"][8:12]) == (b"RIFF", b"WEBP")


def test_one_browser_draws_several_figures(drawn):
    assert ">Change in peak</text>" in drawn["second"].decode()


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What a command did that drew an image: its file, its requests, what it left."""
    folder = tmp_path_factory.mktemp("image")
    temporary = folder / "tmp"
    temporary.mkdir()
    write_runs(folder, 5, 1)
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=hear, args=(server, requests), daemon=True).start()
        run = process(
            *("plot", "run0.json", "--columns", "peak", "-o", "plot.svg", "--theme", "dark"),
            cwd=folder,
            env={
                "BROWSER_PATH": chromium_path(),
                "CHOREO_PROXY_SERVER": f"http://127.0.0.1:{server.getsockname()[1]}",
                "TMPDIR": str(temporary),
            },
        )
    return SimpleNamespace(run=run, folder=folder, temporary=temporary, requests=requests)


def hear(server: socket.socket, requests: list[bytes]) -> None:
    """Be a proxy that answers nothing, until the server is closed."""
    with suppress(OSError):
        while True:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(5)
                requests.append(connection.recv(1000).partition(b"\r\n")[0])


def test_command_writes_an_image(outcome):
    assert outcome.run.stderr == ""
    assert outcome.run.stdout == "plot.svg: scaling, 5 ids\n"
    assert (outcome.folder / "plot.svg").read_bytes().startswith(b"<svg")


def test_image_has_the_colours_of_its_theme(outcome):
    svg = (outcome.folder / "plot.svg").read_text(encoding="utf-8")
    assert "fill: rgb(22, 24, 27)" in svg
    assert "fill: rgb(255, 255, 255)" not in svg


def test_no_network_is_asked_for_anything(outcome):
    assert outcome.run.returncode == 0
    assert outcome.requests == []


def test_image_leaves_nothing_behind(outcome):
    assert sorted(os.listdir(outcome.folder)) == ["plot.svg", "run0.json", "tmp"]
    assert os.listdir(outcome.temporary) == []
    wait_until(lambda: not processes_with(str(outcome.temporary)))


def processes_with(text: str) -> list[str]:
    """The commands of all processes that have a text in them."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [command for command in found if text in command]


def wait_until(is_so):
    """Wait for what another process will have done in a moment."""
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.02)
    pytest.fail("it never was so")


def test_without_kaleido_the_extra_is_named(tmp_path):
    write_runs(tmp_path, 5, 1)
    script = (
        "import sys; sys.modules['kaleido'] = None\nfrom benchmem_core.cli.main import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "plot", "run0.json", "-o", "plot.png"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "Error: images need kaleido 1 or newer: `pip install 'pytest-benchmem[plot-static]'`, or "
        "write a page (`.html`)\n"
    )
    assert os.listdir(tmp_path) == ["run0.json"]


def test_kaleido_before_version_1_is_none(figures, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "kaleido", SimpleNamespace(scopes=None))
    with pytest.raises(MissingDependencyError, match="kaleido 1 or newer"):
        write_plot(figures[0], tmp_path / "plot.png")


def test_browser_that_is_not_there_is_named(tmp_path):
    write_runs(tmp_path, 5, 1)
    browser = {"BROWSER_PATH": "/no/such/browser"}
    run = process("plot", "run0.json", "-o", "plot.png", cwd=tmp_path, env=browser)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "Error: images need Chrome or Chromium, and none is at `/no/such/browser`: correct "
        "`BROWSER_PATH`, or unset it\n"
    )
    assert os.listdir(tmp_path) == ["run0.json"]


def test_without_a_browser_it_is_said_what_to_install(figures, tmp_path, monkeypatch):
    from choreographer.browsers import Chromium

    # It looks beyond PATH too, where these computers have one.
    monkeypatch.setattr(Chromium, "find_browser", lambda **_: None)
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    with pytest.raises(PlotError, match=r"^images need Chrome or Chromium, and none was found: "):
        write_plot(figures[0], tmp_path / "plot.png")
    assert not list(tmp_path.iterdir())


WORKS_NOT = "^images need Chrome or Chromium, and the one that was started does not work: "


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script is no browser there")
def test_browser_that_ends_at_once_is_one_line(tmp_path):
    write_runs(tmp_path, 5, 1)
    browser = script(tmp_path / "browser", "echo a library is missing >&2; exit 127")
    run = process(
        *("plot", "run0.json", "-o", "plot.png"), cwd=tmp_path, env={"BROWSER_PATH": browser}
    )
    assert run.returncode == 2
    assert re.search(WORKS_NOT, run.stderr.removeprefix("Error: "))
    assert run.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script is no browser there")
def test_browser_that_hangs_is_ended(figures, tmp_path, monkeypatch):
    browser = script(tmp_path / "browser", "sleep 1000")
    monkeypatch.setenv("BROWSER_PATH", browser)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(images, "_LONGEST", 0.5)
    with pytest.raises(PlotError, match=WORKS_NOT):
        write_plot(figures[0], tmp_path / "plot.png")
    assert os.listdir(tmp_path) == ["browser"]
    wait_until(lambda: not processes_with(browser))


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("name", "theme", "says"),
    [
        ("plot.gif", "auto", "has an unknown suffix: choose one of .html, .png, .svg, .pdf, .jpg"),
        ("plot.png", "sepia", "unknown theme `sepia`: choose auto, light, dark"),
    ],
)
def test_what_cannot_be_written_is_refused_before_a_browser_starts(figures, name, theme, says):
    with pytest.raises(PlotError, match=re.escape(says)):
        write_plot(figures[0], Path(name), theme=theme)
