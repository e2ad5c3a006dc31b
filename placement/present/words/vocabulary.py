"""Words of the field that several screens, pages and tables use, each by its id in the code."""

from __future__ import annotations

from placement.locale import N_, P_

AIM: dict[str, str] = {
    "citizen": N_("Citizen (travel)"),
    "quality": N_("Quality (volume)"),
    "economy": N_("Economy"),
}

AXIS: dict[str, str] = {
    "citizen": N_("↑ million minutes of travel a year"),
    "quality": N_("↑ thousand visits below target"),
}

PAYER: dict[str, str] = {
    "region": N_("Region"),
    "municipality": N_("Municipalities"),
    "state": N_("State"),
    "citizen": N_("Citizens"),
}

SCATTER: dict[str, str] = {
    "citizen": N_("Kroner against travel"),
    "quality": N_("Kroner against quality"),
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
    "monetised": N_("everything in kroner"),
}

RULE: dict[str, str] = {
    "scope": N_("outside the strategy"),
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
    "max_investment_dkk": N_("investment budget"),
    "max_extra_operating_dkk_per_year": N_("running cost budget"),
    "home_level": N_("share at home"),
    "coverage": N_("how many must have a short way"),
    "max_digital_share": N_("ceiling on digital visits"),
    "no_flip_flop": N_("opens or closes only once"),
    "phase_budget": N_("the phase's investment budget"),
    "phase_changes": N_("most changes in the phase"),
}

STATUS: dict[str, str] = {
    "udkast": N_("draft"),
    "hoering": N_("in consultation"),
    "behandlet": N_("dealt with"),
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

METHOD_SHORT: dict[str, str] = {
    "balanced": N_("Balanced: the worst aim counts"),
    "weighted": N_("Weighted sum: the sum counts"),
    "lexicographic": N_("In order: the first aim first"),
    "epsilon": N_("One aim within bounds on the others"),
    "monetised": N_("In kroner"),
}

BALLOT: dict[str, str] = {
    "first": N_("Before the map: what weighs most?"),
    "how": N_("Each participant weighs three aims before anybody has seen a map or a town. Then the plans are shown."),
    "citizen": N_("Citizens' travel: how far do people have to go for their visits?"),
    "quality": N_("Quality: does each clinic see enough patients to be good at it?"),
    "economy": N_("Economy: what does it cost to run and to build?"),
    "name": N_("Name or byword (may be left out)"),
    "participant": N_("Participant"),
    "give": N_("Give ballot"),
    "thanks": N_("Thank you. The ballot is given."),
    "close": N_("All have voted: show the plans"),
    "reopen": N_("Open the ballot again"),
    "result": N_("What the weights lead to"),
    "counting": N_("The plans are being calculated …"),
    "plans": N_("See the plans on the workbench"),
    "chosen": N_("{plan}: {who}"),
}

CELL: dict[str, str] = {
    "k": N_("as today"),
    "n": N_("new"),
    "c": N_("closes"),
    "a": N_("not here"),
    "b": N_("cannot be here"),
    "must": N_("must be here"),
    "must_not": N_("must not be here"),
}

EXPORT: dict[str, str] = {
    "csv": N_("Tables (CSV)"),
    "xlsx": N_("Workbook (XLSX)"),
    "report": N_("Report (HTML)"),
    "waits": N_("The file is being made. It is fetched when it is ready."),
}

LEGEND: dict[str, str] = {
    "k": N_("as today"),
    "n": N_("new"),
    "c": N_("closes"),
    "a": N_("not in the plan"),
    "b": P_("web", "out of the question"),
    "fixed": N_("decided beforehand"),
}

PANEL: dict[str, str] = {
    "now": N_("In this plan: {state}."),
    "must": N_("Must be here"),
    "must_not": N_("Must not be here"),
    "free": N_("Free choice"),
    "waive": N_("Must be here; set aside: {rules}"),
    "why": N_("Why, and what does it cost?"),
    "close": N_("Close"),
}

AIM_HEADING: dict[str, str] = {
    "citizen": N_("CITIZEN"),
    "quality": N_("QUALITY"),
    "economy": N_("ECONOMY"),
}
"""Over the rows of an aim."""

AIM_MEASURES: dict[str, str] = {
    "citizen": N_("(travel)"),
    "quality": N_("(volume)"),
    "economy": "",
}

WHY_STOPPED: dict[str, str] = {
    "points": N_("It stopped at {n} plans, as asked."),
    "time_limit": N_("The time ran out."),
    "interrupt": N_("The calculation was interrupted."),
    "doubtful": N_("The solver cannot decide the rest within its tolerance."),
}
