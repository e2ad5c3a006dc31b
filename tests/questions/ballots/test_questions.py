"""What is asked: true of the step when tried, without a name in it, and the same whenever it is asked again."""

from __future__ import annotations

import itertools
import re
import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from placement.instance.instance import Instance
from placement.plan.aims import finite_minutes
from placement.plan.plan import Evaluation
from placement.present.words.voice import Voice
from placement.questions.ballots.questionnaire import Numbers, Questionnaire, Trips, ask, round_numbers, sentence
from placement.questions.ballots.screen import questions_screen
from placement.scenario.load import load
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Prices
from placement.solve.run import solve
from placement.time_limit import OutOfTimeError
from tests.helpers.answers import asked
from tests.helpers.taught import FOLDER, NAMES, loaded

POSSIBLE = [name for name in NAMES if name != "umuligt"]
LANGUAGES = ("da", "en")


def sentences(found: Questionnaire, language: str = "en") -> list[str]:
    return [sentence(question, found, Voice(language)) for question in found.by_price]


def price_in(text: str) -> float:
    """The price of a minute, reckoned from nothing but an English sentence."""
    money = re.search(r"pay ([\d,]+) kr|saves ([\d,]+) kr", text)
    assert money, text
    paid = number_of(money[1]) if money[1] else -number_of(money[2])
    lost = re.search(r"lost in ([\d,.]+) (more|fewer) visits", text)
    each = re.search(r"counted as ([\d,.]+) kr", text)
    if lost and each:
        paid += number_of(each[1]) * number_of(lost[1]) * (1 if lost[2] == "more" else -1)
    if weighed := re.search(r"counts as ([\d,.]+) minutes? saved|so that ([\d,.]+) minutes? less are travelled", text):
        return paid / number_of(weighed[1] or weighed[2])
    trip = r"([\d,.]+) visits? a year %s ([\d,.]+) minutes? %s"
    gained = [
        *re.findall(trip % ("can have", "less to travel each way"), text),
        *re.findall(trip % ("can do without a trip of", "each way"), text),
    ]
    added = re.findall(trip % ("must travel", "more each way"), text)
    minutes = 2 * sum(number_of(visits) * number_of(way) for visits, way in gained)
    return paid / (minutes - 2 * sum(number_of(visits) * number_of(way) for visits, way in added))


def number_of(text: str) -> float:
    return float(text.replace(",", "").rstrip("."))


@pytest.mark.parametrize("name", POSSIBLE)
def test_the_price_of_a_step_can_be_reckoned_from_its_sentence(name: str) -> None:
    found = asked(name)
    for question, text in zip(found.by_price, sentences(found), strict=True):
        assert price_in(text) == pytest.approx(question.price, rel=0.01), text


@pytest.mark.parametrize("name", POSSIBLE)
def test_steps_keep_their_order_in_round_numbers(name: str) -> None:
    told = [price_in(text) for text in sentences(asked(name))]
    assert told == sorted(told)
    assert len(set(told)) == len(told)


def names_in(found: Questionnaire) -> list[str]:
    """Every word of two letters or more in titles of sites, functions, areas and equipment, that names something."""
    scenario = found.loaded.scenario
    titled = (*scenario.sites.values(), *scenario.functions.values(), *scenario.equipment.values())
    titles = [getattr(each.title, language) or "" for each in titled for language in LANGUAGES]
    areas = [area.name for area in scenario.areas.rows.values() if area.name]
    ids = [*scenario.sites, *scenario.functions, *scenario.equipment]
    return sorted({name.casefold() for name in (*titles, *areas, *ids) if name})


@pytest.mark.parametrize("name", POSSIBLE)
def test_no_question_names_a_place_or_a_function(name: str) -> None:
    found = asked(name)
    names = names_in(found)
    assert len(names) > 2
    for language in LANGUAGES:
        said = " ".join(sentences(found, language)).casefold()
        assert [each for each in names if re.search(rf"\b{re.escape(each)}\b", said)] == []


@pytest.mark.slow
def test_no_question_of_the_region_names_a_place_or_a_function() -> None:
    found = ask(load(FOLDER / "midtjylland"))
    assert len(found.questions) >= 5
    told = [price_in(text) for text in sentences(found)]
    assert told == pytest.approx([question.price for question in found.by_price], rel=0.01)
    for language in LANGUAGES:
        said = " ".join(sentences(found, language)).casefold()
        assert [each for each in names_in(found) if re.search(rf"\b{re.escape(each)}\b", said)] == []


# ---- what a step is


def test_a_price_is_where_the_best_plan_changes() -> None:
    found = asked("lemvig-foerste")
    assert found.proven
    assert len(found.steps) == 4
    for n, step in enumerate(found.steps):
        for price, landing in ((step.price * 0.999, n), (step.price * 1.001, n + 1)):
            alone = solve(loaded("lemvig-foerste"), Options(method="price", prices=Prices(price, 0.0)))
            assert (alone.plan.open == found.landings[landing].plans[0].open).all()


def by_hand(instance: Instance, before: Evaluation, after: Evaluation) -> tuple[float, float]:
    """Minutes travelled a year both ways, before and after, visit by visit."""
    minutes = finite_minutes(instance)
    return tuple(2 * float((one.seen * minutes).sum()) for one in (before, after))  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["lemvig-foerste", "de-yderste", "hjemme", "optageomraade", "lukning"])
def test_visits_and_minutes_are_those_of_the_plans(name: str) -> None:
    found = asked(name)
    assert found.numbers
    for n, numbers in enumerate(found.numbers):
        before, after = (found.landings[at].evaluations[0] for at in (n, n + 1))
        old, new = by_hand(found.parts[0].instance, before, after)
        assert numbers.travelled == pytest.approx(old - new)
        moved = np.abs(after.seen - before.seen).sum() + np.abs(after.home - before.home).sum()
        assert numbers.shorter.visits + numbers.spared.visits + numbers.longer.visits <= moved / 2 * (1 + 1e-9)


def test_visits_at_home_need_no_trip() -> None:
    [numbers] = asked("hjemme").numbers
    assert (numbers.spared.visits, numbers.shorter.visits) == (pytest.approx(300), 0)
    [text] = sentences(asked("hjemme"))
    assert "300 visits a year can do without a trip of 22.5 minutes each way?" in text


def test_longer_trips_are_told_beside_the_shorter() -> None:
    [text] = sentences(asked("de-yderste"))
    assert text == (
        "Would you pay 88,000 kr. a year so that 400 visits a year can have 29 minutes less to travel each way, "
        "although 120 visits a year must travel 67 minutes more each way?"
    )


def test_weighted_travel_is_told_as_it_counts() -> None:
    for name in ("psykiatri", "samme-dag"):
        [text] = sentences(asked(name))
        assert "By the rules of the scenario it counts as" in text


def test_lost_quality_is_told_and_counted_where_it_has_a_price() -> None:
    free = sentences(asked("lukning"))
    assert "although quality is lost in 190 more visits a year?" in free[0]
    assert "quality is lost in 15 fewer visits a year?" in free[1]
    assert not any("is counted as" in text for text in free)
    priced = ask(load(FOLDER / "lukning", overrides=["objectives.prices.lost_quality_visit=100"]))
    told = [text for text in sentences(priced) if "quality is lost" in text]
    assert told
    assert all("Each visit in which quality is lost is counted as 100 kr." in text for text in told)
    assert [price_in(text) for text in sentences(priced)] == pytest.approx([q.price for q in priced.by_price], rel=0.01)


def test_phases_are_means_over_the_years() -> None:
    found = asked("vaekst")
    [numbers] = found.numbers
    years = [part.years for part in found.parts]
    each = [
        by_hand(part.instance, old, new)
        for part, old, new in zip(found.parts, *(landing.evaluations for landing in found.landings), strict=True)
    ]
    saved = sum(year * (old - new) for year, (old, new) in zip(years, each, strict=True)) / sum(years)
    assert numbers.travelled == pytest.approx(saved)
    assert len(years) > 1
    assert sentences(found)[0].endswith("All numbers are means over the years.")


def test_a_saving_is_asked_about_as_one() -> None:
    found = asked("lukning")
    first = found.by_price[0]
    told = Numbers(-1200.0, Trips(100, 10), Trips(0, 0), Trips(0, 0), 8.0, 2000)
    priced = replace(found, lost_quality_visit=400.0)
    text = sentence(replace(first, told=told), priced, Voice("en"))
    assert text.startswith(
        "Would you accept that quality is lost in 8 more visits a year, when it saves 1,200 kr. a year and "
        "100 visits a year can have 10 minutes less to travel each way?"
    )
    assert price_in(text) == pytest.approx((8 * 400 - 1200) / 2000)


# ---- round numbers


def test_numbers_are_as_round_as_the_price_allows() -> None:
    exact = Numbers(418_750, Trips(500, 56.1929), Trips(0, 0), Trips(0, 0), 0, 56_192.9)
    assert round_numbers(exact, 0, 0.01) == Numbers(420_000, Trips(500, 56), Trips(0, 0), Trips(0, 0), 0, 56_000)
    close = round_numbers(exact, 0, 0.0001)
    assert close.price(0, plain=True) == pytest.approx(418_750 / 56_192.9, rel=1e-4)
    assert close.money != 420_000


def test_a_few_visits_are_left_out_only_where_the_price_stays() -> None:
    exact = Numbers(10_000, Trips(100, 10), Trips(0, 0), Trips(0.3, 2), 0, 2000 - 1.2)
    assert round_numbers(exact, 0, 0.01).longer == Trips(0, 0)
    exact = Numbers(10_000, Trips(100, 10), Trips(0, 0), Trips(0.3, 900), 0, 2000 - 540)
    assert round_numbers(exact, 0, 0.01).longer.visits > 0


# ---- order and fingerprint


def test_the_order_is_shuffled_by_the_seed_and_not_by_price() -> None:
    found = {seed: ask(loaded("lemvig-foerste"), Options(seed=seed)) for seed in (0, 0, 1, 2, 3)}
    orders = {tuple(question.step for question in each.questions) for each in found.values()}
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {(0, 1, 2, 3)}
    assert [question.number for question in found[0].questions] == [1, 2, 3, 4]
    assert [question.id for question in found[0].questions] == [q.id for q in asked("lemvig-foerste").questions]
    assert tuple(question.step for question in found[0].questions) != (0, 1, 2, 3)


def test_other_questions_have_another_fingerprint() -> None:
    same = asked("lemvig-foerste")
    dearer = ask(load(FOLDER / "lemvig-foerste", overrides=["objectives.prices.lost_quality_visit=100"]))
    other = ask(loaded("lemvig-foerste"), Options(seed=1))
    assert len({same.fingerprint, dearer.fingerprint, other.fingerprint, asked("profiler").fingerprint}) == 4
    assert re.fullmatch(r"[0-9a-f]{8}", same.fingerprint)


def test_the_scenarios_own_price_changes_no_question() -> None:
    dear = ask(load(FOLDER / "til-en-pris", overrides=["objectives.prices.minute=50"]))
    assert dear.fingerprint == asked("til-en-pris").fingerprint


def test_nothing_is_asked_where_nothing_is_to_be_had_for_money() -> None:
    found = asked("akut-dag")
    assert (found.questions, found.free, found.proven) == ((), 0, True)


@pytest.mark.parametrize("prices", [1, 2, 3])
def test_who_stops_the_search_keeps_the_steps_that_are_known(prices: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, asked_for = threading.Event(), itertools.count(1)
    whole = ask(loaded("lemvig-foerste"))

    judged = Workbench.judged

    def then_stopped(self: Workbench, values: Any) -> Any:
        if next(asked_for) == prices:
            stop.set()
        return judged(self, values)

    monkeypatch.setattr(Workbench, "judged", then_stopped)
    found = ask(loaded("lemvig-foerste"), stop=stop)
    assert found.stopped
    assert len(found.questions) <= len(whole.questions)
    assert not found.proven or sentences(found) == sentences(whole)
    assert found.complete or not found.proven
    assert [price_in(text) for text in sentences(found)] == pytest.approx([q.price for q in found.by_price], rel=0.01)
    text = " ".join(" ".join(line.text for line in questions_screen(found, "en")).split())
    assert ("It is proven" in text) == found.proven


def test_a_search_that_was_stopped_at_once_has_no_questions() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(OutOfTimeError):
        ask(loaded("lemvig-foerste"), stop=stop)
