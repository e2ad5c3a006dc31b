"""The report page: it says what the tables and the document say, and nothing that somebody smuggled in."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from placement.locale import LANGUAGES
from placement.present.tables.columns import Table
from placement.present.words.quantities import Counts
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.compare.page import comparison_page
from placement.questions.compare.screen import figures, group_names
from placement.questions.compare.sides import Sides
from placement.questions.proposal.document import result_document
from placement.questions.proposal.findings import Study
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.page.choices import ParetoFront
from placement.questions.proposal.page.page import _shown, css_text, report_page
from placement.questions.proposal.page.paper import Paper
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from placement.questions.proposal.views import TableView
from placement.scenario.load import Loaded
from placement.solve.result import Solved
from tests.helpers import flagship, world
from tests.helpers.taught import NAMES, loaded, solved
from tests.questions.compare.test_told import found
from tests.questions.proposal.by_hand import by_prices
from tests.questions.proposal.test_tables import row

DATE = dt.date(2026, 3, 9)
VOID = {"meta", "link", "br", "img", "input", "hr"}
SVG_ALONE = {"path", "circle", "rect", "line", "polygon", "use"}


class Read(HTMLParser):
    """The page as its reader meets it: tags in order, tables by caption, and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.captions: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.text = ""
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [str(value) for name, value in attrs if name == "id"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.note(tag, attrs)
        if tag == "caption":
            self.captions.append("")
        elif tag == "tr":
            self.tables.setdefault(self.captions[-1], []).append([])
        elif tag in {"td", "th"}:
            self.tables[self.captions[-1]][-1].append("")
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SVG_ALONE, tag
        self.note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.text += data
        if "caption" in self.open:
            self.captions[-1] += data
        elif {"td", "th"} & {*self.open}:
            self.tables[self.captions[-1]][-1][-1] += data


def page_of(
    answer: Solved,
    studied: Study,
    scenario: Loaded,
    lang: Language = "da",
    below: float = 0,
    made: dict[str, Table] | None = None,
) -> str:
    made = made or tables(answer, studied, lang=lang)
    return report_page(answer, studied, scenario, made, date=DATE, lang=lang, below=below)


@cache
def page(lang: Language = "da", below: float = 0) -> str:
    return page_of(*world.solved(), lang, below)


@cache
def big(lang: Language = "da") -> str:
    return page_of(*flagship.solved(), lang, 5, flagship.made(lang))


def words(page: str) -> str:
    return " ".join(Read(page).text.split()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_screens_sentences_and_figures_are_on_the_page(lang: Language) -> None:
    answer, studied, _ = world.solved()
    screen = [line.text for line in first_screen(answer, studied, lang, date=DATE)]
    start = next(n for n, line in enumerate(screen) if Voice(lang)("PROPOSAL") in line)
    told = " ".join(" ".join(screen[start : screen.index("", start)]).split()).removeprefix(Voice(lang)("PROPOSAL"))
    assert told.strip() in words(page(lang))
    assert Voice(lang)("The weights {weights} have not been decided.", weights="1 · 1 · 1") in words(page(lang))


def test_the_aims_are_those_of_the_document() -> None:
    answer, studied, scenario = world.solved()
    document = result_document(answer, studied, scenario, "placement solve")
    say, aims = Voice("da"), {row[0]: row[1:] for row in Read(page()).tables["De tre hensyn, i dag og i forslaget"]}
    for row_name, name in (("Trip, all visits, minutes", "mean_minutes_per_visit"),):
        before, now = (part["indicators"][name] for part in (document["baseline"], document))
        assert aims[say(row_name)][:2] == [say.number(before, 1), say.number(now, 1)]
    affected = document["indicators"]["affected_visits"]
    assert aims[say("Visits a year affected")][:2] == [NOTHING, say.number(round(affected, -1))]


def test_each_new_offer_has_its_figures_and_its_reason() -> None:
    answer, studied, _ = world.solved()
    told = tables(answer, studied)["recommendation"]
    new = {(line[0], line[1]): line for line in Read(page()).tables["Nye tilbud"][1:]}
    assert set(new) == {("+Nord; hus", "Lunge"), ("Syd", "Lunge")}
    offer = row(told, function="lunge", site="nord")
    assert new["+Nord; hus", "Lunge"][3] == Voice().about(float(offer["visits_per_year"] or 0))
    assert str(offer["reason"]) in words(page())


def test_every_group_and_its_figures_are_there() -> None:
    answer, studied, _ = world.solved()
    told = tables(answer, studied)["groups"]
    shown = {line[0]: line for line in Read(page()).tables["Kommune for kommune"][1:]}
    assert set(shown) == {"Øst", "Nord", "Syd", "Kant"}
    say = Voice()
    for name, line in shown.items():
        figures = row(told, group=name)
        assert line[1] == say.about(float(figures["visits_longer_per_year"] or 0))
        assert line[2] == say.about(float(figures["visits_shorter_per_year"] or 0))
        assert line[4:6] == [
            say.number(float(figures[key] or 0), 1) for key in ("mean_minutes_today", "mean_minutes_per_visit")
        ]


def test_losers_come_before_winners() -> None:
    shown = Read(big()).tables["Kommune for kommune"]
    assert shown[0][1:3] == ["Længere vej", "Kortere vej"]
    longer = [float(line[1].replace(".", "").replace("under ", "")) for line in shown[1:]]
    assert longer[0] > 0
    lost = [number for number in longer if number >= 10]
    assert lost == sorted(longer, reverse=True)[: len(lost)]
    assert "Lukkes" in big()
    assert big().index("<h3>Lukkes</h3>") < big().index("<h3>Nye tilbud</h3>")


def test_what_is_not_measured_stands_on_page_one_whole() -> None:
    first = big().split("<nav")[0]
    _, _, scenario = flagship.solved()
    assert scenario.scenario.about.not_in_model
    for each in scenario.scenario.about.not_in_model:
        assert f"<li>{each}</li>" in first


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_teaching_scenario_makes_a_sound_page(name: str, lang: Language) -> None:
    if name == "umuligt":
        pytest.skip("has no plan")
    answer, scenario = solved(name), loaded(name)
    sound(page_of(answer, study(answer, scenario), scenario, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_region_makes_a_sound_page_that_can_be_sent(lang: Language) -> None:
    sound(big(lang))
    assert len(big(lang).encode()) < 1_500_000


def sound(page: str) -> None:
    """No script, nothing asked for outside, every table named by a caption of its own, headings in order."""
    read = Read(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {*read.tags}
    assert not [pair for pair in read.attributes if pair[0] in {"src", "style", "srcset"} or pair[0].startswith("on")]
    assert not re.search(r"url\((?!#)", page)
    assert "@import" not in page
    assert len(read.captions) == len({*read.captions}) == read.tags.count("table")
    assert len(read.ids) == len({*read.ids})
    anchors = {str(value)[1:] for name, value in read.attributes if name == "href" and str(value).startswith("#")}
    assert anchors <= {*read.ids}
    levels = [int(heading[1]) for heading in read.headings]
    assert levels[0] == levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not re.search(r"\bnan\b|\bNone\b(?!\.)|\{[a-z_]+\}", read.text)
    widths = [{len(line) for line in table if len(line) > 1} for table in read.tables.values()]
    assert all(len(width) == 1 for width in widths)


def test_a_hostile_title_stays_a_title(tmp_path: Path) -> None:
    hostile = "</style></title><script>alert(1)</script>\" onload='x' {{ 7*7 }} \\"
    folder = world.on_disk(tmp_path)
    text = world.SCENARIO.replace('"Prøve: hospitalsfunktioner"', json.dumps(hostile))
    text = text.replace('title: "+Nord; hus"', f"title: {json.dumps(hostile)}").replace("Vest", "<b>Vest</b>")
    text = text.replace(
        "about: {purpose: Kun til prøver}", "about: {purpose: Kun til prøver, not_in_model: ['<img src=x>']}"
    )
    text += "sources: {s: {title: <i>Kilde</i>, url: 'javascript:alert(1)'}, t: {title: T, url: 'https://example.org/?a=1&b=2'}}\n"
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    made = page_of(*world.solved_in(folder))
    read = Read(made)
    assert "script" not in read.tags
    assert not {"b", "i", "img"} & {*read.tags}
    assert hostile in read.text
    assert not [pair for pair in read.attributes if pair[0].startswith("on")]
    assert [value for name, value in read.attributes if name == "href" and not str(value).startswith("#")] == [
        "https://example.org/?a=1&b=2"
    ]
    assert made.count("</style>") == 1


def test_text_in_a_style_sheet_cannot_leave_it() -> None:
    assert css_text('a"; } </style>é') == r'"a\22 \3b \20 \7d \20 \3c \2f style\3e \e9 "'


def test_small_numbers_are_not_told() -> None:
    everything, hidden = (Read(page("da", below)).tables["Kommune for kommune"] for below in (0, 10_000))
    assert not any("under" in cell for line in everything for cell in line)
    told = [line[3] for line in everything[1:]]
    few = [line[3] for line in hidden[1:]]
    for open_, closed in zip(sorted(told), sorted(told), strict=True):
        assert open_ == closed
    assert "under 10.000" in few
    by_name = {line[0]: line[3] for line in everything[1:]}
    for line in hidden[1:]:
        is_small = float(by_name[line[0]].replace(".", "")) < 10_000
        assert line[3] == ("under 10.000" if is_small else by_name[line[0]])


def test_modelled_visits_carry_the_range_of_their_rate() -> None:
    _, _, scenario = flagship.solved()
    counts = Counts(scenario.scenario, Voice("da"), 5)
    rate = scenario.scenario.functions["diabetes_amb"].visits_per_1000_per_year
    assert rate is not None
    assert rate.low is not None
    assert rate.high is not None
    low, high = (Voice().about(450 * end / rate.value) for end in (rate.low, rate.high))
    assert counts.between(450, "diabetes_amb") == f"450 ({low}–{high})"
    assert counts.between(450, "diabetes_amb", most=460) == f"450 ({low}–460)"
    assert counts.between(3, "diabetes_amb") == "under 5"
    assert counts.between(None, "diabetes_amb") == "–"
    assert counts(0) == "0"
    shown = next(line for line in Read(big()).tables["Nye tilbud"] if line[1] == "Diabetesambulatorium")
    assert re.fullmatch(r"[\d.]+ \([\d.]+–[\d.]+\)", shown[3])


def test_numbers_and_dates_are_those_of_the_language() -> None:
    danish, english = words(big("da")), words(big("en"))
    assert "9. marts 2026" in danish
    assert "9 March 2026" in english
    minutes = flagship.solved()[0].evaluation.indicators["mean_minutes_per_visit"]
    assert f"{minutes:.1f}".replace(".", ",") in danish
    assert f"{minutes:.1f}" in english


def test_the_trade_off_shows_the_plans_that_are_known() -> None:
    answer, studied, scenario = world.solved()
    made = tables(answer, studied)
    front = ParetoFront(((3e5, 100.0, 5e5), (4e5, 90.0, 4e5), answer.objectives.as_tuple()), complete=True)
    told = report_page(answer, studied, scenario, made, date=DATE, front_of=front)
    rows = [line[0] for line in Read(told).tables["Hvad der er at vælge imellem"]]
    assert rows[1:3] == ["I dag", "Forslaget"]
    assert rows[-2:] == ["Plan 1", "Plan 2"]
    assert "Alle 3 forslag" in told
    assert "Mulighederne imellem er ikke beregnet" in page()


def test_without_a_today_nothing_is_compared() -> None:
    answer = solved("psykiatri")
    bare = replace(answer, today_plan=None, today_evaluation=None)
    sound(page_of(bare, study(bare, loaded("psykiatri")), loaded("psykiatri")))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reference", ["today", "base"])
def test_a_comparison_makes_a_sound_page(lang: Language, reference: str) -> None:
    made = comparison_page(found("lukning", reference), date=DATE, lang=lang)
    sound(made)
    assert "A: " in words(made)


def test_a_comparison_says_what_its_screen_says() -> None:
    told = words(comparison_page(found("lukning"), date=DATE))
    assert "Længere vej: A 300 besøg om året, 49 minutter · B ingen · C ingen" in told
    assert "--all" not in told
    assert "--out" not in told


@pytest.mark.parametrize("reference", ["today", "base"])
def test_a_comparison_has_a_map_for_each_alternative_but_the_reference(reference: str) -> None:
    side = found("lukning", reference)
    told = comparison_page(side, date=DATE)
    pictures = re.findall(r"<title[^>]*>(.: Ændret rejsetid mod [^<]+)</title>", told)
    letters = "ABC" if reference == "today" else "BC"
    assert len(side.solved) == 3
    assert pictures == [
        f"{letter}: Ændret rejsetid mod {'i dag' if reference == 'today' else 'A'}" for letter in letters
    ]
    for wide_or_narrow in ("map-wide", "map-narrow"):
        assert len(re.findall(rf'class="{wide_or_narrow}"[^>]*><g [^>]*class="map-legend"', told)) == len(letters)


def test_what_changes_is_on_the_map_before_the_contents() -> None:
    places = [big().index(f'id="{name}"') for name in ("short", "not-measured", "map", "contents", "matrix", "maps")]
    assert places == sorted(places)


def test_few_visits_are_not_told_anywhere() -> None:
    answer, studied, scenario = flagship.solved()
    paper = Paper(TableView(answer, studied, "da"), flagship.made("da"), scenario, 5)
    assert _shown(paper, 3.0, "visits/year") == "under 5"
    assert _shown(paper, 1234.0, "visits/year") == "1.230"
    assert _shown(paper, float("nan"), "visits/year") == "–"
    assert _shown(paper, 0.5, "share") == "50,0\N{NO-BREAK SPACE}%"
    sides = Sides(found("de-yderste"), "da")
    names = group_names(sides)
    visits = {
        below: next(columns for words, columns in figures(sides, names, below) if "kortere" in words)
        for below in (0, 1e9)
    }
    assert "under" not in str(visits[0])
    assert "under 1.000.000.000" in str(visits[1e9])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_points_at_no_option(lang: Language) -> None:
    assert not re.search(r"--[a-z]", words(big(lang)))


def test_the_league_is_on_the_page_with_the_price_across_it() -> None:
    answer, studied, scenario = flagship.solved()
    by_price = by_prices(answer, minute=6.0)
    shown = Read(page_of(by_price, studied, scenario, "en")).tables
    every, proposed = shown["Every offer on one scale"], shown["What is proposed"]
    single = [one for one in studied.league if one.kind != "package"]
    assert len(every) == 1 + len(single)
    assert [row[0] for row in every[1:]].count("today") == sum(one.kind == "today" for one in single) > 40
    (line,) = [n for n, row in enumerate(proposed) if row[0] == "The price: 6.0 kr. per minute"]
    offers = [one for one in single if one.kind != "today"]
    within = sum(one.worth.money + 6.0 * one.worth.minutes <= 0 for one in offers)
    assert line == 1 + within
    assert proposed[-1][2] == "The whole proposal"


def test_a_page_of_a_method_that_weighs_has_no_line_of_a_price() -> None:
    answer, studied, scenario = flagship.solved()
    assert answer.prices is None
    found = Read(page_of(answer, studied, scenario, "en"))
    assert not any(row[0].startswith("The price:") for row in found.tables["What is proposed"])
    assert "Each aim is measured from the best it can reach alone" in found.text
    by_price = Read(page_of(by_prices(answer), studied, scenario, "en"))
    assert "Each aim is measured from the best it can reach alone" not in by_price.text
    assert "The best plan is the one with the smallest sum of economy" in by_price.text
