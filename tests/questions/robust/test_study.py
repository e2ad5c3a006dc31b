"""How sure a proposal is over prices, counted by hand, and held against a search through every plan of every world.

With the ``SETS`` of ``tests.helpers.one_choice`` there are two plans worth having: today (180,000 minutes), and with
``s1`` (100,000 minutes, 90,000 DKK, and with the helper's own target 1,000 visits of lost quality). While lost quality
costs nothing, ``s1`` is best from 90,000 / 80,000 = 1.125 DKK a minute on, and it may only stand where the minimum is
at most its 1,000 visits.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from placement.errors import UsageError
from placement.executor.processes import Processes
from placement.plan.phases import situations
from placement.questions.robust import best_plans as pricing
from placement.questions.robust import study as study_of
from placement.questions.robust.best_plans import Line, between, envelope, line_of
from placement.questions.robust.findings import (
    Design,
    Regret,
    Robust,
    Thresholds,
    good_plans,
    least_regret,
    worth_a_look,
)
from placement.questions.robust.ranges import with_values
from placement.questions.robust.screen import robust_screen
from placement.questions.robust.study import robust
from placement.questions.robust.worlds import Asked, Offers, World
from placement.solve.result import Options, Prices
from tests.helpers.one_choice import world
from tests.helpers.taught import loaded as taught
from tests.properties.brute_force import BruteForce

EXACT = Options(gap=0.0, gap_money=0.0, seed=4)
"""Of two draws from ``MINIMUM``, one is then above the 1,000 visits."""
MINUTE = "objectives.prices.minute"
SWEPT = {MINUTE: {"value": 1, "low": 0.5, "high": 2.5}}
MINIMUM = {"functions.f.min_visits_per_year": {"value": 500, "low": 100, "high": 3900}}
TARGET = {"functions.f.target_visits_per_year": 4000}
DAY = {"staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": {"value": 1000, "low": 100, "high": 9000}}}}
LOST = {"objectives.prices.lost_quality_visit": {"value": 50, "low": 0, "high": 200}}
S1, H1 = ("f", "s1"), ("f", "h1")
STEP = 1.125
"""The price of a minute from which on ``s1`` is best."""


def priced(sets: dict[str, Any]) -> Any:
    return world({**TARGET, **SWEPT, **sets})


def found(sets: dict[str, Any], **design: Any) -> Robust:
    return robust([priced(sets)], EXACT, Design(**{"draws": 2, **design}))


def index_of(study: Robust, pair: tuple[str, str]) -> tuple[float, float, float]:
    [row] = [row for row in study.core if row.pair == pair]
    return row.index, row.at_base, row.own


def regret_of(study: Robust, pair: tuple[str, str], *, there: bool = True) -> Regret:
    [row] = [row for row in study.regrets if (pair in row.offers.open) == there]
    return row


def minimum_in(one: World) -> float:
    return dict(one.values).get("functions.f.min_visits_per_year", 500)


# ---- the core index


def test_the_core_index_is_the_one_counted_by_hand() -> None:
    study = found(MINIMUM)
    base, *drawn = [minimum_in(one) for one in study.worlds]

    assert base == 500
    assert (min(drawn) < 500, max(drawn) > 1000) == (True, True)  # one draw on each side of the value
    # base and the low draw: s1 from 1.125 of 0.5 to 2.5; the high draw: today alone
    part = (2.5 - STEP) / 2
    # at the scenario's own price, 1, today is best
    assert index_of(study, S1) == pytest.approx((2 * part / 3, part, 0.0))
    assert index_of(study, H1) == (1.0, 1.0, 1.0)
    assert [len(good_plans(one)) for one in study.found if one] == [
        2 if least <= 1000 else 1 for least in (base, *drawn)
    ]
    assert (study.good, study.plans, {row.pair for row in study.core}) == (5, 2, {S1, H1})


def test_the_price_of_a_minute_is_swept_and_the_other_price_drawn() -> None:
    study = robust([world({**SWEPT, **LOST})], EXACT, Design(draws=3))

    for one, there in zip(study.worlds, study.found, strict=True):
        assert there is not None
        values = dict(one.values)
        assert MINUTE not in values
        lost = values.get("objectives.prices.lost_quality_visit", 50)
        assert there.lost_quality_visit == pytest.approx(lost)
        assert (there.prices[0], there.prices[-1]) == (0.5, 2.5)
        step = (90_000 + 1_000 * lost) / 80_000
        assert there.prices[1:-1] == pytest.approx((step,) if step < 2.5 else ())
    assert len({there.lost_quality_visit for there in study.found if there}) == 4


def test_without_a_range_the_price_is_held() -> None:
    study = robust([world({**TARGET, **MINIMUM, MINUTE: 2})], EXACT, Design(draws=2))

    assert [one.prices for one in study.found if one] == [(2,)] * 3
    assert index_of(study, S1) == pytest.approx((2 / 3, 1.0, 2 / 3))
    said = " ".join(" ".join(line.text for line in robust_screen(study, "en")).split())
    assert "The price of a minute has no range and was held at 2 kr.; only the worlds vary." in said
    assert "may cost anything" not in said


def test_a_price_asked_for_widens_the_range() -> None:
    study = robust([priced({})], replace(EXACT, prices=Prices(4.5)), Design(draws=0))

    assert study.prices == (4.5, 0.5, 4.5)
    assert S1 in study.proposal.open
    assert index_of(study, S1)[0] == pytest.approx((4.5 - STEP) / 4)


# ---- regret


def test_minimax_regret_is_the_one_counted_by_hand() -> None:
    study = found({})
    s1, today = regret_of(study, S1), regret_of(study, S1, there=False)
    [there] = study.found
    assert there is not None

    # with s1 at the low end 90,000 - 0.5 · 80,000 too much, at the high end none; today the other way round
    assert (s1.most, there.prices[s1.point]) == pytest.approx((50_000, 0.5))
    assert (today.most, there.prices[today.point]) == pytest.approx((110_000, 2.5))
    # the means are triangles under those ends, over a range 2 wide
    assert s1.mean == pytest.approx(50_000 * (STEP - 0.5) / 2 / 2)
    assert today.mean == pytest.approx(110_000 * (2.5 - STEP) / 2 / 2)
    assert least_regret(study.regrets) == s1
    assert S1 not in study.proposal.open  # though at the scenario's own price today is best


def test_a_wider_range_turns_what_is_least_to_regret() -> None:
    narrow = robust([priced({MINUTE: {"value": 1, "low": 0.5, "high": 1.5}})], EXACT, Design(draws=0))

    assert regret_of(narrow, S1).most == pytest.approx(50_000)
    assert regret_of(narrow, S1, there=False).most == pytest.approx(80_000 * 1.5 - 90_000)
    assert least_regret(narrow.regrets) == regret_of(narrow, S1, there=False)


# ---- against a search through every plan


def every_plan(study: Robust, one: World) -> dict[tuple[Any, ...], list[tuple[float, ...]]]:
    """The aims of every plan of a world, by what is open."""
    scenario = with_values(study.loaded[one.variant].scenario, dict(one.values))
    [part] = situations(scenario)
    plans: dict[tuple[Any, ...], list[tuple[float, ...]]] = {}
    for seen in BruteForce(part.instance, part.today).all():
        pairs = np.argwhere(seen.plan.open).tolist()
        names = part.instance.function_ids, part.instance.site_ids
        plans.setdefault(tuple(sorted((names[0][f], names[1][s]) for f, s in pairs)), []).append(seen.aims)
    return plans


@pytest.mark.parametrize("sets", [MINIMUM, DAY, {**MINIMUM, **DAY, **LOST}], ids=["minimum", "day", "all"])
def test_core_index_and_regrets_are_those_of_a_search_through_every_plan(sets: dict[str, Any]) -> None:
    study = found(sets, draws=4)
    grid = np.linspace(0.5, 2.5, 2001)
    seen = {one.offers.open for one in study.regrets}
    most, broken = dict.fromkeys(seen, 0.0), dict.fromkeys(seen, 0)
    means: dict[Any, list[float]] = {open_: [] for open_ in seen}
    good: dict[Any, float] = {}
    for one, there in zip(study.worlds, study.found, strict=True):
        assert there is not None
        assert there.complete
        lost = dict(one.values).get("objectives.prices.lost_quality_visit", 50 if LOST.items() <= sets.items() else 0)
        told = {
            open_: np.min([e + lost * q + grid * m for m, q, e in each], axis=0)
            for open_, each in every_plan(study, one).items()
        }
        best = np.min(list(told.values()), axis=0)
        for open_, totals in told.items():
            for pair in open_:
                good[pair] = good.get(pair, 0.0) + float(np.mean(totals <= best + 1e-6)) / len(study.worlds)
        for open_ in seen:
            if open_ in told:
                most[open_] = max(most[open_], float((told[open_] - best).max()))
                means[open_].append(float((told[open_] - best).mean()))
            else:
                broken[open_] += 1

    assert {row.pair: row.index for row in study.core} == pytest.approx(
        {row.pair: good.get(row.pair, 0.0) for row in study.core}, abs=2e-3
    )
    assert {pair for pair, index in good.items() if index > 2e-3} <= {row.pair for row in study.core}
    for row in study.regrets:
        assert row.broken == broken[row.offers.open]
        assert row.most == pytest.approx(most[row.offers.open], abs=2)
        assert row.mean == pytest.approx(np.mean(means[row.offers.open]), rel=1e-2, abs=20)
    least = least_regret(study.regrets)
    assert least is not None
    assert least.offers.open == min(seen, key=lambda open_: (broken[open_], most[open_]))


# ---- the prices that are asked


def plan(line: Line) -> Asked:
    money, minutes = line
    return Asked(Offers((("f", f"{money}"),), (), (), ()), (minutes, 0.0, money), 0.0, 0.0, proven=True)


@pytest.mark.parametrize("seed", range(8))
def test_every_plan_that_is_best_somewhere_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = [(float(k), float(m)) for k, m in rng.uniform(0, 1e6, (12, 2))]

    def ask(price: float) -> Asked:
        return plan(min(lines, key=lambda one: one[0] + price * one[1]))

    plans, complete = between(ask, ask(1.0), 1.0, (0.25, 4.0), 0.0)
    told = [line_of(one.aims, 0.0) for one in plans]
    edges, best = envelope(told, 0.25, 4.0)
    assert complete
    for (left, right), n in zip(pairwise(edges), best, strict=True):
        for price in np.linspace(left, right, 5):
            assert told[n][0] + price * told[n][1] == pytest.approx(min(k + price * m for k, m in lines))


def test_more_steps_than_may_be_asked_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pricing, "MOST_ASKED", 3)
    lines = [(100.0 * n * n, 1e4 - 2_000.0 * n) for n in range(6)]

    def ask(price: float) -> Asked:
        return plan(min(lines, key=lambda one: one[0] + price * one[1]))

    _, complete = between(ask, ask(0.0), 0.0, (0.0, 9.0), 0.0)
    assert not complete


# ---- worlds


@pytest.mark.parametrize(("index", "verdict"), [(1, "decide"), (0.95, "decide"), (0.94, "discuss"), (0.05, "drop")])
def test_the_ends_belong_to_the_outer_classes(index: float, verdict: str) -> None:
    assert Thresholds().verdict(index) == verdict


def test_what_breaks_a_rule_somewhere_says_so() -> None:
    study = found(MINIMUM)
    [row] = [row for row in study.regrets if S1 in row.offers.open]

    assert (row.broken, row.why) == (1, "min_visits_per_year f s1")
    assert [one.broken for one in worth_a_look(study.regrets)][:1] == [0]


def test_today_keeps_the_rules_where_it_has_other_units() -> None:
    study = robust([taught("udnyttelse")], Options(method="balanced"), Design(draws=6))
    [today] = [row for row in study.regrets if row.offers.placements == {r.pair for r in study.core if r.stands}]

    assert today.broken == 0


def test_where_no_number_has_a_range_there_is_one_world() -> None:
    study = robust([world({**TARGET, MINUTE: 2})], EXACT, Design())

    assert (study.numbers, study.hinges, [one.name for one in study.worlds]) == ((), (), ["base"])


def test_a_range_that_no_plan_keeps_is_counted_and_named() -> None:
    sets = {"policy.max_extra_operating_per_year": {"value": 1e6, "low": 0, "high": 2e6}, **MINIMUM}
    must = {"policy.placements": {"f": {"s1": {"decision": "must", "reason": "x"}}}}
    study = found({**sets, **must}, draws=4)

    assert 0 < len(study.impossible) < len(study.worlds)
    assert study.done + len(study.impossible) == len(study.worlds)
    for one, why in study.impossible:
        assert why.outcome == "infeasible"
        values = dict(one.values)
        assert values["functions.f.min_visits_per_year"] > 1000 or values["policy.max_extra_operating_per_year"] < 1e5


def test_a_target_goes_with_its_minimum() -> None:
    ranged = {"functions.f.target_visits_per_year": {"value": 2500, "low": 1500, "high": 4000}, **MINIMUM}
    study = found(ranged, draws=16)

    assert {one.outcome for one in study.found if one} == {"solved"}
    for one in study.worlds[1:]:
        values = dict(one.values)
        assert values["functions.f.target_visits_per_year"] > values["functions.f.min_visits_per_year"]


def test_numbers_that_contradict_each_other_are_said_to() -> None:
    study = found({"functions.f.target_visits_per_year": 1500, **MINIMUM}, draws=8)

    assert {one.outcome for one in study.found if one} == {"solved", "contradiction"}
    assert all("target_visits_per_year" in why.why for _, why in study.impossible)


def test_a_variant_without_a_plan_is_named_once() -> None:
    never = {"policy.placements": {"f": {"s1": {"decision": "must", "reason": "x"}}}}
    lost = priced({**MINIMUM, "functions.f.min_visits_per_year": 3500, **never})
    plain = priced({**MINIMUM})
    study = robust([plain, replace(lost, base=plain.base, variants=("lost",))], EXACT, Design(draws=2))

    [(one, why)] = study.impossible
    assert (one.variant, one.name, why.outcome) == (1, "base", "infeasible")
    assert study.done == 3


def test_stopped_before_any_world_nothing_is_said_of_placements() -> None:
    stop = threading.Event()
    study = robust([priced({})], EXACT, progress=lambda _: stop.set(), stop=stop)
    assert (study.stopped, study.done, study.core) == ("interrupt", 0, ())
    assert "ingen verden blev nået" in " ".join(line.text for line in robust_screen(study))


def test_phases_are_refused() -> None:
    with pytest.raises(UsageError, match="phases"):
        robust([taught("etaper")])


def test_without_a_baseline_there_is_no_today() -> None:
    study = robust([priced({"baseline.rows": {}})], EXACT, Design(draws=0))
    assert study.fewest == ()
    assert not any(row.stands for row in study.core)
    assert all(not math.isnan(row.most) for row in study.regrets)


# ---- one number at a time


def test_a_number_that_bars_the_proposal_comes_first_and_regrets_are_kroner() -> None:
    study = robust([priced({**MINIMUM, **DAY, MINUTE: {"value": 2, "low": 0.5, "high": 2.5}})], EXACT, Design(draws=1))

    assert S1 in study.proposal.open
    by_path = {hinge.number.path: hinge for hinge in study.hinges}
    assert study.hinges[0].number.path == "functions.f.min_visits_per_year"
    low, high = study.hinges[0].ends
    assert (low.side, low.broken, low.opens, low.closes) == ("low", "", (), ())
    assert (high.value, high.broken, high.regret, high.closes) == (3900, "min_visits_per_year f s1", None, (S1,))
    # a day at nine times the price: 9 · 90,000 against the 2 · 80,000 that the minutes are worth
    dear = by_path["staff_roles.doctor.cost_per_clinic_day"].ends[1]
    assert (dear.value, dear.closes) == (9000, (S1,))
    assert dear.regret == pytest.approx(9 * 90_000 - 2 * 80_000)
    # the price of a minute is tried too
    cheap = by_path[MINUTE].ends[0]
    assert (cheap.value, cheap.closes) == (0.5, (S1,))
    assert cheap.regret == pytest.approx(90_000 - 0.5 * 80_000)


def test_few_changes_and_a_day_lost_are_told_in_kroner() -> None:
    people = {"staff_roles.doctor.extra_days_per_week": {"h1": 2}, MINUTE: 2}
    study = robust([world({**TARGET, **people})], EXACT, Design(draws=0))

    [one] = study.fewest
    assert (one.opens, one.gain) == ((S1,), pytest.approx(1.0))
    assert one.better == pytest.approx(2 * 80_000 - 90_000)
    [loss] = study.losses
    assert loss.closes == (S1,)
    assert loss.regret == pytest.approx(2 * 80_000 - 90_000)


def test_worlds_of_variants_are_counted_together() -> None:
    plain = priced({})
    barred = priced({"policy.placements": {"f": {"s1": {"decision": "must_not", "reason": "x"}}}})
    study = robust([plain, replace(barred, base=plain.base, variants=("barred",))], EXACT, Design(draws=0))

    # s2 saves 40,000 minutes for the same 90,000 kr.: best from 2.25 on
    assert index_of(study, S1)[0] == pytest.approx((2.5 - STEP) / 2 / 2)
    assert index_of(study, ("f", "s2"))[0] == pytest.approx((2.5 - 2.25) / 2 / 2)
    row = regret_of(study, S1)
    assert (row.broken, row.why) == (1, "must_not f s1")


# ---- the same however it is run


def comparable(study: Robust) -> tuple[Any, ...]:
    answers = tuple(replace(one, seconds=0.0) if one else None for one in study.found)
    return answers, study.core, study.regrets, study.hinges, study.fewest, study.losses


def test_the_same_whoever_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_of, "_QUICK_SECONDS", -1.0)
    told: list[str] = []
    sets = priced({**MINIMUM, **DAY})
    here = robust([sets], EXACT, Design(draws=3))
    with Processes(2) as processes:
        there = robust([sets], EXACT, Design(draws=3), executor=processes, told=lambda stage, _: told.append(stage))

    assert comparable(here) == comparable(there)
    assert set(told) == {"worlds", "judging", "looking", "numbers"}


def test_another_seed_is_another_sample() -> None:
    one, same, other = (robust([priced({**MINIMUM})], replace(EXACT, seed=seed), Design(draws=3)) for seed in (1, 1, 2))
    assert comparable(one) == comparable(same)
    assert one.worlds != other.worlds


def test_what_is_done_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    sets = [priced({**MINIMUM})]
    asked: list[str] = []
    first = robust(sets, EXACT, Design(draws=3), kept=kept)

    answer = pricing.Pricing.ask

    def noted(own: pricing.Pricing, one: World, *rest: Any) -> Any:
        asked.append(one.name)
        return answer(own, one, *rest)

    monkeypatch.setattr(pricing.Pricing, "ask", noted)
    again = robust(sets, EXACT, Design(draws=3), kept=kept)
    assert comparable(first) == comparable(again)
    assert asked == ["base"]  # which tells how long the others take


def test_a_study_that_is_stopped_rests_on_the_worlds_done() -> None:
    stop = threading.Event()

    def told(stage: str, how: Any) -> None:
        if stage == "worlds" and how.done >= 2:
            stop.set()

    study = robust([priced({**MINIMUM})], EXACT, Design(draws=6), told=told, stop=stop)
    assert study.stopped == "interrupt"
    assert (study.done, study.left) == (3, 4)
    assert study.core
    assert (study.regrets, study.hinges, study.fewest) == ((), (), ())


def test_a_study_out_of_time_rests_on_the_worlds_done(monkeypatch: pytest.MonkeyPatch) -> None:
    later = [0.0]
    monkeypatch.setattr(study_of, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + later[0]))

    def told(stage: str, how: Any) -> None:
        later[0] += 1e6 * (stage == "worlds" and how.done >= 1)

    study = robust([priced({**MINIMUM})], replace(EXACT, time_limit=1e5), Design(draws=6), told=told)
    assert study.stopped == "time_limit"
    assert (study.done, study.left) == (2, 5)
    assert (study.regrets, study.hinges) == ((), ())
