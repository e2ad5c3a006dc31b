"""The browser fixtures themselves: what they let through, and what they find."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.watch import Accessible, Seen

GOOD = '<!doctype html><html lang="da"><title>Prøve</title><main><h1>Prøve</h1><p>Tekst</p></main>'


def test_a_quiet_page_is_accessible(page: Page, accessible: Accessible, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(GOOD)
    page.goto(file.as_uri())
    accessible(page)


def test_what_is_asked_for_outside_is_noted_and_stopped(page: Page, seen: Seen) -> None:
    page.set_content(GOOD + '<img alt="" src="https://example.org/picture.png">')
    page.evaluate("console.error('said aloud')")
    assert seen.outside == ["https://example.org/picture.png"]
    assert any("said aloud" in error for error in seen.errors)
    seen.outside.clear()
    seen.errors.clear()


def test_faults_are_found(page: Page, accessible: Accessible) -> None:
    page.set_content("<!doctype html><html><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    with pytest.raises(AssertionError, match=r"(?s)image-alt.*html-has-lang|html-has-lang.*image-alt"):
        accessible(page)
