"""A meeting of twelve steps on a small scenario, in every way it is held; and one whose server is started anew."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.watch import PHONE, ROOT, Accessible, Seen, Served

pytestmark = pytest.mark.slow
expect.set_options(timeout=30_000)
PHONE_SIZE = {"width": PHONE[0], "height": PHONE[1]}
PROJECTOR = {"width": 1920, "height": 1080}
GUESTS = 20
PAINTED = """
() => new Promise((told) => {
  new PerformanceObserver((list) => told(list.getEntriesByName("first-contentful-paint")[0].startTime))
    .observe({type: "paint", buffered: true});
})
"""
"""Milliseconds until something was seen."""


def small(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT / "scenarios" / "til-en-pris", folder / "small"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(small(tmp_path_factory.mktemp("served")), "--lang", "en")
    yield served
    assert served.end() == 0


@dataclass
class Hand:
    """Somebody at a page with a pointer."""

    page: Page

    def press(self, what: str) -> None:
        self.page.locator(what).first.click()

    def write(self, what: str, text: str) -> None:
        self.page.locator(what).fill(text)

    def slide(self, what: str) -> None:
        """One notch up."""
        self.page.locator(what).press("ArrowRight")


class Finger(Hand):
    """On a phone; nothing may be wider than the screen."""

    def press(self, what: str) -> None:
        assert self.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), what
        self.page.locator(what).first.tap()


class Keys(Hand):
    """A keyboard alone: the tab key as far as it takes, then a key."""

    def reach(self, what: str) -> None:
        for _ in range(150):
            if self.page.evaluate("(what) => document.activeElement.matches(what)", what):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} cannot be reached")

    def press(self, what: str) -> None:
        self.reach(what)
        self.page.keyboard.press("Enter")

    def write(self, what: str, text: str) -> None:
        self.reach(what)
        self.page.keyboard.type(text)

    def slide(self, what: str) -> None:
        self.reach(what)
        self.page.keyboard.press("ArrowRight")


class Plain(Hand):
    """Without scripts: what is moved is sent with a button."""

    def slide(self, what: str) -> None:
        super().slide(what)
        self.press("#controls button.first")


def twelve_steps(hand: Hand, served: Served, name: str, accessible: Accessible | None) -> None:
    page = hand.page
    page.goto(served.address)  # 1: the proposal
    expect(page.locator("#plan")).to_contain_text("offer")
    expect(page.locator(".state")).to_contain_text("Proven")
    hand.press('[data-panel="indicators"]')  # 2: beside today
    expect(page.locator("#indicators table")).to_be_visible()
    hand.slide("#p-minute")  # 3: another price
    expect(page.locator(".asked")).to_contain_text("a minute may cost 5.05 kr. (was 5)")
    expect(page.locator(".state")).to_contain_text("Proven")
    hand.press('button[value="pin"]')  # 4: kept to compare with
    expect(page.locator("#pins li")).to_have_count(1)
    hand.press('[data-panel="where"]')  # 5: what is where
    expect(page.locator("#filter-find")).to_be_visible()
    hand.write("#filter-find", "vesterby")  # 6: one house of them
    if isinstance(hand, Plain):
        hand.press("#filter button")
    expect(page.locator(".matrix thead th")).to_have_count(1)
    hand.press(".matrix button")  # 7: a cell
    expect(page.locator("#panel")).to_be_in_viewport(ratio=1)
    hand.press("#decide-must_not")  # 8: decided otherwise
    expect(page.locator(".asked")).to_contain_text("must not")
    expect(page.locator(".state")).to_contain_text("Proven")
    expect(page.locator("#panel")).to_be_in_viewport(ratio=1)
    expect(page.locator("#compare")).to_contain_text("B (Now)")
    if accessible:
        accessible(page)
    hand.press('a[href^="/why"]')  # 9: why, and at what price
    expect(page.locator("#answer")).to_contain_text("Vesterby")
    hand.press('nav[aria-label="Pages"] a[href^="/tradeoffs"]')  # 10: the staircase
    expect(page.locator("#stairs")).to_be_visible()
    hand.press('nav[aria-label="Pages"] a[href^="/?"]')  # 11: back, where everything still is
    expect(page.locator(".asked")).to_contain_text("must not")
    expect(page.locator("#pins li")).to_have_count(1)
    hand.press('[data-panel="notes"]')  # 12: into the minutes
    hand.write("#note-name", name)
    hand.write("#note-reason", "The house is too small.")
    hand.press('form[action="/save"] button')
    expect(page.locator("#answer")).to_contain_text(name)
    expect(page.locator("#answer")).to_contain_text("The house is too small.")
    if accessible:
        accessible(page)


def test_on_a_phone(browser: Browser, seen: Seen, served: Served, accessible: Accessible) -> None:
    context = browser.new_context(viewport=PHONE_SIZE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    with watched(context, seen) as page:
        twelve_steps(Finger(page), served, "By a finger", accessible)


def test_by_keyboard_alone(page: Page, served: Served) -> None:
    twelve_steps(Keys(page), served, "By keys", None)


def test_without_scripts(browser: Browser, seen: Seen, served: Served) -> None:
    with watched(browser.new_context(java_script_enabled=False), seen) as page:
        twelve_steps(Plain(page), served, "Without scripts", None)


@contextmanager
def watched(context: BrowserContext, seen: Seen) -> Iterator[Page]:
    """A page of a context, which must say nothing on its console, nor ask for anything outside."""
    page = context.new_page()
    page.on("console", lambda told: seen.errors.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda asked: seen.outside.append(asked.url) if _elsewhere(asked.url) else None)
    yield page
    context.close()
    assert not seen.errors, seen.errors
    assert not seen.outside, seen.outside


def _elsewhere(address: str) -> bool:
    return urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname != "127.0.0.1"


def test_the_first_view_comes_within_a_second_and_stays_where_it_is(page: Page, served: Served) -> None:
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]  # two numbers
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) { if "
        "(!each.hadRecentInput) window.moved += each.value; } }).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(served.address)
    expect(page.locator(".state")).to_contain_text("Proven")
    took = []
    for _ in range(3):
        page.goto(served.address)
        expect(page.locator("#plan")).to_be_visible()
        expect(page.locator("#map .drawn:not(.ground) svg")).to_be_visible()
        took.append(page.evaluate(PAINTED))
        assert page.evaluate("() => window.moved") < 0.05
    assert min(took) < 1000, took


def test_twenty_guests_and_a_server_that_is_started_anew(
    browser: Browser, seen: Seen, tmp_path: Path, accessible: Accessible
) -> None:
    folder = small(tmp_path)
    served = Served(folder, "--lang", "en", "--guests")
    with ExitStack() as room:
        chair = room.enter_context(watched(browser.new_context(), seen))
        chair.goto(served.address + _pass(folder, "chair"))
        expect(chair.locator(".state")).to_contain_text("Proven")
        guests = [room.enter_context(watched(browser.new_context(viewport=PHONE_SIZE), seen)) for _ in range(GUESTS)]  # type: ignore[arg-type]
        for guest in guests:
            guest.goto(served.address + _pass(folder, "guest"))
            expect(guest.locator("#answer")).to_contain_text("You follow")
        chair.locator("#p-minute").fill("6")
        expect(chair.locator(".asked")).to_contain_text("6 kr.")
        began = time.monotonic()
        for guest in guests:
            expect(guest.locator(".asked")).to_contain_text("a minute may cost 6 kr.", timeout=15_000)
        assert time.monotonic() - began < 15
        accessible(guests[0])
        chair.locator('[data-panel="notes"]').click()
        chair.locator("#note-name").fill("Six kroner")
        chair.locator("#note-reason").fill("It is enough.")
        chair.locator('form[action="/save"] button').click()
        expect(chair.locator("#answer")).to_contain_text("It is enough.")
        chair.go_back()
        expect(chair.locator(".asked")).to_contain_text("6 kr.")

        assert served.end() == 0  # and everybody is without it for a while
        chair.locator("#p-minute").fill("6.5")
        expect(chair.locator("#notice")).to_contain_text("does not answer")
        seen.errors.clear()
        served = Served(folder, "--lang", "en", "--guests", "--port", str(urlsplit(served.address).port))
        chair.locator("#p-minute").fill("7")  # the same page goes on, with the same link
        expect(chair.locator(".asked")).to_contain_text("7 kr.")
        expect(chair.locator("#notice")).to_be_empty()
        for guest in guests:
            expect(guest.locator(".asked")).to_contain_text("a minute may cost 7 kr.")
        chair.goto(f"{served.address}minutes")
        expect(chair.locator("#answer")).to_contain_text("It is enough.")
        told = chair.locator("#answer").inner_text()
        assert told.index("7 kr.") < told.index("Six kroner (")
        seen.errors.clear()  # of guests whose server was gone
    assert served.end() == 0


def _pass(folder: Path, role: str) -> str:
    """The path of a role's link, from the meeting's record."""
    (file,) = folder.glob("meeting-*.sqlite")
    with sqlite3.connect(file) as base:
        (word,) = base.execute("SELECT value FROM fact WHERE name = ?", (f"pass of the {role}",)).fetchone()
    return f"enter/{word}"
