"""A network that is away for a while: the user is told, nothing written is lost, and the page goes on by itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from placement.present.look import PALETTE
from tests.browser.test_look import rgb
from tests.browser.test_twelve_steps import _pass
from tests.browser.watch import PHONE, ROOT, Accessible, Seen, Served

expect.set_options(timeout=30_000)
AWAY = 3000
"""Milliseconds without a network."""
REASON = "Halvdelen af borgerne <i Vesterby> har ikke bil."


def small(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT / "scenarios" / "til-en-pris", folder / "small"))


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    served = Served(small(folder), "--lang", "en", *options)
    try:
        yield served
    finally:
        served.end()


@contextmanager
def away(page: Page) -> Iterator[None]:
    """Nothing comes through."""
    page.context.set_offline(True)
    yield
    page.wait_for_timeout(AWAY)
    expect(page.locator("#notice")).to_contain_text("Nothing is lost")
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_be_empty()


def only_away(seen: Seen) -> None:
    """Nothing else was said on the console than that the network was away."""
    assert all(re.search("ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)", each) for each in seen.errors), (
        seen.errors
    )
    seen.errors.clear()


def proven(page: Page) -> None:
    expect(page.locator(".state")).to_contain_text("Proven")


def test_the_chairs_page_goes_on_with_all_that_was_asked_and_written(page: Page, seen: Seen, tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        page.goto(f"{served.address}?show=notes")
        proven(page)
        page.locator("#note-name").fill("Vesterby")
        with away(page):
            page.locator("#p-minute").fill("6")
            expect(page.locator("#notice")).to_contain_text("Nothing is lost")
            page.locator('button[value="pin"]').click()
            page.locator("#note-reason").fill(REASON)
            page.get_by_role("button", name="Save as a variant").click()
            page.get_by_role("link", name="Minutes", exact=True).click()
            page.wait_for_timeout(500)
            expect(page.locator("#note-reason")).to_have_value(REASON)
        expect(page.locator("#answer .reason")).to_have_text(REASON)
        page.go_back()
        expect(page.locator(".asked")).to_contain_text("a minute may cost 6 kr.")
        expect(page.locator("#pins li")).to_have_count(1)
        proven(page)
        assert (page.locator("#note-name").input_value(), page.locator("#note-reason").input_value()) == ("", "")
        assert len(list(served.folder.glob("scenario-*.yaml"))) == 1
    only_away(seen)


def test_a_reason_outlives_another_answer_a_page_that_is_left_and_a_refusal(
    page: Page, seen: Seen, tmp_path: Path
) -> None:
    with serving(tmp_path) as served:
        page.goto(f"{served.address}?show=notes")
        proven(page)
        page.locator("#note-reason").fill(REASON)
        page.locator("#p-minute").fill("7")
        expect(page.locator(".asked")).to_contain_text("7 kr.")
        proven(page)
        expect(page.locator("#note-reason")).to_have_value(REASON)
        page.get_by_role("link", name="Minutes", exact=True).click()
        expect(page.locator("h2")).to_have_text("Minutes")
        page.go_back()
        expect(page.locator("#note-reason")).to_have_value(REASON)
        page.locator("#note-name").fill("\N{RIGHT-TO-LEFT MARK}")  # nothing that can be seen
        page.get_by_role("button", name="Save as a variant").click()
        expect(page.locator("#notice")).to_contain_text("'Name' is missing.")
        expect(page.locator("#note-reason")).to_have_value(REASON)
        page.goto("about:blank")  # nothing waits for the server when it ends
    assert all("400" in each for each in seen.errors), seen.errors
    seen.errors.clear()


def test_guests_follow_again(page: Page, browser: Browser, seen: Seen, tmp_path: Path, accessible: Accessible) -> None:
    page.emulate_media(color_scheme="dark")
    with serving(tmp_path, "--guests") as served:
        chair = browser.new_context().new_page()
        chair.goto(f"{served.address}{_pass(served.folder, 'chair')}")
        proven(chair)
        page.goto(f"{served.address}{_pass(served.folder, 'guest')}")
        expect(page.locator(".state")).to_contain_text("Proven")
        expect(page.locator(".map .map-ground rect")).to_have_css("fill", rgb(PALETTE["sea"].dark))
        accessible(page)
        page.evaluate("() => { window.here = true; }")
        with away(page):
            chair.goto(f"{served.address}?minute=6")
            proven(chair)
        expect(page.locator(".asked")).to_contain_text("a minute may cost 6 kr.")
        assert page.evaluate("() => window.here"), "it went on without being loaded anew"
        chair.context.close()
        page.goto("about:blank")  # whoever follows is told that the server ends
    only_away(seen)


def one_question(folder: Path) -> list[str]:
    """Options by which phones are asked one question."""
    questions = folder / "questions.csv"
    questions.write_text("question,text\nq1-0123abcd,Would you pay?\n", encoding="utf-8")
    return ["--phones", "2", "--questions", str(questions)]


def test_a_phone_gives_its_ballot_once_when_the_network_is_back(page: Page, seen: Seen, tmp_path: Path) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    with serving(tmp_path, *one_question(tmp_path)) as served:
        page.goto(f"{served.address}phones")
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), "long links are broken"
        link = page.locator("code").first.inner_text()
        page.goto(re.sub(r"^http://[^/]*/", served.address, link))
        page.locator('input[value="yes"]').check()
        with away(page):
            page.get_by_role("button", name="Give ballot").click()
            page.wait_for_timeout(500)
            expect(page.locator('input[value="yes"]')).to_be_checked()
            assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        expect(page.locator("[role=status].done")).to_contain_text("Thank you")
        page.goto(f"{served.address}phones")
        expect(page.locator("#answer")).to_contain_text("1 of 2 cards")
    only_away(seen)


def closed_at_once(page: Page, button: str) -> None:
    """The page is closed as soon as the button is pressed; an answer takes half a second, as on a busy network."""
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_role("button", name=button).click(no_wait_after=True)
    page.close()


def test_what_was_sent_arrives_once_though_the_page_is_closed_at_once(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, *one_question(tmp_path)) as served, closing(browser.new_context()) as context:
        chair = context.new_page()
        chair.goto(f"{served.address}phones")
        card = re.sub(r"^http://[^/]*/", served.address, chair.locator("code").first.inner_text())
        phone = context.new_page()
        phone.goto(card)
        phone.locator('input[value="yes"]').check()
        closed_at_once(phone, "Give ballot")

        participant = context.new_page()
        participant.goto(f"{served.address}ballot")
        participant.locator('input[value="yes"]').first.check()
        closed_at_once(participant, "Give ballot")

        analyst = context.new_page()
        analyst.goto(f"{served.address}?show=notes")
        proven(analyst)
        analyst.locator("#note-name").fill("Vesterby")
        analyst.locator("#note-reason").fill(REASON)
        closed_at_once(analyst, "Save as a variant")

        for path, told in (("phones", "1 of 2 cards"), ("ballot", "1 has voted."), ("minutes", REASON)):
            arrived(chair, f"{served.address}{path}", told)
        assert len(list(served.folder.glob("scenario-*.yaml"))) == 1


def arrived(page: Page, path: str, told: str) -> None:
    """A page tells it, at the latest when it has been loaded some times."""
    for _ in range(20):
        page.goto(path)
        if told in page.locator("#answer").inner_text():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{path} does not tell {told}")


@pytest.mark.parametrize("lost", ["asked", "answered"])
def test_a_form_whose_answer_is_lost_counts_once(page: Page, seen: Seen, tmp_path: Path, lost: str) -> None:
    """The network breaks before the form has come, or after: nobody at the page can tell which."""
    with serving(tmp_path) as served:
        page.goto(f"{served.address}ballot")
        page.locator('input[value="no"]').first.check()
        broken: list[int] = []

        def breaks_once(route: Route) -> None:
            if route.request.method != "POST" or broken:
                route.continue_()
                return
            broken.append(route.fetch(max_redirects=0).status if lost == "answered" else 0)
            route.abort()

        page.route("**/ballot", breaks_once)
        page.get_by_role("button", name="Give ballot").click()
        expect(page.locator("#answer")).to_contain_text("What your answers say")
        assert broken == [201 if lost == "answered" else 0]
        page.goto(f"{served.address}ballot")
        expect(page.locator("#answer")).to_contain_text("1 has voted.")
    seen.errors.clear()
