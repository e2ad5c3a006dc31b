"""Words of the field that several screens, pages and tables use, each by its id in the code."""

from __future__ import annotations

from placement.locale import N_, P_

AIM: dict[str, str] = {
    "citizen": N_("Citizen (travel)"),
    "quality": N_("Quality (volume)"),
    "economy": N_("Economy"),
}

CARD: dict[str, str] = {
    "p90_minutes": N_("Trip that 9 of 10 visits stay within"),
    "share_beyond_45_min": N_("Visits beyond 45 minutes"),
    "worst_group": N_("Trip in the group with the longest"),
    "between_groups": N_("Between the longest and the shortest group"),
    "without_car": N_("Trip of those without a car"),
    "social": N_("Social equality"),
    "mean_minutes_social": N_("Trip of the socially exposed"),
    "social_gap": N_("Their trip beyond that of others"),
    "home_share": N_("Visits at home"),
    "longer_visits": N_("Visits with a longer trip"),
    "experience": N_("Citizens' own experience and waiting"),
    "mean_minutes_per_visit": N_("Trip, all visits"),
    "share_beyond_30_min": N_("Visits beyond 30 minutes"),
    "house_share": N_("Visits at houses"),
    "operating_dkk_per_year": N_("Public running cost against today"),
    "operating_gross_dkk_per_year": N_("Running cost if hospitals release nothing"),
    "investment_dkk": N_("Investment in all"),
    "health": N_("Health per krone"),
    "millions": N_("million kr."),
    "minutes": N_("min."),
}

CARD_NOTE: dict[str, str] = {
    "social": N_("Not measured: the groups' social conditions are not in the numbers."),
    "social_gap": N_("Travel only; what else is unequal is not measured."),
    "home_share": N_("Citizens decide themselves whether they accept."),
    "experience": N_("Cannot be measured here."),
    "investment_dkk": N_("Never added to running cost."),
    "health": N_("Cannot be measured: no known figures for what a placement does to health."),
}

COL: dict[str, str] = {
    "house": N_("House"),
    "site": N_("Site"),
    "offer": N_("Offer"),
    "days": N_("Days|/week"),
    "days_today": N_("Today|/week"),
    "visits": N_("Visits|/year"),
    "threshold": N_("Mini-|mum"),
    "headroom": N_("Room|"),
    "investment": N_("Invest.|m. kr."),
    "operating": N_("Running|m. kr."),
    "saves": N_("Saves|min."),
    "price": N_("Kr. per|minute"),
    "longer": N_("Longer|min."),
    "affected": N_("Visits|affected"),
    "observed": N_("Known"),
    "modelled": N_("Model"),
    "ratio": N_("Model/|known"),
    "year": N_("Year"),
}

AXIS: dict[str, str] = {
    "economy": N_("million kr. a year →"),
    "citizen": N_("↑ million minutes of travel a year"),
    "quality": N_("↑ thousand visits below target"),
}

HOW_RECKONED: dict[str, str] = {
    "how": N_("Procedure"),
    "visits": N_(
        "Visits are inhabitants times a rate per 1,000, area by area; those seen at home "
        "or who choose otherwise are taken off."
    ),
    "travel": N_("Citizen: travel in minutes, both ways, of all visits; home is zero. The page shows minutes one way."),
    "quality": N_(
        "Quality: visits in offers smaller than their target volume. Minimum volumes are a rule, not a trade-off."
    ),
    "money": N_("Economy: running cost relative to today for all public payers, and investment as a yearly amount."),
    "aims": N_("Each aim is measured from the best it can reach alone (0) to the worst in the others' best (1)."),
    "search": N_(
        "An integer programming solver searches all plans that keep the rules, and proves how good the best can be."
    ),
    "judge": N_("Another program, which shares no formulas with the first, recomputes every rule and every number."),
    "weights": N_("Trade-off: {method}; weights {weights}."),
    "sure": N_("How sure it is"),
    "numbers": N_("About the numbers"),
    "rounded": N_("Calculated visits are rounded to three digits; they are known no better."),
    "range": N_("Figures in brackets are the range when the rate of visits is lowest and highest, all else equal."),
    "small": N_("Visit counts under {below} a year are hidden where they might show single citizens."),
    "all_told": N_("No visit counts are hidden."),
    "made": N_("What it was made of"),
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
    "words": N_(
        "Million minutes of travel a year, visits in offers below target and million kr. "
        "a year. {what}. And {n} other plans."
    ),
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

WHY_STOPPED: dict[str, str] = {
    "points": N_("It stopped at {n} plans, as asked."),
    "time_limit": N_("The time ran out."),
    "interrupt": N_("The calculation was interrupted."),
    "doubtful": N_("The solver cannot decide the rest within its tolerance."),
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

VERDICT: dict[str, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "same": N_("as today"),
    "shown": "",
    "not_measured": N_("not measured"),
}

VISION: dict[str, str] = {
    "equity": N_("More equal health - socially and geographically"),
    "premises": N_("On the citizen's terms"),
    "near": N_("Health solutions close to the citizen"),
    "value": N_("More health for the money"),
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
