"""The model held against what happened: the Skive lung clinic, a minor injury clinic's day, a dialysis satellite."""

from __future__ import annotations

import numpy as np
import pytest

from placement.instance.instance import Bools, Instance
from placement.plan.plan import Evaluation
from placement.scenario.schema.rules import Rule
from tests.helpers.taught import days, is_open, solved, visits
from tests.shipped_scenarios.test_midtjylland import today

SPLIT_OFF = 1_750
"""Contacts of a regional function that had to leave Skive in 2020; 5,000 basic ones stayed."""
IN_ALL = 6_750


@pytest.fixture(scope="module")
def region() -> tuple[Instance, Evaluation]:
    return today()


def of_hospitalsenhed_midt(instance: Instance) -> Bools:
    """``(U,)`` the units of Viborg, Silkeborg and Skive, 236,798 people."""
    areas = instance.scenario.areas.rows
    return np.array([areas[instance.area_ids[a]].catchment_hospital == "rh_viborg" for a in instance.unit_area])


def contacts(instance: Instance, function: str) -> float:
    return float(instance.demand.visits[instance.function_ids.index(function), of_hospitalsenhed_midt(instance)].sum())


def test_skive_the_split_of_the_lung_contacts_is_that_of_2020(region: tuple[Instance, Evaluation]) -> None:
    """The rates come from there: this holds people, rates and split together, it is no evidence for the rates."""
    instance, _ = region
    basic, regional = contacts(instance, "lunge_amb"), contacts(instance, "lunge_regional")

    assert basic + regional == pytest.approx(IN_ALL, rel=0.01)
    assert regional == pytest.approx(SPLIT_OFF, rel=0.01)
    assert regional / (basic + regional) == pytest.approx(SPLIT_OFF / IN_ALL, abs=0.005)


def test_skive_the_regional_function_is_barred_and_seen_at_viborg(region: tuple[Instance, Evaluation]) -> None:
    instance, evaluation = region
    f, skive, viborg = (
        instance.function_ids.index("lunge_regional"),
        *(instance.site_ids.index(site) for site in ("sh_skive", "rh_viborg")),
    )

    assert {Rule.PLANNING_LEVEL, Rule.ALLOWED_AT} <= set(instance.barred[f, skive])
    seen = evaluation.seen[f, of_hospitalsenhed_midt(instance)].sum(axis=0)
    assert seen[viborg] == pytest.approx(contacts(instance, "lunge_regional"))


def test_skive_the_basic_contacts_stay_and_are_enough(region: tuple[Instance, Evaluation]) -> None:
    instance, evaluation = region
    f, skive = instance.function_ids.index("lunge_amb"), instance.site_ids.index("sh_skive")
    (least,) = (
        check
        for check in evaluation.checks
        if (check.rule, check.function, check.site) == (Rule.MIN_VISITS, "lunge_amb", "sh_skive")
    )

    assert 0.9 * (IN_ALL - SPLIT_OFF) <= evaluation.volume[f, skive] <= 1.1 * (IN_ALL - SPLIT_OFF)
    assert least.kept
    assert least.slack > 0.5 * least.have


def test_closing_the_day_of_a_minor_injury_clinic_is_priced_as_by_hand() -> None:
    before, after = solved("akut-dag"), solved("akut-dag", "luk_dagen")
    moved = 30_000 * 40 / 1000

    assert (is_open(before, "akutklinik_dag", "sh_vesterby"), is_open(after, "akutklinik_dag", "sh_vesterby")) == (
        True,
        False,
    )
    assert visits(after, "akutklinik_dag", "rh_midtby") - visits(
        before, "akutklinik_dag", "rh_midtby"
    ) == pytest.approx(moved)
    minutes = after.evaluation.objectives.citizen_minutes - before.evaluation.objectives.citizen_minutes
    assert minutes == pytest.approx(2 * moved * (30 - 5))
    saved, absorbed = 52 * 5 * 2 * 2700, moved * 2 * 2700 / 18
    assert after.evaluation.indicators["operating_region_per_year"] == pytest.approx(absorbed - saved)


def test_closing_the_day_leaves_the_evening_as_it_is() -> None:
    before, after = solved("akut-dag"), solved("akut-dag", "luk_dagen")

    for site in ("rh_midtby", "sh_vesterby"):
        assert visits(after, "akutklinik_aften", site) == visits(before, "akutklinik_aften", site)
    assert days(after, "akutklinik_aften", "sh_vesterby") == 7


SATELLITE = 2.6e6
"""DKK a year net of transport for 17 patients in Thy-Mors, about 2016."""


def test_a_dialysis_satellite_for_seventeen_patients_is_of_the_known_order() -> None:
    satellite, without = solved("dialyse-satellit"), solved("dialyse-satellit", "uden_satellit")

    assert visits(satellite, "dialyse", "sh_oplandet") == pytest.approx(17 * 156, rel=0.001)
    assert without.evaluation.objectives.economy == pytest.approx(0, abs=1)
    assert SATELLITE / 2 <= satellite.evaluation.objectives.economy <= SATELLITE * 1.5


def test_what_the_hospital_releases_decides_the_price_of_a_satellite() -> None:
    names = ("intet_frigjort", "halvdelen_frigjort", "alt_frigjort")
    nothing, half, everything = (solved("dialyse-satellit", name).evaluation.objectives.economy for name in names)

    assert nothing == pytest.approx(SATELLITE, rel=0.15)
    assert nothing > half > everything
    assert nothing - everything == pytest.approx(17 * 156 * (4 * 2580 + 0.1 * 5970) / 12, rel=0.001)
    assert everything < SATELLITE / 4


def test_gross_and_net_of_the_satellite_are_what_the_variants_say() -> None:
    indicators = solved("dialyse-satellit").evaluation.indicators
    for name, variant in (
        ("operating_gross_per_year", "intet_frigjort"),
        ("operating_release_50_per_year", "halvdelen_frigjort"),
        ("operating_release_100_per_year", "alt_frigjort"),
    ):
        alone = solved("dialyse-satellit", variant).evaluation.indicators["operating_per_year"]
        assert indicators[name] == pytest.approx(alone)
