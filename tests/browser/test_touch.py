"""Areas, sites and steps of the example region touched by mouse, finger and keyboard, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_meeting import REGION, Served, settled
from tests.browser.watch import PHONE, Accessible

AREA, SITE = "7650", "sh_skive"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("touched") / "midtjylland"
    shutil.copytree(REGION, folder)
    served = Served(folder)
    yield served
    assert served.end() == 0


def drawn(page: Page) -> None:
    """The plan and its map are there."""
    settled(page)
    expect(page.locator("#map .drawn:not(.ground) svg")).to_be_visible()


def told(page: Page, title: str) -> None:
    expect(page.locator("#touched-title")).to_contain_text(title)
    expect(page.locator("#touched h3").first).to_be_visible()


def test_an_area_and_a_site_are_touched_by_mouse(page: Page, served: Served, accessible: Accessible) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(served.address)
    drawn(page)
    page.locator(f'[id="map-of-{AREA}"] path').click()
    told(page, "Bøvlingbjerg")
    assert page.url.endswith(f"/?area={AREA}")
    assert page.evaluate("() => document.activeElement.id") == "touched"
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 768
    expect(page.locator("#touched")).to_be_in_viewport(ratio=1)
    expect(page.locator(f'[id="map-of-{AREA}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator(".map-outline")).to_have_id(f"map-around-{AREA}")
    assert page.locator("#touched .scroll").evaluate_all(
        "all => all.every(each => each.scrollWidth <= each.clientWidth)"
    )
    picture, sheet = page.locator("#map").bounding_box(), page.locator("#touched").bounding_box()
    assert picture
    assert sheet
    assert picture["x"] + picture["width"] <= sheet["x"] + 1  # the map stays in sight
    accessible(page)
    page.locator(f"#map-at-{SITE} circle").first.click()
    told(page, "Skive")
    assert page.url.endswith(f"/?site={SITE}")
    both = "(ids) => ids.forEach((id) => document.getElementById(id).closest('a').dispatchEvent("
    both += "new MouseEvent('click', {bubbles: true, cancelable: true})))"
    page.evaluate(both, ["map-at-sh_lemvig", f"map-of-{AREA}"])  # in a hurry: the last one counts
    told(page, "Bøvlingbjerg")
    page.keyboard.press("Escape")
    expect(page.locator("#touched")).to_have_count(0)
    expect(page.locator("#p-minute")).to_be_visible()
    assert page.url == served.address
    page.go_back()
    told(page, "Bøvlingbjerg")


def test_the_map_is_one_stop_for_the_tab_key_and_the_arrows_move_on_it(page: Page, served: Served) -> None:
    page.goto(served.address)
    drawn(page)
    assert page.locator('#map a[tabindex="0"]').count() == 1
    first = page.evaluate(
        "() => { const stop = document.querySelector('#map a[tabindex=\"0\"]'); stop.focus(); return stop.id; }"
    )
    ways = ["ArrowRight", "ArrowDown", "ArrowRight"]
    for way in ways:
        page.keyboard.press(way)
    now = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert page.evaluate("() => document.activeElement.id") != first
    page.keyboard.press("Enter")
    expect(page.locator("#touched")).to_be_focused()
    assert page.url.endswith(now)
    page.keyboard.press("Escape")
    expect(page.locator("#touched")).to_have_count(0)
    expect(page.locator(f'#map a[href="{now}"]')).to_be_focused()


def test_a_step_is_touched_and_struck_out(page: Page, served: Served, accessible: Accessible) -> None:
    page.goto(served.address)
    drawn(page)
    expect(page.locator("#steps .tread").first).to_be_attached()
    page.locator(".stairway a").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#decide-reason")).to_be_visible()
    assert "step=" in page.url
    accessible(page)
    page.locator("#decide-reason").fill("Der er ikke personale nok.")
    page.locator('#touched button[value="strike"]').click()
    expect(page.locator(".asked")).to_contain_text("må ikke")
    settled(page)
    expect(page.locator("#touched")).to_have_count(0)
    page.goto(f"{served.address}minutes")
    expect(page.locator("#answer")).to_contain_text("Der er ikke personale nok.")


def test_a_finger_touches_on_a_phone(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True)
    page = context.new_page()
    page.goto(f"{served.address}?lang=en")
    drawn(page)
    page.locator('[id="map-of-7800-779"] path, [id="map-of-7800-661"] path').first.tap()
    expect(page.locator("#touched h3").first).to_be_visible()
    expect(page.locator("#touched-title")).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_a_group_is_a_filter_that_stays_when_the_price_moves(
    page: Page, served: Served, accessible: Accessible
) -> None:
    page.goto(f"{served.address}?show=places")
    drawn(page)
    page.locator("#places").get_by_role("link", name="Skive", exact=True).click()
    told(page, "Skive")
    expect(page.locator("#map [pointer-events=none]")).to_be_attached()
    accessible(page)
    page.locator("#untouch").click()
    expect(page.locator("#touched")).to_have_count(0)
    page.locator("#p-minute").fill("3")
    expect(page.locator(".asked")).to_contain_text("3 kr.")
    drawn(page)
    assert page.url.endswith("/?minute=3&within=Skive&show=places")
    expect(page.locator("#map [pointer-events=none]")).to_be_attached()


def test_a_group_narrows_the_matrix_and_the_comparison_by_keyboard(
    page: Page, served: Served, accessible: Accessible
) -> None:
    page.goto(f"{served.address}?minute=3&pin=plain")
    drawn(page)
    page.locator('[data-panel="where"]').press("Enter")
    before = page.locator(".matrix thead th").count()
    chooser = page.locator("#matrix-within summary")
    chooser.press("Enter")
    page.locator("#matrix-within a", has_text="Lemvig").press("Enter")
    expect(chooser).to_contain_text("Lemvig")
    expect(chooser).to_be_focused()
    expect(page.locator("#where")).to_be_visible()
    assert 0 < page.locator(".matrix thead th").count() < before
    expect(page).to_have_url(re.compile(r"/\?minute=3&pin=plain&within=Lemvig&show=where$"))
    expect(page.locator("#compare table").first).to_contain_text("Harboøre")
    expect(page.locator("#compare table").first).not_to_contain_text("Skive")
    accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#compare table").first).to_contain_text("Skive")
    assert page.locator(".matrix thead th").count() == before
    assert page.url.endswith("/?minute=3&pin=plain&show=where")


def test_touched_without_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}?within=Skive&show=places")
    page.locator('#places a[href*="area="]').first.click()
    expect(page.locator("#touched table").first).to_be_visible()
    page.locator("#touched").get_by_role("link", name="Skive", exact=True).click()
    expect(page.locator("#touched-title")).to_have_text("Skive")
    page.goto(f"{served.address}map")
    page.locator(f'[id="map-of-{AREA}"] path').click()
    expect(page.locator("#touched-title")).to_contain_text("Bøvlingbjerg")
    context.close()
