"""The Central Denmark Region case: its sums, its footing, how well it fits, and its proposal to the last digit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from placement.instance.build import build
from placement.instance.instance import Instance
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Evaluation
from placement.questions.proposal.evidence import calibrate, within20
from placement.scenario.load import Loaded, load
from placement.scenario.schema.quantity import Quantity
from placement.solve.result import Solved, Status
from placement.solve.run import solve

FOLDER = Path(__file__).parents[2] / "scenarios" / "midtjylland"

PROPOSAL = Path(__file__).parent / "golden" / "midtjylland.json"
"""What version 1 of the format, with its names in kroner, led to; nothing that was renamed has changed it."""

VARIANTS = (
    "lemvig_dialyse",
    "holstebro_dialyse",
    "flere_dage",
    "naerhospitaler",
    "hjem_foerst",
    "luk_dag",
    "uden_anlaegsramme",
    "flere_laegedage",
    "laengere_samtaler",
    "skive_lunge_til_viborg",
    "hoejere_mindstekrav",
    "psykiatri_i_vest",
    "blodproever_ebeltoft",
    "struer_hus",
)

CATCHMENTS = {
    "rh_randers": 226_254,
    "rh_horsens": 223_210,
    "rh_viborg": 236_798,
    "rh_goedstrup": 286_439,
    "auh": 353_639,
}

THRESHOLDS = {
    "min_visits_per_year",
    "target_visits_per_year",
    "min_patients_per_year",
    "min_days_per_week",
    "days_per_week_exactly",
    "min_utilisation",
    "max_utilisation",
    "backup_hospital_within_minutes",
    "base_radius_minutes",
    "retained_share",
    "max_house_share",
    "max_share",
    "quality_loss_at_minimum",
    "max_investment",
    "max_extra_operating_per_year",
}

WITHOUT_RANGE_OR_OWNER = {
    # Defaults of the format that say "no limit"; nobody has to answer for them.
    "equipment.spirometer.min_utilisation",
    "equipment.spirometer.max_utilisation",
    "equipment.blodproeveudstyr.min_utilisation",
    "equipment.blodproeveudstyr.max_utilisation",
    "equipment.behandlingsstol.min_utilisation",
    "equipment.dialyseplads.max_utilisation",
    # Hospitals only: a consequence of the level, not an estimate.
    "functions.lunge_regional.max_house_share",
}

SAMSOE_TODAY = {"blodproever", "roentgen", "akutklinik", "jordemoder", "gyn_amb", "oejen_amb"}


@cache
def loaded(*variants: str) -> Loaded:
    return load(FOLDER, variants=variants)


@cache
def today(*variants: str) -> tuple[Instance, Evaluation]:
    instance = build(loaded(*variants).scenario)
    known, plan = describe_today(instance)
    assert plan is not None
    return instance, evaluate(instance, known, plan)


def quantities(part: Any, path: str = "") -> Iterator[tuple[str, Quantity]]:
    """Every number with its provenance, by path."""
    if isinstance(part, Quantity):
        yield path, part
    elif isinstance(part, BaseModel):
        yield from quantities({name: getattr(part, name) for name in type(part).model_fields}, path)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from quantities(value, f"{path}.{key}" if path else str(key))


def thresholds() -> Iterator[tuple[str, Quantity]]:
    """The thresholds that count: a radius matters only where the patient base decides."""
    scenario = loaded().base
    for path, quantity in quantities(scenario):
        name = path.rpartition(".")[2]
        if name == "base_radius_minutes" and scenario.functions[path.split(".")[1]].site_by != "patient_base":
            continue
        if name in THRESHOLDS:
            yield path, quantity


def test_size() -> None:
    scenario = loaded().base
    kinds = Counter(site.kind for site in scenario.sites.values() if site.scope == "candidate")
    assert len(scenario.functions) >= 18
    assert len(scenario.areas.rows) == 190
    assert kinds == {"hospital": 11, "health_house": 7, "psychiatry_house": 3, "outreach_point": 2}


def test_people_add_up_to_the_published_sums() -> None:
    people = Counter[str]()
    for area in loaded().base.areas.rows.values():
        people[str(area.catchment_hospital)] += round(float(area.people))
    assert people == CATCHMENTS
    assert people.total() == 1_326_340


def test_each_municipality_has_one_catchment() -> None:
    pairs = {(area.municipality, area.catchment_hospital) for area in loaded().base.areas.rows.values()}
    assert len(pairs) == 19


def test_no_two_candidate_sites_share_coordinates() -> None:
    places = [(site.lat, site.lon) for site in loaded().base.sites.values() if site.scope == "candidate"]
    assert len(set(places)) == len(places)


def test_today_keeps_every_rule_that_binds() -> None:
    assert today()[1].violations == ()


def test_every_figure_says_how_good_it_is() -> None:
    scenario = loaded().base
    for path, quantity in quantities(scenario):
        assert quantity.quality is not None, path
        assert quantity.quality == "assumption" or quantity.source, path
        assert quantity.source is None or quantity.source in scenario.sources, path


def test_every_assumed_threshold_has_a_range_and_an_owner() -> None:
    lacking = {
        path
        for path, quantity in thresholds()
        if quantity.quality == "assumption" and (quantity.low is None or quantity.high is None or not quantity.owner)
    }
    assert lacking == WITHOUT_RANGE_OR_OWNER


def test_every_range_holds_its_value() -> None:
    for path, quantity in quantities(loaded().base):
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.value <= quantity.high, path


def test_half_of_the_observed_figures_are_within_a_fifth() -> None:
    near, compared = within20(calibrate(*today()))
    assert compared >= 6
    assert near >= compared / 2


def test_travel_is_what_a_planner_expects() -> None:
    """About 23 minutes a visit with cars only; a twentieth to a fifth beyond 45 minutes."""
    indicators = today()[1].indicators
    assert 20 <= indicators["mean_minutes_per_visit"] <= 30
    assert 0.05 <= indicators["share_beyond_45_min"] <= 0.20


@pytest.mark.parametrize(
    ("area", "nearest"),
    [("7600-671", "sh_holstebro"), ("7620", "sh_lemvig"), ("8300-727", "out_odder"), ("8305", "sh_samsoe")],
)
def test_towns_have_their_own_blood_sampling(area: str, nearest: str) -> None:
    instance, _ = today()
    offers = [s for s, there in enumerate(instance.baseline.open[instance.function_ids.index("blodproever")]) if there]
    unit = instance.unit_area.tolist().index(instance.area_ids.index(area))
    assert instance.site_ids[min(offers, key=lambda s: instance.travel.minutes[unit, s])] == nearest


def test_samsoe_is_excused_only_for_what_is_there() -> None:
    scenario = loaded().base
    excused = [rule for rule in scenario.exceptions.values() if rule.site == "sh_samsoe"]
    assert {rule.function for rule in excused} == SAMSOE_TODAY
    assert all(scenario.baseline.rows[str(rule.function)]["sh_samsoe"].status == "open" for rule in excused)
    assert all(rule.reason and rule.decided_by == "(ikke besluttet)" for rule in excused)


def test_home_levels_of_the_base_are_the_regions_own_target() -> None:
    functions = loaded().base.functions
    raised = {name for name, f in functions.items() if f.home is not None and f.home.max_share is not None}
    assert raised == {"dialyse"}


def test_home_dialysis_is_the_citizens_choice_and_takes_staff() -> None:
    home = loaded().base.functions["dialyse"].home
    assert home is not None
    said = [home.acceptance, home.staff_minutes_per_visit["sygeplejerske"]]
    assert all(one.low is not None and one.high is not None and one.low < one.high and one.owner for one in said)
    assert home.acceptance.value < 1
    instance, _ = today()
    share = instance.demand.home_share[instance.function_ids.index("dialyse")][1]
    assert share.tolist() == pytest.approx([0.4 * home.acceptance.value] * len(share))


def test_samsoe_keeps_its_minor_injuries_where_houses_may_close() -> None:
    freed = load(FOLDER, overrides=["policy.existing_in_houses=free"])
    instance = build(freed.scenario)
    island = instance.site_ids.index("sh_samsoe")
    kept = {name for f, name in enumerate(instance.function_ids) if instance.must[f, island]}
    assert kept == {"akutklinik", "roentgen"}
    placed = freed.scenario.policy.placements
    assert all(placed[name]["sh_samsoe"].reason for name in kept)


def test_opening_hours_are_those_of_the_place() -> None:
    clinic = loaded().base.functions["akutklinik"]
    assert not [word for word in (*clinic.opening_hours, *clinic.opening_hours.values()) if "Holstebro" in word]
    assert clinic.opening_hours_at["sh_samsoe"] == {"alle dage": "hele døgnet"}


def test_anholt_is_as_far_by_ferry_without_a_car() -> None:
    instance, _ = today()
    grenaa, island = instance.site_ids.index("sh_grenaa"), instance.area_ids.index("8592")
    car, without = instance.travel.minutes[instance.unit_area == island, grenaa].tolist()
    assert (car, without) == pytest.approx((195, 165 + 30 * 2.2))


def test_a_move_between_hospitals_may_cost_nothing_at_the_end_of_the_range() -> None:
    prices = loaded().base.prices
    assert prices.hospital_absorb_share.low == prices.hospital_release_share.value
    assert prices.hospital_absorb_share.owner


def test_the_variants_are_known() -> None:
    assert set(loaded().base.variants) == set(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_loads(variant: str) -> None:
    assert loaded(variant).scenario != loaded().base


@pytest.mark.parametrize(
    "variant", ["lemvig_dialyse", "hjem_foerst", "luk_dag", "skive_lunge_til_viborg", "struer_hus"]
)
def test_today_breaks_only_what_a_variant_decides(variant: str) -> None:
    assert {str(check.rule) for check in today(variant)[1].violations} <= {"must", "must_not"}


@pytest.mark.slow
def test_the_proposal_is_unchanged_to_the_last_digit() -> None:
    answer = solve(loaded())
    assert (answer.status, answer.gap) == (Status.OPTIMAL, 0)
    found, known = proposal(answer), json.loads(PROPOSAL.read_text(encoding="utf-8"))
    assert found.keys() == known.keys()
    assert {key: place[0] for key, place in found["places"].items()} == {
        key: place[0] for key, place in known["places"].items()
    }, "what is offered where, and how many days"
    for part in known:
        assert found[part].keys() == known[part].keys()
        for key, value in known[part].items():
            assert found[part][key] == pytest.approx(value, rel=1e-12, abs=1e-6), (part, key)


def proposal(answer: Solved) -> dict[str, dict[str, Any]]:
    """Aims, indicators, money by payer, and days and visits of every offer."""
    instance, judged, plan = answer.instance, answer.evaluation, answer.plan
    places = {
        f"{function} @ {site}": [round(float(plan.days[f, s]), 9), float(judged.volume[f, s])]
        for f, function in enumerate(instance.function_ids)
        for s, site in enumerate(instance.site_ids)
        if plan.open[f, s]
    }
    money = {
        " ".join(filter(None, (item.payer, item.item, item.function, item.site))): [
            item.money_per_year,
            item.investment,
        ]
        for item in judged.money
    }
    aims = dict(zip(("minutes", "lost quality", "economy"), judged.objectives.as_tuple(), strict=True))
    return {"aims": aims, "indicators": dict(judged.indicators), "money": money, "places": places}
