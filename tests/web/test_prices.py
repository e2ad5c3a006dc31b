"""A workbench that counts in kroner: two prices are turned, and where the plan changes is drawn beside them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from placement.errors import UsageError
from placement.present.words.voice import Voice
from placement.questions.proposal.screen.first import sentences
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.scenario.load import Opened, load
from placement.solve.result import Interim, Options, Prices, Solved
from placement.solve.run import Live, solve
from placement.solve.staircase import staircase
from placement.web.answers import draw, unpack
from placement.web.app import Settings, check_ballots, create_app
from placement.web.jobs import Job
from placement.web.messages import Setup, Solution
from placement.web.price_panel import PricePanel
from placement.web.prices import price_between, sliders, traded_off
from placement.web.solving_process import Desk, Ending, _Watched
from placement.web.steps import Climb, Steps, ladder
from placement.web.what_ifs import Address, Controls, Question, WhatIf
from placement.web.words import Words, status
from tests.web.asking import HERE, SCENARIOS, Browser, fields_of, text_of

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
    """What the command line says at a price."""
    loaded = load(folder)
    solved = solve(loaded, Options(prices=Prices(minute)))
    return " ".join(["The plan", *sentences(View(solved, study(solved, loaded), Voice("en")))])


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
    assert plan_in(bench.page(link)) == plan_at(bench.folder, 5)
    assert plan_in(bench.page(f"/?minute={found.steps[0].price - 0.01:.2f}")) == plan_at(bench.folder, 0)
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


def test_without_prices_there_are_no_steps(open_browser: Opener) -> None:
    answer = open_browser(language="en", alone="en").get("/steps")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_moves_and_ballots_are_logged_as_prices(open_browser: Opener) -> None:
    browser = open_browser(SMALL, alone="log", language="en")
    browser.get("/?minute=9", **{"HX-Request": "true", "HX-Current-URL": "http://localhost/?minute=6&lost=30"})
    log = next(browser.folder.glob("meeting-*.jsonl")).read_text().splitlines()
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
    assert " ".join(["The plan", *sentences(View(solved, study(solved, saved), Voice("en")))]) == shown


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


def test_a_scenario_without_a_price_says_so_and_takes_one(tmp_path: Path) -> None:
    text = (SCENARIOS / SMALL / "scenario.yaml").read_text()
    (tmp_path / "scenario.yaml").write_text(text.replace("objectives: {method: price, prices: {minute: 5}}\n", ""))
    with TestClient(create_app(Settings(str(tmp_path), desks=1, language="en")), base_url=HERE) as client:
        browser = Browser(client, tmp_path)
        page = text_of(browser.page("/"))
        assert "it is not said what a saved minute may cost" in page
        assert "no price yet" in page
        assert plan_in(browser.page("/?minute=5")) == plan_at(SCENARIOS / SMALL, 5)
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
    assert (minute.low, minute.own, minute.high) == (1.7, 8, 12)
    beyond, between = sliders(controls, WhatIf(minute=40, lost=333))
    assert (beyond.top, beyond.value) == (40, 40)
    assert between.step == "any"


@given(st.floats(0, 500), st.floats(1e-4, 50), st.sampled_from((0.01, 0.1, 0.5, 1.0, 5.0)))
def test_a_price_between_two_steps_is_between_them(low: float, apart: float, notch: float) -> None:
    assert low < price_between(low, low + apart, notch) < low + apart
    assert low < price_between(low, float("inf"), notch) <= low + max(1.0, notch) + 1e-9


class Interrupted:
    """A live model that is stopped at its ``n``-th question, and counts how often each price was asked."""

    def __init__(self, n: int) -> None:
        self.loaded = load(SCENARIOS / SMALL)
        self.live, self.left = Live(self.loaded), n
        self.asked: list[float] = []

    def __call__(self, options: Options) -> Solved:
        self.left -= 1
        if self.left == 0:
            return replace(self.live.solved, stopped="interrupt", bound=-math.inf)
        assert options.prices
        self.asked.append(options.prices.minute)
        return self.live.ask(self.loaded, options)


def test_a_search_for_steps_that_is_interrupted_goes_on_where_it_was() -> None:
    ask = Interrupted(3)
    climb = Climb(Options(), ask.live.solved)
    first = climb.steps(ask)
    assert not first.complete
    assert all(change.low < 4.64 and change.high > 4.63 for change in first.changes)  # no more than is known
    second = climb.steps(ask)
    assert second.complete
    assert second.unproven == 0
    assert len(second.changes) == 1
    assert len(ask.asked) == len(set(ask.asked))


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


def test_a_plan_that_was_shown_while_the_search_went_on_is_told_the_same_at_its_end() -> None:
    desk, shown = Desk(Setup(str(SCENARIOS / "profiler"), Options())), []
    question = Question(weights=(1, 0.1, 0))
    found = desk.solve(question, shown.append, Ending())
    again = desk.solve(question, lambda _: None, Ending())
    assert isinstance(found, Solution)
    assert isinstance(again, Solution)
    solved = unpack(found.packed)
    for language in ("da", "en"):
        told = found.picture.told[language]
        assert told.sentences == draw(solved, done=True).told[language].sentences
        assert told.parts == draw(solved, done=True).told[language].parts
    watched = _Watched(shown.append)
    interim = Interim(solved.objective, solved.bound, solved.gap, solved.scale, 0.0, lambda: solved)
    watched(interim)
    assert shown[-1].matrix == found.picture.matrix
    assert watched.study_of(unpack(again.packed)) is not None
    other = replace(solved, plan=replace(solved.plan, open=~solved.plan.open))
    assert watched.study_of(other) is None


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
    picture = replace(found.picture, gap=gained, gap_dkk=apart, proven=True)
    job = Job("a", "solve", (), told=found, state="done")
    assert status(job, picture, Voice("en"), warm=True) == told
    over = status(job, replace(picture, gap_dkk=5588.6, proven=False), Voice("en"), warm=True)
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
    assert words.asked(WhatIf(minute=9)) == "a minute may cost 9 kr. (was 8)"
    assert words.asked(WhatIf(minute=8)) == "a minute may cost 8 kr."
    assert words.asked(WhatIf(lost=500)).endswith("may cost 500 kr. (was 400)")


# ---- ballots


def test_participants_say_what_a_minute_may_cost(open_browser: Opener) -> None:
    browser = open_browser(SMALL, ballot=True, language="en")
    assert browser.get("/steps").headers["location"] == "/ballot"
    first = text_of(browser.page("/ballot"))
    assert "What may it cost at most" in first
    assert "The scenario says 5 kr." in first
    assert "1.7 kr. a minute (an assumption" in first
    assert "Vesterby" not in first
    for name, price in (("Anna", "6"), ("Bo", "2,5"), ("", "9")):
        assert browser.post("/ballot", {"participant": name, "minute": price}).status_code == 303
    for price in ("", "x", "-1", "1e9"):
        refused = browser.post("/ballot", {"participant": "C", "minute": price, "lang": "en"})
        assert refused.status_code == 400
        assert "What a saved minute may cost" in text_of(refused.text)
    file = next(browser.folder.glob("ballots-*.csv"))
    assert file.read_text() == "participant,minute\nAnna,6\nBo,2.5\nDeltager 3,9\n".replace("Deltager", "Participant")
    assert browser.post("/ballot/close", {}).status_code == 303
    counted = text_of(browser.page("/ballot"))
    assert "3 have voted" in counted
    assert "from 2.5 to 9 kr.; 6 kr. is in the middle" in counted
    assert re.search(r"To talk about from 4\.65 kr\..*\(2 of 3 would take it\)", counted)
    assert "2.5 kr. a minute : Bo" in counted
    assert '<a href="/?minute=2.5">Bo</a>' in browser.page("/minutes")


def test_ballots_that_weigh_are_not_mixed_with_ballots_in_kroner(tmp_path: Path) -> None:
    old = tmp_path / "ballots-2026-01-01-120000.csv"
    settings = Settings(str(SCENARIOS / SMALL), notes=tmp_path, ballot=True)
    check_ballots(settings)
    old.write_text("participant,minute\nAnna,6\n")
    check_ballots(settings)
    old.write_text("﻿participant;citizen;quality;economy\nAnna;6;1;1\n")
    with pytest.raises(UsageError) as refused:
        check_ballots(settings)
    assert str(old) in refused.value.message
    assert "--notes" in refused.value.message
    check_ballots(replace(settings, path=str(SCENARIOS / "profiler")))
