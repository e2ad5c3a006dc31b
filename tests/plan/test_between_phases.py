"""Plans of two phases: what each phase is judged by, and every rule between them, broken once."""

from __future__ import annotations

from typing import Any

import pytest

from placement.plan.phases import Verdict, judge, situations
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule
from tests.helpers.judged import Places, Sets, plan, scenario

FIRST: dict[str, Any] = {"title": "A", "from_year": 2026, "years": 1}
SECOND: dict[str, Any] = {"title": "B", "from_year": 2030, "years": 3}
HOSPITAL: Places = {"f": {"h1": 0}}
HOUSE: Places = {"f": {"h1": 0, "s1": 1}}
SCANNER: Sets = {
    "equipment.scanner": {"title": "Scanner", "price": 1000},
    "functions.f.equipment": {"scanner": {"minutes_per_visit": 20}},
    "sites.h1.equipment_today": {"scanner": 2},
}
HOME: Sets = {"functions.f.home": {"mode": "home_treatment", "max_share": 0.4}}
Units = dict[str, dict[str, int]] | None


def judged(
    sets: Sets,
    places: tuple[Places, Places],
    units: tuple[Units, Units] = (None, None),
    levels: tuple[int, int] = (0, 0),
    first: dict[str, Any] | None = None,
    second: dict[str, Any] | None = None,
) -> Verdict:
    """A course through two phases, built by hand."""
    phases = {"a": {**FIRST, **(first or {})}, "b": {**SECOND, **(second or {})}}
    parts = situations(scenario({**sets, "phases": phases}))
    course = zip(parts, places, units, levels, strict=True)
    return judge(parts, tuple(plan(part.instance, p, u, level) for part, p, u, level in course))


def broken(verdict: Verdict) -> list[RuleCheck]:
    return [check for check in verdict.links if check.violated]


def test_what_opens_stays_open() -> None:
    kept, closed = judged({}, (HOUSE, HOUSE)), judged({}, (HOUSE, HOSPITAL))

    assert broken(kept) == []
    assert broken(closed) == [RuleCheck(Rule.NO_FLIP_FLOP, "f", "s1", "", 2, 1, -1, "changes")]
    assert closed.violations == tuple(broken(closed))


def test_what_closes_stays_closed() -> None:
    sets = {"baseline.rows.f": {"h1": "open", "s1": 1}, "policy.existing_in_houses": "free"}

    assert broken(judged(sets, (HOUSE, HOSPITAL))) == []
    assert broken(judged(sets, (HOSPITAL, HOUSE))) == [
        RuleCheck(Rule.NO_FLIP_FLOP, "f", "s1", "", 2, 1, -1, "changes"),
    ]


def test_care_at_home_is_not_taken_back() -> None:
    assert broken(judged(HOME, (HOSPITAL, HOSPITAL), levels=(0, 1))) == []
    assert broken(judged(HOME, (HOSPITAL, HOSPITAL), levels=(1, 0))) == [
        RuleCheck(Rule.NO_FLIP_FLOP, "f", "", "", 0, 0.4, -0.4, "share", phase="b")
    ]


@pytest.mark.parametrize(
    ("first", "second", "have", "need"),
    [(2, 3, None, None), (3, 2, 2, 3), (3, 3, None, None), (1, 2, 2, 1), (1, 1, None, None), (2, 1, None, None)],
)
def test_units_are_bought_once_and_given_up_once(first: int, second: int, have: int | None, need: int | None) -> None:
    verdict = judged(SCANNER, (HOSPITAL, HOSPITAL), ({"scanner": {"h1": first}}, {"scanner": {"h1": second}}))

    expected = [(Rule.NO_FLIP_FLOP, "h1", "scanner", have, need, "b")] if need else []
    assert [(c.rule, c.site, c.item, c.have, c.need, c.phase) for c in broken(verdict)] == expected


def test_a_budget_is_the_phases_own() -> None:
    sets, budget = {"functions.f.fitting_out": 500}, {"value": 400, "owner": "Regionsrådet"}
    early = judged(sets, (HOUSE, HOUSE), first={"max_investment": budget})
    late = judged(sets, (HOUSE, HOUSE), second={"max_investment": 0})

    assert broken(early) == [
        RuleCheck(Rule.PHASE_BUDGET, "", "", "", 500, 400, -100, "DKK", owner="Regionsrådet", phase="a")
    ]
    assert broken(late) == []


def test_changes_are_counted_phase_by_phase() -> None:
    both: Places = {"f": {"h1": 0, "s1": 1, "s2": 1}}
    verdict = judged({}, (HOUSE, both), first={"max_changes": 1}, second={"max_changes": 0})

    assert broken(verdict) == [RuleCheck(Rule.PHASE_CHANGES, "", "", "", 1, 0, -1, "changes", phase="b")]


def test_the_running_cost_budget_of_a_phase_stands_in_for_the_policys() -> None:
    sets = {"sites.s1.room_per_day": 10, "policy.max_extra_operating_per_year": 400}
    wider = judged(sets, (HOUSE, HOUSE), second={"max_extra_operating_per_year": 500})

    assert [[check.rule for check in phase.violations] for phase in wider.phases] == [[Rule.MAX_EXTRA_OPERATING], []]


def test_a_phase_has_its_own_people_numbers_and_today() -> None:
    sets = {**SCANNER, "functions.f.min_visits_per_year": 600}
    parts = situations(
        scenario(
            {**sets, "phases": {"a": FIRST, "b": {**SECOND, "growth_per_year": 0.1, "set": {"policy.max_changes": 0}}}}
        )
    )
    first, second = (part.instance.demand.visits.sum() for part in parts)

    assert second == pytest.approx(first * 1.1**4)
    assert parts[1].today.citizen_minutes == pytest.approx(parts[0].today.citizen_minutes * 1.1**4)
    assert parts[1].instance.scenario.policy.max_changes == 0
    assert (parts[1].today.units == parts[0].today.units).all()


def test_inferred_equipment_is_that_of_the_first_phase() -> None:
    sets = {key: value for key, value in SCANNER.items() if key != "sites.h1.equipment_today"}
    sets["equipment.scanner"] = {"title": "S", "capacity_minutes_per_week": 1400, "max_utilisation": 1}
    parts = situations(scenario({**sets, "phases": {"a": FIRST, "b": {**SECOND, "growth_per_year": 0.1}}}))

    assert [part.today.units[0, 0] for part in parts] == [1, 1]
    assert parts[1].today.utilisation[0, 0] == pytest.approx(parts[0].today.utilisation[0, 0] * 1.1**4)


def test_the_aims_are_weighted_with_the_years() -> None:
    verdict = judged({}, (HOSPITAL, HOUSE))
    first, second = (phase.objectives.citizen_minutes for phase in verdict.phases)

    assert verdict.objectives.citizen_minutes == pytest.approx((first + 3 * second) / 4)
    assert second < first


def test_who_pays_may_change_with_the_phase() -> None:
    paid = {**HOME, "functions.f.home": {**HOME["functions.f.home"], "cost_per_visit": 100}}
    municipal = {"set": {"functions.f.home.paid_by": {"municipality": 1}}}
    verdict = judged(paid, (HOSPITAL, HOSPITAL), levels=(1, 1), second=municipal)
    region, municipality = (
        [phase.indicators[f"operating_{payer}_per_year"] for phase in verdict.phases]
        for payer in ("region", "municipality")
    )

    assert region[0] > 0 == municipality[0]
    assert municipality[1] == pytest.approx(3000 * 0.4 * 100)
