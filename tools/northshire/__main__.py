"""Write ``scenarios/northshire``, a made-up English region.

    python -m tools.northshire                 in this checkout
    python -m tools.northshire FOLDER          somewhere else

Nothing in it is measured. Wards, their people and the ways between them come from the places and roads of ``land.py``
and from a seed; every other number is a guess of the size such numbers have. The same files come out every time, and a
test holds ``scenarios/northshire`` to them: change the numbers here, not there.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.northshire import frame
from tools.northshire.land import PLACES, Ward, Ways, degrees, wards
from tools.northshire.numbers import SOURCE, Money, guess, yaml
from tools.northshire.offers import EQUIPMENT, FUNCTIONS, ROLES

FOLDER = Path(__file__).parents[2] / "scenarios" / "northshire"
SEED = 20270401

HEAD = """\
# NORTHSHIRE: which hospital functions in which health centres
#
# Made up from end to end: the places, the people, the roads and every number. Written by tools/northshire; change the
# numbers there and run `python -m tools.northshire`. README.md says what the scenario shows and what to try.
#
# How to read it
#   * Keys carry their unit: _minutes, _per_year, _share. Money is in pounds, at the prices of 2026.
#   * A number stands alone or as {value, low, high, source, quality, owner}. Every quality here is assumption.
#     owner is who would be asked in a real region.
#   * Wards are in areas.csv, travel times in travel.csv, what is open today in baseline.csv.
"""

TITLE = "Hospital functions in the health centres of Northshire"
SOURCES = {SOURCE: {"title": "Made up by tools/northshire for this scenario; measured nowhere", "year": 2026}}
TRAVEL = {"method": "table", "file": "travel.csv", "tie_minutes": 3}
MONEY = {"prices": frame.PRICES, "objectives": frame.OBJECTIVES, "profiles": frame.PROFILES}

TERMS = {
    "grouping": {"en": {"one": "district", "other": "districts"}},
    "site_kinds": {
        "hospital": {"role": "hospital", "symbol": "square", "name": {"en": {"one": "hospital", "other": "hospitals"}}},
        "health_house": {"symbol": "circle", "name": {"en": {"one": "health centre", "other": "health centres"}}},
    },
    "levels": {
        "general": {"sites": "any", "name": {"en": "general"}},
        "specialised": {"sites": "approved", "name": {"en": "specialised"}},
    },
    "payers": {
        "board": {
            "budget": "own",
            "title": {"en": "Health board"},
            "name": {"en": {"one": "health board", "other": "health boards"}},
        },
        "councils": {"title": {"en": "Councils"}, "name": {"en": {"one": "council", "other": "councils"}}},
    },
    "statuses": {"draft": {"en": "draft"}, "consultation": {"en": "in consultation"}, "settled": {"en": "settled"}},
}  # fmt: skip
ABOUT = {
    "purpose": "A made-up region to learn, show and test with. The calculation shows consequences; people decide.",
    "prepared_by": "tools/northshire; not a real region, and no health board has supplied a number",
    "status": "draft",
    "language": "en",
    "currency": "GBP",
    "price_year": 2026,
    "not_in_model": [
        "waiting times and targets",
        "people's sense of safety, and what the ambulance can reach",
        "patients who choose a hospital outside Northshire",
        "whether consultants and sonographers can be found",
        "mental health, which has its own board",
        "parking, and the bus that does not come",
    ],
}

COLUMNS: dict[str, dict[str, Any]] = {
    "people": {"low_factor": 0.95, "high_factor": 1.05, "note": "Made up; towns by size, villages by chance"},
    "share_under18": {"low_factor": 0.95, "high_factor": 1.05},
    "share_65plus": {"low_factor": 0.95, "high_factor": 1.05},
    "share_deprived": {"low_factor": 0.8, "high_factor": 1.2},
    "share_without_car": {"low_factor": 0.8, "high_factor": 1.2},
    "share_digitally_exempt": {"low_factor": 0.7, "high_factor": 1.3},
    "need_index": {"low_factor": 0.9, "high_factor": 1.1, "note": "0.9 + 0.55 of the deprived, and a little with age"},
    "growth_per_year": {"note": "Eastholme builds; the outer coast and the upper dale lose people"},
}

DEFAULTS = {
    "function": {
        "choice": "catchment",
        "catchment_pull_minutes": guess(20, 0.5),
        "overflow": "parent_hospital",
        "room": "consulting",
        "days_per_week_steps": [0.25, 0.5],
        "clinic_weeks_per_year": 44,
        "clinic_day_minutes": guess(360, 0.08),
        "staff_workday_minutes": guess(450, 0.07),
        "retained_share": guess(0.5, 0.3, owner="Medical director"),
        "quality_loss_at_minimum": guess(0.8, 0.2, owner="Clinical councils"),
    },
}

ROOMS = {
    "consulting": {"title": "Consulting room"},
    "treatment": {"title": "Treatment room"},
    "sampling": {"title": "Phlebotomy room"},
    "imaging": {"title": "Imaging room"},
    "dialysis": {"title": "Dialysis room"},
}

PARTNERS = {
    "general_practice": {"title": "General practice in the building", "kind": "general practice"},
    "reablement": {"title": "Council reablement team", "kind": "council"},
}


def catchment(district: str) -> str:
    """The hospital that is responsible for a district."""
    return {"Saltcoast": frame.SALTMOUTH, "Aldermoor Dales": frame.ALDERMOOR}.get(district, frame.ACUTE)


def site_records() -> dict[str, dict[str, Any]]:
    """The sites with their coordinates."""
    places = {place.name: place for place in PLACES}
    found: dict[str, dict[str, Any]] = {}
    for name, site in frame.SITES.items():
        town = places[site.town]
        lat, lon = degrees(town.east + site.east, town.north + site.north)
        record: dict[str, Any] = {"title": site.title, "kind": site.kind}
        if site.parent:
            record["parent_hospital"] = site.parent
        record |= {"municipality": town.district, "lat": lat, "lon": lon}
        if site.rooms is not None:
            record["free_room_days_per_week"] = site.rooms
            record[Money.ROOM_DAY] = guess(28, 0.4, owner="Manager of the centre")
        found[name] = record | (site.more or {})
    return found


def scenario() -> Iterator[str]:
    """The lines of scenario.yaml; a section each, with what it is about."""
    yield from HEAD.splitlines()
    sections: list[tuple[str, Mapping[str, Any]]] = [
        ("", {"schema_version": 2, "name": "northshire", "title": TITLE}),
        ("", {"about": ABOUT}),
        ("the region's own words", {"terms": TERMS}),
        ("", {"sources": SOURCES}),
        ("people: wards, and three age groups", {"areas": {
            "file": "areas.csv", "group_by": "municipality", "social_share": "share_deprived",
            "columns": {name: {"source": SOURCE, "quality": "assumption", **more} for name, more in COLUMNS.items()},
        }, "segments": frame.SEGMENTS}),
        ("sites", {"sites": site_records(), "rooms": ROOMS, "partners": PARTNERS}),
        ("travel: minutes by car and without one, door to door", {"travel": TRAVEL}),
        ("equipment and staff", {"equipment": EQUIPMENT, "staff_roles": ROLES}),
        ("functions", {"defaults": DEFAULTS, "functions": FUNCTIONS, "synergies": frame.SYNERGIES}),
        ("money, and what a minute may cost", MONEY),
        ("what is decided", {"policy": frame.POLICY, "exceptions": frame.EXCEPTIONS}),
        ("today", {"baseline": {"file": "baseline.csv", "date": "2026-10-01"}}),
        ("what if", {"variants": frame.VARIANTS}),
    ]  # fmt: skip
    for about, section in sections:
        if about:
            yield from ("", f"# ---- {about}")
        for key, value in section.items():
            yield ""
            yield from yaml(key, value)


def area_rows(found: Iterable[Ward]) -> Iterator[list[Any]]:
    """The header and rows of areas.csv."""
    yield [
        "id", "name", "municipality", "catchment_hospital", "lat", "lon", "people", "share_under18", "share_65plus",
        "share_deprived", "share_without_car", "share_digitally_exempt", "need_index", "growth_per_year",
    ]  # fmt: skip
    for ward in found:
        yield [
            ward.id, ward.name, ward.district, catchment(ward.district), *degrees(ward.east, ward.north), ward.people,
            ward.young, ward.older, ward.deprived, ward.without_car, ward.exempt, ward.need, ward.growth,
        ]  # fmt: skip


def travel_rows(found: Iterable[Ward]) -> Iterator[list[Any]]:
    """The header and rows of travel.csv: every ward to every site by both modes, and site to site by car."""
    ways, places = Ways(), {place.name: place for place in PLACES}
    yield ["origin", "destination", "minutes", "mode", "km", "source"]
    for ward in found:
        for name, site in frame.SITES.items():
            car, without, km = ways.to(ward, places[site.town])
            yield [ward.id, name, car, "car", km, SOURCE]
            yield [ward.id, name, max(car, without), "without_car", km, SOURCE]
    for one, origin in frame.SITES.items():
        for other, site in frame.SITES.items():
            if one != other:
                minutes, km = ways.between(places[origin.town], places[site.town])
                yield [one, other, minutes, "car", km, SOURCE]


def baseline_rows() -> Iterator[list[Any]]:
    """The header and rows of baseline.csv."""
    yield ["function", "site", "status", "days_per_week", "visits_observed_per_year", "year", "source", "note"]
    for function, sites in frame.TODAY.items():
        for site, days in sites.items():
            seen = frame.OBSERVED.get((function, site))
            yield [function, site, "open", days, seen or "", 2026 if seen else "", "assumption", "made up"]


def table(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def files() -> dict[str, str]:
    """Every file of the scenario but its README, by name."""
    found = wards(random.Random(SEED))  # noqa: S311 - a made-up land, no secret
    return {
        "scenario.yaml": "\n".join(scenario()) + "\n",
        "areas.csv": table(area_rows(found)),
        "travel.csv": table(travel_rows(found)),
        "baseline.csv": table(baseline_rows()),
    }


def main(folder: Path) -> None:
    """Write the files into a folder that is there."""
    for name, text in files().items():
        (folder / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
