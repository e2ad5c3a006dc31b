"""Areas, groups of areas, sites and steps are touched by links alone, and a step is kept or struck out by a form."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from placement.plan.aims import finite_minutes
from placement.present.words.currency import KRONER, speak_everywhere_of
from placement.questions.proposal.changes import Comparison
from placement.questions.proposal.left_out import notes_at
from placement.questions.proposal.study import compared_with_today, study
from placement.scenario.load import Opened, load
from placement.solve.result import Options, Prices, Solved
from placement.solve.run import solve
from placement.web.app import Settings, create_app
from placement.web.places import told_of_place
from tests.web.asking import HERE, SCENARIOS, Browser, text_of

WORDS = {
    "midtby: {name: Midtby,": "midtby: {name: Midtby, municipality: Indre,",
    "vesterby: {name: Vesterby,": "vesterby: {name: Vesterby, municipality: Ydre,",
    "oesterby: {name: Østerby,": "oesterby: {name: Østerby, municipality: Ydre,",
    "soenderby: {name: Sønderby,": "soenderby: {name: Sønderby, municipality: Indre,",
    "sh_vesterby: {title": "sh_vesterby: {municipality: Ydre, title",
    "    title: Diabetesambulatorium": "    title: Diabetesambulatorium\n    responsible: Sukkerafdelingen",
    "cost_per_visit: 120}": "cost_per_visit: 120, paid_by: {region: 0.75, others: 0.25}}",
    "areas:\n": "terms: {grouping: {da: {one: bydel, other: bydele}, en: {one: ward, other: wards}}}\nareas:\n",
}
"""The scenario is given wards, somebody who decides, and somebody else who pays."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("touched") / "trappen"
    shutil.copytree(SCENARIOS / "trappen", folder, ignore=shutil.ignore_patterns("meeting-*"))
    text = (folder / "scenario.yaml").read_text()
    for before, after in WORDS.items():
        assert before in text
        text = text.replace(before, after, 1)
    (folder / "scenario.yaml").write_text(text)
    with TestClient(create_app(Settings(Opened(folder), desks=1, language="en")), base_url=HERE) as client:
        yield Browser(client, folder)


@pytest.fixture(scope="module")
def solved(browser: Browser) -> Solved:
    return solve(load(browser.folder))


def sheet_of(page: str) -> str:
    found = re.search(r'<section id="touched".*?</section>', page, re.DOTALL)
    assert found, text_of(page)
    return found[0]


def rows_of(sheet: str) -> dict[str, list[str]]:
    """The cells of each row of the tables, by its name."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', sheet, re.DOTALL)
    return {
        text_of(name): [text_of(cell) for cell in re.findall(r"<td.*?</td>", rest, re.DOTALL)] for name, rest in rows
    }


def steps_of(browser: Browser, query: str = "") -> dict[str, str]:
    """The page of each step, by what it does."""
    page = browser.page(f"/steps{query}")
    found = re.findall(r"<li><a [^>]*>[^<]*</a> (.*?) <small>.*?</small> <a href=\"([^\"]+)\"", page)
    return {plain(words): html.unescape(link) for words, link in found}


def plain(words: str) -> str:
    return html.unescape(words).replace("\N{NO-BREAK SPACE}", " ")


def test_an_area_says_where_its_visits_go_and_how_far_before_and_after(browser: Browser, solved: Solved) -> None:
    sheet = sheet_of(browser.page("/?area=vesterby"))
    told = text_of(sheet)
    assert "About 15,000 inhabitants" in told
    assert "Ward: Ydre" in told
    instance = solved.instance
    minutes = finite_minutes(instance)[instance.area_ids.index("vesterby")]
    hospital, house = (minutes[instance.site_ids.index(name)] for name in ("rh_midtby", "sh_vesterby"))
    visits, where, trip = rows_of(sheet.split("Who decides")[0])["Diabetesambulatorium"]
    assert (visits, where, trip) == ("375", "Midtby → Vesterby", f"{hospital:.1f} → {house:.1f}")
    assert rows_of(sheet.split("Who decides")[0])["Ortopædkirurgisk ambulatorium"] == [
        "750",
        "Midtby",
        f"{hospital:.1f}",
    ]
    assert told.index("What changes") < told.index("Diabetesambulatorium") < told.index("As today")


def test_an_area_says_who_decides_and_who_pays(browser: Browser) -> None:
    rows = rows_of(sheet_of(browser.page("/?area=vesterby")).split("Who decides", 1)[1])
    assert rows["Diabetesambulatorium"][0] == "Sukkerafdelingen"
    assert "at home" not in rows["Diabetesambulatorium"][1]
    assert re.fullmatch(r"\w.*; at home .* 75%, .* 25%", rows["Lungeambulatorium"][1])


def test_a_site_says_what_it_has_what_could_come_in_and_at_what_price(browser: Browser, solved: Solved) -> None:
    steps_of(browser)
    page = browser.page("/?site=sh_vesterby")
    sheet = sheet_of(page)
    offered, rest = sheet.split("What could come in", 1)
    assert rows_of(offered)["Diabetesambulatorium"] == ["0 → 1", "0 → 375"]
    notes = {note.function: note for note in study(solved).pairs if note.site == "sh_vesterby"}
    price, against = rows_of(rest)["Ortopædkirurgisk ambulatorium"]
    assert price == f"{notes['ortopaedkirurgi'].money_per_minute:.1f}"
    assert notes["ortopaedkirurgi"].blocking
    assert "lacks 1" in against
    assert "Out of the question here: Lungeambulatorium." in text_of(rest)
    assert "1.0 days a week beyond today; 1.0 were free" in text_of(rest)
    assert "On the staircase" in text_of(rest)
    (why,) = {html.unescape(each) for each in re.findall(r'href="(/why\?[^"]*at=ortopaedkirurgi[^"]*)"', sheet)}
    assert browser.get(why).status_code == 200


def test_a_hospital_says_what_it_gives_away(browser: Browser) -> None:
    assert "What the hospital gives and gets" in text_of(sheet_of(browser.page("/?site=rh_midtby")))


def test_a_step_says_what_it_costs_who_loses_and_what_goes_out_for_it(browser: Browser) -> None:
    (link,) = (link for words, link in steps_of(browser).items() if "− Diabetes, Vesterby" in words)
    sheet = sheet_of(browser.page(link))
    told = text_of(sheet)
    assert "The step at 5.6 kr. a minute" in told
    assert "+ Ortopædkirurgisk ambulatorium Vesterby" in told
    assert re.search(r"33,\d00 minutes less for 0\.19 million kr\. a year", told)
    assert "Diabetesambulatorium Vesterby goes out. Kept (1 day/week)" in told
    losing, gaining = rows_of(sheet)["Ydre"]
    assert losing.startswith("375 × 5")
    assert gaining.startswith("675 × 5")
    areas = rows_of(sheet_of(browser.page(f"{link}&within=Ydre")))
    assert areas["Vesterby"] == [losing, gaining]
    assert "Midtby" not in areas


def test_in_pounds_sheets_are_told_in_pounds(browser: Browser, tmp_path: Path) -> None:
    text = (browser.folder / "scenario.yaml").read_text()
    (tmp_path / "scenario.yaml").write_text(text.replace("about: {purpose", "about: {currency: GBP, purpose", 1))
    try:
        with TestClient(create_app(Settings(Opened(tmp_path), desks=1, language="en")), base_url=HERE) as client:
            pounds = Browser(client, tmp_path)
            (link,) = (link for words, link in steps_of(pounds).items() if "− Diabetes, Vesterby" in words)
            step = text_of(sheet_of(pounds.page(link)))
            site = text_of(sheet_of(pounds.page("/?site=sh_vesterby")))
    finally:
        speak_everywhere_of(KRONER)
    assert "The step at £5." in step
    assert "33,700 minutes less for £190,000 a year" in step
    assert "£ a minute" in site
    for told in (step, site):
        assert not re.search(r"(?i)\bkr\.|kroner|million", told)


def test_a_step_without_a_loser_says_so(browser: Browser) -> None:
    (link,) = (link for words, link in steps_of(browser).items() if words == "+ Diabetes, Vesterby")
    told = text_of(sheet_of(browser.page(link)))
    assert "Nothing goes out for it." in told
    assert rows_of(sheet_of(browser.page(link)))["Ydre"][0] == "–"


@pytest.mark.parametrize(("group", "column", "row"), [("", "Area ", "Vesterby"), ("Ydre", "Area group ", "Ydre")])
def test_areas_without_a_group_lose_and_gain_under_their_own_names(
    tmp_path: Path, group: str, column: str, row: str
) -> None:
    text = (SCENARIOS / "trappen" / "scenario.yaml").read_text()
    area = "vesterby: {name: Vesterby,"
    (tmp_path / "scenario.yaml").write_text(text.replace(area, f"{area} municipality: '{group}',", 1))
    with TestClient(create_app(Settings(Opened(tmp_path), desks=1, language="en")), base_url=HERE) as client:
        browser = Browser(client, tmp_path)
        steps = steps_of(browser)
        (link,) = (link for words, link in steps.items() if "− Diabetes, Vesterby" in words)
        losing = sheet_of(browser.page(link))
        (link,) = (link for words, link in steps.items() if words.startswith("+ Høreklinik") and "−" not in words)
        gaining = rows_of(sheet_of(browser.page(link)))
    assert f"{column}Longer trip" in text_of(losing)
    assert rows_of(losing)[row][0].startswith("375 × 5")
    assert list(gaining) == ["Sønderby"]


def test_a_step_is_struck_out_with_a_reason_that_the_minutes_and_the_copy_keep(browser: Browser) -> None:
    (link,) = (link for words, link in steps_of(browser).items() if words == "+ Diabetes, Vesterby")
    sheet = sheet_of(browser.page(link))
    (state,) = re.findall(r'name="state" value="([^"]*)"', sheet)
    assert re.findall(r'name="pair" value="([^"]*)"', sheet) == ["in diabetes_amb.sh_vesterby"]
    asked = {"state": html.unescape(state), "pair": "in diabetes_amb.sh_vesterby", "do": "strike", "who": "Udvalget"}

    refused = browser.post("/decide", asked)
    assert refused.status_code == 400
    assert "The group&#39;s reason" in refused.text
    assert "Struck out" not in text_of(browser.page("/minutes"))

    reason = "Sygeplejersken <rejser>"
    answer = browser.post("/decide", {**asked, "reason": reason})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?must_not=diabetes_amb.sh_vesterby")
    without = steps_of(browser, "?must_not=diabetes_amb.sh_vesterby")
    assert "+ Diabetes, Østerby" in without
    assert not any("+ Diabetes, Vesterby" in words for words in without)
    minutes = text_of(browser.page("/minutes"))
    assert f"Struck out Diabetes, Vesterby: must not; reason: {reason}; Udvalget" in minutes

    saved = {"state": "must_not=diabetes_amb.sh_vesterby", "name": "Uden", "reason": "Samlet", "who": "Mødet"}
    assert browser.post("/save", saved).status_code == 303
    (file,) = browser.folder.glob("scenario-*-uden.yaml")
    decision = load(file, variants=["uden"]).scenario.policy.placements["diabetes_amb"]["sh_vesterby"]
    assert (decision.decision, decision.reason, decision.decided_by) == ("must_not", reason, "Udvalget")


def test_a_step_is_kept_what_comes_must_and_what_goes_must_not(browser: Browser) -> None:
    fields = [("state", "minute=3"), ("do", "keep")]
    fields += [("pair", "in ortopaedkirurgi.sh_vesterby"), ("pair", "out diabetes_amb.sh_vesterby")]
    answer = browser.client.post(
        "/decide",
        content="&".join(f"{name}={value.replace(' ', '+').replace('=', '%3D')}" for name, value in fields),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": HERE, "Sec-Fetch-Site": "same-origin"},
        follow_redirects=False,
    )
    kept = "/?minute=3&must=ortopaedkirurgi.sh_vesterby&must_not=diabetes_amb.sh_vesterby"
    assert answer.headers["location"] == kept
    assert "Kept" in text_of(browser.page("/minutes"))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"do": "burn", "pair": "in diabetes_amb.sh_vesterby", "reason": "r"}, "do: &#39;burn&#39; is not known."),
        ({"do": "strike", "reason": "r"}, "Choose at least one offer of the step."),
        ({"do": "keep", "pair": "up diabetes_amb.sh_vesterby"}, "Offer: &#39;up diabetes_amb.sh_vesterby&#39;"),
        ({"do": "keep", "pair": "in diabetes_amb.moon"}, "Offer: &#39;in diabetes_amb.moon&#39; is not known."),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(browser: Browser, fields: dict[str, str], told: str) -> None:
    before = browser.page("/minutes")
    answer = browser.post("/decide", {"state": "", **fields})
    assert answer.status_code == 400
    assert told in answer.text
    assert browser.page("/minutes") == before


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("area=vesterbyy", "Area: 'vesterbyy' is not known. Is 'vesterby' meant?"),
        ("site=<b>", "Site: '<b>' is not known."),
        ("group=Ydree", "Ward: 'Ydree' is not known. Is 'Ydre' meant?"),
        ("within=Nowhere", "Ward: 'Nowhere' is not known."),
        ("step=cheap", "Step: 'cheap' is not a number from 0 to 1,000."),
        ("area=vesterby&site=sh_vesterby", "Only one area, ward, site or step can be looked at at a time."),
    ],
)
def test_what_is_not_there_is_refused_in_words(browser: Browser, query: str, told: str) -> None:
    answer = browser.get(f"/?{query}")
    assert answer.status_code == 400
    assert told in text_of(answer.text)
    assert "<b>" not in answer.text


def test_a_price_without_a_step_is_not_found_and_the_steps_are_named(browser: Browser) -> None:
    steps_of(browser)
    browser.get("/?step=77")
    answer = browser.get("/?step=77")
    assert answer.status_code == 404
    assert "There is no step at 77 kr. a minute. There are steps at 1.0, 2.3" in text_of(answer.text)


def test_a_group_is_a_filter_of_map_and_lists_and_has_a_sheet(browser: Browser) -> None:
    page = browser.page("/?within=Ydre&group=Ydre&show=places&minute=3")
    assert "About 27,000 inhabitants" in text_of(sheet_of(page))
    places = page.split('id="places"')[1].split("</section>")[0]
    assert "Østerby" in text_of(places)
    assert "area=soenderby" not in places
    assert "site=rh_midtby" not in places
    assert "area=soenderby" not in browser.page("/?show=places").split('id="places"')[1].split("</section>")[0]
    assert "/?minute=3&amp;show=places" in places
    assert browser.get("/map?minute=3").text.count("fill-opacity") + 1 == browser.get(
        "/map?minute=3&within=Ydre"
    ).text.count("fill-opacity")
    assert "Ydre only. Show all" in text_of(page)


def test_everything_on_the_map_is_a_link_that_keeps_the_rest_of_the_address(browser: Browser) -> None:
    browser.page("/?minute=3")
    drawn = browser.get("/map?minute=3&area=vesterby").text
    links = {html.unescape(each) for each in re.findall(r'<a [^>]*href="([^"]*)"', drawn)}
    scenario = load(browser.folder).scenario
    wanted = {f"/?minute=3&area={name}" for name in scenario.areas.rows} | {
        f"/?minute=3&site={name}" for name in scenario.sites
    }
    assert links == wanted
    assert re.findall(r'id="([^"]*)" aria-current="true"|aria-current="true" id="([^"]*)"', drawn) == [
        ("map-of-vesterby", "")
    ]
    page = browser.page("/?minute=3&area=vesterby")
    assert 'id="map-of-vesterby" aria-current="true"' in page  # known by now: the picture is in the page itself


def test_few_visits_of_an_area_are_not_told(tmp_path: Path) -> None:
    folder = tmp_path / "trappen"
    shutil.copytree(SCENARIOS / "trappen", folder, ignore=shutil.ignore_patterns("meeting-*"))
    text = (
        (folder / "scenario.yaml")
        .read_text()
        .replace("soenderby: {name: Sønderby, people: 8000", "soenderby: {name: Sønderby, people: 100")
    )
    (folder / "scenario.yaml").write_text(text)
    with TestClient(create_app(Settings(Opened(folder), desks=1, language="en")), base_url=HERE) as client:
        rows = rows_of(sheet_of(Browser(client, folder).page("/?area=soenderby")).split("Who decides")[0])
    assert rows["Diabetesambulatorium"][0] == "under 5"
    assert rows["Ortopædkirurgisk ambulatorium"][0] == "5"


def test_where_the_price_of_lost_quality_is_moved_every_price_of_a_minute_is_at_that_price(
    open_browser: Callable[..., Browser],
) -> None:
    """A clinic in Sønderby would see few: 2.2 kr. a minute where a visit of lost quality costs nothing, 5.2 at 400."""
    browser = open_browser("profiler", language="en")
    site, offer = "sh_soenderby", "Hjerteambulatorium"
    comparison = compared_with_today(solve(load(browser.folder), Options(prices=Prices(2.5, 400))))
    (note,) = notes_at(comparison, (), comparison.bench.instance.site_ids.index(site))
    assert (note.recommended, f"{note.money_per_minute:.1f}") == (False, "5.2")

    sheet = sheet_of(browser.page(f"/?lost=400&site={site}"))
    assert rows_of(sheet.split("What could come in", 1)[1])[offer][0] == "5.2"
    why = text_of(browser.page(f"/why?lost=400&at=hjerte_amb.{site}", 120))
    assert "a saved minute may cost 5.2 kr. (here 2.5)" in why
    opened = browser.page("/?minute=6&lost=400&show=changes").split('id="changes"')[1].split("</section>")[0]
    assert re.findall(r'<td class="n">([^<]*)</td></tr>', opened) == ["2.2", "3.1", "5.2"]


def test_the_plan_is_compared_with_today_once_for_a_sheet(solved: Solved, monkeypatch: pytest.MonkeyPatch) -> None:
    known, made = Comparison.of, list[object]()

    def watched(*given: Any) -> Comparison:
        made.append(given)
        return known(*given)

    monkeypatch.setattr(Comparison, "of", watched)
    told_of_place(solved, "site", "sh_vesterby")
    assert len(made) == 1


def matrix_of(page: str) -> dict[str, dict[str, bool]]:
    """Of each function in the matrix, the sites of the cells that can be chosen, and whether each is asked for."""
    made = page.split('id="matrix"')[1].split("</table>", maxsplit=1)[0]
    rows = [row for row in re.findall(r"<tr>.*?</tr>", made, re.DOTALL) if 'scope="row"' in row]
    found = {}
    for row in rows:
        cells = re.findall(r'<td( class="rest")?><button [^>]*value="([^"]*)"', row)
        found[cells[0][1].split(".")[0]] = {pair.split(".")[1]: not rest for rest, pair in cells}
    return found


def test_the_matrix_of_a_group_is_what_its_people_use_or_would_use_and_what_could_be_where_they_live(
    browser: Browser, solved: Solved
) -> None:
    everything = matrix_of(browser.page("/?show=where"))
    assert {site for row in everything.values() for site in row} >= {"sh_soenderby", "sh_oesterby"}
    shown = matrix_of(browser.page("/?show=where&within=Ydre"))
    at = solved.instance.site_ids.index
    units = np.array([group == "Ydre" for group in solved.instance.group])[solved.instance.unit_area]
    assert solved.today_evaluation is not None
    for f, function in enumerate(solved.instance.function_ids):
        for site, is_asked in shown[function].items():
            come = [each.seen[f, units, at(site)].sum() for each in (solved.today_evaluation, solved.evaluation)]
            assert is_asked == (max(come) >= 1 or site == "sh_vesterby"), (function, site)
    sites = {site for row in shown.values() for site in row}
    assert sites == {"rh_midtby", "sh_vesterby", "sh_oesterby"}, "nobody from there comes to Sønderby"
    assert "sh_oesterby" in shown["diabetes_amb"], "they do not live there, and would come"


def test_a_group_is_chosen_for_the_matrix_by_links_and_its_search_is_kept(browser: Browser) -> None:
    page = browser.page("/?show=where&find=diabetes")
    within = page.split('id="matrix-within"')[1].split("</details>")[0]
    assert "Only what concerns the people of one ward" in text_of(within)
    links = [html.unescape(each) for each in re.findall(r'href="([^"]*)"', within)]
    assert links == ["/?within=Indre&show=where&find=diabetes", "/?within=Ydre&show=where&find=diabetes"]
    narrowed = browser.page(links[1])
    assert list(matrix_of(narrowed)) == ["diabetes_amb"]
    within = narrowed.split('id="matrix-within"')[1].split("</details>")[0]
    assert "Only what concerns the people of Ydre" in text_of(within)
    assert "/?show=where&find=diabetes" in [html.unescape(each) for each in re.findall(r'href="([^"]*)"', within)]
    answer = browser.get("/?within=Ydre&show=where&find=orto", **{"HX-Request": "true", "HX-Target": "matrix"})
    assert list(matrix_of(answer.text)) == ["ortopaedkirurgi"]
    assert answer.headers["HX-Replace-Url"] == "/?within=Ydre&show=where&find=orto"


def test_two_plans_are_pictured_for_the_group_that_is_looked_at(browser: Browser) -> None:
    beside = browser.page("/?minute=1.5&pin=plain&within=Ydre", 120).split('id="compare"')[1].split("</section>")[0]
    told = text_of(beside)
    assert "Map and trips are those of Ydre; money and offers are everybody's." in told
    trips = rows_of(beside.split("Who loses first")[-1].split("Who pays")[0])
    assert set(trips) == {"Vesterby", "Østerby"}
    everybody = browser.page("/?minute=1.5&pin=plain", 120).split('id="compare"')[1].split("</section>")[0]
    assert set(rows_of(everybody.split("Who loses first")[-1].split("Who pays")[0])) == {"Ydre"}
    assert beside.count("fill-opacity") > everybody.count("fill-opacity")
    assert "Map and trips" not in everybody
