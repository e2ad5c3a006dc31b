"""A meeting played through with forms and links alone."""

from __future__ import annotations

import concurrent.futures
import html
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest

from placement.questions.proposal.screen.headline import headline
from placement.questions.proposal.study import study
from placement.questions.proposal.views import BrowserVoice, View
from placement.scenario.load import load
from placement.scenario.schema.frame import Weights
from placement.solve.result import Options
from placement.solve.run import solve
from tests.web.asking import BUSY, Browser, fields_of, text_of

Opener = Callable[..., Browser]


def plan_in(page: str) -> str:
    found = re.search(r'<section id="plan".*?</section>', page, re.DOTALL)
    assert found, text_of(page)
    return text_of(found[0])


def plan_of(path: object, options: Options | None = None, **changes: object) -> str:
    """What is said of the plan that the command line finds for the same question."""
    loaded = load(str(path), **changes)  # type: ignore[arg-type]  # as written in the test
    solved = solve(loaded, options)
    return f"Planen {headline(View(solved, study(solved, loaded), BrowserVoice('da')))}"


def test_the_page_says_what_the_command_line_says(browser: Browser) -> None:
    page = browser.page("/")
    assert plan_in(page) == plan_of(browser.folder)
    assert "Bevist" in text_of(page)


def test_other_weights_are_those_of_the_command_line(browser: Browser) -> None:
    page = browser.page("/?w=10,1,0")
    assert plan_in(page) == plan_of(browser.folder, Options(weights=Weights(citizen=10, quality=1, economy=0)))
    assert plan_in(page) != plan_in(browser.page("/"))


@pytest.mark.parametrize(("asked", "told"), [("10,5,5", ["10", "5", "5"]), ("0,7.5,2.5", ["0", "7,5", "2,5"])])
def test_a_weight_reads_where_its_slider_stands_and_as_the_question_is_told(
    browser: Browser, asked: str, told: list[str]
) -> None:
    page = browser.page(f"/?w={asked}")
    assert re.findall(r'<output for="w-[^>]*>([^<]*)<', page) == told
    assert f"vægte {' · '.join(told)}" in text_of(page)
    assert "0 er intet, 10 er mest" in text_of(page)


def test_a_sent_form_becomes_a_short_address(browser: Browser) -> None:
    fields = [(name, "7,5" if name == "citizen" else value) for name, value in fields_of(browser.page("/"))]
    answer = browser.client.get("/", params=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?w=7.5,5,5")
    assert fields_of(browser.page("/?w=7.5,5,5"))[0] == ("citizen", "7.5")


def test_a_variant_is_that_of_the_command_line(browser: Browser) -> None:
    name = next(iter(load(browser.folder).scenario.variants))
    assert plan_in(browser.page(f"/?v={name}")) == plan_of(browser.folder, variants=[name])


def test_a_cell_is_chosen_fixed_forbidden_and_set_free(browser: Browser) -> None:
    scenario = load(browser.folder).scenario
    function, site = next(iter(scenario.functions)), list(scenario.sites)[-1]
    pair = f"{function}.{site}"
    browser.page("/")  # until then the model is being written
    chosen = browser.get(f"/?at={pair}")
    assert scenario.sites[site].title.da in text_of(chosen.text)
    for decision in ("must", "must_not"):
        moved = browser.get(f"/?at={pair}&decide={decision}").headers["location"]
        assert moved == f"/?{decision}={pair}&at={pair}"
        page = browser.page(moved)
        assert f'aria-pressed="true">{"Skal være her" if decision == "must" else "Må ikke være her"}' in page
    freed = browser.get(f"/?must={pair}&at={pair}&decide=may").headers["location"]
    assert freed == f"/?at={pair}"


def compared(browser: Browser, path: str) -> str:
    """The comparison on a page, when it is there; a browser without scripts asks again as the page says."""
    return browser.page(path, 120).split('id="compare"')[1].split("</section>")[0]


def test_pins_are_compared_as_one_picture_and_then_sentences_first(browser: Browser) -> None:
    pinned = browser.get("/?w=10,1,0&do=pin").headers["location"]
    assert pinned == "/?w=10,1,0&pin=w:10,1,0"
    beside = text_of(compared(browser, "/?w=0,0,10&pin=w:10,1,0&lang=en"))
    assert beside.index("Who pays: B against A") < beside.index("In words: B against A") < beside.index("In short")
    assert beside.index("In short") < beside.index("Citizen (travel)")
    assert "Running cost, region" in beside
    assert "B − A" in beside


def test_beside_several_pins_the_plan_is_held_against_the_first(browser: Browser) -> None:
    """One table has them all, of the same visits; nothing of a pin stands beside the plan's own change from today."""
    page = browser.page("/?w=0,0,10&pin=w:10,1,0&pin=plain&lang=en", 120)
    beside = text_of(page.split('id="compare"')[1])
    assert "In words: C against A" in beside
    assert re.search(r"Today A B C C − A", beside)
    indicators = page.split('id="indicators"')[1].split("</section>")[0]
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)', indicators) == ["Today", "Proposal", "Change"]


def test_sides_are_swapped_without_losing_any(browser: Browser) -> None:
    """A pin and the plan change places; in a pin's place come the scenario as it is written and every variant."""
    page = browser.page("/?w=0,0,10&pin=w:10,1,0&pin=plain&lang=en", 120)
    swaps = [html.unescape(link) for link in re.findall(r'<a href="([^"]*)">Swap', page)]
    assert swaps == ["/?w=10,1,0&pin=w:0,0,10&pin=plain&lang=en", "/?pin=w:10,1,0&pin=w:0,0,10&lang=en"]
    form = re.search(r'<form class="swap".*?</form>', page, re.DOTALL)
    assert form
    assert re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0]) == [
        ("w", "0,0,10"),
        ("lang", "en"),
    ]
    variants = [f"v:{name}" for name in load(browser.folder).scenario.variants]
    chosen = []
    for options in re.findall(r"<select[^>]*>(.*?)</select>", form[0]):
        offered = re.findall(r'<option value="([^"]*)"', options)
        assert set(offered) >= {"plain", *variants}
        assert len(offered) == len(set(offered))
        chosen += re.findall(r'<option value="([^"]*)" selected', options)
    assert chosen == ["w:10,1,0", "plain"]
    assert "In words: C against A" in compared(browser, f"/?w=0,0,10&pin={variants[0]}&pin=plain&lang=en")


def test_a_comparison_waits_for_pins_that_are_yet_to_be_solved(open_browser: Opener) -> None:
    """The plan may be there long before the pin of an address somebody was sent."""
    browser = open_browser(alone="unsolved")
    browser.page("/")
    first = browser.get("/?pin=w:7,2,1&lang=en").text
    assert BUSY in first or "In words: B against A" in first
    assert "In words: B against A" in compared(browser, "/?pin=w:7,2,1&lang=en")


def test_a_pin_without_a_plan_is_told(open_browser: Opener) -> None:
    browser = open_browser("umuligt")
    page = browser.page("/?v=undtagelse&pin=plain&lang=en", 120)
    assert "There is no plan to compare with: A." in text_of(page)


def test_any_pair_is_explained(browser: Browser) -> None:
    scenario = load(browser.folder).scenario
    pair = f"{next(iter(scenario.functions))}.{list(scenario.sites)[-1]}"
    told = text_of(browser.page(f"/why?at={pair}"))
    assert "Prisen for at" in told
    assert "Skal være her" in told


def test_every_point_of_the_choice_is_a_plan(browser: Browser) -> None:
    page = browser.page("/tradeoffs", 120)
    points = re.findall(r'<a href="(/tradeoffs\?point=\d+)"', page)
    assert len(set(points)) >= 2
    assert "Ingen vægte fører" in page or "Tag den med" in browser.page(points[0])
    assert "nye tilbud" in text_of(browser.page(points[-1])) or "nyt tilbud" in text_of(browser.page(points[-1]))


def test_a_plan_that_cannot_be_says_why_and_what_would_help(open_browser: Opener) -> None:
    page = text_of(open_browser("umuligt").page("/", 90))
    assert "Der er ingen plan." in page
    assert "Kan ikke lade sig gøre" in page
    assert "Mindste ændringer" in page


def test_what_is_saved_can_be_loaded_and_gives_the_same_plan(open_browser: Opener) -> None:
    browser = open_browser(alone="save")
    before = (browser.folder / "scenario.yaml").read_bytes()
    shown = plan_in(browser.page("/?w=10,1,0"))
    reason = 'Vi "vil" det\r\nmed #to linjer: ja'
    asked = {"state": "w=10,1,0", "name": "Kort vej <først>", "reason": reason, "who": "Gruppe 2"}
    for _ in range(2):
        answer = browser.post("/save", asked)
        assert answer.headers["location"] == "/minutes?w=10,1,0"

    assert (browser.folder / "scenario.yaml").read_bytes() == before
    files = sorted(browser.folder.glob("scenario-*.yaml"), key=lambda file: file.stat().st_mtime_ns)
    assert [file.name.split("-")[-1] for file in files] == ["kort_vej_først.yaml", "kort_vej_først_2.yaml"]
    saved = load(files[-1]).scenario.variants
    assert {"kort_vej_først", "kort_vej_først_2"} <= set(saved)
    variant = saved["kort_vej_først"]
    assert (variant.title.da, variant.asked_by) == ("Kort vej <først>", "Gruppe 2")
    assert variant.reason == 'Vi "vil" det\nmed #to linjer: ja'
    assert plan_of(files[0], variants=["kort_vej_først"]) == shown
    assert "Kort vej <først>" in text_of(browser.page("/minutes"))


def test_a_folder_that_cannot_be_written_is_told(open_browser: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = open_browser(alone="full")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("placement.web.meeting.minutes.os.link", full)
    answer = browser.post("/save", {"state": "w=10,1,0", "name": "n", "reason": "r"})
    assert answer.status_code == 409
    assert "disken er fuld" in answer.text
    assert [file.name for file in browser.folder.iterdir() if file.name.endswith((".yaml", ".new"))] == [
        "scenario.yaml"
    ]


def test_files_of_what_is_on_the_screen(browser: Browser) -> None:
    browser.page("/?w=10,1,0")
    for _ in range(60):
        answer = browser.get("/export/csv?w=10,1,0")
        if answer.status_code == 200:
            break
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("result.json"))
        assert "recommendation.csv" in archive.namelist()
    assert told["objectives"]
    report = browser.get("/export/report?w=10,1,0")
    assert report.headers["content-disposition"] == 'attachment; filename="profiler.html"'
    at_length = re.search(r'<section id="changes".*?<p>(.*?)</p>', browser.page("/?w=10,1,0"), re.DOTALL)
    assert at_length
    assert text_of(at_length[1]) in text_of(report.text)


def test_the_map_of_the_plan_is_in_the_page_and_wears_its_colours(open_browser: Callable[..., Browser]) -> None:
    """Not as an image beside it, which would stay light where the page is dark."""
    page = open_browser("til-en-pris").page("/")
    drawn = re.search(r'<section id="map".*?</section>', page, re.DOTALL)
    assert drawn
    assert "<img" not in drawn[0]
    assert "ground" not in drawn[0].partition("<svg")[0]
    assert drawn[0].count('class="map-area"') == drawn[0].count("/?area=") > 1


def test_ballots_come_before_anything_else(open_browser: Opener) -> None:
    browser = open_browser(ballot=True)
    scenario = load(browser.folder).scenario
    for path in ("/", "/tradeoffs", "/why?at=x", "/minutes", "/export/csv"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/ballot")
    first = browser.page("/ballot")
    assert not [site.title.da for site in scenario.sites.values() if site.title.da in first]
    assert browser.post("/ballot/close", {}).status_code == 400

    for name, given in (("Anna", (10, 1, 0)), ("Bo", (0, 1, 10)), ("", (5, 5, 5))):
        fields = dict(zip(("citizen", "quality", "economy"), map(str, given), strict=True))
        assert browser.post("/ballot", {"participant": name, **fields}).status_code == 303
    taken = browser.post("/ballot", {"participant": "ANNA", "citizen": "1", "quality": "1", "economy": "1"})
    assert "har stemt" in text_of(taken.text)
    nothing = browser.post("/ballot", {"participant": "C", "citizen": "0", "quality": "0", "economy": "0"})
    assert nothing.status_code == 400

    assert browser.post("/ballot/close", {}).status_code == 303
    told = text_of(browser.page("/ballot", 120))
    assert "3 har stemt" in told
    assert "Plan 1 : " in told or "Plan 1: " in told
    assert browser.post("/ballot", {"citizen": "1", "quality": "1", "economy": "1"}).status_code == 400
    assert browser.get("/").status_code == 200
    kept = next(browser.folder.glob("ballots-*.csv")).read_text(encoding="utf-8").splitlines()
    assert kept == ["participant,citizen,quality,economy", "Anna,10,1,0", "Bo,0,1,10", "Deltager 3,5,5,5"]


def test_every_move_is_logged(open_browser: Opener) -> None:
    browser = open_browser(alone="log")
    browser.get("/?w=9,5,5", **{"HX-Request": "true", "HX-Current-URL": "http://localhost/"})
    browser.get("/?w=8,5,5", **{"HX-Request": "true", "HX-Current-URL": "http://localhost/?w=9,5,5"})
    browser.get("/?w=8,5,5&at=", **{"HX-Request": "true", "HX-Current-URL": "http://localhost/?w=8,5,5"})
    log = browser.get("/export/log").text.splitlines()
    assert [(each["what"], each["before"], each["asked"]) for each in map(json.loads, log)] == [
        ("move", "plain", "w:9,5,5"),
        ("move", "w:9,5,5", "w:8,5,5"),
    ]
    assert "vægte 8 · 5 · 5" in text_of(browser.page("/minutes"))


def test_english(browser: Browser) -> None:
    page = browser.page("/?lang=en")
    assert '<html lang="en">' in page
    assert "The plan" in text_of(page)
    assert "Arbejdsbord" not in page


def test_a_server_that_speaks_english_opens_in_english(open_browser: Opener) -> None:
    browser = open_browser(language="en", alone="en")
    page = browser.page("/")
    assert '<html lang="en">' in page
    assert "lang=en" not in page
    assert 'href="/?lang=da"' in page
    danish = browser.page("/?lang=da")
    assert '<html lang="da">' in danish
    assert 'href="/tradeoffs?lang=da"' in danish
    assert '<html lang="en">' in browser.page("/ballot")
    assert "no such page" in text_of(browser.get("/nowhere").text).lower()
    assert browser.post("/ballot/reopen", {"lang": "da"}).headers["location"] == "/ballot?lang=da"


def test_fifty_questions_at_once_are_answered_or_put_off(open_browser: Opener) -> None:
    browser = open_browser(alone="many")
    browser.page("/")
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        asked = [f"/?w={n / 8:g},1,{10 - n / 8:g}" for n in range(1, 51)]
        answers = list(pool.map(browser.get, asked))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 503)
    assert "Planen" in text_of(browser.page("/"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("changes=abc", "Højst så mange ændringer: 'abc' er ikke et tal fra 0 til 10.000."),
        ("lang=en&investment=-5", "Investment, at most million kr.: '-5' is not a number from 0 to"),
        ("w=1,x,1", "Vægt: 'x' er ikke et tal fra 0 til 10."),
        ("w=0,0,0", "Alle vægte er 0; mindst én skal være over."),
        ("m=banana", "Metode: 'banana' kendes ikke."),
        ("citizen=x&foo=1", "'foo' er ikke noget, der kan spørges om."),
    ],
)
def test_what_is_wrong_is_called_what_the_page_calls_it(browser: Browser, asked: str, told: str) -> None:
    answer = browser.get(f"/?{asked}")
    assert answer.status_code == 400
    assert told in text_of(answer.text)


def test_a_note_without_a_reason_names_the_field(browser: Browser) -> None:
    answer = browser.post("/save", {"state": "", "name": "x", "reason": " "})
    assert answer.status_code == 400
    assert "'Gruppens begrundelse' mangler." in text_of(answer.text)


def test_the_same_name_twice_makes_two_variants(open_browser: Opener) -> None:
    browser = open_browser(alone="twice")
    browser.page("/?w=10,1,0")
    fields = {"state": "w=10,1,0", "name": "<script>alert(1)</script> æøå", "reason": "Sådan."}
    for _ in range(2):
        assert browser.post("/save", fields).status_code == 303
    page = browser.page("/minutes")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; æøå</h3>") == 2
    copies = sorted(browser.folder.glob("scenario-*.yaml"))
    assert len(copies) == 2
    assert sorted(len(load(each).base.variants) - len(load(browser.folder).base.variants) for each in copies) == [1, 2]
