"""Pictures of pages, taken by the Chromium of the machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REGION = "scenarios/midtjylland"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 120_000
_SCALE, _QUALITY = 0.8, 70
"""Of a window's pixels, and of JPEG: a map is too much for a small PNG."""


def chromium() -> str | None:
    """Where Chromium is; ``CHROMIUM`` in the environment wins."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class Screenshot:
    """What a browser shows.

    Attributes:
        name: of the file, without its end.
        size: of the window, in pixels.
        show: brings a page there; it is given an empty folder to work in.
    """

    name: str
    size: tuple[int, int]
    show: Callable[[Page, Path], None]
    ending: str = ".jpg"

    def make(self) -> bytes:
        """The picture."""
        width, height = self.size
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=_SCALE)
            page.set_default_timeout(_PATIENCE)
            self.show(page, Path(folder))
            return page.screenshot(type="jpeg", quality=_QUALITY, caret="initial")


def report(page: Page, folder: Path) -> None:
    """The first page of a report."""
    file = folder / "report.html"
    command = _placement("report", REGION, "--out", str(file), "--lang", "en", "--quiet")
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    page.goto(file.as_uri())


def workbench(page: Page, folder: Path) -> None:
    """The workbench when it is opened; the scenario is a copy, as a meeting writes beside it."""
    shutil.copytree(ROOT / REGION, folder / "region")
    with _served(folder / "region") as address:
        page.goto(f"{address}?lang=en")
        page.wait_for_selector("#answer[aria-busy=false]")
        page.wait_for_selector("#map svg")
        page.wait_for_selector("#ladder", state="attached", timeout=120_000)
        page.wait_for_timeout(500)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address at which a scenario is served."""
    command = _placement("serve", str(folder), "--port", "0", "--lang", "en")
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    try:
        said = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://[^\s?]+", said)
        if not found:
            raise RuntimeError(f"placement serve said no address: {said}")
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def _placement(*words: str) -> list[str]:
    return [sys.executable, "-m", "placement", *words]
