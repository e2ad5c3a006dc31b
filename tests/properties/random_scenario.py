"""Scenarios drawn at random: every rule, small whole numbers, and therefore many exact ties."""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import Any

import yaml

from placement.errors import ScenarioError
from placement.scenario.load import Loaded, load_text
from tests.properties.drawn_people import draw_people

Tree = dict[str, Any]

MINUTES = (5, 10, 10, 20, 20, 30, 30, 40, 60)
WAIVABLE = (
    "backup_hospital_within_minutes",
    "requires_on_site",
    "min_days_per_week",
    "min_visits_per_year",
    "min_patients_per_year",
    "target_visits_per_year",
    "min_utilisation",
    "max_utilisation",
    "free_room_days_per_week",
    "extra_days_per_week",
    "retained_volume",
)


class Dice:
    """Chances and choices from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def pick(self, *options: Any) -> Any:
        return self._random.choice(options)

    def some(self, share: float, **fields: Any) -> Tree:
        """Each field with its probability; a tuple is a choice."""
        found = {}
        for name, options in fields.items():
            if self.chance(share):
                found[name] = self.pick(*options) if isinstance(options, tuple) else options
        return found


@cache
def random_scenario(seed: int, *, allocated: bool = False, middling: bool = False) -> Loaded:
    """The scenario of a seed: the first drawing from it that is in order."""
    return random_tree(seed, allocated=allocated, middling=middling)[1]


def random_tree(seed: int, *, allocated: bool = False, middling: bool = False) -> tuple[Tree, Loaded]:
    """The same as it was written, and loaded."""
    for attempt in range(50):
        tree = drawn(Dice(seed * 1000 + attempt), allocated=allocated, middling=middling)
        if _is_refused(tree):
            continue
        _fairness(Dice(seed * 7919 + 1), tree)
        _worth(Dice(seed * 7919 + 5), tree)
        _demanded(Dice(seed * 7919 + 3), tree)
        draw_people(Dice(seed * 7919 + 2 + attempt * 1_000_003), tree)
        _payers(Dice((seed * 1000 + attempt) * 7919 + 4), tree)
        try:
            return tree, load_text(written(tree))
        except ScenarioError:
            continue
    raise AssertionError(f"no scenario in order for seed {seed}")


def _is_refused(tree: Tree) -> bool:
    """Whether a price by the kilometre meets a row without any: what most drawings fall by, seen without a reading."""
    return any(name.endswith("_per_km") for name in tree["prices"]) and any(
        "km" not in row for row in tree["travel"]["rows"]
    )


@cache
def soft_scenario(seed: int) -> Loaded:
    """The tiny scenario of a seed with rules that bind more often, and may be broken at a price."""
    dice = Dice(seed * 7919 + 3)
    tree = random_tree(seed)[0]
    for _ in range(50):
        spoilt = copy.deepcopy(tree)
        _add_soft_rules(dice, spoilt)
        try:
            return load_text(written(spoilt))
        except ScenarioError:
            continue
    return random_scenario(seed)


def _add_soft_rules(dice: Dice, tree: Tree) -> None:
    """Tight rules, and a price on some of them."""
    functions, sites = tree["functions"], tree["sites"]
    houses = [site for site, record in sites.items() if record["kind"] != "hospital"]
    tree["policy"] |= dice.some(0.5, max_changes=(0, 1), max_investment=(0, 15000))
    tree["policy"] |= dice.some(0.5, max_extra_operating_per_year=(0, 20000))
    for function in functions.values():
        function.update(dice.some(0.5, retained_share=(0.5, 0.9)))
        function.update(dice.some(0.4, max_travel_minutes=(10, 20), max_travel_share=(0.8, 1)))
        function.update(dice.some(0.5, fitting_out=(10000,)))
        if dice.chance(0.6):
            function.pop("min_visits_per_year", None)
    for role in tree["staff_roles"].values():
        for name in [name for name in role if name.startswith("recruit_")]:
            del role[name]  # two prices for a day are refused
        if dice.chance(0.5):
            role["extra_days_per_week"] = dict.fromkeys((site for site in sites if site not in houses), 0)
    room = functions[dice.pick(*functions)].get("room", "consultation")
    if dice.chance(0.5):
        sites[dice.pick(*houses)]["free_room_days_per_week"] = {room: dice.pick(0, 0.5)}
    about = {
        "number_of_sites": {"function": tuple(functions)},
        "max_changes": {},
        "max_travel_minutes": {"function": tuple(functions)},
        "min_utilisation": {"item": tuple(tree["equipment"]), "site": tuple(sites)},
        "max_utilisation": {"item": tuple(tree["equipment"]), "site": tuple(sites)},
        "free_room_days_per_week": {"item": (room,), "site": tuple(sites)},
        "extra_days_per_week": {"item": tuple(tree["staff_roles"]), "site": tuple(sites)},
        "retained_volume": {"function": tuple(functions), "site": tuple(sites)},
        "max_investment": {},
        "max_extra_operating_per_year": {},
    }
    tree["policy"]["soft_rules"] = {
        f"soft{number}": {
            "rule": (rule := dice.pick(*about)),
            **dice.some(0.3, **{field: names for field, names in about[rule].items() if names}),
            "price_per_unit": dice.pick(0, 0.5, 2, 5, 300),
            **dice.some(0.25, most=(0.5, 1, 50, 10000)),
            "reason": "Drawn",
        }
        for number in range(dice.pick(3, 5, 8))
    }


def written(tree: Tree) -> str:
    """As YAML."""
    return yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)


def drawn(dice: Dice, *, allocated: bool = False, middling: bool = False) -> Tree:
    """A scenario, tiny or middling; with ``allocated`` the region allocates the visits of the first function."""
    if middling:
        areas, hospitals, houses, functions = (
            _named("a", dice.pick(6, 7, 8, 10)),
            _named("h", dice.pick(2, 2, 3)),
            _named("s", dice.pick(3, 3, 4, 5)),
            ["f", "g", "i"][: dice.pick(2, 2, 3)],
        )
    else:
        areas, hospitals, houses, functions = (
            _named("a", dice.pick(2, 2, 3, 3, 4, 5)),
            _named("h", dice.pick(1, 2, 2)),
            _named("s", dice.pick(1, 2, 2, 2, 3)),
            ["f"] if allocated else ["f", "g"][: dice.pick(1, 1, 2)],
        )
    equipment = ["e1", "e2"][: dice.pick(0, 0, 1, 1, 2)]
    roles = ["doctor", "nurse"][: dice.pick(0, 1, 2)]
    tree: Tree = {
        "schema_version": 2,
        "terms": {"payers": {"region": {"budget": "own"}, "municipality": {}, "state": {}}},
        "name": "random",
        "title": "Random",
        "areas": {"rows": {area: _area(dice, hospitals) for area in areas}},
        "segments": {
            "old": {"title": "Old", "people_share": "share_old"},
            "young": {"title": "Y", "people_share": "rest"},
        },
        "sites": {site: _site(dice, site, hospitals, equipment) for site in (*hospitals, *houses)},
        "partners": {"gp": {"title": "GP"}},
        "travel": {
            "method": "table",
            "without_car_factor": dice.pick(1, 2, 2.2),
            "rows": _times(dice, areas, hospitals, houses),
        },
        "equipment": {kind: _equipment(dice) for kind in equipment},
        "staff_roles": {role: _role(dice, hospitals) for role in roles},
        "functions": {key: _function(dice, key, functions, hospitals, houses, equipment, roles) for key in functions},
        "prices": _prices(dice),
        "policy": _policy(dice, functions, hospitals, houses),
        "exceptions": _exceptions(dice, functions, (*hospitals, *houses)),
        "baseline": {"rows": _baseline(dice, functions, hospitals, houses) if dice.chance(0.85) else {}},
    }
    if allocated:
        tree["functions"]["f"]["choice"] = dice.pick("free", {"within_minutes": 0}, {"within_minutes": 10})
        tree["functions"]["f"].pop("overflow", None)
    _demand_tables(dice, tree)
    used = {function.get("room", "consultation") for function in tree["functions"].values()}
    for site in tree["sites"].values():
        rooms = site.get("free_room_days_per_week")
        if rooms:
            site["free_room_days_per_week"] = {room: free for room, free in rooms.items() if room in used}
    return tree


def _named(letter: str, count: int) -> list[str]:
    return [f"{letter}{n}" for n in range(1, count + 1)]


def _area(dice: Dice, hospitals: list[str]) -> Tree:
    return {
        "name": "A",
        "people": dice.pick(0, 60, 100, 120, 200, 300),
        "share_old": dice.pick(0, 0.25, 0.5),
        **dice.some(0.3, share_without_car=(0.25, 0.5, 1)),
        **dice.some(0.3, share_digitally_exempt=(0.2, 0.5)),
        **dice.some(0.2, need_index=(0.5, 1.5)),
        **dice.some(0.5, municipality=("M1", "M2")),
        **dice.some(0.7, catchment_hospital=tuple(hospitals)),
    }


def _site(dice: Dice, site: str, hospitals: list[str], equipment: list[str]) -> Tree:
    if site in hospitals:
        own = dice.some(0.3, municipality=("M1", "M2"))
        kind = "hospital"
    else:
        kind = dice.pick("health_house", "health_house", "health_house", "outreach_point")
        own = {
            **dice.some(0.5, municipality=("M1", "M2")),
            **dice.some(0.8, parent_hospital=tuple(hospitals)),
            **dice.some(0.15, catchment=tuple(hospitals)),
            **dice.some(0.1, existing=False),
            **dice.some(0.4, room_per_day=(100, 400)),
            **dice.some(0.3, partners=({"gp": "committed"}, {"gp": "interested"})),
        }
        if dice.chance(0.3):
            own["free_room_days_per_week"] = dice.pick(
                {"consultation": 1}, {"consultation": 0.5, "lab": 1}, {"consultation": 3}, {"lab": 1}, {}
            )
    stands = {kind_: dice.pick(0, 1, 1, 2, 3) for kind_ in equipment if dice.chance(0.35)}
    return {
        "title": site,
        "kind": kind,
        **own,
        **dice.some(0.06, scope=("outside",)),
        **({"equipment_today": stands} if stands else {}),
    }


def _times(dice: Dice, areas: list[str], hospitals: list[str], houses: list[str]) -> list[Tree]:
    rows = []
    for origin in (*areas, *houses):
        for site in hospitals if origin in houses else (*hospitals, *houses):
            row: Tree = {"origin": origin, "destination": site, "minutes": dice.pick(*MINUTES)}
            if dice.chance(0.8):
                row["km"] = dice.pick(5, 10, 15, 25, 40)
            rows.append(row)
            if origin in areas and dice.chance(0.15):
                rows.append({**row, "mode": "without_car", "minutes": dice.pick(*MINUTES)})
    return rows


def _equipment(dice: Dice) -> Tree:
    return {
        "title": "E",
        **dice.some(0.6, price=(1000, 40000)),
        **dice.some(0.3, fixed_price_per_site=(5000,)),
        **dice.some(0.5, service_per_year=(500, 3000)),
        **dice.some(0.7, capacity_minutes_per_week=(40, 100, 200)),
        **dice.some(0.6, min_utilisation=(0.1, 0.4, 0.6)),
        **dice.some(0.5, max_utilisation=(0.7, 0.9)),
    }


def _role(dice: Dice, hospitals: list[str]) -> Tree:
    limits = {hospital: dice.pick(0, 0.5, 1, 2) for hospital in hospitals if dice.chance(0.7)}
    return {
        "title": "R",
        **dice.some(0.8, cost_per_clinic_day=(500, 3000)),
        **dice.some(0.3, stationed_at_houses=True),
        **({"extra_days_per_week": limits} if dice.chance(0.25) else {}),
    }


def _function(
    dice: Dice,
    key: str,
    functions: list[str],
    hospitals: list[str],
    houses: list[str],
    equipment: list[str],
    roles: list[str],
) -> Tree:
    needs = {
        kind: {"minutes_per_visit": dice.pick(10, 20), **dice.some(0.4, share_of_visits=(0.5,))}
        for kind in equipment
        if dice.chance(0.6)
    }
    staff = {role: dice.pick(0.5, 1, 2) for role in roles if dice.chance(0.7)}
    function: Tree = {
        "title": key,
        "choice": dice.pick("nearest", "catchment"),
        "overflow": dice.pick("parent_hospital", "expand"),
        "allowed_at": ["hospital", "health_house", *(["outreach_point"] if dice.chance(0.7) else [])],
        **_session(dice),
        **_rates(dice),
        **_volumes(dice),
        **_days(dice),
        **_home(dice),
        **_level(dice, hospitals, houses),
        **dice.some(0.3, catchment_pull_minutes=(0, 10, 20)),
        **dice.some(0.15, site_by=("patient_base",)),
        **dice.some(0.15, base_radius_minutes=(10, 20)),
        **dice.some(0.3, citizen_weight=(0.5, 3)),
        **dice.some(0.35, max_house_share=(0.5, 0.8, 0)),
        **dice.some(0.3, room=("lab",)),
        **dice.some(0.4, fitting_out=(10000,)),
        **dice.some(0.3, variable_per_visit=(20,)),
        **dice.some(0.15, backup_hospital_within_minutes=(20, 30)),
        **dice.some(0.2, max_travel_minutes=(10, 20, 30), max_travel_share=(0.5, 0.8)),
        **dice.some(0.3, patient_transport=({"share_entitled": 0.5}, {"share_entitled": 1})),
        **({"equipment": needs} if needs else {}),
        **({"staff_per_clinic_day": staff} if staff else {}),
    }
    requires = [other for other in ("gp", *functions) if other > key and dice.chance(0.12)]
    if requires:
        function["requires_on_site"] = requires
    if dice.chance(0.25):
        function["number_of_sites"] = dice.pick({"exactly": 2}, {"at_most": 2}, {"at_least": 2}, {"exactly": 1})
    return function


def _session(dice: Dice) -> Tree:
    if dice.chance(0.6):
        return {"visits_per_clinic_day": dice.pick(2, 3, 5)}
    return {
        "minutes_per_visit": dice.pick(60, 90),
        "clinic_day_minutes": dice.pick(240, 360),
        "staff_workday_minutes": dice.pick(180, 300, 444),
    }


def _rates(dice: Dice) -> Tree:
    if dice.chance(0.7):
        return {"visits_per_1000_per_year": dice.pick(500, 1000)}
    return {"visits_per_1000_per_year_by_segment": {"old": 1500, "young": 400}}


def _volumes(dice: Dice) -> Tree:
    found = {
        **dice.some(0.3, min_visits_per_year=(40, 80, 150)),
        **dice.some(0.4, target_visits_per_year=(200, 400)),
        **dice.some(0.3, quality_loss_at_minimum=(0.5, 0)),
        **dice.some(0.3, quality_parity_at_houses=(0.8, 0.95)),
        **dice.some(0.2, retained_share=(0.3, 0.8)),
        **dice.some(0.2, retained_visits_per_year=(50, 500)),
    }
    if dice.chance(0.2):
        found |= {"min_patients_per_year": dice.pick(10, 40), "visits_per_patient_per_year": dice.pick(1.5, 2)}
    return found


def _days(dice: Dice) -> Tree:
    found: Tree = dice.some(0.3, clinic_weeks_per_year=(40, 50))
    if dice.chance(0.15):
        return {**found, "days_per_week_exactly": dice.pick(1, 0.5, 2)}
    return {
        **found,
        **dice.some(0.4, days_per_week_steps=([], [0.5], [0.75])),
        **dice.some(0.25, min_days_per_week=(0.5, 1, 0.3)),
    }


def _home(dice: Dice) -> Tree:
    if not dice.chance(0.35):
        return {}
    home: Tree = {
        "mode": dice.pick("telemedicine", "home_treatment"),
        **dice.some(0.5, today_share=(0.1,)),
        **dice.some(0.5, acceptance=(0.5, 0.9)),
        **dice.some(0.5, cost_per_visit=(100,)),
        **dice.some(0.3, paid_by=({"municipality": 1}, {"region": 0.5, "state": 0.5})),
        **dice.some(0.3, quality_parity=(0.9,)),
    }
    if dice.chance(0.7):
        home |= {"max_share": dice.pick(0.4, 0.6, 1), **dice.some(0.4, steps=([0.2], [0.25, 0.3]))}
    return {"home": home}


def _level(dice: Dice, hospitals: list[str], houses: list[str]) -> Tree:
    if dice.chance(0.8):
        return {}
    level = dice.pick("approved", "hospitals_only", "outreach")
    places = [dice.pick(*hospitals), dice.pick(*houses)]
    return {"level": level, "approved_sites": places}


def _prices(dice: Dice) -> Tree:
    return {
        **dice.some(0.5, discount_rate=(0, 0.05)),
        **dice.some(0.5, hospital_release_share=(0, 0.5)),
        **dice.some(0.4, hospital_absorb_share=(0.5, 0.8)),
        **dice.some(0.6, patient_transport_per_km=(2,)),
        **dice.some(0.6, staff_travel_per_km=(3,)),
        **dice.some(0.3, citizen_travel_per_km=(2,)),
    }


def _payers(dice: Dice, tree: Tree) -> None:
    """Some items of the running cost are not the region's alone."""
    items = ("staff_houses", "staff_travel", "staff_hospitals", "rooms", "variable", "patient_transport")
    splits = ({"municipality": 1}, {"region": 0.5, "state": 0.5}, {"region": 0.25, "municipality": 0.75})
    paid_by = dice.some(0.2, **dict.fromkeys((*items, "equipment_service"), splits))
    if paid_by:
        tree["prices"]["paid_by"] = {item: dict(split) for item, split in paid_by.items()}


def _policy(dice: Dice, functions: list[str], hospitals: list[str], houses: list[str]) -> Tree:
    policy: Tree = {
        **dice.some(0.5, no_new_houses=False),
        "hospital_functions": dice.pick("keep", "free"),
        "existing_in_houses": dice.pick("keep", "days_may_change", "free"),
        **dice.some(0.15, max_changes=(0, 1, 2)),
        **dice.some(0.15, max_investment=(0, 15000, 60000)),
        **dice.some(0.15, max_extra_operating_per_year=(0, 20000, 200000)),
    }
    decided: Tree = {}
    for function in functions:
        for site in (*hospitals, *houses):
            if dice.chance(0.08):
                decision = dice.pick("must", "must_not", "must_not")
                decided.setdefault(function, {})[site] = {"decision": decision, "reason": "Drawn"}
    return {**policy, **({"placements": decided} if decided else {})}


def _exceptions(dice: Dice, functions: list[str], sites: tuple[str, ...]) -> Tree:
    found: Tree = {}
    for number in range(dice.pick(0, 0, 1, 2)):
        rules = sorted({dice.pick(*WAIVABLE) for _ in range(2)})
        found[f"x{number}"] = {
            "site": dice.pick(*sites),
            **dice.some(0.6, function=tuple(functions)),
            "rules": rules,
            "reason": "Drawn",
        }
    return found


def _baseline(dice: Dice, functions: list[str], hospitals: list[str], houses: list[str]) -> Tree:
    rows: Tree = {}
    for function in functions:
        own: Tree = {}
        for site in (*hospitals, *houses):
            if site in hospitals and dice.chance(0.75):
                own[site] = {"status": "open", **dice.some(0.2, fixed_visits_per_year=(30, 100))}
            elif site in houses and dice.chance(0.35):
                own[site] = {
                    "status": "open",
                    **dice.some(0.7, days_per_week=(0.25, 0.3, 0.5, 1, 1.5, 2)),
                    **dice.some(0.2, fixed_visits_per_year=(30,)),
                }
            elif dice.chance(0.15):
                own[site] = dice.pick("unknown", "closed")
        if own:
            rows[function] = own
    return rows


def _worth(dice: Dice, tree: Tree) -> None:
    """What the aims are worth."""
    prices = {"minute": dice.pick(0, 0.5, 1, 2, 4, 8, 20), "lost_quality_visit": dice.pick(0, 0, 20, 100, 400)}
    tree["objectives"] = {**tree.get("objectives", {}), "prices": prices}


def _demanded(dice: Dice, tree: Tree) -> None:
    """Some floors under travel that hold though today is below them."""
    for floor in tree["policy"].get("coverage", {}).values():
        floor.update(dice.some(0.4, when_today_is_lower="demand"))
    for function in tree["functions"].values():
        if "max_travel_minutes" in function and dice.chance(0.4):
            function["max_travel_when_today_is_lower"] = "demand"


def _fairness(dice: Dice, tree: Tree) -> None:
    """Floors under coverage, a ceiling on digital visits, how the citizen aim weighs long trips, and saved trips."""
    policy = tree["policy"]
    if dice.chance(0.3):
        located = all("municipality" in area for area in tree["areas"]["rows"].values())
        functions = list(tree["functions"])
        policy["coverage"] = {
            name: {
                "within_minutes": dice.pick(10, 20, 30),
                "min_share": dice.pick(0.3, 0.6, 0.9, 1),
                "by": dice.pick("region", "municipality", "group") if located else "region",
                **dice.some(0.4, functions=(functions[:1], functions)),
            }
            for name in ("floor", "other")[: dice.pick(1, 1, 2)]
        }
    policy |= dice.some(0.2, max_digital_share=(0, 0.1, 0.2, 0.35))
    if dice.chance(0.4):
        citizen = {
            "equity": dice.pick("ede", "ede", "worst_share"),
            **dice.some(0.6, aversion=(0.5, 2)),
            **dice.some(0.6, worst_share=(0.05, 0.25)),
        }
        tree["objectives"] = {**tree.get("objectives", {}), "citizen": citizen}
    placed = [key for key, function in tree["functions"].items() if function.get("site_by") != "patient_base"]
    if len(placed) > 1 and dice.chance(0.6):
        tree["synergies"] = {
            "day": {
                "functions": placed[:2],
                "saved_trips_share": {"value": dice.pick(0.1, 0.3, 0.5), "owner": "Region"},
            }
        }


def _demand_tables(dice: Dice, tree: Tree) -> None:
    """Some functions have a table of visits instead of a rate."""
    for key, function in tree["functions"].items():
        if dice.chance(0.2):
            for rate in ("visits_per_1000_per_year", "visits_per_1000_per_year_by_segment"):
                function.pop(rate, None)
            rows = {area: dice.pick(0, 50, 100, 150, 200) for area in tree["areas"]["rows"]}
            rows[next(iter(rows))] = 100
            tree.setdefault("demand", {"rows": {}})["rows"][key] = rows
