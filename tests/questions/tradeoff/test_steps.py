"""The staircase as it is told: each step worked out again by the judge, and what is scarce tried again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from placement.plan.allocate import flows
from placement.plan.evaluate import evaluate
from placement.plan.plan import Plan
from placement.present.screen.lines import cells
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.page.stairs import Mark, MinutePrice, marks
from placement.questions.tradeoff.steps.screen import stairway_screen
from placement.questions.tradeoff.steps.study import Change, Evidence, Kept, Stairway, Standing, stairway
from placement.questions.tradeoff.steps.tables import Words, picture, tables
from placement.questions.tradeoff.study import tradeoff
from placement.scenario.load import load
from placement.scenario.schema.frame import OFFICIAL_PRICE_PER_MINUTE
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options, Prices
from tests.helpers.one_choice import TODAY, WITH_S1, world
from tests.helpers.taught import loaded

OUT = "de-yderste"
"""A taught scenario in which a step takes something out."""


@cache
def found(name: str, *variants: str) -> Stairway:
    return stairway(loaded(name, *variants))


def said(told: Stairway, language: Language = "en", folder: str | None = "") -> str:
    lines = stairway_screen(told, language, folder=folder)
    assert max(cells(line.text) for line in lines) <= 100
    assert all(0 <= line.heading <= len(line.text) for line in lines)
    return " ".join(" ".join(line.text for line in lines).split()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", ["lukning", "lemvig-foerste", OUT, "hjemme", "etaper", "fri-fordeling", "akut-dag"])
def test_a_step_is_what_its_neighbours_differ_by(name: str) -> None:
    told = found(name)
    assert told.proven
    lost = told.lost_quality_visit
    for (before, after), step, each in zip(pairwise(told.plans), told.steps, told.differences, strict=True):
        assert step.minutes == pytest.approx(before.aims[0] - after.aims[0])
        assert step.money == pytest.approx(after.money(lost) - before.money(lost))
        assert step.price == pytest.approx(step.money / step.minutes)
        assert each.aims == pytest.approx([now - then for now, then in zip(after.aims, before.aims, strict=True)])
        opened = int((after.plan.open & ~before.plan.open).sum())
        closed = int((before.plan.open & ~after.plan.open).sum())
        assert (len(each.of("in")), len(each.of("out"))) == (opened, closed)
        moved = each.travel.moved
        if not told.has_phases and told.instance.scenario.objectives.citizen.equity == "mean":
            saved = moved.visits_shorter * moved.minutes_shorter - moved.visits_longer * moved.minutes_longer
            assert 2 * saved == pytest.approx(step.minutes, rel=1e-3)


@pytest.mark.parametrize(("name", "step"), [("trappen", 0), ("lukning", 0)])
def test_minutes_a_year_are_both_ways_and_it_is_said(name: str, step: int) -> None:
    told = found(name)
    moved = told.differences[step].travel.moved
    one_way = moved.visits_shorter * moved.minutes_shorter - moved.visits_longer * moved.minutes_longer
    assert told.steps[step].minutes == pytest.approx(2 * one_way)
    assert "Minutes a year are both ways, minutes of a trip one way." in said(told)


def kept_again(told: Stairway, step: int, change: Change) -> tuple[Plan, Kept]:
    """The plan after a step with what went out of it put back by hand, on the days that the sentence says."""
    kept, instance = change.kept, told.instance
    assert kept is not None
    after = told.plans[step].plan
    pair = instance.function_ids.index(change.function), instance.site_ids.index(change.site)
    is_open, days = after.open.copy(), after.days.copy()
    is_open[pair], days[pair] = True, kept.days
    through = flows(instance, is_open, days, after.home_level)
    return replace(after, open=is_open, days=days, assign=through.assign), kept


def outs(told: Stairway) -> list[tuple[int, Change]]:
    return [(n, change) for n, each in enumerate(told.differences, 1) for change in each.of("out")]


def test_what_is_scarce_breaks_when_it_is_tried() -> None:
    told = found(OUT)
    ((step, change),) = outs(told)
    plan, kept = kept_again(told, step, change)
    judged = evaluate(told.instance, told.today, plan)
    broken = {(check.rule, check.function, check.have, check.need) for check in judged.violations}
    assert broken == {(check.rule, check.function, check.have, check.need) for check in kept.broken}
    assert {check.rule for check in kept.broken} == {Rule.NUMBER_OF_SITES}
    allowed = evaluate(told.instance, told.today, told.plans[step].plan)
    assert allowed.feasible
    text = said(told)
    assert "WHAT IS SCARCE" in text
    assert "goes out. Kept" in text
    assert "the function may not be at more sites (at most 2)" in text


def test_what_is_scarce_stands_in_the_table_of_changes() -> None:
    (row,) = [row for row in tables(found(OUT), "en")["staircase_changes"].records() if row["change"] == "out"]
    assert row["scarce_rule"] == "number_of_sites"
    assert (row["scarce_have"], row["scarce_need"]) == (3, 2)
    assert str(row["why"]).startswith("Kept (")


def test_an_offer_that_only_costs_too_much_is_told_so() -> None:
    """Where minutes cost nothing the clinic closes; kept, it would break no rule and cost 9,375 kr. for its minutes."""
    told = found("lukning")
    assert told.start is not None
    (out,) = told.start.of("out")
    assert out.kept is not None
    assert out.kept.broken == ()
    assert out.kept.price == pytest.approx(told.steps[0].price)
    assert Words(told, Voice("en")).why(out) == (
        "Kept (0.5 days/week): no rule is broken, but a minute saved would cost 0.4 kr."
    )


@pytest.mark.parametrize(("lost", "days", "money"), [(300.0, 1.0, 138_000), (1000.0, 3.0, 390_000)])
def test_what_is_kept_is_kept_on_the_days_that_are_cheapest_at_the_asked_price_of_lost_quality(
    lost: float, days: float, money: float
) -> None:
    """One day sees fewer than the target and is cheaper a minute, until a visit of lost quality costs much."""
    here = load(
        "scenarios/overloeb",
        overrides=[
            "policy.existing_in_houses=free",
            "baseline.ortopaedkirurgi.sh_vesterby=1",
            "sites.sh_vesterby.free_room_days_per_week.consultation=3",
            "functions.ortopaedkirurgi.min_visits_per_year=500",
            "functions.ortopaedkirurgi.target_visits_per_year=1000",
            "objectives.prices.lost_quality_visit=0",
        ],
    )
    told = stairway(here, Options(prices=Prices(1.0, lost)))
    assert told.start is not None
    (out,) = told.start.of("out")
    assert out.kept is not None
    assert (out.kept.days, out.kept.broken) == (days, ())
    assert out.kept.money == pytest.approx(money)


@pytest.mark.slow
def test_a_specialist_is_scarce_in_the_flagship() -> None:
    told = found("midtjylland")
    assert told.proven
    scarce = [check for _, change in outs(told) for check in (change.kept.broken if change.kept else ())]
    assert {check.rule for check in scarce} >= {Rule.STAFF_DAYS, Rule.MAX_CHANGES}
    for step, change in outs(told):
        plan, kept = kept_again(told, step, change)
        broken = {check.rule for check in evaluate(told.instance, told.today, plan).violations}
        assert broken >= {check.rule for check in kept.broken}
    words = [Words(told, Voice("en")).why(change) for _, change in outs(told)]
    assert any("lacks 0.2 days a week: Consultant" in text for text in words)


@pytest.mark.parametrize("name", ["profiler", "lukning", "hvem-betaler", "etaper", OUT])
def test_no_plan_of_all_is_cheaper_at_any_price(name: str) -> None:
    """Every plan that none beats in all three aims lies on or above the staircase."""
    told, every = found(name), tradeoff(loaded(name), Options(gap=0.0))
    assert every.complete
    lost = told.lost_quality_visit
    prices = [0.0, *(step.price for step in told.steps), *np.geomspace(0.01, 1000, 40)]
    for price in prices:
        stand = told.plans[told.at(price)]
        own = stand.money(lost) + price * stand.aims[0]
        for minutes, quality, economy in every.aims:
            assert own <= economy + lost * quality + price * minutes + 2.0


def test_no_price_is_needed_and_the_screen_says_so() -> None:
    told = stairway(world())
    assert told.chosen is None
    assert "It is not said what a saved minute may cost: no plan is marked as chosen." in said(told)
    assert [stand.aims for stand in told.plans] == [pytest.approx(TODAY, abs=1e-3), pytest.approx(WITH_S1, abs=1e-3)]


def test_the_screen_says_how_near_the_price_is_to_its_steps() -> None:
    """The step costs 1.125 kr. a minute."""
    below, above = (stairway(world(), Options(prices=Prices(price))) for price in (1.0, 2.25))
    assert (below.chosen, above.chosen) == (0, 1)
    assert "At 1.0 kr. a minute plan 1 is the best. The next step begins at 1.1 kr. (+12%)." in said(below)
    assert "At 2.2 kr. a minute plan 2 is the best. No step costs more." in said(above)
    assert "The last one before it begins at 1.1 kr. (−50%)." in said(above)


def test_the_price_its_range_and_the_official_price_cut_the_steps() -> None:
    sets = {"objectives.prices.minute": {"value": 1.0, "low": 0.5, "high": 3.0}}
    lines = [line.text for line in stairway_screen(stairway(world(sets)), "en")]
    order = [
        next(n for n, line in enumerate(lines) if words in line)
        for words in (
            "lowest plausible",
            "the price ──",
            "+ F",
            "official unit price (assumption)",
            "highest plausible",
        )
    ]
    assert order == sorted(order)


def test_marks_that_read_the_same_are_one() -> None:
    one = MinutePrice(8.0, OFFICIAL_PRICE_PER_MINUTE, 12.0, asked=False)
    assert marks(one) == (Mark(1.7, ("official", "low")), Mark(8.0, ("price",)), Mark(12.0, ("high",)))
    assert marks(MinutePrice(None, None, None, asked=False)) == (Mark(1.7, ("official",)),)
    assert marks(MinutePrice(1.72, None, None, asked=True)) == (Mark(1.72, ("official", "price")),)


def test_a_gap_left_open_is_printed_as_a_range() -> None:
    told = found("lemvig-foerste")
    first = replace(told.steps[0], unproven=told.steps[0].minutes * 0.5)
    loose = replace(told, steps=(first, *told.steps[1:]))
    assert not loose.proven
    text = said(loose)
    assert "4.4–5.4" in text
    assert "At 1 step another plan may be up to 46,200 kr. a year cheaper. Where a price is a range, the step's" in text
    assert "Proven:" not in text
    row = tables(loose, "en")["staircase"].records()[1]
    assert (row["price_low"], row["price_high"]) == (pytest.approx(first.price - 0.5), pytest.approx(first.price + 0.5))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"complete": False, "stopped": "time_limit"},
            "The search was cut short; plans may be missing between the steps.",
        ),
        ({"unproven_money": 5000.0}, "Where minutes cost nothing a plan may be up to 5,000 kr. a year cheaper."),
        ({"unproven_minutes": 700.0}, "Beyond the last step a plan may save up to 700 minutes a year more."),
    ],
)
def test_what_is_not_proven_is_said(changed: dict[str, object], words: str) -> None:
    told = found("lukning")
    evidence = Evidence(**{**vars(told.evidence), **changed})
    text = said(replace(told, evidence=evidence))
    assert words in text
    assert "Proven:" not in text


def test_one_plan_has_no_step() -> None:
    told = found("akut-dag")
    assert told.steps == ()
    assert "One plan is the best at every price of a minute: there is no step to pay for." in said(told)


def test_kroner_and_minutes_add_up_to_the_last_plan() -> None:
    for name in ("lemvig-foerste", "lukning", OUT):
        told = found(name)
        rows = tables(told)["staircase"].records()
        assert [row["step"] for row in rows] == list(range(len(rows)))
        assert sum(float(str(row["money"])) for row in rows) == pytest.approx(float(str(rows[-1]["money_in_all"])))
        assert sum(float(str(row["minutes_saved"])) for row in rows) == pytest.approx(
            float(str(rows[-1]["minutes_saved_in_all"]))
        )


def test_the_picture_has_every_step_and_every_line() -> None:
    drawn = picture(found("lemvig-foerste"), "en")
    for words in ("4.9", "5.9", "6.1", "34.2", "1.7 official unit price (assumption)", "million minutes saved a year"):
        assert words in drawn
    assert drawn.count("<rect") == 4


def test_a_picture_without_steps_has_the_lines_alone() -> None:
    assert "<rect" not in picture(found("akut-dag"), "en")


def test_todays_offers_stand_on_the_same_scale() -> None:
    """Today's clinic in Vesterby is closed by hand: 100,000 kr. saved for 29,421 more minutes."""
    told = found("lukning")
    (one,) = told.standing
    assert told.today_plan is not None
    pair = told.instance.function_ids.index(one.function), told.instance.site_ids.index(one.site)
    is_open, days = told.today_plan.open.copy(), told.today_plan.days.copy()
    is_open[pair], days[pair] = False, 0.0
    through = flows(told.instance, is_open, days, told.today_plan.home_level)
    plan = replace(told.today_plan, open=is_open, days=days, assign=through.assign)
    closed = evaluate(told.instance, told.today, plan)
    assert one.minutes == pytest.approx(closed.objectives.citizen_minutes - told.reference[0])
    assert one.money == pytest.approx(-closed.objectives.economy)
    assert one.price == pytest.approx(one.money / one.minutes)
    assert "0 of today's 1 offers in the houses cost no more than 1.7 kr. for each minute they save." in said(told)
    assert "Dearer, kr. a minute: Lungeambulatorium Vesterby 3.4." in said(told)
    assert "1 of today's 1 offers in the houses costs no more than 5.0 kr." in said(
        stairway(loaded("lukning"), Options(prices=Prices(5.0)))
    )


def test_an_offer_that_somebody_needs_has_no_price() -> None:
    assert Standing("f", "s", float("nan"), 10.0).price is None
    assert not Standing("f", "s", float("nan"), 10.0).dearer(1.0)
    assert Standing("f", "s", 0.0, 10.0).dearer(1e9)
    assert Standing("f", "s", 5.0, -10.0).price == 0.0
