"""How sure a proposal is, counted by hand, and held against a search through every plan of every world.

With the ``SETS`` of ``tests.helpers.one_choice`` there are two plans worth having: today (180,000 minutes), and with
``s1`` (100,000 minutes, 1,000 visits below target, 90,000 DKK). ``s1`` is best where the citizen weighs more than
quality and economy do, and it may only stand where the minimum is at most its 1,000 visits.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from placement.errors import UsageError
from placement.executor.processes import Processes
from placement.plan.phases import situations
from placement.questions.robust import study as study_of
from placement.questions.robust import worlds
from placement.questions.robust.findings import Design, Robust, Thresholds, good_plans, least_regret, worth_a_look
from placement.questions.robust.ranges import with_values
from placement.questions.robust.screen import robust_screen
from placement.questions.robust.study import robust
from placement.questions.robust.worlds import Asked, Found, Given, Offers, World, weights_of
from placement.scenario.schema.frame import Weights
from placement.solve.result import Options
from tests.helpers.one_choice import world
from tests.helpers.taught import loaded as taught
from tests.properties.brute_force import BruteForce

EXACT = Options(gap=0.0, seed=4)
"""Of two draws from ``MINIMUM``, one is then above the 1,000 visits."""
MINIMUM = {"functions.f.min_visits_per_year": {"value": 500, "low": 100, "high": 3900}}
TARGET = {"functions.f.target_visits_per_year": 4000}
PRICE = {"staff_roles": {"doctor": {"title": "D", "dkk_per_clinic_day": {"value": 1000, "low": 100, "high": 9000}}}}
S1, H1 = ("f", "s1"), ("f", "h1")


def found(sets: dict[str, Any], **design: Any) -> Robust:
    return robust([world({**TARGET, **sets})], EXACT, Design(**{"draws": 2, **design}))


def index_of(study: Robust, pair: tuple[str, str]) -> tuple[float, float, float]:
    [row] = [row for row in study.core if row.pair == pair]
    return row.index, row.at_base, row.own_weights


def minimum_in(one: World) -> float:
    return dict(one.values).get("functions.f.min_visits_per_year", 500)


# ---- the core index


def test_the_core_index_is_the_one_counted_by_hand() -> None:
    study = found(MINIMUM)
    base, *drawn = [minimum_in(one) for one in study.worlds]

    assert base == 500
    assert (min(drawn) < 500, max(drawn) > 1000) == (True, True)  # one draw on each side of the value
    # base and the low draw: today and s1; the high draw: today alone. Five good plans, s1 in two of them.
    assert [len(good_plans(one)) for one in study.found if one] == [
        2 if least <= 1000 else 1 for least in (base, *drawn)
    ]
    assert study.good == 5
    assert index_of(study, S1) == (2 / 5, 1 / 2, 0.0)  # at equal weights today is as good, and its regrets are fewer
    assert index_of(study, H1) == (1.0, 1.0, 1.0)
    assert {row.pair for row in study.core} == {S1, H1}


def test_a_plan_counts_once_in_a_world_however_many_weights_find_it() -> None:
    study = found({}, draws=0)

    assert len(study.found) == 1
    assert study.found[0] is not None
    assert len(study.found[0].asked) == len(study.weights) == 10
    assert study.good == 2


def test_a_plan_beaten_in_its_world_is_not_counted() -> None:
    def plan(site: str, aims: tuple[float, float, float]) -> Asked:
        return Asked(Offers((("f", site),), (), (), ()), aims, 0.0, 0.0, proven=True)

    asked = plan("a", (1, 2, 3)), plan("b", (1, 2, 4)), plan("c", (0, 9, 9)), plan("a", (1, 2, 3))
    assert [one.open for one in good_plans(Found("solved", asked=asked))] == [(("f", "a"),), (("f", "c"),)]


@pytest.mark.parametrize(("index", "verdict"), [(1, "decide"), (0.95, "decide"), (0.94, "discuss"), (0.05, "drop")])
def test_the_ends_belong_to_the_outer_classes(index: float, verdict: str) -> None:
    assert Thresholds().verdict(index) == verdict


def test_weights_are_a_lattice_inside_the_triangle() -> None:
    weights = weights_of(world(), Options(weights=Weights(citizen=5, quality=1, economy=0)), 0.1)
    shares = [np.array([w.citizen, w.quality, w.economy]) / (w.citizen + w.quality + w.economy) for w in weights]

    assert shares[0].tolist() == pytest.approx([5 / 6, 1 / 6, 0])  # the scenario's own come first, whatever they are
    assert len(weights) == 1 + 10
    assert min(share.min() for share in shares[1:]) == pytest.approx(0.1)
    assert any(share == pytest.approx([1 / 3] * 3) for share in shares)


def test_profiles_are_asked_too() -> None:
    one = taught("profiler")
    named = {profile.weights for profile in one.scenario.profiles.values()}
    assert named <= set(weights_of(one, Options(), 0.1)) | {one.scenario.objectives.weights}


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


def measured(study: Robust, aims: tuple[float, ...], ideal: np.ndarray[Any, Any]) -> list[float]:
    """The largest weighted regret for each of the weights, written here once more."""
    scale = study.solved.scale
    shares = (np.array(aims) - ideal) / np.array(scale.ranges)
    weights = np.array([[w.citizen, w.quality, w.economy] for w in study.weights])
    result: list[float] = (weights / weights.max(axis=1, keepdims=True) * shares).max(axis=1).tolist()
    return result


@pytest.mark.parametrize("sets", [MINIMUM, PRICE, {**MINIMUM, **PRICE}], ids=["minimum", "price", "both"])
def test_best_plans_and_regrets_are_those_of_a_search_through_every_plan(sets: dict[str, Any]) -> None:
    study = found(sets, draws=4)
    seen = {one.offers.open for one in study.regrets}
    most, broken = dict.fromkeys(seen, 0.0), dict.fromkeys(seen, 0)
    for one, there in zip(study.worlds, study.found, strict=True):
        assert there is not None
        plans = every_plan(study, one)
        ideal = np.min([aims for each in plans.values() for aims in each], axis=0)
        told = {open_: np.array([measured(study, aims, ideal) for aims in each]) for open_, each in plans.items()}
        best = np.min([each.min(axis=0) for each in told.values()], axis=0)
        assert [asked.objective for asked in there.asked] == pytest.approx(best.tolist(), abs=1e-4)
        for open_ in seen:
            if open_ in told:
                most[open_] = max(most[open_], float((told[open_].min(axis=0) - best).max()))
            else:
                broken[open_] += 1

    for row in study.regrets:
        assert row.broken == broken[row.offers.open]
        assert row.most == pytest.approx(most[row.offers.open], abs=1e-3)
    least = least_regret(study.regrets)
    assert least is not None
    assert least.offers.open == min(seen, key=lambda open_: (broken[open_], most[open_]))


def test_what_breaks_a_rule_somewhere_says_so() -> None:
    study = found(MINIMUM)
    [row] = [row for row in study.regrets if S1 in row.offers.open]

    assert (row.broken, row.why) == (1, "min_visits_per_year f s1")
    assert [one.broken for one in worth_a_look(study.regrets)][:1] == [0]


def test_today_keeps_the_rules_where_it_has_other_units() -> None:
    study = robust([taught("udnyttelse")], Options(), Design(draws=6))
    [today] = [row for row in study.regrets if row.offers.placements == {r.pair for r in study.core if r.stands}]

    assert today.broken == 0


# ---- one number at a time


def test_a_number_that_bars_the_proposal_comes_first() -> None:
    study = robust(
        [world({**TARGET, **MINIMUM, **PRICE})],
        Options(gap=0.0, weights=Weights(citizen=2, quality=1, economy=1)),
        Design(draws=1),
    )

    assert S1 in study.proposal.open
    first, second = study.hinges
    assert first.number.path == "functions.f.min_visits_per_year"
    low, high = first.ends
    assert (low.side, low.broken, low.opens, low.closes) == ("low", "", (), ())
    assert (high.side, high.value, high.broken) == ("high", 3900, "min_visits_per_year f s1")
    assert high.regret is None
    assert high.closes == (S1,)
    # nine times the price of a day: economy regret 9 · 1/2 against the 1 of today
    dear = second.ends[1]
    assert (second.number.path, dear.value) == ("staff_roles.doctor.dkk_per_clinic_day", 9000)
    assert dear.regret == pytest.approx(9 / 2 - 1, abs=1e-3)
    assert dear.closes == (S1,)


def test_where_no_number_has_a_range_there_is_one_world() -> None:
    study = found({})

    assert (study.numbers, study.hinges, [one.name for one in study.worlds]) == ((), (), ["base"])


def test_a_range_that_no_plan_keeps_is_counted_and_named() -> None:
    sets = {"policy.max_extra_operating_dkk_per_year": {"value": 1e6, "low": 0, "high": 2e6}, **MINIMUM}
    must = {"policy.placements": {"f": {"s1": {"decision": "must", "reason": "x"}}}}
    study = found({**sets, **must}, draws=4)

    assert 0 < len(study.impossible) < len(study.worlds)
    assert study.done + len(study.impossible) == len(study.worlds)
    for one, why in study.impossible:
        assert why.outcome == "infeasible"
        values = dict(one.values)
        assert (
            values["functions.f.min_visits_per_year"] > 1000 or values["policy.max_extra_operating_dkk_per_year"] < 1e5
        )


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


# ---- variants, few changes, other plans, people


def test_worlds_of_variants_are_counted_together() -> None:
    plain = world(TARGET)
    barred = world({**TARGET, "policy.placements": {"f": {"s1": {"decision": "must_not", "reason": "x"}}}})
    study = robust([plain, replace(barred, base=plain.base, variants=("barred",))], EXACT, Design(draws=0))

    # today and s1; today and s2: four good plans
    assert (study.good, index_of(study, S1)[0], index_of(study, ("f", "s2"))[0]) == (4, 1 / 4, 1 / 4)
    [row] = [row for row in study.regrets if S1 in row.offers.open]
    assert (row.broken, row.why) == (1, "must_not f s1")


def test_the_best_with_few_changes_is_found_anew() -> None:
    study = robust([taught("personale")], EXACT, Design(draws=0, numbers=0))

    one, two = study.fewest
    assert (len(one.opens), len(two.opens)) == (1, 2)
    assert set(two.opens) == {row.pair for row in study.core if row.proposed and not row.stands}
    assert two.gain == pytest.approx(1.0)
    assert two.worse == pytest.approx(0.0)
    assert 0 < one.gain < 1
    assert one.nested
    assert two.nested


def test_a_day_lost_is_solved_again() -> None:
    people = {"staff_roles.doctor.extra_days_per_week": {"h1": 2}}
    study = robust(
        [world({**TARGET, **people})],
        Options(gap=0.0, weights=Weights(citizen=2, quality=1, economy=1)),
        Design(draws=0),
    )

    [loss] = study.losses
    assert (loss.pool.hospital, loss.pool.role, loss.pool.falls) == ("h1", "doctor", (S1,))
    assert loss.closes == (S1,)
    assert loss.regret == pytest.approx(1 - 1 / 2, abs=1e-3)  # today's regret of 1 against the half of s1


# ---- the same however it is run


def comparable(study: Robust) -> tuple[Any, ...]:
    answers = tuple(replace(one, seconds=0.0) if one else None for one in study.found)
    return answers, study.core, study.regrets, study.hinges, study.fewest, study.losses


def test_the_same_whoever_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_of, "_QUICK_SECONDS", -1.0)
    told: list[str] = []
    sets = world({**TARGET, **MINIMUM, **PRICE})
    here = robust([sets], EXACT, Design(draws=3))
    with Processes(2) as processes:
        there = robust([sets], EXACT, Design(draws=3), executor=processes, told=lambda stage, _: told.append(stage))

    assert comparable(here) == comparable(there)
    assert set(told) == {"worlds", "judging", "looking", "numbers"}


def test_another_seed_is_another_sample() -> None:
    one, same, other = (
        robust([world({**TARGET, **MINIMUM})], replace(EXACT, seed=seed), Design(draws=3)) for seed in (1, 1, 2)
    )
    assert comparable(one) == comparable(same)
    assert one.worlds != other.worlds


def test_what_is_done_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    sets = [world({**TARGET, **MINIMUM})]
    asked: list[str] = []
    first = robust(sets, EXACT, Design(draws=3), kept=kept)

    answer = worlds._answered

    def noted(given: Given, one: World, *rest: Any) -> Found:
        asked.append(one.name)
        return answer(given, one, *rest)

    monkeypatch.setattr(worlds, "_answered", noted)
    again = robust(sets, EXACT, Design(draws=3), kept=kept)
    assert comparable(first) == comparable(again)
    assert asked == ["base"]  # which tells how long the others take


def test_a_study_that_is_stopped_rests_on_the_worlds_done() -> None:
    stop = threading.Event()

    def told(stage: str, how: Any) -> None:
        if stage == "worlds" and how.done >= 2:
            stop.set()

    study = robust([world({**TARGET, **MINIMUM})], EXACT, Design(draws=6), told=told, stop=stop)
    assert study.stopped == "interrupt"
    assert (study.done, study.left) == (3, 4)
    assert study.core
    assert (study.regrets, study.hinges, study.fewest) == ((), (), ())


def test_a_study_out_of_time_rests_on_the_worlds_done(monkeypatch: pytest.MonkeyPatch) -> None:
    later = [0.0]
    monkeypatch.setattr(study_of, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + later[0]))

    def told(stage: str, how: Any) -> None:
        later[0] += 1e6 * (stage == "worlds" and how.done >= 1)

    study = robust([world({**TARGET, **MINIMUM})], replace(EXACT, time_limit=1e5), Design(draws=6), told=told)
    assert study.stopped == "time_limit"
    assert (study.done, study.left) == (2, 5)
    assert (study.regrets, study.hinges) == ((), ())


def test_a_variant_without_a_plan_is_named_once() -> None:
    never = {"policy.placements": {"f": {"s1": {"decision": "must", "reason": "x"}}}}
    lost = world({**TARGET, **MINIMUM, "functions.f.min_visits_per_year": 3500, **never})
    plain = world({**TARGET, **MINIMUM})
    study = robust([plain, replace(lost, base=plain.base, variants=("lost",))], EXACT, Design(draws=2))

    [(one, why)] = study.impossible
    assert (one.variant, one.name, why.outcome) == (1, "base", "infeasible")
    assert study.done == 3


def test_stopped_before_any_world_nothing_is_said_of_placements() -> None:
    stop = threading.Event()
    study = robust([world(TARGET)], EXACT, progress=lambda _: stop.set(), stop=stop)
    assert (study.stopped, study.done, study.core) == ("interrupt", 0, ())
    assert "ingen verden blev nået" in " ".join(line.text for line in robust_screen(study))


def test_phases_are_refused() -> None:
    with pytest.raises(UsageError, match="phases"):
        robust([taught("etaper")])


def test_without_a_baseline_there_is_no_today() -> None:
    study = robust([world({**TARGET, "baseline.rows": {}})], EXACT, Design(draws=0))
    assert study.fewest == ()
    assert not any(row.stands for row in study.core)
    assert all(not math.isnan(row.most) for row in study.regrets)
