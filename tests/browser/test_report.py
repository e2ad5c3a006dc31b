"""The report page in a browser: quiet, accessible, readable on a telephone, and printed without a cut row."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from placement.errors import UsageError
from placement.locale import LANGUAGES
from placement.present.parts import Depth
from placement.present.pdf import pdf_of
from placement.present.words.voice import Language, Voice
from placement.questions.compare.page import comparison_page
from placement.questions.compare.study import SideBySide, beside_today
from placement.questions.proposal.findings import Study
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.page.page import report_page
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded
from placement.solve.result import Solved
from tests.browser.watch import PHONE, Accessible
from tests.helpers import flagship, taught
from tests.questions.compare.test_told import found
from tests.questions.proposal.test_page import DATE, big
from tests.questions.proposal.test_page import page as report

MM = 96 / 25.4
PAPER = (round((210 - 2 * 14) * MM), round((297 - 17 - 16) * MM))
"""What an A4 page holds within the margins of the style sheet, in CSS pixels."""
A4 = (595, 842)
"""In points."""
PAGES = ("proposal-da", "proposal-en", "comparison-da", "comparison-en")
REGIONS = ("midtjylland-da", "midtjylland-en", "northshire-en", "eight-da", "eight-en")
"""Whole regions, and as many alternatives of one as are shown beside each other."""
FEWER = ("two-da", "two-en", "four-da", "four-en")
"""Fewer of these alternatives: two as one picture, and as many as have a map each."""
SHEETS: dict[Depth, int] = {"summary": 2, "meeting": 8}
"""How much paper the shorter reports take at most."""
SMALL = ("trial-da", "trial-en", "comparison-da", "comparison-en")
"""Made of the same parts, and sooner looked through."""

SEEN = "[...row.cells].map(cell => (cell.querySelector('[aria-hidden]') || cell).innerText)"
CELLS = f"rows => rows.map(row => {SEEN})"
SHOWN = f"all => all.filter(row => row.checkVisibility()).map(row => row.cells ? {SEEN} : [row.innerText])"
TABLES = f"tables => tables.map(table => [...table.rows].map(row => {SEEN}))"
TOO_WIDE = """all => {
    const edge = document.querySelector('main').getBoundingClientRect().right + 1;
    return all.filter(each => each.getBoundingClientRect().right > edge)
              .map(each => (each.querySelector('caption, title') || each).textContent.slice(0, 80));
}"""
HELD = """all => {
    const every = [...document.querySelectorAll('main :is(h2, h3, h4, p, li, tr, svg)')];
    const told = every.filter(each => each.checkVisibility());
    const words = each => each.tagName == 'svg' ? each.querySelector('text').textContent : each.innerText;
    return all.filter(each => told.includes(each)).map(each => told.indexOf(each)).map(at =>
        told[at].tagName == 'P' ? [words(told[at - 1]), words(told[at])] : [words(told[at]), words(told[at + 1])]);
}"""
"""For headings and for what says how much is left out: two texts that stay together on paper."""
PUSH = """height => {
    const first = document.querySelector('#choices, #changes');
    if (height) first.before(Object.assign(document.createElement('div'), {style: `height: ${height}px`}));
}"""
HIDDEN = "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.ariaLabel)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


def file(folder: Path, name: str) -> str:
    """Address of a page, which is made the first time it is asked for."""
    path = folder / f"{name}.html"
    if not path.exists():
        what, lang = name.split("-")
        path.write_text(made(what, "da" if lang == "da" else "en"), encoding="utf-8")
    return path.as_uri()


def made(what: str, lang: Language) -> str:
    makers = {
        "proposal": big,
        "trial": report,
        "midtjylland": lambda lang: solved("midtjylland", lang),
        "northshire": lambda lang: solved("northshire", lang),
        "comparison": lambda lang: comparison_page(found(), date=DATE, lang=lang),
        "eight": lambda lang: comparison_page(flagship.eight(), date=DATE, lang=lang),
        "two": lambda lang: comparison_page(some_of_eight(2), date=DATE, lang=lang),
        "four": lambda lang: comparison_page(some_of_eight(4), date=DATE, lang=lang),
    }
    return makers[what](lang)


@cache
def answer(scenario: str) -> tuple[Solved, Study, Loaded]:
    """What the program answers."""
    found, read = taught.solved(scenario), taught.loaded(scenario)
    return found, study(found, read), read


def solved(scenario: str, lang: Language, depth: Depth = "everything") -> str:
    """Its page."""
    found, studied, loaded = answer(scenario)
    made = tables(found, studied, lang=lang)
    return report_page(found, studied, loaded, made, date=DATE, lang=lang, below=5, depth=depth)


def some_of_eight(count: int) -> SideBySide:
    """The first of the eight alternatives."""
    found = flagship.eight()
    return beside_today(found.plain, found.alternatives[:count], None)


def page_of(what: str, lang: Language, depth: Depth) -> str:
    """The page of a region or of the eight, opened so far."""
    if what == "eight":
        return comparison_page(flagship.eight(), date=DATE, lang=lang, depth=depth)
    return solved(what, lang, depth)


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_but_itself(page: Page, folder: Path, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file(folder, name))
    page.wait_for_load_state("networkidle")
    assert asked == [file(folder, name)]
    assert page.evaluate("document.documentElement.lang") == name[-2:]


@pytest.mark.parametrize("name", ["proposal-da", *SMALL])
def test_it_is_accessible(page: Page, folder: Path, name: str, accessible: Accessible) -> None:
    page.goto(file(folder, name))
    accessible(page)


@pytest.mark.parametrize("name", SMALL)
def test_it_can_be_read_on_a_telephone(page: Page, folder: Path, name: str, accessible: Accessible) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(file(folder, name))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    wide = page.eval_on_selector_all(".scroll, .picture", HIDDEN)
    assert wide, "no table is wider than a telephone; then this test shows nothing"
    assert page.eval_on_selector_all(".scroll, .picture", "all => all.every(each => each.tabIndex === 0)")
    accessible(page)


def test_the_keyboard_reaches_the_content_and_the_contents_lead_on(page: Page, folder: Path) -> None:
    page.goto(file(folder, "proposal-da"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_role("navigation").get_by_role("link", name="Sådan er det beregnet").click()
    assert page.url.endswith("#method")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_paper(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    page.goto(file(folder, name))
    assert page.eval_on_selector_all("table, svg, pre", TOO_WIDE) == []
    assert page.eval_on_selector_all(".scroll, .picture", HIDDEN) == []
    tallest = page.eval_on_selector_all(
        "tr", "rows => Math.max(...rows.map(row => row.getBoundingClientRect().height))"
    )
    assert tallest < PAPER[1] / 2


@dataclass(frozen=True)
class Printed:
    """A page on paper: the document, and the text of each sheet without any space."""

    paper: PdfReader
    sheets: list[str]


@pytest.fixture(scope="module")
def prints() -> dict[str, Printed]:
    return {}


def printed(page: Page, folder: Path, name: str, prints: dict[str, Printed]) -> Printed:
    """The page as opened, printed the first time it is asked for."""
    page.emulate_media(media="print")
    page.goto(file(folder, name))
    if name not in prints:
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True, outline=True)))
        prints[name] = Printed(paper, [close(sheet.extract_text()) for sheet in paper.pages])
    return prints[name]


def close(text: str) -> str:
    """Without any space: where lines end is the printer's affair."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", PAGES)
def test_no_row_is_cut_between_two_pages(page: Page, folder: Path, name: str, prints: dict[str, Printed]) -> None:
    sheets = printed(page, folder, name, prints).sheets
    rows = page.eval_on_selector_all("tbody tr", CELLS)
    assert len(rows) > 10
    cut = [row for row in rows if not any(close("".join(row)) in sheet for sheet in sheets)]
    assert cut == []


def test_a_table_over_several_pages_repeats_its_headings(page: Page, folder: Path, prints: dict[str, Printed]) -> None:
    sheets = printed(page, folder, "proposal-da", prints).sheets
    several = 0
    for head, *rows in page.eval_on_selector_all("table", TABLES):
        on = {n for row in rows for n, sheet in enumerate(sheets) if len(row) > 3 and close("".join(row)) in sheet}
        if len(rows) > 40 and len(on) > 1:
            several += 1
            assert all(close("".join(head)) in sheets[n] for n in on)
    assert several


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_print_is_tagged_a4_with_what_matters_on_page_one(
    page: Page, folder: Path, lang: Language, prints: dict[str, Printed]
) -> None:
    paper, sheets = vars(printed(page, folder, f"proposal-{lang}", prints)).values()
    root = paper.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == lang
    assert paper.outline
    assert {tuple(round(float(side)) for side in sheet.mediabox.upper_right) for sheet in paper.pages} == {A4}
    for each in page.locator(".answer p").all_inner_texts():
        assert close(each) in sheets[0]
    _, _, scenario = flagship.solved()
    for each in scenario.scenario.about.not_in_model:
        assert close(each) in sheets[0]
    assert close("Ændret rejsetid mod i dag" if lang == "da" else "Travel time against today") in sheets[1]
    assert f"2{'af' if lang == 'da' else 'of'}{len(sheets)}" in sheets[1]


def test_the_reader_chooses_how_much_to_read(page: Page, folder: Path, accessible: Accessible) -> None:
    page.goto(file(folder, "proposal-en"))
    reasons, appendix, contents = (
        page.get_by_text(words) for words in ("Why the new ones", "Appendix A: ", "Contents")
    )
    assert [each.first.is_visible() for each in (reasons, appendix, contents)] == [True, True, True]
    page.get_by_label("Everything").focus()
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("For the meeting").is_checked()
    assert [each.first.is_visible() for each in (reasons, appendix)] == [True, False]
    page.get_by_label("Summary").check()
    assert [each.first.is_visible() for each in (reasons, appendix, contents)] == [False, False, False]
    assert page.locator("#map svg").is_visible()
    assert page.get_by_role("table", name="New offers").is_visible()
    accessible(page)


@pytest.mark.parametrize("depth", SHEETS)
@pytest.mark.parametrize("name", REGIONS + FEWER)
def test_the_shorter_reports_take_no_more_paper_than_they_say(
    page: Page, folder: Path, name: str, depth: Depth
) -> None:
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.goto(file(folder, name))
    page.locator(f"#depth-{depth}").check()
    page.emulate_media(media="print")
    assert page.eval_on_selector_all("table, svg, pre", TOO_WIDE) == []
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 2 <= len(paper.pages) <= SHEETS[depth]
    sheets = [close(sheet.extract_text()) for sheet in paper.pages]
    shown = page.eval_on_selector_all("main :is(h2, h3), tbody tr, .loud li, .answer p", SHOWN)
    assert len(shown) > 20
    assert [row for row in shown if not any(close("".join(row)) in sheet for sheet in sheets)] == []


@pytest.mark.parametrize("name", ["eight-da", "eight-en", "four-en"])
def test_no_heading_ends_a_sheet_and_nothing_left_out_begins_one(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.goto(file(folder, name))
    page.locator("#depth-meeting").check()
    page.emulate_media(media="print")
    held = page.eval_on_selector_all("main :is(h2, h3), main .only-meeting", HELD)
    assert len(held) > 20
    for height in (0, *[40] * 12):
        page.evaluate(PUSH, height)
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        sheets = [close(sheet.extract_text()) for sheet in paper.pages]
        torn = [each for each in held if not any(all(close(words) in sheet for words in each) for sheet in sheets)]
        assert torn == []


@pytest.mark.parametrize("name", REGIONS)
def test_nothing_is_too_wide_for_a_whole_report(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.goto(file(folder, name))
    page.emulate_media(media="print")
    assert page.eval_on_selector_all("table, svg, pre", TOO_WIDE) == []


@pytest.mark.slow
@pytest.mark.parametrize("depth", SHEETS)
@pytest.mark.parametrize("name", ["midtjylland-da", "northshire-en"])
def test_so_do_those_made_without_a_browser(name: str, depth: Depth) -> None:
    scenario, lang = name.split("-")
    try:
        paper = PdfReader(io.BytesIO(pdf_of(page_of(scenario, lang, depth), Voice("en"))))
    except UsageError as error:
        pytest.skip(str(error))
    assert 2 <= len(paper.pages) <= SHEETS[depth]


@pytest.mark.parametrize("name", REGIONS[:3])
def test_no_sheet_of_a_place_is_cut(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    page.goto(file(folder, name))
    heights = page.eval_on_selector_all(".sheet", "all => all.map(each => each.getBoundingClientRect().height)")
    assert len(heights) > 10
    assert max(heights) < PAPER[1]


@pytest.mark.parametrize("name", PAGES)
def test_no_point_is_said_twice(page: Page, folder: Path, name: str) -> None:
    page.goto(file(folder, name))
    text = page.locator("body").text_content() or ""
    assert re.findall(r".{0,40}(?:\.\s*\.|\.,\s*,|\s\.\s|,\s*,).{0,20}", text.replace("…", "")) == []
