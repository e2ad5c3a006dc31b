"""Made-up regions of a given size: towns, people, hospitals, houses and functions drawn from one seed.

The same size and seed give the same region on every machine (only Python's own generator is used), and of two regions
of one seed that differ in one number the larger holds the smaller, so that growth can be measured. Numbers are of the
size met in scenarios/midtjylland; nothing else is meant by them. Today keeps every rule, because rules are measured
from today, and the aims conflict: citizens gain from clinics in the houses, quality and economy lose, at
prices where some offers are worth theirs.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placement.scenario.dump import dump
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.positions import Positions

Tree = dict[str, Any]
Point = tuple[float, float]

KM_PER_DEGREE = 111.2
SOUTH, WEST = 55.5, 8.0
PRICES = {"minute": 6, "lost_quality_visit": 400}
EQUIPMENT = 10
ROLES = {"doctor": 5200, "nurse": 2400, "therapist": 2200, "technician": 2300}
ROOMS = {"consultation": 12, "treatment": 6, "imaging": 4, "sampling": 5}
"""Free room-days a week in a house of a region with 25 functions, at most."""


@dataclass(frozen=True)
class Size:
    """How much of everything.

    Attributes:
        name: for tables. areas, houses, functions, hospitals: numbers of them.
        people: in the whole region; ``side``: of its square, in km.
    """

    name: str
    areas: int
    houses: int
    functions: int
    hospitals: int = 6
    people: int = 1_300_000
    side: float = 120.0

    def with_(self, **changes: Any) -> Size:
        """The same with other numbers, named after them."""
        changed = replace(self, **changes)
        return replace(changed, name=f"{changed.areas} × {changed.houses} × {changed.functions}")


SIZES = {
    size.name: size
    for size in (
        Size("S", 146, 10, 20),
        Size("M", 570, 10, 40),
        Size("L", 570, 20, 40),
        Size("XL", 2200, 60, 60, hospitals=10, people=5_900_000, side=230.0),
    )
}


def region(size: Size, seed: int, *, free: bool = False, max_changes: int | None = None) -> Scenario:
    """A checked scenario.

    Args:
        size: how much of everything.
        seed: which one.
        free: what the houses have today may close; otherwise it is kept.
        max_changes: as in the policy.
    """
    return Scenario.model_validate(_Drawing(size, seed).tree(free=free, max_changes=max_changes))


def as_loaded(scenario: Scenario) -> Loaded:
    """A scenario made in memory as if it had been read from a file."""
    return Loaded(scenario, scenario, Path(), {}, (), (), (), Positions())


def write(scenario: Scenario, path: Path) -> None:
    """The scenario as YAML, to be looked at or solved from the command line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(scenario), encoding="utf-8")


class _Drawing:
    """One region being drawn. Everything has dice of its own, so that a larger region holds the smaller one."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size, self.seed = size, seed
        self.hospitals = {f"h{n:02}": p for n, p in enumerate(self._spread(size.hospitals, "hospitals", [], 0), 1)}
        large = list(self.hospitals.values())
        self.villages = self._spread(9 * size.hospitals, "villages", large, 22.0)
        self.houses = {f"s{n:02}": p for n, p in enumerate(self.villages[: size.houses], 1)}
        self.functions = [f"f{n:02}" for n in range(1, size.functions + 1)]
        self.equipment = [f"e{n:02}" for n in range(1, EQUIPMENT + 1)]

    def _dice(self, *what: object) -> random.Random:
        return random.Random("-".join(map(str, (self.seed, *what))))

    def _spread(self, count: int, what: str, taken: list[Point], apart: float) -> list[Point]:
        """Towns at least ``apart`` km from those taken; of eight tries each, the one furthest from all others."""
        dice, found = self._dice(what), list[Point]()
        while len(found) < count:
            tries = [self._anywhere(dice, 0.06) for _ in range(8)]
            far_enough = [p for p in tries if all(math.dist(p, t) >= apart for t in taken)]
            if far_enough:
                found.append(max(far_enough, key=lambda p: min([math.dist(p, t) for t in found] or [0.0])))
            else:
                apart *= 0.97
        return found

    def _anywhere(self, dice: random.Random, margin: float) -> Point:
        side = self.size.side
        low, high = margin * side, (1 - margin) * side
        return dice.uniform(low, high), dice.uniform(low, high)

    def tree(self, *, free: bool, max_changes: int | None) -> Tree:
        """The region as a planner would write it."""
        functions = {name: self._function(n) for n, name in enumerate(self.functions)}
        today = {name: self._open_today(name, functions[name]) for name in self.functions}
        _limit_sites(self._dice("limits"), functions, today)
        policy: Tree = {
            "existing_in_houses": "free" if free else "keep",
            "max_investment": 1_500_000 * self.size.functions,
            "max_extra_operating_per_year": 1_000_000 * self.size.functions,
        }
        if max_changes is not None:
            policy["max_changes"] = max_changes
        return {
            "schema_version": 2,
            "name": "region",
            "title": {"da": f"Tænkt region {self.size.name}", "en": f"Made-up region {self.size.name}"},
            "areas": {"rows": self._areas()},
            "segments": {
                "old": {"title": "65+", "people_share": "share_65plus"},
                "young": {"title": "0-64", "people_share": "rest"},
            },
            "sites": {**self._hospital_sites(), **self._house_sites(functions, today)},
            "travel": {
                "detour_factor": 1.2,
                "speed_bands": [{"up_to_km": 5, "kmh": 35}, {"up_to_km": 30, "kmh": 70}, {"kmh": 80}],
            },
            "equipment": {name: self._apparatus(name) for name in self.equipment},
            "staff_roles": {name: self._role(name, pay) for name, pay in ROLES.items()},
            "functions": functions,
            "prices": {
                "patient_transport_per_km": 4,
                "staff_travel_per_km": 3.8,
                "citizen_travel_per_km": 2.2,
            },
            "objectives": {"prices": PRICES},
            "policy": policy,
            "baseline": {"rows": today},
        }

    def _areas(self) -> Tree:
        """People live around towns: most around the hospitals, some around villages, few in between."""
        dice = self._dice("towns")
        towns = [(p, 9.0, 6.0) for p in self.hospitals.values()]
        towns += [(p, dice.uniform(0.3, 2.5), 5.0) for p in self.villages]
        rows: Tree = {}
        for n in range(1, self.size.areas + 1):
            dice = self._dice("area", n)
            (x, y), weight, width = dice.choices(towns, [w for _, w, _ in towns])[0]
            if dice.random() < 0.2:
                (x, y), weight = self._anywhere(dice, 0.0), 0.3
            else:
                x, y = dice.gauss(x, width), dice.gauss(y, width)
            place = min(max(x, 0.0), self.size.side), min(max(y, 0.0), self.size.side)
            nearest = _nearest(self.hospitals, place)
            rows[f"a{n:04}"] = {
                "name": f"Area {n}",
                "municipality": f"M{nearest[1:]}",
                "catchment_hospital": nearest,
                **_degrees(place),
                "people": math.sqrt(weight) * dice.lognormvariate(0.0, 0.9),
                "share_65plus": round(dice.uniform(0.14, 0.30), 3),
                "share_without_car": round(dice.uniform(0.08, 0.35), 3),
                "share_digitally_exempt": round(dice.uniform(0.03, 0.09), 3),
            }
        total = sum(row["people"] for row in rows.values())
        for row in rows.values():
            row["people"] = max(20, round(row["people"] * self.size.people / total))
        return rows

    def _hospital_sites(self) -> Tree:
        return {
            name: {"title": f"Hospital {name}", "kind": "hospital", "municipality": f"M{name[1:]}", **_degrees(place)}
            for name, place in self.hospitals.items()
        }

    def _house_sites(self, functions: Tree, today: Tree) -> Tree:
        """Apparatus that stands idle is listed; what is in use is inferred from today's visits."""
        sites: Tree = {}
        scale = self.size.functions / 25
        for name, place in self.houses.items():
            dice = self._dice("house", name)
            nearest = _nearest(self.hospitals, place)
            rooms = {kind: round(dice.uniform(0.2, 1.0) * most * scale) for kind, most in ROOMS.items()}
            spare = {kind: 1 for kind in self.equipment if dice.random() < 0.12}
            for function in (functions[key] for key in self.functions if name in today[key]):
                spare = {kind: count for kind, count in spare.items() if kind not in function.get("equipment", {})}
            sites[name] = {
                "title": f"House {name}",
                "kind": "health_house",
                "parent_hospital": nearest,
                "municipality": f"M{nearest[1:]}",
                **_degrees(place),
                "free_room_days_per_week": rooms,
                "room_per_day": 100,
                **({"equipment_today": spare} if spare else {}),
            }
        return sites

    def _apparatus(self, name: str) -> Tree:
        dice = self._dice("apparatus", name)
        price = round(10 ** dice.uniform(5.0, 6.9), -4)
        return {
            "title": "Apparatus",
            "price": price,
            "lifetime_years": dice.choice((8, 10, 12)),
            "service_per_year": round(price * 0.08),
            "capacity_minutes_per_week": 2100,
            "weeks_per_year": 50,
            "min_utilisation": dice.choice((0.2, 0.3, 0.35, 0.5)),
            "max_utilisation": 0.85,
        }

    def _role(self, name: str, pay: int) -> Tree:
        dice, scale = self._dice("role", name), self.size.functions / 25
        pool = {hospital: round(dice.uniform(6, 25) * scale) for hospital in self.hospitals}
        own = {"extra_days_per_week": pool} if name in ("doctor", "nurse") else {"stationed_at_houses": False}
        return {"title": name, "cost_per_clinic_day": pay, **own}

    def _function(self, number: int) -> Tree:
        dice = self._dice("function", number)
        rate = round(10 ** dice.uniform(1.0, 2.5), 1)
        house_share = round(dice.choice((0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)), 2)
        minimum = round(min(2500, max(150, rate * house_share * dice.uniform(6, 20))), -1)
        function: Tree = {
            "title": f"Function {number + 1}",
            "allowed_at": ["hospital", "health_house"],
            "choice": dice.choice(("nearest", "catchment")),
            "overflow": "parent_hospital" if dice.random() < 0.2 else "expand",
            "minutes_per_visit": dice.choice((10, 15, 20, 20, 30, 30, 45, 60)),
            "max_house_share": house_share,
            "min_visits_per_year": minimum,
            "target_visits_per_year": round(minimum * dice.uniform(1.4, 3.0), -1),
            "quality_loss_at_minimum": dice.choice((0.3, 0.5, 1.0)),
            "quality_parity_at_houses": dice.choice((0.97, 0.99, 1.0, 1.0)),
            "room": dice.choices(list(ROOMS), [6, 2, 1, 1])[0],
            "fitting_out": round(dice.uniform(0, 400_000), -4),
            "variable_per_visit": round(dice.uniform(10, 150)),
            "staff_per_clinic_day": _staff(dice),
            "retained_share": dice.choice((0.4, 0.5, 0.6)),
            "patient_transport": {"share_entitled": round(dice.uniform(0.03, 0.25), 2)},
            **_rate(dice, rate),
            **self._equipment_needs(dice),
        }
        if dice.random() < 0.25:
            function["min_days_per_week"] = dice.choice((0.5, 1))
        if dice.random() < 0.15:
            function["backup_hospital_within_minutes"] = dice.choice((40, 50, 60))
        if dice.random() < 0.15:
            function |= {"max_travel_minutes": dice.choice((30, 45)), "max_travel_share": 0.8}
        if dice.random() < 0.2:
            function["home"] = _home(dice)
        if number and dice.random() < 0.1:
            function["requires_on_site"] = [self.functions[dice.randrange(number)]]
        return function

    def _equipment_needs(self, dice: random.Random) -> Tree:
        kinds = dice.sample(self.equipment, dice.choice((0, 0, 1, 1, 2)))
        needs = {
            kind: {
                "minutes_per_visit": dice.choice((10, 15, 20)),
                "share_of_visits": dice.choice((0.3, 0.6, 1)),
            }
            for kind in kinds
        }
        return {"equipment": needs} if needs else {}

    def _open_today(self, name: str, function: Tree) -> Tree:
        """Hospitals offer everything; a house about a fifth of what it could, some houses hardly anything."""
        rows: Tree = {hospital: {"status": "open"} for hospital in self.hospitals}
        for n, house in enumerate(self.houses):
            dice = self._dice("today", name, house)
            if dice.random() < (0.05, 0.2, 0.35)[n % 3]:
                rows[house] = {"status": "open"}
                if function["overflow"] == "parent_hospital":
                    rows[house]["days_per_week"] = dice.choice((0.5, 1, 1, 2))
        return rows


def _rate(dice: random.Random, rate: float) -> Tree:
    if dice.random() < 0.3:
        segments = {"old": round(rate * 2.2, 1), "young": round(rate * 0.7, 1)}
        return {"visits_per_1000_per_year_by_segment": segments}
    return {"visits_per_1000_per_year": rate}


def _staff(dice: random.Random) -> Tree:
    roles = dice.sample(list(ROLES), dice.choice((1, 2, 2)))
    return {role: dice.choice((0.5, 1, 1, 2)) for role in roles}


def _home(dice: random.Random) -> Tree:
    return {
        "mode": dice.choice(("telemedicine", "home_treatment")),
        "today_share": 0.05,
        "max_share": dice.choice((0.2, 0.3)),
        "acceptance": 0.7,
        "cost_per_visit": round(dice.uniform(150, 600)),
        "quality_parity": 0.98,
    }


def _limit_sites(dice: random.Random, functions: Tree, today: Tree) -> None:
    for name, function in functions.items():
        if dice.random() < 0.2:
            function["number_of_sites"] = {"at_most": len(today[name]) + dice.choice((1, 2, 4))}


def _nearest(places: dict[str, Point], place: Point) -> str:
    return min(places, key=lambda name: math.dist(places[name], place))


def _degrees(place: Point) -> Tree:
    lat = SOUTH + place[1] / KM_PER_DEGREE
    lon = WEST + place[0] / (KM_PER_DEGREE * math.cos(math.radians(SOUTH + 0.5)))
    return {"lat": round(lat, 4), "lon": round(lon, 4)}
