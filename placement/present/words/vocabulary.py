"""Words that screens, pages and tables share: by the name the code has for a thing, and by the word in a cell.

A word with two meanings is listed by its column.
"""

from __future__ import annotations

from collections.abc import Callable

from placement.locale import N_, P_, SOURCE, translated
from placement.present.tables.columns import Column
from placement.present.words.voice import Voice

AIM: dict[str, str] = {
    "citizen": N_("Citizen (travel)"),
    "quality": N_("Quality (volume)"),
    "economy": N_("Economy"),
}

ITEM: dict[str, str] = {
    "citizen_travel": N_("citizens' own travel"),
    "equipment": N_("equipment"),
    "equipment_service": N_("equipment service"),
    "fitting_out": N_("fitting out"),
    "room_fitting_out": N_("fitting out of rooms"),
    "home": N_("visits at home"),
    "lost_rent": N_("lost rent"),
    "patient_transport": N_("patient transport"),
    "recruitment": N_("recruitment"),
    "rooms": N_("rooms"),
    "staff_hospitals": N_("staff at hospitals"),
    "staff_houses": N_("staff at houses"),
    "staff_travel": N_("staff travel"),
    "variable": N_("consumption per visit"),
}

METHOD: dict[str, str] = {
    "balanced": N_("the worst-off of the three first"),
    "weighted": N_("weighted sum"),
    "lexicographic": N_("one aim at a time"),
    "epsilon": N_("one aim under bounds on the others"),
    "price": N_("everything in kroner"),
}

RULE: dict[str, str] = {
    "scope": N_("outside the choice"),
    "no_new_houses": N_("no new houses"),
    "allowed_at": N_("kind of site"),
    "planning_level": N_("planning level"),
    "backup_hospital_within_minutes": N_("distance to backup"),
    "requires_on_site": N_("something else on site"),
    "must": N_("must be there"),
    "must_not": N_("must not be there"),
    "hospital_functions": N_("hospitals keep what they have"),
    "existing_in_houses": N_("houses keep what they have"),
    "number_of_sites": N_("number of sites"),
    "max_changes": N_("number of changes"),
    "visits_served": N_("everybody has a site"),
    "preference_order": N_("where citizens go"),
    "within_minutes": N_("allocation within minutes"),
    "overflow_hospital": N_("hospital that takes the rest"),
    "clinic_capacity": N_("room on the clinic days"),
    "days_per_week_steps": N_("possible clinic days"),
    "min_days_per_week": N_("fewest clinic days"),
    "max_days_between_clinics": N_("days between clinic days"),
    "min_visits_per_year": N_("minimum visits"),
    "min_patients_per_year": N_("minimum patients"),
    "target_visits_per_year": N_("target volume"),
    "max_travel_minutes": N_("longest trip"),
    "required_equipment": N_("equipment on site"),
    "min_utilisation": N_("lowest utilisation of equipment"),
    "max_utilisation": N_("highest utilisation of equipment"),
    "free_room_days_per_week": N_("free rooms"),
    "extra_days_per_week": N_("staff who can be sent out"),
    "recruitment": N_("staff who can be recruited"),
    "max_days_away": N_("days staff are away"),
    "retained_volume": N_("volume the hospital keeps"),
    "max_investment": N_("investment budget"),
    "max_extra_operating_per_year": N_("running cost budget"),
    "home_level": N_("share at home"),
    "coverage": N_("how many must have a short way"),
    "max_digital_share": N_("ceiling on digital visits"),
    "no_flip_flop": N_("opens or closes only once"),
    "phase_budget": N_("the phase's investment budget"),
    "phase_changes": N_("most changes in the phase"),
}

UNIT: dict[str, str] = {
    "visits/year": N_("visits a year"),
    "patients/year": N_("patients a year"),
    "days/week": N_("days a week"),
    "sites": N_("sites"),
    "changes": N_("changes"),
    "DKK": N_("kr."),
    "DKK/year": N_("kr. a year"),
    "minutes": N_("minutes"),
    "visits/day": N_("visits a day"),
    "units": N_("units"),
    "million": N_("million kr."),
    "million/year": N_("million kr. a year"),
}

AIM_HEADING: dict[str, str] = {
    "citizen": N_("CITIZEN"),
    "quality": N_("QUALITY"),
    "economy": N_("ECONOMY"),
}
"""Headings above the rows of an aim; AIM_MEASURES, with the same keys, has what they measure."""

AIM_MEASURES: dict[str, str] = {
    "citizen": N_("(travel)"),
    "quality": N_("(volume)"),
    "economy": "",
}

BOTH_WAYS = N_("Minutes a year are both ways, minutes of a trip one way.")
"""Said beside a table with minutes a year, where minutes of trips are told too."""

PLAN_CHART_TITLE: dict[str, str] = {
    "citizen": N_("Kroner against travel"),
    "quality": N_("Kroner against quality"),
}
"""By aim, the title of the chart with kroner on the horizontal axis and the aim on the vertical one."""

PLAN_CHART_UP: dict[str, str] = {
    "citizen": N_("↑ million minutes of travel a year"),
    "quality": N_("↑ lost quality, thousand visits a year"),
}
"""By aim, the label of the vertical axis of the same chart."""

WHY_STOPPED: dict[str, str] = {
    "points": N_("It stopped at {n} plans, as asked."),
    "time_limit": N_("The time ran out."),
    "interrupt": N_("The calculation was interrupted."),
    "doubtful": N_("The solver cannot decide the rest within its tolerance."),
}


_CELLS = (
    P_("cell", "DKK/year"),
    P_("cell", "added"),
    P_("cell", "alike"),
    P_("cell", "as_proposed"),
    P_("cell", "assumption"),
    P_("cell", "better"),
    P_("cell", "bound"),
    P_("cell", "catchment"),
    P_("cell", "changed"),
    P_("cell", "cheaper_minute"),
    P_("cell", "citizen"),
    P_("cell", "closed"),
    P_("cell", "closes"),
    P_("cell", "contradiction"),
    P_("cell", "costs_both"),
    P_("cell", "days"),
    P_("cell", "decide"),
    P_("cell", "decided_again"),
    P_("cell", "decision"),
    P_("cell", "demand"),
    P_("cell", "derived"),
    P_("cell", "discuss"),
    P_("cell", "drop"),
    P_("cell", "economy"),
    P_("cell", "equipment"),
    P_("cell", "everybody"),
    P_("cell", "exact"),
    P_("cell", "feasible"),
    P_("cell", "found"),
    P_("cell", "free"),
    P_("cell", "high"),
    P_("cell", "home"),
    P_("cell", "in"),
    P_("cell", "infeasible"),
    P_("cell", "kept"),
    P_("cell", "least_regret"),
    P_("cell", "low"),
    P_("cell", "minute"),
    P_("cell", "nearest"),
    P_("cell", "needed"),
    P_("cell", "new"),
    P_("cell", "no"),
    P_("cell", "no_difference"),
    P_("cell", "no_plan"),
    P_("cell", "no_plan_found"),
    P_("cell", "nobody"),
    P_("cell", "none"),
    P_("cell", "not_alone"),
    P_("cell", "not_measured"),
    P_("cell", "nothing"),
    P_("cell", "offer"),
    P_("cell", "open"),
    P_("cell", "opened"),
    P_("cell", "opens"),
    P_("cell", "optimal"),
    P_("cell", "other"),
    P_("cell", "out"),
    P_("cell", "package"),
    P_("cell", "priced"),
    P_("cell", "proposal"),
    P_("cell", "proposed"),
    P_("cell", "quality"),
    P_("cell", "removed"),
    P_("cell", "rule"),
    P_("cell", "same"),
    P_("cell", "saves_both"),
    P_("cell", "saves_money"),
    P_("cell", "share"),
    P_("cell", "shown"),
    P_("cell", "solved"),
    P_("cell", "sourced"),
    P_("cell", "stays"),
    P_("cell", "stopped"),
    P_("cell", "talk"),
    P_("cell", "threshold"),
    P_("cell", "today"),
    P_("cell", "units"),
    P_("cell", "unknown"),
    P_("cell", "within_minutes"),
    P_("cell", "worse"),
    P_("cell", "yes"),
    P_("choice", "free"),
)
_WORD = {tuple(text.split("\x04")): text for text in _CELLS}


def _rules(say: Voice, names: str) -> str:
    """Names of rules with a space between, in words; ``price`` stands for the trade-off."""
    known = {**RULE, "price": N_("the trade-off")}
    return ", ".join(say(known[name]) if name in known else name for name in names.split())


_NAMED: dict[str, Callable[[Voice, str], str]] = {
    "site_kind": Voice.kind,
    "kind": Voice.kind,
    "payer": Voice.payer,
    "item": lambda say, word: say(ITEM[word]) if word in ITEM else word,
    "rule": _rules,
    "deciding_limit": _rules,
    "waived_rules": _rules,
}
"""By column, the function that names a word of the scenario or of the model."""


def told(column: Column, word: str, say: Voice) -> str:
    """A column's technical word in the language of the voice; unchanged in English and where it has no translation."""
    if word and not column.allowed and column.name in _NAMED:
        return _NAMED[column.name](say, word)
    if say.language == SOURCE or word not in column.allowed:
        return word
    marked = _WORD.get((column.name, word)) or _WORD.get(("cell", word))
    return translated(marked, say.language) if marked else word


def has_words(column: Column) -> bool:
    """Whether every word the column may hold has words for people."""
    return all(word == "" or ("cell", word) in _WORD for word in column.allowed)
