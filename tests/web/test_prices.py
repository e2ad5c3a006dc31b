"""A workbench that counts in kroner: two prices are turned, and where the plan changes is drawn beside them."""

from __future__ import annotations

import json
import math
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from placement.cli import run
from placement.errors import UsageError
from placement.present.parts import parts_of
from placement.present.words.currency import currency
from placement.present.words.voice import Voice
from placement.questions.explain.screen import explain_screen
from placement.questions.explain.study import explain
from placement.questions.proposal.screen.headline import headline
from placement.questions.proposal.study import study
from placement.questions.proposal.views import BrowserVoice, View
from placement.questions.tradeoff.steps.screen import rows
from placement.questions.tradeoff.steps.study import stairway
from placement.questions.tradeoff.steps.tables import Words as StepWords
from placement.questions.tradeoff.steps.tables import picture
from placement.scenario.load import Opened, load
from placement.solve.result import Interim, Options, Prices
from placement.solve.run import Live, solve
from placement.solve.staircase import _Probing, _Seen
from placement.web.app import Settings, check_ballots, create_app
from placement.web.choices import PricePanel, StairsView
from placement.web.solving.answers import draw, unpack
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Account, Setup, Solution
from placement.web.solving.process import Desk, Ending, _Watched
from placement.web.steps import Climb, Steps, ladder, price_between, price_inside, sliders, traded_off
from placement.web.what_ifs import Address, Controls, Question, WhatIf
from placement.web.words import Words, status
from tests.helpers.whole_questions import staircase
from tests.web.asking import HERE, SCENARIOS, Browser, copy_weighing, fields_of, text_of

Opener = Callable[..., Browser]
SMALL = "til-en-pris"
"""One offer comes in at 4.63 kr. a minute."""


@pytest.fixture
def bench(open_browser: Opener) -> Browser:
    return open_browser(SMALL, language="en")


def plan_in(page: str) -> str:
    found = re.search(r'<section id="plan".*?</section>', page, re.DOTALL)
    assert found, text_of(page)
    return text_of(found[0])


def plan_at(folder: Path, minute: float) -> str:
    """What is said of the plan that the command line finds at a price."""
    loaded = load(folder)
    solved = solve(loaded, Options(prices=Prices(minute)))
    return f"The plan {headline(View(solved, study(solved, loaded), BrowserVoice('en')))}"


def undecided(told: str) -> str:
    """What is said of a plan, whoever chose its price."""
    return re.sub(r"\((not decided|chosen for this calculation)\)", "()", told)


def offers_at(folder: Path, minute: float) -> bytes:
    """What is open where at a price."""
    return solve(load(folder), Options(prices=Prices(minute))).plan.open.tobytes()


def test_another_price_is_that_of_the_command_line(bench: Browser) -> None:
    for minute in (4, 5.5):
        assert plan_in(bench.page(f"/?minute={minute}")) == plan_at(bench.folder, minute)
    assert plan_in(bench.page("/?minute=4")) != plan_in(bench.page("/"))
    assert "a minute may cost 4 kr. (was 5)" in text_of(bench.page("/?minute=4"))


def test_there_are_two_sliders_and_they_send_a_short_address(bench: Browser) -> None:
    page = bench.page("/")
    ranges = re.findall(r'<input type="range" id="[po]-(\w+)" name="\1" min="0" max="([\d.]+)"', page)
    assert ranges == [("minute", "7.5"), ("lost", "1000")]
    assert '<label for="p-minute">What a saved minute may cost</label>' in page
    assert "5 kr. a minute</output>" in page
    fields = [(name, "6,5" if name == "minute" else value) for name, value in fields_of(page)]
    answer = bench.client.get("/", params=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?minute=6.5")
    assert dict(fields_of(bench.page("/?minute=6.5&lost=20")))["minute"] == "6.5"


def test_what_weighs_is_asked_for_where_a_method_weighs(bench: Browser, open_browser: Opener) -> None:
    sent = [*[each for each in fields_of(bench.page("/?minute=6")) if each[0] != "m"], ("m", "balanced")]
    answer = bench.client.get("/", params=sent, follow_redirects=False)
    assert answer.headers["location"] == "/?m=balanced"
    assert "regn" not in text_of(bench.page("/?m=balanced&w=1,1,5"))
    refused = bench.get("/?w=1,1,5")
    assert refused.status_code == 400
    assert "choose a method that weighs" in text_of(refused.text)
    weighing = open_browser().page("/")
    assert 'name="minute"' not in weighing
    assert 'name="citizen"' in weighing


def test_the_steps_are_those_of_the_staircase_and_true_when_tried(bench: Browser) -> None:
    loaded = load(bench.folder)
    live = Live(loaded)
    found = staircase(lambda price: live.ask(loaded, Options(prices=Prices(price, 0.0))), 0.0)
    page = bench.page("/steps")
    links = re.findall(r'<li><a href="(/\?minute=([\d.]+))">', page)
    assert len(links) == len(found.steps) == 1
    link, price = links[0][0], float(links[0][1])
    assert found.steps[0].price < price < found.steps[0].price + 0.1
    below = round(found.steps[0].price - 0.01, 2)
    assert plan_in(bench.page(link)) == plan_at(bench.folder, price)
    assert plan_in(bench.page(f"/?minute={below}")) == plan_at(bench.folder, below)
    assert offers_at(bench.folder, price) == offers_at(bench.folder, 5) != offers_at(bench.folder, below)
    assert f"from {price:g} kr." in text_of(page)
    assert "It is proven that there are no others." in text_of(page)
    assert "ortopædkirurgi" in text_of(page).lower()


def test_steps_that_are_known_stand_beside_the_slider_and_follow_every_price(bench: Browser) -> None:
    bench.page("/steps")
    swapped = bench.get("/?minute=6", **{"HX-Request": "true"})
    parts = swapped.text.partition('<div id="steps"')[2]
    assert 'hx-swap-oob="true"' in parts[:80]
    assert '<a href="/?minute=4.65">' in parts
    other = bench.get("/?minute=6&v=dyrere", **{"HX-Request": "true"})
    assert 'hx-get="/steps' in other.text or "busy" in other.text
    assert (
        "<a href=" not in other.text.partition('<div id="steps"')[2].partition("</div>")[0].partition("<noscript>")[0]
    )


def test_a_variant_has_steps_of_its_own(bench: Browser) -> None:
    text = text_of(bench.page("/steps?v=haard_regel"))
    assert "from 4.65 kr." not in text
    assert "It is proven that there are no others." in text


def links_of(page: str) -> dict[str, str]:
    """The plans of the table of the steps, as they are called there, and where each leads."""
    table = re.search(r'<table id="stairs">.*?</table>', page, re.DOTALL)
    assert table, text_of(page)
    return {text_of(words): link for link, words in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', table[0])}


def test_the_staircase_marks_the_workbenchs_plan_and_each_link_leads_to_its_plan(bench: Browser) -> None:
    page = bench.page("/tradeoffs")
    assert "2 plans, each the best for some price of a saved minute." in text_of(page)
    assert page.count("<svg") == 1
    assert "/tradeoffs?point=" not in page
    links = links_of(page)
    assert links["Plan 2, the workbench's"] == "/"
    assert list(links) == ["Plan 1", "Plan 2, the workbench's"]
    low = re.fullmatch(r"/\?minute=([\d.]+)", links["Plan 1"])
    assert low
    for n, (link, minute, end) in enumerate(((low[0], float(low[1]), 0.01), ("/", 5, 99)), 1):
        assert plan_in(bench.page(link)) == plan_at(bench.folder, minute)
        assert offers_at(bench.folder, minute) == offers_at(bench.folder, end)
        at = links_of(bench.page(f"/tradeoffs{link[1:]}"))
        assert at[f"Plan {n}, the workbench's"] == link


def test_the_staircase_is_that_of_the_command_line(bench: Browser) -> None:
    shown = text_of(bench.page("/tradeoffs?minute=4&lost=20"))
    loaded = load(bench.folder)
    found = stairway(loaded, Options(prices=Prices(4, 20)))
    words = StepWords(found, Voice("en"))
    for row in rows(words):
        cells = [row.price, " ".join(row.lines), row.minutes, row.money, row.in_all]
        assert " ".join(filter(None, cells)) in shown
    assert "Kroner hold lost quality at 20 kr. a visit." in shown
    picture_words = re.findall(r">([^<>]+)</text>", picture(found, "en"))
    assert picture_words
    assert all(each in shown for each in picture_words)


def test_the_plans_that_weigh_are_behind_a_link(bench: Browser) -> None:
    assert 'href="/tradeoffs?m=balanced"' in bench.page("/tradeoffs?minute=4&lost=20")
    page = bench.page("/tradeoffs?m=balanced", 120)
    assert 'id="stairs"' not in page
    assert re.search(r'<a href="/tradeoffs\?m=balanced&amp;point=\d+"', page)


def test_a_plan_of_the_workbench_that_is_not_the_best_is_told() -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    cheap, dear = (desk.solve(Question(minute=minute), lambda _: None, Ending()) for minute in (4, 6))
    assert isinstance(cheap, Solution)
    assert isinstance(dear, Solution)
    told: list[object] = []
    same = desk.stairs(Question(minute=6), dear.packed, told.append, Ending())
    assert told == [Steps()]
    other = desk.stairs(Question(minute=6), cheap.packed, told.append, Ending())
    assert same is not None
    assert other is not None
    assert (same.chosen, same.is_proposal, same.dearer) == (1, True, pytest.approx(0, abs=1e-6))
    apart = unpack(cheap.packed), unpack(dear.packed)
    citizen, _, economy = (one - two for one, two in zip(*(s.objectives.as_tuple() for s in apart), strict=True))
    assert other.dearer == pytest.approx(economy + 6 * citizen)
    words = Words(Controls(Opened(SCENARIOS / SMALL)), Voice("en"))
    views = [StairsView(found, Address(WhatIf(minute=6)), words, 0.05) for found in (same, other)]
    assert views[0].other == ""
    assert "a year dearer than plan 2" in views[1].other
    assert [stair.plan for stair in views[1].rows if stair.plan] == ["Plan 1", "Plan 2"]
    equal = replace(views[1], found=replace(other, dearer=0.2))
    assert equal.other == "The workbench shows another plan, which costs the same as plan 2."
    bare = replace(views[0], found=replace(same, rows={"en": same.rows["en"][1:]}))
    assert views[0].first is None
    assert bare.first == ("Plan 1", views[0].rows[0].link)


def test_a_staircase_that_is_stopped_tells_nothing_and_goes_on_where_it_was() -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    solution = desk.solve(Question(), lambda _: None, Ending())
    assert isinstance(solution, Solution)
    ending = Ending()
    ending.set()
    assert desk.stairs(Question(), solution.packed, lambda _: None, ending) is None
    assert desk.stairs(Question(), solution.packed, lambda _: None, Ending()) is not None


def test_an_explanation_takes_the_staircase_that_is_known_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    solution = desk.solve(Question(), lambda _: None, Ending())
    assert isinstance(solution, Solution)
    solved = unpack(solution.packed)
    names = solved.instance
    pair = next(
        (names.function_ids[f], names.site_ids[s])
        for f, s in zip(*(solved.plan.open & ~solved.today.open).nonzero(), strict=True)
    )
    first: list[Account] = []
    slow = desk.explain(Question(), solution.packed, pair, first.append, Ending())
    assert len(first) == 1
    assert slow is not None
    at_once, whole = (text_of(str(found.told["en"])) for found in (first[0], slow))
    assert "When it pays".upper() in whole
    assert "When it pays".upper() not in at_once
    assert "kr. a minute; here a minute may cost 5 kr." in whole

    def again(*_: object) -> None:
        raise AssertionError("searched for again")

    monkeypatch.setattr("placement.web.steps.staircase_on", again)
    monkeypatch.setattr("placement.questions.explain.break_even.staircase_on", again)
    other = desk.solve(Question(minute=6), lambda _: None, Ending())
    assert isinstance(other, Solution)
    quick = desk.explain(Question(minute=6), other.packed, pair, first.append, Ending())
    assert len(first) == 1
    assert quick is not None
    fresh = Live(load(SCENARIOS / SMALL), Options(prices=Prices(6, 0)))
    monkeypatch.undo()
    studied = study(fresh.solved, load(SCENARIOS / SMALL))
    expected = explain(fresh, load(SCENARIOS / SMALL), studied, *pair)
    minute = {one.heading: one.texts for one in parts_of(explain_screen(fresh.solved, studied, expected, Voice("en")))}
    assert {one.heading: one.texts for one in quick.told["en"]}["WHEN IT PAYS"] == minute["WHEN IT PAYS"]


def test_an_explanation_that_is_stopped_goes_on_later() -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    solution = desk.solve(Question(), lambda _: None, Ending())
    assert isinstance(solution, Solution)
    scenario = desk.opened.plain.scenario
    pair = next(iter(scenario.functions)), list(scenario.sites)[-1]
    ending, told = Ending(), []

    def give_way(account: Account) -> None:
        told.append(account)
        ending.set()

    assert desk.explain(Question(), solution.packed, pair, give_way, ending) is None
    assert len(told) == 1
    assert desk.explain(Question(), solution.packed, pair, told.append, Ending()) is not None


def test_what_ifs_that_weigh_are_measured_by_one_table_whatever_is_asked_first() -> None:
    changed = Question(method="balanced", overrides=("policy.max_changes=0",))
    scales = []
    for first in (Question(), Question(overrides=("policy.max_changes=0",))):
        desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
        for question in (first, Question(method="balanced"), changed):
            found = desk.solve(question, lambda _: None, Ending())
            assert isinstance(found, Solution)
            scales.append(unpack(found.packed).scale)
    assert scales[0] is None
    assert scales[1] is not None
    assert scales[1:3] == [scales[1], scales[1]]
    assert scales[4:] == [scales[1], scales[1]]


def test_without_prices_there_are_no_steps(open_browser: Opener) -> None:
    answer = open_browser(language="en", alone="en").get("/steps")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_moves_and_ballots_are_logged_as_prices(open_browser: Opener) -> None:
    browser = open_browser(SMALL, alone="log", language="en")
    browser.get("/?minute=9", **{"HX-Request": "true", "HX-Current-URL": "http://localhost/?minute=6&lost=30"})
    log = browser.get("/export/log").text.splitlines()
    asked = json.loads(log[0])
    assert (asked["what"], asked["before"], asked["asked"]) == ("move", "minute:6;lost:30", "minute:9")
    assert "a minute may cost 9 kr. (was 5)" in text_of(browser.page("/minutes"))


def test_a_price_that_is_saved_gives_the_same_plan(open_browser: Opener) -> None:
    browser = open_browser(SMALL, alone="save", language="en")
    shown = plan_in(browser.page("/?minute=4"))
    asked = {"state": "minute=4&lost=100", "name": "cheap", "reason": "as said"}
    assert browser.post("/save", asked).status_code == 303
    saved = load(next(browser.folder.glob("scenario-*.yaml")), variants=["cheap"])
    prices = saved.scenario.objectives.prices
    assert prices.minute is not None
    assert (prices.minute.value, prices.lost_quality_visit.value) == (4, 100)
    solved = solve(saved)
    told = f"The plan {headline(View(solved, study(solved, saved), BrowserVoice('en')))}"
    assert undecided(told) == undecided(shown)


def test_a_variant_with_a_price_of_its_own_is_told_beside_the_slider(tmp_path: Path) -> None:
    text = (SCENARIOS / SMALL / "scenario.yaml").read_text()
    own = "  cheap: {title: Cheap, set: {objectives.prices: {minute: 4, lost_quality_visit: 100}}}\n"
    (tmp_path / "scenario.yaml").write_text(text.replace("variants:\n", f"variants:\n{own}"))
    controls = Controls(Opened(tmp_path))
    page = PricePanel(controls, Address(WhatIf(variants=("cheap",))), Words(controls, Voice("en")))
    assert page.varied
    assert [page.price(slider) for slider in page.sliders] == ["4 kr. a minute", "100 kr. a visit"]
    assert not replace(page, address=Address(WhatIf(variants=("dyrere",)))).varied
    desk = Desk(Setup(str(tmp_path), Options()))
    question = controls.question(WhatIf(variants=("cheap",), lost=50))
    assert desk.options(question, desk.loaded(question)).prices == Prices(4, 50)


@pytest.mark.parametrize(("code", "enough"), [("DKK", 1000.0), ("GBP", 100.0), ("JPY", 10_000.0)])
@pytest.mark.parametrize("said", [None, 7.0])
def test_serve_speaks_of_the_scenarios_currency_and_is_as_precise_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, enough: float, said: float | None
) -> None:
    text = (SCENARIOS / SMALL / "scenario.yaml").read_text()
    (tmp_path / "scenario.yaml").write_text(text.replace("about: {purpose", f"about: {{currency: {code}, purpose", 1))
    served: list[tuple[str, float]] = []

    def serve(listening: socket.socket, settings: Settings, _started: object) -> None:
        listening.close()
        served.append((currency(), settings.options.gap_money))

    monkeypatch.setattr("placement.web.server.serve", serve)
    assert run(["serve", str(tmp_path), "--port", "0", *(["--gap-money", str(said)] if said else [])]) == 0
    assert served == [(code, said or enough)]


def test_a_scenario_without_a_price_says_so_and_takes_one(tmp_path: Path) -> None:
    text = (SCENARIOS / SMALL / "scenario.yaml").read_text()
    (tmp_path / "scenario.yaml").write_text(text.replace("objectives: {method: price, prices: {minute: 5}}\n", ""))
    with TestClient(create_app(Settings(Opened(tmp_path), desks=1, language="en")), base_url=HERE) as client:
        browser = Browser(client, tmp_path)
        page = text_of(browser.page("/"))
        assert "it is not said what a saved minute may cost" in page
        assert "no price yet" in page
        assert undecided(plan_in(browser.page("/?minute=5"))) == undecided(plan_at(SCENARIOS / SMALL, 5))
        assert "from 4.7 kr." in text_of(browser.page("/steps?minute=5"))


def test_a_price_within_the_range_keeps_it_and_another_one_stands_alone() -> None:
    controls = Controls(Opened(SCENARIOS / "midtjylland"))
    assert traded_off(controls, WhatIf(minute=9, lost=900)) == {
        "objectives.prices.minute.value": 9,
        "objectives.prices.lost_quality_visit": 900,
    }
    decided = Controls(_opened(controls, {"status": "decided", "decided_by": "Rådet"}))
    assert traded_off(decided, WhatIf(minute=9))["objectives.prices.status"] == "not_decided"


def _opened(controls: Controls, prices: dict[str, str]) -> Opened:
    """The same scenario with prices otherwise."""
    opened = Opened(SCENARIOS / "midtjylland")
    own = controls.scenario.objectives
    changed = own.model_copy(update={"prices": own.prices.model_copy(update=prices)})
    opened.__dict__["plain"] = replace(
        opened.plain, scenario=opened.plain.scenario.model_copy(update={"objectives": changed})
    )
    return opened


def test_sliders_hold_the_range_and_whatever_is_asked() -> None:
    controls = Controls(Opened(SCENARIOS / "midtjylland"))
    minute, lost = sliders(controls, WhatIf())
    assert (minute.top, minute.step, lost.top, lost.step) == (18, "0.1", 750, "5")
    own = controls.scenario.objectives.prices.minute
    assert own is not None
    assert (minute.low, minute.own, minute.high) == (own.low, own.value, own.high)
    beyond, between = sliders(controls, WhatIf(minute=40, lost=333))
    assert (beyond.top, beyond.value) == (40, 40)
    assert between.step == "any"


@given(st.floats(0, 500), st.floats(1e-4, 50), st.sampled_from((0.01, 0.1, 0.5, 1.0, 5.0)))
def test_a_price_between_two_steps_is_between_them(low: float, apart: float, notch: float) -> None:
    assert low < price_between(low, low + apart, notch) < low + apart
    assert low < price_between(low, float("inf"), notch) <= low + max(1.0, notch) + 1e-9


@given(st.floats(0, 900), st.floats(1e-3, 90), st.sampled_from((0.01, 0.1, 1.0)))
def test_a_price_inside_a_range_is_well_inside(low: float, apart: float, notch: float) -> None:
    found = price_inside(low, low + apart, notch)
    assert found is not None
    assert low + apart / 4 < found < low + apart * 3 / 4
    open_ended = price_inside(low, math.inf, notch)
    assert open_ended is None or low < open_ended <= 1000
    assert open_ended is not None or low > 500
    assert price_inside(low + apart, low, notch) is None


def test_a_search_for_steps_that_is_interrupted_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, asked, stop = load(SCENARIOS / SMALL), list[float](), threading.Event()
    live, search = Live(loaded), _Probing._found

    def found(self: _Probing, price: float, near: Sequence[_Seen]) -> _Seen | None:
        if len(asked) == 2:
            stop.set()
        answer = search(self, price, near)
        asked.extend([] if answer is None or answer.stopped else [price])
        return answer

    monkeypatch.setattr(_Probing, "_found", found)
    climb = Climb(Options(), live.solved)
    climb.search(live, loaded, stop)
    first = climb.steps
    assert not first.complete
    assert all(change.low < 4.64 and change.high > 4.63 for change in first.changes)  # no more than is known
    stop = threading.Event()
    asked.append(math.nan)  # nothing is stopped from here on
    climb.search(live, loaded, stop)
    second = climb.steps
    assert second.complete
    assert second.unproven == 0
    assert len(second.changes) == 1
    assert len(asked) == len(set(asked))


def test_looking_for_steps_gives_way_to_other_questions() -> None:
    desk, told = Desk(Setup(str(SCENARIOS / SMALL), Options())), []
    solution = desk.solve(Question(minute=6), lambda _: None, Ending())
    assert isinstance(solution, Solution)
    steps = desk.steps(Question(minute=6), solution.packed, told.append, Ending())
    assert told == [Steps()]  # something is known, so a question of which nothing is known goes before it
    assert steps is not None
    (rung,) = ladder(steps, sliders(Controls(Opened(SCENARIOS / SMALL)), WhatIf())[0])
    assert rung.label
    assert rung.at == pytest.approx(100 * 4.63 / 7.5, abs=0.1)


def test_a_search_for_steps_that_is_stopped_tells_nothing_and_can_go_on() -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    solution = desk.solve(Question(), lambda _: None, Ending())
    assert isinstance(solution, Solution)
    ending = Ending()
    ending.set()
    assert desk.steps(Question(), solution.packed, lambda _: None, ending) is None
    found = desk.steps(Question(), solution.packed, lambda _: None, Ending())
    assert found is not None
    assert len(found.changes) == 1


def test_the_first_question_is_answered_without_solving_the_scenario_itself() -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    asked = Question(minute=4)
    assert isinstance(desk.solve(asked, lambda _: None, Ending()), Solution)
    live = desk.live()
    assert live.payoff is None
    assert live.solved.prices == Prices(4, 0)
    for question in (Question(), asked, Question(lost=50)):
        found = desk.solve(question, lambda _: None, Ending())
        assert isinstance(found, Solution)
        expected = solve(desk.loaded(question), desk.options(question, desk.loaded(question)))
        assert found.picture.objective == pytest.approx(expected.objective)


def test_a_sketch_of_a_plan_tells_all_but_what_each_change_buys(tmp_path: Path) -> None:
    copy_weighing(tmp_path / "weighing")
    desk, shown = Desk(Setup(str(tmp_path / "weighing"), Options())), []
    question = Question(weights=(1, 0.1, 0))
    found = desk.solve(question, lambda _: None, Ending())
    assert isinstance(found, Solution)
    solved = unpack(found.packed)
    _Watched(shown.append)(Interim(solved.objective, solved.bound, solved.gap, solved.scale, 0.0, lambda: solved))
    (sketched,) = shown
    assert sketched.matrix == found.picture.matrix
    for language in ("da", "en"):
        early, told = sketched.told[language], found.picture.told[language]
        assert (early.headline, early.aims, early.below) == (told.headline, told.aims, told.below)
        assert told.parts == draw(solved, done=True).told[language].parts
        assert told.parts
        assert not early.parts


@pytest.mark.parametrize(
    ("apart", "gained", "told"),
    [
        (0.4, 0.0, "Proven: no plan is better."),
        (812.3, 0.0004, "Proven. At most 813 kr. a year from proven best."),
        (812.3, float("inf"), "Proven. At most 813 kr. a year from proven best."),
    ],
)
def test_how_far_from_proven_best_is_told_in_kroner(apart: float, gained: float, told: str) -> None:
    desk = Desk(Setup(str(SCENARIOS / SMALL), Options()))
    found = desk.solve(Question(), lambda _: None, Ending())
    assert isinstance(found, Solution)
    picture = replace(found.picture, gap=gained, gap_money=apart, proven=True)
    job = Job("a", "solve", (), told=found, state="done")
    assert status(job, picture, Voice("en"), warm=True) == told
    over = status(job, replace(picture, gap_money=5588.6, proven=False), Voice("en"), warm=True)
    assert over == "The search is over. At most 5,589 kr. a year from proven best."
    going = Job("a", "solve", (), told=picture, state="running")
    best = "Plan found: none is better. The last checks go on."
    on = best if apart < 1 else "Plan found. At most 813 kr. a year from proven best; the proof goes on."
    assert status(going, picture, Voice("en"), warm=True) == on
    out = replace(found, stopped="time_limit")
    late = status(Job("a", "solve", (), told=out, state="done"), replace(picture, proven=False), Voice("en"), warm=True)
    assert late.startswith("Out of time. Best plan so far, at most ")


def test_prices_are_told_against_those_of_the_scenario() -> None:
    words = Words(Controls(Opened(SCENARIOS / "midtjylland")), Voice("en"))
    assert words.asked(WhatIf(minute=10)) == "a minute may cost 10 kr. (was 9)"
    assert words.asked(WhatIf(minute=9)) == "a minute may cost 9 kr."
    assert words.asked(WhatIf(lost=500)).endswith("may cost 500 kr. (was 400)")


# ---- ballots


def test_ballots_that_weigh_are_not_mixed_with_ballots_in_kroner(tmp_path: Path) -> None:
    old = tmp_path / "ballots-2026-01-01-120000.csv"
    settings = Settings(Opened(SCENARIOS / SMALL), notes=tmp_path, ballot=True)
    check_ballots(settings)
    old.write_text("participant,minute\nAnna,6\n")
    check_ballots(settings)
    old.write_text("﻿participant;citizen;quality;economy\nAnna;6;1;1\n")
    with pytest.raises(UsageError) as refused:
        check_ballots(settings)
    assert str(old) in refused.value.message
    assert "--notes" in refused.value.message
    copy_weighing(tmp_path / "weighing")
    check_ballots(replace(settings, opened=Opened(tmp_path / "weighing")))


def test_a_search_for_steps_that_was_put_aside_has_not_found_that_there_are_none() -> None:
    """Whoever looked has gone to another page, and must not read, coming back, that one plan is best at every price."""
    controls = Controls(Opened(SCENARIOS / SMALL))
    words = Words(controls, Voice.of(controls.scenario, "en"))
    for state, is_known in (("running", False), ("aside", False), ("done", True)):
        job = Job("steps", "steps", (), told=Steps(), state=state)  # type: ignore[arg-type]  # a loop over them
        panel = PricePanel(controls, Address(), words, job)
        assert (panel.steps is not None) == is_known, state
        assert panel.sought == (not is_known)
