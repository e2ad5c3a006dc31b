"""How sure a proposal is over weights, counted by hand, and held against a search through every plan of every world.

With the ``SETS`` of ``tests.helpers.one_choice`` there are two plans worth having: today (180,000 minutes), and with
``s1`` (100,000 minutes, 1,000 visits below target, 90,000 DKK). ``s1`` is best where the citizen weighs more than
quality and economy do, and it may only stand where the minimum is at most its 1,000 visits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from placement.plan.phases import situations
from placement.questions.robust.best_plans import good_once, weights_of
from placement.questions.robust.findings import Design, Robust, good_plans, least_regret
from placement.questions.robust.ranges import with_values
from placement.questions.robust.study import robust
from placement.questions.robust.worlds import HOME, Asked, Found, Offers, World
from placement.scenario.schema.frame import Profile, Weights
from placement.solve.result import Options
from tests.helpers.one_choice import world
from tests.helpers.taught import loaded as taught
from tests.properties.brute_force import BruteForce

EXACT = Options(method="balanced", gap=0.0, seed=4)
"""Of two draws from ``MINIMUM``, one is then above the 1,000 visits."""
MINIMUM = {"functions.f.min_visits_per_year": {"value": 500, "low": 100, "high": 3900}}
TARGET = {"functions.f.target_visits_per_year": 4000}
PRICE = {"staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": {"value": 1000, "low": 100, "high": 9000}}}}
S1, H1 = ("f", "s1"), ("f", "h1")


def found(sets: dict[str, Any], **design: Any) -> Robust:
    return robust([world({**TARGET, **sets})], EXACT, Design(**{"draws": 2, **design}))


def index_of(study: Robust, pair: tuple[str, str]) -> tuple[float, float, float]:
    [row] = [row for row in study.core if row.pair == pair]
    return row.index, row.at_base, row.own


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

    asked = good_once([plan("a", (1, 2, 3)), plan("b", (1, 2, 4)), plan("c", (0, 9, 9)), plan("a", (1, 2, 3))])
    assert [one.open for one in good_plans(Found("solved", asked=asked))] == [(("f", "a"),), (("f", "c"),)]


def test_weights_are_a_lattice_inside_the_triangle() -> None:
    weights = weights_of(world(), Options(weights=Weights(citizen=5, quality=1, economy=0)), 0.1)
    shares = [np.array([w.citizen, w.quality, w.economy]) / (w.citizen + w.quality + w.economy) for w in weights]

    assert shares[0].tolist() == pytest.approx([5 / 6, 1 / 6, 0])  # the scenario's own come first, whatever they are
    assert len(weights) == 1 + 10
    assert min(share.min() for share in shares[1:]) == pytest.approx(0.1)
    assert any(share == pytest.approx([1 / 3] * 3) for share in shares)


def test_profiles_are_asked_too() -> None:
    near = Weights(citizen=7, quality=2, economy=1)
    priced, own = taught("profiler"), Profile(title="Nær", weights=near)
    profiles = {**priced.scenario.profiles, "naer": own}
    one = replace(priced, scenario=priced.scenario.model_copy(update={"profiles": profiles}))
    assert near in weights_of(one, Options(), 0.1)
    assert near not in weights_of(priced, Options(), 0.1)


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


# ---- one number at a time


def test_a_number_that_bars_the_proposal_comes_first() -> None:
    study = robust(
        [world({**TARGET, **MINIMUM, **PRICE})],
        Options(method="balanced", gap=0.0, weights=Weights(citizen=2, quality=1, economy=1)),
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
    assert (second.number.path, dear.value) == ("staff_roles.doctor.cost_per_clinic_day", 9000)
    assert dear.regret == pytest.approx(9 / 2 - 1, abs=1e-3)
    assert dear.closes == (S1,)


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


def test_the_best_with_few_changes_says_what_is_done_at_home_too() -> None:
    """The gain is of the whole plan: told without its programme at home, one offer would seem to bring it all."""
    study = robust([taught("trappen")], EXACT, Design(draws=0, numbers=0))

    one, two = study.fewest
    assert (len(one.opens), len(two.opens)) == (2, 3)
    assert ("lunge_amb", HOME) in one.opens
    assert ("lunge_amb", HOME) in two.opens
    assert one.nested


def test_a_day_lost_is_solved_again() -> None:
    people = {"staff_roles.doctor.extra_days_per_week": {"h1": 2}}
    study = robust(
        [world({**TARGET, **people})],
        Options(method="balanced", gap=0.0, weights=Weights(citizen=2, quality=1, economy=1)),
        Design(draws=0),
    )

    [loss] = study.losses
    assert (loss.pool.hospital, loss.pool.role, loss.pool.falls) == ("h1", "doctor", (S1,))
    assert loss.closes == (S1,)
    assert loss.regret == pytest.approx(1 - 1 / 2, abs=1e-3)  # today's regret of 1 against the half of s1


# ---- the same however it is run
