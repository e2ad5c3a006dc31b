"""A small scenario that is in order, to be spoilt by the tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SMALL = """\
schema_version: 2
name: lille
title: Et lille scenarie
about: {price_year: 2024}
sources:
  trap_lex: {title: Trap Danmark, year: 2020}
areas: {file: areas.csv}
segments:
  aeldre: {title: Ældre, people_share: share_65plus}
  andre: {title: Andre, people_share: rest}
sites:
  rh_vest: {title: Hospital Vest, kind: hospital, lat: 56.16, lon: 8.90}
  rh_oest: {title: Hospital Øst, kind: hospital, lat: 56.19, lon: 10.17}
  sh_nord:
    title: Sundhedshus Nord
    kind: health_house
    parent_hospital: rh_vest
    lat: 56.54
    lon: 8.31
    free_room_days_per_week: {consultation: 3, billeddiagnostik: 2}
    equipment_today: {roentgenrum: 1}
    partners: {almen_praksis: committed}
partners:
  almen_praksis: {title: Almen praksis}
travel:
  crossings:
    faerge: {between: [oe, mainland], minutes: 60}
equipment:
  roentgenrum: {title: Røntgenrum, price: {value: 2700000, year: 2018}}
staff_roles:
  radiograf:
    title: Radiograf
    extra_days_per_week: {rh_vest: 5}
defaults:
  function: {choice: catchment}
functions:
  roentgen:
    title: Røntgen
    visits_per_1000_per_year: {value: 323, low: 290, high: 355, source: trap_lex, quality: derived}
    minutes_per_visit: 10
    min_visits_per_year: 2500
    max_house_share: 0.5
    room: billeddiagnostik
    equipment: {roentgenrum: {minutes_per_visit: 10}}
    staff_per_clinic_day: {radiograf: 1}
  lunge:
    title: Lungeambulatorium
    visits_per_1000_per_year_by_segment: {aeldre: 60, andre: 10}
    minutes_per_visit: 30
    home: {today_share: 0.02, max_share: 0.2}
prices:
  index: {2018: 86, 2024: 100}
policy:
  max_changes: 4
baseline: {file: baseline.csv, date: 2024-03-01}
variants:
  lunge_nord:
    title: Lunge i Nord?
    set:
      policy.placements.lunge.sh_nord: {decision: must, reason: Ønske}
  flere_hjemme:
    title: Flere hjemme?
    include: [lunge_nord]
    set:
      functions.lunge.home.max_share: 0.3
"""

AREAS = """\
id,name,municipality,catchment_hospital,landmass,lat,lon,people,share_65plus
7620,Lemvig,Lemvig,rh_vest,mainland,56.54,8.31,12604,0.26
0766,Hedensted,Hedensted,rh_oest,mainland,55.86,9.84,545,0.22
8305,Samsø,Samsø,rh_oest,oe,55.87,10.61,3657,0.35
"""

BASELINE = """\
function,site,status,days_per_week
roentgen,rh_vest,open,5
roentgen,rh_oest,open,5
lunge,rh_vest,open,5
lunge,rh_oest,open,2
lunge,sh_nord,unknown,
"""

FILES = {"scenario.yaml": SMALL, "areas.csv": AREAS, "baseline.csv": BASELINE}


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """``text`` with each first part, which must be there, replaced by the second."""
    for old, new in pairs:
        assert old in text, f"{old!r} is not in the text"
        text = text.replace(old, new, 1)
    return text


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files of a scenario in ``folder``."""
    for name, content in {**FILES, **files}.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
