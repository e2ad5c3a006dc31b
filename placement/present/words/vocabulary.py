"""Words that several screens, pages and tables use, by the name the code has for what they are about."""

from __future__ import annotations

from placement.locale import N_

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

COMPARE: dict[str, str] = {
    "today": N_("today"),
    "base": N_("the scenario without variants (base)"),
    "reference": N_("Held against: {name}"),
    "short": N_("IN SHORT"),
    "pair": N_("{function} in {site}"),
    "more": N_("{n} more"),
    "infeasible": N_("{letter}: no plan keeps all the rules.{why}"),
    "no_plan_found": N_("{letter}: stopped before any proposal was found.{why}"),
    "alone": N_("{letters}: {what}."),
    "longer": N_("Longer trips: {what}"),
    "shorter": N_("Shorter trips: {what}"),
    "nobody": N_("{letter} nobody"),
    "few": N_("{letter} fewer than 10 visits a year"),
    "visits": N_("{letter} {visits} visits a year, {minutes} minutes"),
    "loss": N_("Largest loss: {group} ({minutes} min. a visit in {letter})."),
    "gain": N_("Largest gain: {group} ({minutes} min. a visit in {letter})."),
    "no_gain": N_("No gain: {groups}."),
    "running": N_("Running cost against {reference}, million kr. a year: {what}"),
    "money": N_("{letter} {what}"),
    "dearer": N_("{millions} dearer for {who}"),
    "cheaper": N_("{millions} cheaper for {who}"),
    "region": N_("the region"),
    "municipalities": N_("municipalities and state"),
    "same_money": N_("less than 0.1 in difference"),
    "gives": N_("{letter} {site} ({share})"),
    "gives_most": N_("Gives away most of its visits: {what}"),
    "gives_none": N_("No hospital gives visits away."),
    "affected": N_("Visits a year affected, against {reference}"),
    "affected_before": N_("Their trip before, minutes"),
    "affected_now": N_("Their trip now, minutes"),
    "mean_minutes_per_visit": N_("Trip, all visits"),
    "share_beyond_45_min": N_("Visits beyond 45 minutes, %"),
    "home_share": N_("At home, %"),
    "clinics_below_target": N_("Offers below target volume"),
    "visits_below_target": N_("Visits in them"),
    "changes": N_("CHANGES AGAINST {reference}"),
    "closes": N_("Closes: {names}."),
    "opens": N_("Opens: {names}."),
    "days": N_("Other days: {names}."),
    "moves": N_("Moves: {names}."),
    "move": N_("{function} from {origin} to {target}"),
    "home": N_("At home: {what}."),
    "nothing": N_("Nothing opens, closes or moves."),
    "hospitals": N_("HOSPITALS, VISITS AGAINST {reference}"),
    "hospital": N_("Hospital"),
    "tightest": N_("Nearest to what it must keep"),
    "room": N_("{function} ({letter}): room {share}"),
    "agreed": N_("COMMON TO {letters} (can be discussed first)"),
    "inputs": N_("ASSUMPTIONS THAT DIFFER"),
    "input": N_("{path}: {plain} → {told}"),
    "sure": N_("None of the proposals is more than {gap} from proven best. A smaller difference is no finding."),
    "best": N_("Each proposal is proven best."),
    "unsure": N_("At least one proposal has no proven bound."),
    "stopped": N_("{letters} stopped before the asked certainty was reached."),
    "other_scale": N_(
        "All are measured on the scale without variants, but for {aims}, of no range there: each variant's own."
    ),
    "without_range": N_("{letters}: {what}"),
    "other_today": N_("At least one variant reckons today otherwise too; it is held against its own today."),
    "last_phase": N_("Where there are phases, figures are the last one's."),
    "no_files": N_("--out DIR writes every number."),
}

FRONT_AIM: dict[str, str] = {
    "citizen": N_("Travel|minutes"),
    "quality": N_("Lost quality,|visits"),
    "economy": N_("Economy|kr."),
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

PROOF: dict[str, str] = {
    "complete": N_(
        "The set is complete: any other plan is at most as good, in all three aims, as "
        "one of these. Differences below {minutes} minutes, {visits} visits and {dkk} "
        "kr. a year are not told apart."
    ),
    "spaced": N_(
        "Proven with a spacing of {share}: for any other plan there is one here that is "
        "worse by no more than {share} of the range in any aim."
    ),
    "partial": N_(
        "The set is not complete. Proven is: for any other plan there is one here that "
        "is worse by no more than {share} of the range in any aim."
    ),
    "unknown": N_("The set is not complete, and how much is missing is not known."),
    "points": N_("It stopped at {n} plans, as asked."),
    "time_limit": N_("The time ran out."),
    "interrupt": N_("The calculation was interrupted."),
    "doubtful": N_("The solver cannot decide the rest within its tolerance."),
    "again": N_("Run again with the same --out to go on from here."),
    "use_out": N_("With --out a later run can go on where this one left off."),
    "resumed": N_("{n} plans are from an earlier run."),
    "work": N_("{solves} questions to the solver, {seconds} seconds."),
    "folder": N_("Everything is in {folder}."),
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

AIM_HEADING: dict[str, str] = {
    "citizen": N_("CITIZEN"),
    "quality": N_("QUALITY"),
    "economy": N_("ECONOMY"),
}
"""Above the rows of an aim; AIM_MEASURES, of the same keys, says behind it what they measure."""

AIM_MEASURES: dict[str, str] = {
    "citizen": N_("(travel)"),
    "quality": N_("(volume)"),
    "economy": "",
}

PLAN_CHART_TITLE: dict[str, str] = {
    "citizen": N_("Kroner against travel"),
    "quality": N_("Kroner against quality"),
}
"""Of the chart that has kroner across and this aim up."""

PLAN_CHART_UP: dict[str, str] = {
    "citizen": N_("↑ million minutes of travel a year"),
    "quality": N_("↑ thousand visits below target"),
}
"""Above the upward axis of the same chart."""
