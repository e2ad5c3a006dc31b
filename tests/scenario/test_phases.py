"""Who lives where in each phase, and what a phase sets."""

from __future__ import annotations

from typing import Any

import pytest

from placement.scenario.checks.phases import phase_scenarios
from placement.scenario.load import load_text
from placement.scenario.schema.scenario import Scenario

REGION = """
schema_version: 2
name: r
title: R
areas:
  rows:
    x: {name: X, people: 1000, share_old: 0.2}
    y: {name: Y, people: 500, share_old: 0.4, growth_per_year: -0.1}
segments:
  old: {title: O, people_share: share_old}
  young: {title: Y, people_share: rest}
sites: {h: {title: H, kind: hospital, lat: 56, lon: 9}}
travel: {method: table, rows: [{origin: x, destination: h, minutes: 9}, {origin: y, destination: h, minutes: 9}]}
functions:
  f: {title: F, minutes_per_visit: 30, visits_per_1000_per_year_by_segment: {old: 100, young: 10}}
  g: {title: G, minutes_per_visit: 30}
demand: {g: {x: 10, y: 20}}
baseline: {f: {h: open}, g: {h: open}}
variants: {more: {title: M, set: {phases.c.growth_per_year: 0.1}}}
phases:
  a: {title: A, from_year: 2026, years: 2}
  b: {title: B, from_year: 2028, years: 3, growth_per_year: 0.05}
  c: {title: C, from_year: 2031, years: 1, growth_per_year: 0.02, set: {functions.f.max_house_share: 0.5}}
"""


def phases(*overrides: str, **options: Any) -> tuple[Scenario, ...]:
    return phase_scenarios(load_text(REGION, overrides=overrides, **options).scenario)


def test_growth_adds_up_from_phase_to_phase_and_an_areas_own_wins() -> None:
    people = [[area.people for area in scenario.areas.rows.values()] for scenario in phases()]

    assert people[0] == [1000, 500]
    assert people[1] == pytest.approx([1000 * 1.05**2, 500 * 0.9**2])
    assert people[2] == pytest.approx([1000 * 1.05**2 * 1.02**3, 500 * 0.9**5])


def test_known_visits_grow_with_the_people() -> None:
    known = phases()[2].demand.rows["g"]

    assert known == pytest.approx({"x": 10 * 1.05**2 * 1.02**3, "y": 20 * 0.9**5})


def test_segments_grow_apart_and_shift_shares() -> None:
    x, y = phases("segments.old.growth_per_year=0.1")[1].areas.rows.values()
    old, young = 200 * 1.1**2, 800 * 1.05**2

    assert x.people == pytest.approx(old + young)
    assert x.segment_shares["share_old"] == pytest.approx(old / (old + young))
    assert y.people == pytest.approx(500 * 0.9**2)
    assert y.segment_shares["share_old"] == pytest.approx(0.4 * 1.1**2 / (0.4 * 1.1**2 + 0.6 * 0.9**2))


def test_a_phase_sets_its_own_numbers_and_stands_alone() -> None:
    found = phases()

    assert [scenario.functions["f"].max_house_share.value for scenario in found] == [1, 1, 0.5]
    assert [list(scenario.phases) for scenario in found] == [["a"], ["b"], ["c"]]
    assert [phase_scenarios(scenario) for scenario in found] == [(scenario,) for scenario in found]


def test_a_variant_may_change_a_phase() -> None:
    assert phases(variants=["more"])[2].areas.rows["x"].people == pytest.approx(1000 * 1.05**2 * 1.1**3)


def test_without_phases_there_is_the_scenario_itself() -> None:
    scenario = load_text(REGION, overrides=["phases={}"]).scenario

    assert phase_scenarios(scenario) == (scenario,)
