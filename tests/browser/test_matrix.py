"""Thirty houses and forty functions in a real browser: searched, filtered and grouped, with heads that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.watch import Accessible, Seen, Served
from tests.web.asking import write_large

WINDOW = {"width": 1366, "height": 768}
pytestmark = pytest.mark.slow
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "large"
    folder.mkdir()
    write_large(folder)
    served = Served(folder, "--lang", "en")
    yield served
    assert served.end() == 0


@pytest.fixture
def where(page: Page, served: Served) -> Page:
    """The page with the matrix before one's eyes."""
    page.set_viewport_size(WINDOW)  # type: ignore[arg-type]  # two numbers
    page.goto(f"{served.address}?show=where#where")
    expect(page.locator("#matrix")).to_be_visible()
    page.locator("#where").evaluate("(part) => part.scrollIntoView()")
    return page


def uncovered(part: Locator) -> bool:
    """Whether its middle is in the window and nothing lies over it."""
    return bool(
        part.evaluate(
            "(part) => { const {x, y, width, height} = part.getBoundingClientRect();"
            " const top = document.elementFromPoint(x + width / 2, y + height / 2);"
            " return top !== null && (part === top || part.contains(top)); }"
        )
    )


def test_it_is_filtered_live_and_the_address_says_how(where: Page, accessible: Accessible) -> None:
    page, field = where, where.locator("#filter-find")
    heads, rows = page.locator(".matrix thead tr:last-child th"), page.locator(".matrix tbody th[scope=row]")
    expect(heads).to_have_count(34)
    expect(rows).to_have_count(40)
    field.press_sequentially("house s12", delay=20)
    expect(heads).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("house s12")
    assert page.url.endswith("/?show=where&find=house%20s12")
    field.fill("function 38")
    expect(rows).to_have_count(1)
    page.locator("#filter-columns").select_option("kind")
    expect(page.locator(".matrix .groups th")).to_have_count(2)
    page.locator("#filter-only").select_option("kept")
    page.locator("#filter-rows").select_option("responsible")
    expect(page.locator(".matrix .group")).to_contain_text("Ward CCC")
    assert page.url.endswith("/?show=where&find=function%2038&only=kept&rows=responsible&columns=kind")
    accessible(page)
    told = page.locator("#matrix").inner_text()

    page.reload()
    expect(page.locator(".matrix .group")).to_be_visible()
    assert page.locator("#matrix").inner_text() == told
    page.locator("#p-minute").fill("5")  # another answer keeps what is shown of it
    expect(page.locator(".asked")).to_contain_text("5 kr.")
    expect(rows).to_have_count(1)
    expect(field).to_have_value("function 38")
    page.locator("#p-minute").fill("4")  # and what is written before the answer is there outlives it
    field.press("End")
    field.press("Backspace")
    expect(page.locator(".asked")).to_contain_text("4 kr.")
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")
    expect(field).to_have_value("function 3")
    expect(rows).to_have_count(11)  # 3, and 30 to 39
    expect(page).to_have_url(re.compile(r"minute=4&show=where&find=function%203&only=kept"))
    page.get_by_role("link", name="Show everything").click()
    expect(rows).to_have_count(40)
    field.fill("no such thing")
    expect(page.locator("#matrix")).to_contain_text("Nothing fits")


def test_nothing_written_is_lost_when_another_answer_comes(page: Page, served: Served) -> None:
    page.set_viewport_size(WINDOW)  # type: ignore[arg-type]  # two numbers
    page.goto(f"{served.address}?show=where#where")
    field, heads = page.locator("#filter-find"), page.locator(".matrix thead tr:last-child th")
    field.press_sequentially("house ", delay=20)
    expect(heads).to_have_count(30)
    page.evaluate("() => { window.htmx.ajax('GET', '/?show=where', { target: '#answer', swap: 'outerHTML' }); }")
    field.press_sequentially("s12", delay=30)
    expect(heads).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("house s12")


def test_heads_stay_and_a_panel_opens_in_the_window(where: Page, seen: Seen, accessible: Accessible) -> None:
    page, box = where, where.locator("#matrix-scroll")
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#map .drawn:not(.ground) svg")).to_be_attached()  # nothing more comes that renews what is seen
    page.locator("#where").evaluate("(part) => part.scrollIntoView()")
    last, row = page.locator(".matrix thead th").last, page.locator(".matrix tbody th").last
    box.evaluate("(box) => { box.scrollTop = 9999; box.scrollLeft = 9999; }")
    assert uncovered(last)
    assert uncovered(row)
    page.locator("#frame summary").click()
    page.locator("#f-changes").fill("x")
    page.locator("#f-changes").press("Tab")
    expect(page.locator("#notice")).to_contain_text("'x' is not a number")
    assert uncovered(last), "not even what is said of a fault lies over them"
    assert len(seen.errors) == 1
    seen.errors.clear()
    page.locator("#f-changes").fill("3")
    page.locator("#f-changes").press("Tab")
    expect(page.locator("#notice")).to_be_empty()

    for below in ("changes", "notes"):
        page.locator(f'[data-panel="{below}"]').click()
    for down, right, cell in ((0, 0, "f01.h01"), (9999, 0, "f40.h01"), (9999, 9999, "f40.s30"), (0, 9999, "f01.s30")):
        box.evaluate("(box, [down, right]) => { box.scrollTop = down; box.scrollLeft = right; }", [down, right])
        box.evaluate("(box) => box.scrollIntoView()")  # what is above it is out of sight
        chosen = page.locator(f'.matrix button[value="{cell}"]')
        chosen.click()
        expect(page.locator(f'.matrix button[aria-current][value="{cell}"]')).to_be_visible()
        expect(page.locator("#panel")).to_be_in_viewport(ratio=1)
        assert uncovered(page.locator("#panel-title"))
        expect(chosen).to_be_in_viewport(ratio=1)
        assert uncovered(chosen), "and what was clicked is still there"
        assert uncovered(page.locator(".matrix thead th").nth(-1 if right else 0))
    accessible(page)


def test_by_keyboard_alone(where: Page) -> None:
    page = where
    page.locator("#filter-columns").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the table that scrolls, to the one cell that is a stop
    while page.evaluate("() => !document.activeElement.closest('.matrix button')"):
        page.keyboard.press("Tab")
    for key, value in (
        ("End", "f01.s30"),
        ("ArrowDown", "f02.s30"),
        ("Home", "f02.h01"),
        ("ArrowRight", "f02.h02"),
        ("ArrowUp", "f01.h02"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("() => document.activeElement.value") == value
        assert uncovered(page.locator(":focus")), "no head lies over it"
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_in_viewport(ratio=1)
    expect(page.locator(":focus")).to_have_attribute("value", "f01.h02")
    page.locator("#filter-find").focus()
    page.keyboard.type("house s02")
    page.keyboard.press("Enter")  # shows, and does nothing else
    expect(page.locator(".matrix thead th")).to_have_count(1)
    assert page.url.endswith("/?at=f01.h02&show=where&find=house%20s02")


def test_on_paper_it_is_whole(where: Page) -> None:
    where.locator("#filter-rows").select_option("responsible")
    expect(where.locator(".matrix .group")).to_have_count(5)
    where.emulate_media(media="print")
    assert where.locator("#filter").is_hidden()
    shown = "(box) => [box.clientHeight >= box.scrollHeight, box.querySelector('table').offsetWidth]"
    whole, width = where.locator("#matrix-scroll").evaluate(shown)
    assert whole
    assert width < 1000, "landscape A4, in pixels of 1/96 inch"


def test_without_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WINDOW)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served.address}?show=where#where")
    expect(page.locator(".matrix")).to_be_attached()
    page.locator("#filter-find").fill("house s02")
    page.locator("#filter-rows").select_option("responsible")
    page.locator("#filter-find").press("Enter")
    expect(page.locator(".matrix thead th")).to_have_count(1)
    assert "/?show=where&find=house%20s02&rows=responsible" in page.url
    page.locator("#filter-find").fill("")
    page.locator("#filter button").click()
    expect(page.locator(".matrix thead th")).to_have_count(34)
    expect(page.locator("#where-title")).to_be_in_viewport()
    page.locator('.matrix button[value="f40.s30"]').click()
    expect(page.locator("#panel")).to_be_in_viewport(ratio=1)
    page.locator("#decide-must_not").click()
    expect(page.locator(".decisions")).to_contain_text("must not")
    expect(page.locator("#panel")).to_be_in_viewport(ratio=1)
    context.close()
