"""A whole meeting on the example region, in a real browser."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from placement.locale import LANGUAGES
from placement.scenario.load import load
from tests.browser.watch import PHONE, READABLE, ROOT, SMALLEST, Accessible, Seen, Served
from tests.web.asking import copy_weighing

REGION = ROOT / "scenarios" / "midtjylland"
PROJECTOR = {"width": 1920, "height": 1080}
LONG = 60_000
expect.set_options(timeout=LONG)
FIRST_LOAD = 200_000
READ_FROM_AFAR = 12.5
"""Pixels of the names on the map of the first view."""
SMALLEST_OF = (
    "all => Math.min(...all.map((each) => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().d))"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "midtjylland"
    shutil.copytree(REGION, folder)
    served = Served(folder)
    yield served
    assert served.end() == 0


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a picture of the page where ``SCREENSHOTS`` names a folder, for somebody to look at."""
    folder = os.environ.get("SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=f"{folder}/{request.node.name}-{name}.png", full_page=True, caret="initial")

    return take


def settled(page: Page) -> None:
    """The proof is done."""
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")


def opened(page: Page, panel: str) -> None:
    """Open what stands beside the picture; it may be open already."""
    if page.locator(f"#{panel}").is_hidden():
        page.locator(f'[data-panel="{panel}"]').click()
    expect(page.locator(f"#{panel}")).to_be_visible()


def slide(page: Page, price: str, value: str) -> None:
    page.locator(f"#p-{price}").fill(value)
    expect(page.locator(".asked")).to_contain_text(value.replace(".", ","))
    expect(page.locator("#plan")).to_be_visible()


def test_a_meeting(
    page: Page, browser: Browser, served: Served, accessible: Accessible, shot: Callable[[Page, str], None]
) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(response.request.sizes()["responseBodySize"]))
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]  # two numbers

    # open: the plan, today and what is where
    page.goto(served.address)
    settled(page)
    assert sum(sizes) < FIRST_LOAD, sizes
    expect(page.locator(".state")).to_contain_text("Bevist")
    expect(page.locator("#plan")).to_contain_text("nye tilbud")
    accessible(page)
    shot(page, "open")

    # slide: another plan in place, and the proof says when it is done; the steps come beside the slider by themselves
    first = page.locator("#plan").inner_text()
    slide(page, "minute", "3")
    settled(page)
    expect(page.locator(".state")).to_contain_text("Bevist")
    expect(page.locator(".asked")).to_contain_text("et minut må koste 3 kr. (før 9)")
    assert page.locator("#plan").inner_text() != first
    assert page.url.endswith("/?minute=3")
    expect(page.locator("#steps .tread").nth(2)).to_be_attached()
    page.locator("#ladder summary").click()
    assert page.locator("#ladder li").count() >= page.locator("#steps .tread").count()
    accessible(page)
    shot(page, "steps")

    # by keyboard, to the next notch; the steps stay open
    page.locator("#p-minute").press("ArrowRight")
    expect(page.locator(".asked")).to_contain_text("3,1")
    expect(page.locator("#o-minute")).to_contain_text("3,1")
    settled(page)
    expect(page.locator("#ladder li").first).to_be_visible()
    slide(page, "minute", "12")
    settled(page)

    # pin it, and fix a cell by keyboard
    page.get_by_role("button", name="Fastgør").click()
    expect(page.locator("#pins")).to_be_visible()
    opened(page, "where")
    page.locator(".matrix button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.closest('.matrix') !== null")
    page.locator('.matrix button[value="lunge_amb.sh_holstebro"]').press("Enter")
    expect(page.locator("#panel")).to_contain_text("Holstebro")
    page.locator("#decide-must").click()
    expect(page.locator(".asked")).to_contain_text("skal")
    settled(page)
    accessible(page)
    shot(page, "fixed")

    # what moves, who gains and loses, who pays
    compared = page.locator("#compare")
    expect(compared.locator("table").first).to_be_visible()
    expect(compared.locator(".picture svg")).to_be_visible()
    expect(compared).to_contain_text("Længere vej")
    expect(compared).to_contain_text("Drift, region")
    accessible(page)
    shot(page, "compared")

    # why, and what it costs
    page.get_by_role("link", name="Hvorfor, og hvad koster det?").click()
    expect(page.locator("#answer")).to_contain_text("Prisen for at")
    accessible(page)
    shot(page, "why")
    page.go_back()
    settled(page)

    # save it, with the group's reason
    opened(page, "notes")
    page.locator("#note-name").fill("Lunge i Holstebro")
    page.locator("#note-reason").fill("Borgerne i nordvest har langt.")
    page.get_by_role("button", name="Gem som variant").click()
    expect(page.locator("#answer")).to_contain_text("lunge_i_holstebro")
    accessible(page)
    shot(page, "minutes")
    (copy,) = served.folder.glob("scenario-*.yaml")
    saved = load(copy, variants=["lunge_i_holstebro"]).scenario
    assert saved.policy.placements["lunge_amb"]["sh_holstebro"].decision == "must"
    assert (served.folder / "scenario.yaml").read_bytes() == (REGION / "scenario.yaml").read_bytes()

    # take it home
    page.go_back()
    settled(page)
    shared = page.url
    opened(page, "notes")
    with page.expect_download(timeout=LONG) as download:
        page.get_by_role("link", name="Rapport (HTML)").click()
    assert download.value.suggested_filename == "midtjylland.html"

    # share the link: another browser sees the same, and asks something else without disturbing
    page.goto(shared)
    settled(page)
    told = page.locator("#plan").inner_text()
    other = browser.new_context().new_page()
    other.goto(shared)
    settled(other)
    assert other.locator("#plan").inner_text() == told
    slide(other, "minute", "9.5")
    assert page.locator("#plan").inner_text() == told
    other.context.close()

    # the back button goes one question back
    page.goto(served.address)
    settled(page)
    slide(page, "lost", "500")
    slide(page, "lost", "300")
    page.go_back()
    expect(page.locator("#p-lost")).to_have_value("500")
    expect(page.locator(".asked")).to_contain_text("500 kr. (før 400)")


MOVED = """window.moved = 0; new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({type: 'layout-shift', buffered: true});"""
HIDDEN = """selectors => selectors.flatMap((each) => [...document.querySelectorAll(each)]).filter((each) =>
    each.scrollHeight > each.clientHeight || each.scrollWidth > each.clientWidth).map((each) => each.textContent)"""
"""What can be seen of these elements only by scrolling them."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_first_view_is_one_picture(page: Page, served: Served, size: tuple[int, int], lang: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(MOVED)
    page.goto(f"{served.address}?lang={lang}")
    expect(page.locator("#map svg").first).to_be_visible()  # today, before there is a plan
    settled(page)
    expect(page.locator("#map .drawn:not(.ground) svg")).to_be_visible()
    expect(page.locator("#steps .tread").first).to_be_attached()
    assert page.evaluate("() => document.documentElement.scrollHeight") <= size[1]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(HIDDEN, [".controls", "h1"]) == []
    for part in ("#plan", "#map .drawn", ".stairway", "#p-minute", ".panels", ".state"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert page.evaluate("() => window.moved") < 0.05
    expect(page.locator(".sentence p")).to_have_count(1)
    assert page.locator("#map .map-sites text:visible").evaluate_all(SMALLEST_OF) >= READ_FROM_AFAR
    picture, beside = page.locator("#map").bounding_box(), page.locator("#controls").bounding_box()
    assert picture
    assert beside
    assert picture["width"] > 1.7 * beside["width"]


def test_on_paper_it_is_two_sheets_without_what_is_pressed_or_filled_in(page: Page, served: Served) -> None:
    page.goto(served.address)
    settled(page)
    expect(page.locator("#map svg.map")).to_be_visible()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    page.emulate_media(media="print")
    assert len(sheets) == 2
    assert [page.locator(f"#{each}").is_visible() for each in ("where", "changes", "places", "notes")] == [1, 1, 0, 0]


def test_what_comes_bit_by_bit_moves_nothing_that_is_seen(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.add_init_script(MOVED)
    page.goto(f"{served.address}tradeoffs?minute=4.3")
    settled(page)
    expect(page.locator(".stairs svg")).to_be_visible()
    assert page.evaluate("() => window.moved") < 0.05


def test_the_slider_is_the_staircase(page: Page, served: Served) -> None:
    page.goto(served.address)
    settled(page)
    expect(page.locator("#steps .tread").first).to_be_attached()
    expect(page.locator("#map .drawn:not(.ground) svg")).to_be_visible()
    lit = page.locator(".tread.lit").count()
    assert 0 < lit < page.locator(".tread").count()
    dragged = "(price) => { const s = document.getElementById('p-minute'); s.value = price;"
    dragged += " s.dispatchEvent(new Event('input', {bubbles: true})); }"
    page.evaluate(dragged, "0")
    assert page.locator(".tread.lit").count() == 0
    expect(page.locator("#map .differs").first).to_be_attached()
    expect(page.locator("#preview")).to_contain_text("\u2212")
    page.evaluate(dragged, "9")
    assert page.locator(".tread.lit").count() == lit
    assert page.locator("#map .differs").count() == 0


def test_what_is_open_beside_the_picture_is_in_the_address(page: Page, served: Served) -> None:
    page.goto(served.address)
    settled(page)
    assert page.locator(".more:visible").count() == 0
    opened(page, "indicators")
    opened(page, "where")
    assert page.url.endswith("/?show=indicators&show=where")
    slide(page, "minute", "3")
    settled(page)
    expect(page.locator("#indicators")).to_be_visible()
    assert page.url.endswith("/?minute=3&show=indicators&show=where")
    page.reload()
    settled(page)
    expect(page.locator("#where")).to_be_visible()
    page.locator('[data-panel="where"]').click()
    expect(page.locator("#where")).to_be_hidden()
    assert page.url.endswith("/?minute=3&show=indicators")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_plans_are_one_picture_and_can_be_swapped(
    page: Page, tmp_path: Path, accessible: Accessible, shot: Callable[[Page, str], None], lang: str
) -> None:
    """Pinned by mouse, swapped by keyboard, read on a phone, told apart without colour on paper."""
    folder = tmp_path / "lemvig"
    shutil.copytree(ROOT / "scenarios" / "lemvig-foerste", folder)
    served = Served(folder, "--lang", lang)
    try:
        page.set_viewport_size({"width": 1366, "height": 768})
        page.goto(served.address)
        settled(page)
        page.locator('button[value="pin"]').click()
        expect(page.locator("#pins")).to_be_visible()
        for part in ("#map", ".panels", ".state"):
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
        page.locator("#variants summary").click()
        page.locator('input[name="v"][value="hoejere_krav"]').check()
        compared = page.locator("#compare")
        map_of = compared.locator(".picture svg")
        expect(map_of).to_contain_text("Lemvig −1")
        expect(map_of).not_to_contain_text("Goedstrup")
        tables = compared.locator("table")
        expect(tables.first.locator("thead")).to_contain_text("B − A")
        page.locator('.panels a[href="#pins"]').click()
        expect(page.locator("#pins")).to_be_in_viewport()
        accessible(page)
        shot(page, lang)

        # by keyboard: the variant in place of A, so that both are the same
        chooser = page.locator("#swap-A")
        chooser.focus()
        while chooser.input_value() != "v:hoejere_krav":
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"pin=v:hoejere_krav"))
        expect(compared.locator("table").first).to_be_visible()
        expect(map_of).to_have_count(0)

        # the plan as it is written and the pin change places: nothing is lost
        page.goto(f"{served.address}?pin=v:hoejere_krav")
        expect(map_of).to_contain_text("Lemvig +1")
        page.locator("#pins .pins a").first.click()
        expect(page).to_have_url(re.compile(r"\?v=hoejere_krav&pin=plain$"))
        expect(map_of).to_contain_text("Lemvig −1")

        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.wait_for_function(f"document.documentElement.scrollWidth <= {PHONE[0]}")
        accessible(page)
        smallest = "all => Math.min(...all.map((each) => each.getBoundingClientRect().height).filter(Boolean))"
        assert map_of.locator(".map-sites text").evaluate_all(smallest) > 9
        page.set_viewport_size({"width": 1366, "height": 768})

        # on paper in grey: longer is hatched, and nothing to click is printed
        page.emulate_media(media="print")
        expect(page.locator(".swap")).to_be_hidden()
        assert map_of.locator('.map-areas [fill^="url(#two-hatch"]').count() > 0
        assert map_of.evaluate("one => one.getBoundingClientRect().height") < 1000
    finally:
        assert served.end() == 0


def test_a_method_that_weighs_brings_its_own_sliders(page: Page, served: Served, accessible: Accessible) -> None:
    page.goto(served.address)
    settled(page)
    expect(page.locator("#p-minute")).to_be_visible()
    expect(page.locator("#w-citizen")).to_be_hidden()
    page.locator("#methods summary").click()
    page.locator("#method").select_option("weighted")
    expect(page.locator("#w-citizen")).to_be_visible()
    expect(page.locator("#p-minute")).to_be_hidden()
    page.locator("#w-economy").fill("10")
    expect(page.locator(".asked")).to_contain_text("5 · 5 · 10")
    settled(page)
    assert page.url.endswith("/?w=5,5,10&m=weighted")
    accessible(page)
    page.locator("#method").select_option("price")
    expect(page.locator("#p-minute")).to_be_visible()
    expect(page).to_have_url(served.address)


def test_stop_keeps_the_best_and_go_on(page: Page, served: Served) -> None:
    page.goto(served.address)
    settled(page)
    page.locator("#variants summary").click()
    page.locator('input[value="hjem_foerst"]').check()
    stop = page.get_by_role("button", name="Stop, det er godt nok")
    if stop.is_visible():
        stop.click(timeout=5000)
    settled(page)
    expect(page.locator("#plan")).to_be_visible()


def test_nonsense_is_told_in_place_as_often_as_it_is_written(page: Page, seen: Seen, served: Served) -> None:
    page.goto(served.address)
    expect(page.locator("#plan")).to_be_visible()
    page.locator("#frame summary").click()
    opened(page, "where")
    changes, notice = page.locator("#f-changes"), page.locator("#notice")
    for nonsense in ("abc", "-5", "1,5"):
        changes.fill(nonsense)
        changes.press("Tab")
        expect(notice).to_contain_text(f"Højst så mange ændringer: '{nonsense}'")
        expect(page.locator("#plan")).to_be_visible()
    page.locator("#matrix-scroll").scroll_into_view_if_needed()
    page.mouse.wheel(0, 1500)
    expect(notice).to_be_in_viewport()
    changes.fill("2")
    changes.press("Tab")
    expect(notice).to_be_empty()
    expect(page.locator(".asked")).to_contain_text("Højst så mange ændringer: 2")
    assert all("400" in error for error in seen.errors), seen.errors
    seen.errors.clear()


def test_without_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address)
    expect(page.locator("#plan")).to_be_visible()
    page.locator("#p-minute").press("End")
    page.get_by_role("button", name="Regn", exact=True).click()
    expect(page.locator(".asked")).to_contain_text("et minut må koste 18 kr.")
    expect(page.locator(".state")).to_contain_text("Bevist")
    page.locator('[data-panel="where"]').click()
    page.locator('.matrix button[value="dialyse.sh_skive"]').click()
    expect(page.locator("#panel")).to_contain_text("Skive")
    page.locator("#decide-must_not").click()
    expect(page.locator(".asked")).to_contain_text("må ikke")
    context.close()


def test_english_on_a_phone(
    page: Page, served: Served, accessible: Accessible, shot: Callable[[Page, str], None]
) -> None:
    width, height = PHONE
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{served.address}?lang=en")
    settled(page)
    expect(page.locator("#plan")).to_contain_text("offers")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator("#map .drawn:not(.ground) svg")).to_be_visible()
    size, words = page.evaluate(SMALLEST)
    assert size >= READABLE, words
    accessible(page)
    shot(page, "phone")
    page.emulate_media(color_scheme="dark")
    accessible(page)
    shot(page, "dark")
    page.emulate_media(media="print")
    shot(page, "print")


def test_a_choice_is_a_click(
    page: Page, served: Served, accessible: Accessible, shot: Callable[[Page, str], None]
) -> None:
    page.goto(f"{served.address}tradeoffs")
    expect(page.locator("#stairs")).to_be_visible()
    expect(page.locator("#stairs .now")).to_have_count(1)
    accessible(page)
    shot(page, "stairs")
    page.locator("#stairs tbody a").first.click()
    expect(page.locator(".asked")).to_contain_text("et minut må koste")
    expect(page.locator("#plan")).to_be_visible()

    page.goto(f"{served.address}tradeoffs?m=balanced")
    expect(page.locator(".scatters a").first).to_be_visible()
    accessible(page)
    page.locator(".scatters a").nth(1).click()
    expect(page.locator("#point")).to_be_visible()
    shot(page, "choice")


def test_ballots_first(
    page: Page, browser: Browser, tmp_path: Path, accessible: Accessible, shot: Callable[[Page, str], None]
) -> None:
    copy_weighing(tmp_path / "profiler")
    served = Served(tmp_path / "profiler", "--ballot")
    page.goto(served.address)
    assert page.url.endswith("/ballot")
    accessible(page)
    shot(page, "ballot")
    page.locator("#w-citizen").fill("9")
    page.get_by_role("button", name="Afgiv stemme").click()
    expect(page.locator(".status.done")).to_contain_text("Tak")

    own_device = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}).new_page()
    own_device.goto(served.address)
    own_device.locator("#w-economy").fill("10")
    own_device.locator("#participant").fill("Bo")
    own_device.get_by_role("button", name="Afgiv stemme").click()
    expect(own_device.locator(".status.done")).to_contain_text("Tak")
    own_device.context.close()

    page.reload()
    with page.expect_navigation():  # once the server has answered
        page.get_by_role("button", name="Alle har stemt").click()
    expect(page.locator("#answer")).to_contain_text("Bo")
    accessible(page)
    shot(page, "counted")
    page.get_by_role("link", name="Plan 1", exact=True).click()
    expect(page.locator("#plan")).to_be_visible()
    page.wait_for_load_state("networkidle")  # the map too: a server that ends does not wait for it
    assert served.end() == 0


def test_a_server_that_ends_is_noticed(page: Page, seen: Seen, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios" / "profiler", tmp_path / "profiler")
    served = Served(tmp_path / "profiler")
    page.goto(served.address)
    settled(page)
    assert served.end() == 0
    page.locator("#p-minute").fill("9")
    expect(page.locator("#notice")).to_contain_text("svarer ikke")
    page.goto("about:blank")  # whatever is said of it has been heard by then
    assert any("ERR_CONNECTION_REFUSED" in error for error in seen.errors)
    seen.errors.clear()
