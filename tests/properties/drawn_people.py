"""Free choice, continuity, people and rooms, drawn on top of a random scenario from dice of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.properties.random_scenario import Dice

Tree = dict[str, Any]


def draw_people(dice: Dice, tree: Tree) -> None:
    """Add to the scenario in place."""
    for function in tree["functions"].values():
        _free_choice(dice, function)
        _continuity(dice, function)
    hospitals = [key for key, site in tree["sites"].items() if site["kind"] == "hospital"]
    for function in tree["functions"].values():
        _home(dice, function, list(tree["staff_roles"]))
        _hybrid(dice, function, tree)
    if dice.chance(0.2):
        used = sorted({function.get("room", "consultation") for function in tree["functions"].values()})
        tree["rooms"] = {dice.pick(*used): {"title": "Room", "fitting_out": dice.pick(5000, 40000)}}
    for role in tree["staff_roles"].values():
        _people(dice, role, hospitals)
    for site in tree["sites"].values():
        _let(dice, site)
    for area in tree["areas"]["rows"].values():
        area.update(dice.some(0.08, share_outflow=(0.25, 0.5)))
    for exception in tree["exceptions"].values():
        if dice.chance(0.3):
            exception["rules"] = [*exception["rules"], dice.pick("max_days_between_clinics", "max_days_away")]
    if dice.chance(0.1):
        limit = {"minutes": dice.pick(20, 30, 60), "share": dice.pick(0.5, 0.8, 1)}
        tree["policy"]["max_travel_by_level"] = {dice.pick("general", "outreach"): limit}


def _free_choice(dice: Dice, function: Tree) -> None:
    function |= dice.some(0.15, outflow_share=(0.1, 0.5))
    function |= dice.some(0.15, house_bypass_share=(0.2, 0.5))


def _continuity(dice: Dice, function: Tree) -> None:
    function |= dice.some(0.2, max_days_between_clinics=(7, 10, 14, 20))


def _home(dice: Dice, function: Tree, roles: list[str]) -> None:
    home = function.get("home")
    if home is None:
        return
    if dice.chance(0.3):
        home |= {"onboarding_per_patient": 600, **dice.some(0.5, onboarding_lasts_years=(2,))}
        function.setdefault("visits_per_patient_per_year", 2)
    if roles and dice.chance(0.4):
        home["staff_minutes_per_visit"] = {dice.pick(*roles): dice.pick(60, 600)}


def _people(dice: Dice, role: Tree, hospitals: list[str]) -> None:
    if "extra_days_per_week" in role and dice.chance(0.6):
        role["recruit_days_per_week"] = {hospital: dice.pick(0, 0.5, 1, 2) for hospital in hospitals}
        role |= dice.some(0.5, recruit_days_per_week_in_all=(0.5, 1), recruit_per_year=(5000, 100000))
    if dice.chance(0.25):
        role["people"] = {hospital: dice.pick(1, 2, 4) for hospital in hospitals if dice.chance(0.8)}
        if role["people"]:
            role |= dice.some(0.8, max_days_away_per_person_per_week=(0.25, 0.5, 1))


def _let(dice: Dice, site: Tree) -> None:
    free = site.get("free_room_days_per_week")
    if free and dice.chance(0.6):
        site["let_room_days_per_week"] = {kind: dice.pick(0.5, 1, 2) for kind in free}
        site |= dice.some(0.7, let_room_per_year=(2000, 50000))


def _hybrid(dice: Dice, function: Tree, tree: Tree) -> None:
    roles = [
        role
        for role in function.get("staff_per_clinic_day", {})
        if not tree["staff_roles"][role].get("stationed_at_houses")
    ]
    houses = [key for key, site in tree["sites"].items() if site["kind"] != "hospital"]
    if roles and dice.chance(0.3):
        function["hybrid"] = {
            "share_of_visits": dice.pick(0.25, 0.5, 1),
            "roles": [dice.pick(*roles)] if dice.chance(0.5) else roles,
            **({"at": [dice.pick(*houses)]} if dice.chance(0.4) else {}),
            **dice.some(0.4, quality_parity=(0.9,)),
            **dice.some(0.4, equipment_per_site=(8000,)),
        }
