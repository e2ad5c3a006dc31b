"""Which hospital is nearest where two are equally near: the order in which they are listed decides nothing."""

from __future__ import annotations

import pytest

from placement.instance.build import build
from placement.instance.travel import mean_minutes
from placement.scenario.load import load_text

TEXT = """\
schema_version: 2
name: near
title: Near
areas:
  rows:
    a: {name: A, people: 3000}
    b: {name: B, people: 1000}
sites:
SITES
functions:
  f:
    title: F
    visits_per_1000_per_year: 100
    visits_per_clinic_day: 5
    overflow: parent_hospital
    home: {mode: home_treatment, max_share: 0.2, staff_minutes_per_visit: {nurse: 30}}
staff_roles: {nurse: {title: Nurse}}
travel:
  method: table
  rows:
    - {origin: a, destination: far, minutes: 40}
    - {origin: a, destination: near, minutes: 20}
    - {origin: b, destination: far, minutes: 30}
    - {origin: b, destination: near, minutes: 30}
    - {origin: a, destination: house, minutes: 15}
    - {origin: b, destination: house, minutes: 15}
    - {origin: house, destination: far, minutes: 25}
    - {origin: house, destination: near, minutes: 25}
baseline: {f: {near: {}, far: {}}}
"""
HOSPITALS = {"far": "  far: {title: Far, kind: hospital}", "near": "  near: {title: Near, kind: hospital}"}


@pytest.mark.parametrize("order", [("far", "near"), ("near", "far")])
def test_of_equally_near_hospitals_the_one_nearest_to_most_people(order: tuple[str, str]) -> None:
    sites = "\n".join((*(HOSPITALS[name] for name in order), "  house: {title: House, kind: health_house}"))
    instance = build(load_text(TEXT.replace("SITES", sites)).scenario)
    near, house = instance.site_ids.index("near"), instance.site_ids.index("house")

    assert mean_minutes(instance)[near] == 22.5
    assert instance.parent[house] == near
    assert instance.overflow_site[0, house] == near
    assert instance.staff.home_hospital.tolist() == [near, near]
