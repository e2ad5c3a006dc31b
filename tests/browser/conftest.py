"""A browser for the tests: Debian's Chromium driven by Playwright, which notes whatever a page does wrong.

Without Chromium the tests are skipped, and say why. `.ci/run` installs it where it is missing and may.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from docs import screenshots
from docs.screenshots import ARGUMENTS, NAMES
from tests.browser.watch import DESKTOP, Accessible, Seen

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; ``CHROMIUM`` in the environment wins."""
    found = screenshots.chromium()
    if not found:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(NAMES)}); on Debian: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    """A fresh page; at the end of the test nothing must have been said on its console or asked for outside."""
    width, height = DESKTOP
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.route("**/*", lambda route: _let_through(route, seen))
    page.on("console", lambda message: _heard(seen, message.type, message.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield page
    context.close()
    assert not seen.errors, seen.errors
    assert not seen.outside, seen.outside


def _heard(seen: Seen, kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        seen.errors.append(f"{kind}: {text}")


def _let_through(route: Route, seen: Seen) -> None:
    address = urlsplit(route.request.url)
    if address.scheme in {"file", "data", "blob"} or address.hostname in LOOPBACK:
        route.continue_()
    else:
        seen.outside.append(route.request.url)
        route.abort()


@pytest.fixture(scope="session")
def accessible() -> Accessible:
    """Asserts that axe-core finds no fault of any weight on a page; ``without`` names rules that are left out."""
    axe = Axe()

    def check(page: Page, *, without: tuple[str, ...] = ()) -> None:
        options: dict[str, Any] = {
            "runOnly": {"type": "tag", "values": RULES},
            "rules": {name: {"enabled": False} for name in without},
            "resultTypes": ["violations"],
        }
        found = axe.run(page, options=options)
        assert not found.violations_count, found.generate_report()

    return check
