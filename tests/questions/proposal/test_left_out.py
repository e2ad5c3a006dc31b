from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from placement.plan.evaluate import evaluate
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.study import study
from placement.questions.proposal.trials import Bench, key_of
from placement.scenario.schema.rules import Rule
from tests.questions.proposal.by_hand import Pair, instance_of, made_plan, small, solved_with


def notes(tree: dict[str, Any], **changed: Any) -> dict[Pair, PairNote]:
    return {(note.function, note.site): note for note in study(solved_with(instance_of(tree), **changed)).pairs}


def test_every_house_and_every_open_hospital_has_a_note() -> None:
    instance = instance_of(small())
    found = [(note.function, note.site) for note in study(solved_with(instance)).pairs]
    assert found == [(function, site) for function in instance.function_ids for site in instance.site_ids]


def test_too_few_visits_says_so_with_the_exact_shortfall() -> None:
    note = notes(small())["lunge", "syd"]
    assert note.deciding_limit == "min_visits_per_year"
    (check,) = note.blocking
    assert (check.have, check.need, check.slack) == pytest.approx((300, 400, -100))
    assert check.owner == "Specialeråd"
    assert note.shortfall == pytest.approx(0.25)
    assert (note.visits, note.tipping_value) == pytest.approx((300, 300))
    assert note.days == 1


def test_where_nothing_blocks_the_price_decides() -> None:
    note = notes(small())["lunge", "nord"]
    assert (note.deciding_limit, note.blocking, note.shortfall) == ("price", (), 0)
    assert note.minutes_per_year < 0
    assert note.money_per_minute > 0


def test_what_stays_is_decided_by_nothing() -> None:
    found = notes(small())
    assert (found["oejne", "nord"].change, found["oejne", "nord"].deciding_limit) == ("kept", "")
    assert found["oejne", "hosp"].recommended


def test_a_static_rule_is_named_before_all_others() -> None:
    note = notes(small(functions__lunge__allowed_at=["hospital"]))["lunge", "syd"]
    assert note.deciding_limit == "allowed_at"
    assert [check.rule for check in note.blocking] == [Rule.ALLOWED_AT]
    assert note.visits == pytest.approx(300)
    assert math.isnan(note.tipping_value)


def test_the_way_to_the_hospital_is_told_in_minutes() -> None:
    note = notes(small(functions__lunge__backup_hospital_within_minutes=40))["lunge", "syd"]
    (check,) = note.blocking
    assert (check.have, check.need, check.slack, check.unit) == (50, 40, -10, "minutes")


def test_must_not_bars_what_is_open_today() -> None:
    decision = {"oejne": {"nord": {"decision": "must_not", "reason": "nej"}}}
    note = notes(small(policy__placements=decision), close=[("oejne", "nord")])["oejne", "nord"]
    assert (note.change, note.deciding_limit) == ("closed", "must_not")


def test_shared_limits_count_what_the_rest_of_the_plan_takes() -> None:
    tree = small(staff_roles__laege__extra_days_per_week={"hosp": 2})
    note = notes(tree, add={("oejne", "syd"): 2.0})["lunge", "nord"]
    assert note.deciding_limit == "extra_days_per_week"
    (check,) = note.blocking
    assert check.have == pytest.approx(check.need + 1)


def test_the_limit_on_changes_is_told() -> None:
    note = notes(small(policy__max_changes=1), add={("oejne", "syd"): 2.0})["lunge", "nord"]
    assert [check.rule for check in note.blocking] == [Rule.MAX_CHANGES]
    assert note.deciding_limit == "max_changes"


def test_the_volume_is_named_before_the_limit_on_changes() -> None:
    note = notes(small(policy__max_changes=0))["lunge", "syd"]
    assert {check.rule for check in note.blocking} == {Rule.MAX_CHANGES, Rule.MIN_VISITS}
    assert note.deciding_limit == "min_visits_per_year"


def test_idle_equipment_speaks_against() -> None:
    note = notes(small(equipment__scanner__min_utilisation=0.5))["oejne", "syd"]
    assert note.deciding_limit == "min_utilisation"


def test_fewer_days_are_tried_where_the_rest_may_overflow() -> None:
    tree = small(staff_roles__laege__extra_days_per_week={"hosp": 1}, functions__lunge__min_visits_per_year=400)
    note = notes(tree)["lunge", "nord"]  # 600 would come, which takes two days; one day holds 450
    assert (note.deciding_limit, note.days, note.visits) == ("price", 1, pytest.approx(450))


def test_what_limits_the_days_of_a_new_clinic_is_told() -> None:
    tree = small(staff_roles__laege__extra_days_per_week={"hosp": 1})
    assert notes(tree, add={("lunge", "nord"): 1.0})["lunge", "nord"].deciding_limit == "extra_days_per_week"
    assert notes(small(), add={("lunge", "nord"): 2.0})["lunge", "nord"].deciding_limit == "price"


def test_the_region_may_send_more_to_meet_the_minimum() -> None:
    tree = small(functions__lunge__choice="free", functions__lunge__min_visits_per_year=450)
    note = notes(tree)["lunge", "syd"]
    assert note.visits >= 450
    assert note.deciding_limit == "price"


def test_a_must_is_a_must() -> None:
    decision = {"lunge": {"nord": {"decision": "must", "reason": "ja"}}}
    note = notes(small(policy__placements=decision), add={("lunge", "nord"): 2.0})["lunge", "nord"]
    assert (note.change, note.deciding_limit) == ("new", "must")


def random_tree(seed: int) -> dict[str, Any]:
    """The small scenario with more of everything, in random numbers."""
    rng = random.Random(seed)
    tree = small(
        staff_roles__laege__extra_days_per_week={"hosp": rng.choice([1, 3, 20])},
        policy__max_changes=rng.choice([1, 2, 9]),
        policy__existing_in_houses=rng.choice(["keep", "days_may_change", "free"]),
        policy__max_investment=rng.choice([400000, 2000000]),
        sites__nord__free_room_days_per_week={"consultation": rng.choice([1, 4])},
        functions__lunge__retained_share=rng.choice([0.5, 0.9]),
        functions__lunge__target_visits_per_year=900,
        prices={"patient_transport_per_km": 3},
    )
    for name in ("hjerte", "gigt", "hud"):
        tree["functions"][name] = {
            "title": name,
            "choice": rng.choice(["nearest", "catchment", "free"]),
            "overflow": rng.choice(["expand", "parent_hospital"]),
            "visits_per_1000_per_year": rng.choice([20, 50, 90]),
            "visits_per_clinic_day": rng.choice([6, 12]),
            "min_visits_per_year": rng.choice([200, 600]),
            "max_house_share": rng.choice([0.6, 1]),
            "staff_per_clinic_day": {"laege": 1},
            "requires_on_site": ["oejne"] if name == "hud" else [],
            "equipment": {"scanner": {"minutes_per_visit": rng.choice([15, 60])}} if name != "gigt" else {},
            "patient_transport": {"share_entitled": 0.3},
        }
        tree["baseline"]["rows"][name] = {"hosp": {"days_per_week": 3}}
    return tree


def fair_tree(seed: int) -> dict[str, Any]:
    """The same, with what ties functions together: floors, the digital ceiling, saved trips, a curved citizen aim."""
    rng, tree = random.Random(seed), random_tree(seed)
    owner = {"owner": "Region"}
    tree["objectives"] = {"citizen": {"equity": rng.choice(["ede", "worst_share", "mean"])}}
    tree["policy"] = {
        **tree.get("policy", {}),
        "max_digital_share": 0.02,
        "coverage": {
            "all": {"within_minutes": rng.choice([10, 20, 30]), "min_share": rng.choice([0.5, 0.9])},
            "two": {"within_minutes": 20, "min_share": 0.7, "functions": ["lunge", "hjerte"]},
        },
    }
    tree["synergies"] = {
        "one": {"functions": ["lunge", "hjerte"], "saved_trips_share": {"value": 0.3, **owner}},
        "other": {"functions": ["hjerte", "gigt"], "saved_trips_share": {"value": 0.2, **owner}},
    }
    return tree


def random_changes(seed: int) -> dict[Pair, float]:
    rng = random.Random(seed)
    pairs = [(f, s) for f in ("lunge", "hjerte", "gigt", "hud") for s in ("nord", "syd")]
    return {pair: float(rng.choice([1, 2])) for pair in rng.sample(pairs, 3)}


def priced_together(seed: int) -> dict[str, Any]:
    """The same where rooms are let, people recruited, kept at the hospital and busy in homes: no longer a sum."""
    rng, tree = random.Random(seed + 1000), random_tree(seed)
    tree["sites"]["nord"] |= {"let_room_days_per_week": {"consultation": 2}, "let_room_per_year": 40000}
    tree["staff_roles"]["laege"] |= {
        "extra_days_per_week": {"hosp": rng.choice([0, 2])},
        "recruit_days_per_week": {"hosp": 3},
        "recruit_days_per_week_in_all": rng.choice([1, 2]),
        "recruit_per_year": 70000,
        "people": {"hosp": 2},
        "max_days_away_per_person_per_week": rng.choice([1, 2]),
    }
    tree["functions"]["oejne"]["home"]["staff_minutes_per_visit"] = {"laege": 60}
    tree["rooms"] = {"consultation": {"title": "R", "fitting_out": rng.choice([0, 300000])}}
    return tree


TREES = [(make, seed) for make in (random_tree, fair_tree, priced_together) for seed in range(12)]


@pytest.mark.parametrize(("make", "seed"), TREES)
def test_a_part_says_the_same_as_the_whole(make: Callable[[int], dict[str, Any]], seed: int) -> None:
    instance = instance_of(make(seed))
    solved = solved_with(instance, add=random_changes(seed))
    bench = Bench(instance, solved.today)
    known = {key_of(check) for check in solved.evaluation.violations}
    for note in study(solved).pairs:
        pair = instance.function_ids.index(note.function), instance.site_ids.index(note.site)
        if note.recommended or not instance.allowed[pair] or not instance.follows_order(pair[0]):
            continue
        whole = bench.try_(bench.draft(solved.plan).with_pair(*pair, is_open=True, days=note.days)).evaluation
        before = solved.evaluation.objectives
        assert note.minutes_per_year == pytest.approx(whole.objectives.citizen_minutes - before.citizen_minutes)
        if note.minutes_per_year < 0:
            economy = (whole.objectives.economy - before.economy) / -note.minutes_per_year
            assert note.money_per_minute == pytest.approx(economy)
        blocking = {key_of(check): check.slack for check in note.blocking}
        broken = {key_of(check): check.slack for check in whole.violations}
        new = set(broken) - known
        assert new <= set(blocking)
        for key, slack in blocking.items():
            assert slack == pytest.approx(broken[key])


@pytest.mark.parametrize(("make", "seed"), TREES)
def test_changes_and_steps_agree_with_the_whole(make: Callable[[int], dict[str, Any]], seed: int) -> None:
    instance = instance_of(make(seed))
    solved = solved_with(instance, add=random_changes(seed), home={"oejne": 1})
    found = study(solved)
    assert len(found.steps) == len(found.changes) == 4
    assert found.steps[-1].economy == pytest.approx(solved.evaluation.objectives.economy)
    assert solved.today_evaluation is not None
    spent = sum(step.change.economy for step in found.steps)
    assert spent == pytest.approx(solved.evaluation.objectives.economy)
    for change in found.changes:
        if change.kind == "new":
            rest = {pair: days for pair, days in random_changes(seed).items() if pair != (change.function, change.site)}
            plan = made_plan(instance, solved.today, add=rest, home={"oejne": 1})
            without = evaluate(instance, solved.today, plan).objectives
            assert change.economy == pytest.approx(solved.evaluation.objectives.economy - without.economy)
    assert np.isfinite([step.citizen_minutes for step in found.steps]).all()
