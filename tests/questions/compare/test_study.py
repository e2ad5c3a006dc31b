"""Alternatives side by side, where every figure can be worked out by hand.

Everybody goes to ``h1`` today: 1,000 visits from 50 minutes away, 2,000 from 20. Forced to ``s1`` the west saves 40
minutes a visit, forced to ``s2`` it saves 20 (see ``tests.helpers.one_choice``).
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from placement.errors import InfeasibleError
from placement.questions.compare.assumptions import differing_inputs
from placement.questions.compare.study import SideBySide, side_by_side
from placement.scenario.load import Loaded, load
from placement.solve.result import Options, Status
from tests.helpers.one_choice import WITH_S1, decided, world

MINUTE, LOST = "objectives.prices.minute", "objectives.prices.lost_quality_visit"
PRICED = {MINUTE: 1}
"""At this price today is best, and a clinic in ``s1`` costs 10,000 DKK a year more than its minutes are worth."""
BOTH = {"functions.f.number_of_sites": {"at_most": 1}, **decided(s1="must")}


def alternatives(**sets: dict[str, Any]) -> tuple[Loaded, list[tuple[str, Loaded]]]:
    plain = world(PRICED)
    return plain, [(name, replace(world({**PRICED, **each}), base=plain.base)) for name, each in sets.items()]


def compared(reference: str = "today", **sets: dict[str, Any]) -> SideBySide:
    return side_by_side(*alternatives(**sets), Options(gap=0.0), reference=reference)


def test_against_today() -> None:
    found = compared(base={}, west=decided(s1="must"), far=decided(s1="must_not", s2="must"))

    base, west, far = (found.versus[name] for name in ("base", "west", "far"))
    assert (base.opens, west.opens, far.opens) == ((), (("f", "s1"),), (("f", "s2"),))
    assert base.moved is not None
    assert base.moved.visits == 0
    assert west.moved is not None
    assert far.moved is not None
    assert west.moved.visits_shorter == pytest.approx(1000)
    assert (west.moved.minutes_today, west.moved.minutes_now) == pytest.approx((50, 10))
    assert far.moved.minutes_shorter == pytest.approx(20)
    assert west.moved.visits_longer == 0
    assert found.agreed == ((), ())
    solved = found.alternatives[1].solved
    assert solved is not None
    assert solved.objectives.as_tuple() == pytest.approx(WITH_S1, rel=1e-6)


def test_what_a_hospital_gives_and_who_pays() -> None:
    found = compared(base={}, west=decided(s1="must"))

    hospital = {(each.hospital, each.function): each for each in found.versus["west"].hospitals}["h1", "f"]
    assert (hospital.visits_reference, hospital.visits, hospital.change) == pytest.approx((3000, 2000, -1000))
    running = sum(amount for amount, _ in found.alternatives[1].money_by_payer.values())
    assert running == pytest.approx(90_000)


def test_a_function_moves_between_alternatives_and_some_travel_longer() -> None:
    found = compared("west", west=decided(s1="must"), far=decided(s1="must_not", s2="must"))

    far = found.versus["far"]
    assert [(m.function, m.origin, m.target) for m in far.moves] == [("f", "s1", "s2")]
    assert far.moves[0].visits == pytest.approx(1000)
    assert far.moved is not None
    assert (far.moved.visits_longer, far.moved.minutes_longer) == pytest.approx((1000, 20))
    assert far.moved.visits_shorter == 0
    own = found.versus["west"]
    assert (own.opens, own.closes, own.moves) == ((), (), ())


def test_what_all_agree_on_is_against_today_whatever_the_reference() -> None:
    both = decided(s1="must", s2="must")
    sets = {"west": decided(s1="must"), "both": both}

    for reference in ("today", "west", "both"):
        assert compared(reference, **sets).agreed == ((("f", "s1"),), ())


def test_the_groups_add_up_to_the_whole() -> None:
    found = compared(west=decided(s1="must"))
    west, solved = found.versus["west"], found.alternatives[0].solved
    assert solved is not None
    assert west.moved is not None

    visits = sum(group.visits for group in west.groups.values())
    minutes = sum(group.visits * group.mean_minutes for group in west.groups.values())
    assert minutes / visits == pytest.approx(solved.evaluation.indicators["mean_minutes_per_visit"])
    assert sum(group.moved.visits_shorter for group in west.groups.values()) == pytest.approx(1000)
    assert sum(group.visits for group in found.groups_today.values()) == pytest.approx(visits)


def test_what_all_have_at_home() -> None:
    path = "scenarios/hjemme"
    plain = load(path)
    asked = [("base", plain), *((name, load(path, variants=[name])) for name in ("opstart", "som_i_dag"))]

    agreed = side_by_side(plain, asked[:2], Options(gap=0.0)).agreed_at_home
    assert [(each.function, round(each.share_reference, 3), round(each.share, 3)) for each in agreed] == [
        ("lunge_amb", 0.02, 0.27)
    ]
    assert side_by_side(plain, asked, Options(gap=0.0)).agreed_at_home == ()


def test_an_unknown_reference_is_refused() -> None:
    with pytest.raises(ValueError, match="'monday' is no alternative"):
        compared("monday", west=decided(s1="must"))


def test_which_assumptions_differ() -> None:
    found = compared(base={}, west=decided(s1="must"), dear={"functions.f.target_visits_per_year": 3000})

    told = {each.path: [value.number or value.text for value in each.values] for each in found.inputs}
    assert told["functions.f.target_visits_per_year"] == [2000, 2000, 2000, 3000]
    assert set(told) == {"functions.f.target_visits_per_year", "policy.placements.f"}
    assert '"must"' in str(told["policy.placements.f"][2])


def test_a_record_that_one_lacks_is_one_difference_and_what_others_change_in_it_another() -> None:
    later = {"title": "Senere", "from_year": 2031, "years": 5}
    phases = {"foerst": {"title": "Først", "from_year": 2027, "years": 4}, "senere": later}
    asked = (phases, {"foerst": phases["foerst"]}, {**phases, "senere": {**later, "years": 3}})
    found = differing_inputs([world({"phases": each}).scenario for each in asked])
    told = {each.path: [value.number or value.text for value in each.values] for each in found}
    whole, missing, other = told.pop("phases.senere")
    assert (missing, other) == ("", whole)
    assert told == {"phases.senere.years": [5, 5, 3]}


def test_an_alternative_without_a_plan_does_not_silence_the_others() -> None:
    found = compared(impossible=BOTH, west=decided(s1="must"))

    assert [each.status for each in found.alternatives] == [Status.INFEASIBLE, Status.OPTIMAL]
    assert set(found.versus) == {"west"}
    assert found.versus["west"].opens == (("f", "s1"),)


def test_a_reference_without_a_plan_is_said() -> None:
    with pytest.raises(InfeasibleError):
        compared("impossible", impossible=BOTH, west=decided(s1="must"))


def test_stopped_before_the_first() -> None:
    stop = threading.Event()
    stop.set()

    found = side_by_side(*alternatives(west=decided(s1="must")), Options(), stop=stop)

    assert [each.status for each in found.alternatives] == [Status.NO_PLAN_FOUND]
    assert found.versus == {}


def test_the_answers_are_those_of_separate_solves() -> None:
    path = "scenarios/fri-fordeling"
    plain = load(path)
    asked = [(name, load(path, variants=[name])) for name in plain.base.variants]
    found = side_by_side(plain, asked, Options(gap=0.0))

    for (name, loaded), each in zip(asked, found.alternatives, strict=True):
        alone = side_by_side(plain, [(name, loaded)], Options(gap=0.0)).alternatives[0].solved
        assert each.solved is not None
        assert alone is not None
        assert each.solved.objective == pytest.approx(alone.objective, abs=1e-6)


def test_another_area_is_matched_by_id() -> None:
    """A reference with fewer areas: what only one of them has has not moved."""
    path = "scenarios/lukning"
    plain = load(path)
    asked = [("base", plain), ("midtby", load(path, overrides=["areas.vesterby=null"]))]
    found = side_by_side(plain, asked, Options(gap=0.0), reference="midtby")

    base = found.versus["base"]
    assert base.moved is not None
    assert base.moved.visits == pytest.approx(0, abs=1e-6)
    assert base.groups
    assert np.isfinite([group.mean_minutes for group in base.groups.values()]).all()
