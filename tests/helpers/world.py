"""A small scenario on disk and a proposal made by hand: what a solver would hand on, without one."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from placement.instance.build import build
from placement.instance.instance import Instance
from placement.plan.allocate import implied_assign
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Plan
from placement.present.folder.manifest import Call
from placement.present.tables.csv_dialect import STANDARD, Dialect
from placement.questions.proposal.findings import Study
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded, load
from placement.solve.payoff import unit_of
from placement.solve.result import Options, Scale, Solved, Status
from placement.solve.scalarisation import implied_price_per_minute, objective_value, pose

AREAS = """\
id,name,municipality,people,share_without_car,lat,lon
oestby,Østby,Øst,50000,0.2,56.19,10.17
nordby,"Nordby, havn",Nord,9000,0.1,56.54,8.31
sydby,=Sydby,Syd,6000,0.1,56.10,8.30
midtby,Midtby,Nord,4000,0,56.40,9.20
kantby,Kantby,Kant,1000,0,56.35,8.62
"""

SCENARIO = """\
schema_version: 2
name: Prøve-scenarie
title: {da: "Prøve: hospitalsfunktioner", en: Trial}
about: {purpose: Kun til prøver}
terms:
  grouping:
    da: {one: kommune, other: kommuner, definite: kommunen, definite_other: kommunerne}
    en: {one: municipality, other: municipalities}
  payers:
    region:
      budget: own
      title: {da: Regionen, en: Region}
      name: {da: {one: region, other: regioner, definite: regionen}, en: region}
    municipality:
      title: {da: Kommunerne, en: Municipalities}
      name: {da: {one: kommune, other: kommuner, definite: kommunen}, en: {one: municipality, other: municipalities}}
areas: {file: areas.csv}
sites:
  hosp: {title: Hospitalet, kind: hospital, lat: 56.19, lon: 10.17}
  vest: {title: Vesthospitalet, kind: hospital, lat: 56.16, lon: 8.90}
  nord: {title: "+Nord; hus", kind: health_house, parent_hospital: vest, lat: 56.54, lon: 8.31}
  syd: {title: Syd, kind: health_house, parent_hospital: vest, lat: 56.10, lon: 8.30,
        free_room_days_per_week: {consultation: 5}}
equipment:
  skanner: {title: Skanner, price: 500000, service_per_year: 10000, capacity_minutes_per_week: 2000,
            min_utilisation: 0.02}
staff_roles:
  laege: {title: Læge, cost_per_clinic_day: 5000, extra_days_per_week: {vest: 6}}
functions:
  lunge:
    title: {da: Lunge, en: Lungs}
    responsible: Lungesygdomme
    visits_per_1000_per_year: 60
    minutes_per_visit: 30
    min_visits_per_year: {value: 150, low: 100, high: 400, quality: derived, owner: Specialeråd}
    target_visits_per_year: 600
    retained_share: 0.2
    staff_per_clinic_day: {laege: 1}
    home: {today_share: 0.02, max_share: 0.2, cost_per_visit: 300, paid_by: {region: 0.6, municipality: 0.4}}
    patient_transport: {share_entitled: 0.2}
  skan:
    title: Skanning
    choice: nearest
    visits_per_1000_per_year: 80
    minutes_per_visit: 15
    max_house_share: 0.8
    equipment: {skanner: {minutes_per_visit: 15}}
    staff_per_clinic_day: {laege: 0.5}
    max_travel_minutes: 90
    max_travel_share: 0.5
  tolk:
    title: Tolk
    choice: free
    visits_per_1000_per_year: 12
    minutes_per_visit: 60
prices: {patient_transport_per_km: 9, citizen_travel_per_km: 2, staff_travel_per_km: 2.2}
objectives: {prices: {minute: 3}}
policy:
  placements:
    tolk: {nord: {decision: must_not, reason: Ingen lokaler, decided_by: Styregruppen}}
exceptions:
  syd: {site: syd, function: lunge, rules: [min_visits_per_year], reason: Langt væk, decided_by: Regionsrådet}
baseline:
  rows:
    lunge: {hosp: 5, vest: {status: open, visits_observed_per_year: 900, year: 2023}, syd: unknown}
    skan: {hosp: 5, vest: 5, nord: 1}
    tolk: {hosp: 1, vest: 1}
variants:
  flere: {title: Flere, set: {policy.max_changes: 9}}
"""

CREATED = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def on_disk(folder: Path) -> Path:
    """The scenario's files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    return folder


def solved_in(folder: Path) -> tuple[Solved, Study, Loaded]:
    loaded = load(folder, variants=["flere"])
    solved = proposal(loaded)
    return solved, study(solved, loaded), loaded


@cache
def solved() -> tuple[Solved, Study, Loaded]:
    return solved_in(on_disk(Path(mkdtemp())))


def call(folder: Path = Path("here"), dialect: Dialect = STANDARD, suppress_below: float = 0) -> Call:
    command = f"placement solve {folder} --variant flere --method weighted"
    return Call(command, str(folder), "da", dialect, suppress_below, CREATED)


def proposal(loaded: Loaded) -> Solved:
    """Lungs open at both houses, more at home, interpreters shared between the hospitals."""
    instance = build(loaded.scenario)
    _, today_plan = describe_today(instance)
    assert today_plan is not None
    lunge, tolk = instance.function_ids.index("lunge"), instance.function_ids.index("tolk")
    is_open, days = today_plan.open.copy(), today_plan.days.copy()
    for site, number in (("nord", 1.0), ("syd", 0.5)):
        is_open[lunge, instance.site_ids.index(site)] = True
        days[lunge, instance.site_ids.index(site)] = number
    level = today_plan.home_level.copy()
    level[lunge] = 1
    given = np.zeros(instance.shape)
    given[tolk, :, 0], given[tolk, :, 1] = 1 / 3, 2 / 3
    assign = implied_assign(instance, is_open, days, level, given)
    return by_hand(loaded, instance, Plan(is_open, days, today_plan.units, level, assign))


def by_hand(loaded: Loaded, instance: Instance, plan: Plan) -> Solved:
    """A plan nobody searched for, as a solver would hand it on."""
    today, today_plan = describe_today(instance)
    assert today_plan is not None
    evaluation = evaluate(instance, today, plan)
    rows = ((1e5, 500, 1e6), (2e6, 0, 3e5), (2e6, 400, 0))
    scale = Scale((1e5, 0, 0), (2e6, 500, 1e6), rows, proven=True, unit=unit_of(instance))
    objectives, weights = loaded.scenario.objectives, loaded.scenario.objectives.weights
    question = pose(objectives, "weighted", weights, None, scale, (0.0, 0.0, 0.0))
    objective = objective_value(question, evaluation.objectives.as_tuple())
    return Solved(
        instance=instance,
        variants=loaded.variants,
        options=Options(method="weighted"),
        method="weighted",
        weights=weights,
        prices=None,
        today=today,
        today_plan=today_plan,
        today_evaluation=evaluate(instance, today, today_plan),
        plan=plan,
        evaluation=evaluation,
        status=Status.OPTIMAL,
        objective=objective,
        bound=objective - 0.0003,
        gap=0.0003,
        scale=scale,
        implied_price_per_minute=implied_price_per_minute(question),
        seconds={"load": 0.1, "build": 0.1, "solve": 1.0, "total": 1.2},
        stopped="",
        formulation="assignment",
        formulation_reason="by hand",
    )
