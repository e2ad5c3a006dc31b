"""The names of the rules, the same in code, documentation, explanations and repairs."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """What can bind a plan. The order is the order in which an explanation lists them."""

    SCOPE = "scope"
    NO_NEW_HOUSES = "no_new_houses"
    ALLOWED_AT = "allowed_at"
    PLANNING_LEVEL = "planning_level"
    BACKUP_HOSPITAL = "backup_hospital_within_minutes"
    REQUIRES_ON_SITE = "requires_on_site"
    MUST = "must"
    MUST_NOT = "must_not"
    KEEP_HOSPITAL_FUNCTIONS = "hospital_functions"
    KEEP_EXISTING_IN_HOUSES = "existing_in_houses"
    NUMBER_OF_SITES = "number_of_sites"
    MAX_CHANGES = "max_changes"
    VISITS_SERVED = "visits_served"
    PREFERENCE_ORDER = "preference_order"
    WITHIN_MINUTES = "within_minutes"
    OVERFLOW_HOSPITAL = "overflow_hospital"
    CLINIC_CAPACITY = "clinic_capacity"
    DAYS_PER_WEEK_STEPS = "days_per_week_steps"
    MIN_DAYS_PER_WEEK = "min_days_per_week"
    MAX_DAYS_BETWEEN = "max_days_between_clinics"
    MIN_VISITS = "min_visits_per_year"
    MIN_PATIENTS = "min_patients_per_year"
    TARGET_VISITS = "target_visits_per_year"
    MAX_TRAVEL = "max_travel_minutes"
    REQUIRED_EQUIPMENT = "required_equipment"
    MIN_UTILISATION = "min_utilisation"
    MAX_UTILISATION = "max_utilisation"
    FREE_ROOM_DAYS = "free_room_days_per_week"
    STAFF_DAYS = "extra_days_per_week"
    RECRUITMENT = "recruitment"
    MAX_DAYS_AWAY = "max_days_away"
    RETAINED_VOLUME = "retained_volume"
    MAX_INVESTMENT = "max_investment"
    MAX_EXTRA_OPERATING = "max_extra_operating_per_year"
    HOME_LEVEL = "home_level"
    COVERAGE = "coverage"
    MAX_DIGITAL_SHARE = "max_digital_share"
    NO_FLIP_FLOP = "no_flip_flop"
    PHASE_BUDGET = "phase_budget"
    PHASE_CHANGES = "phase_changes"


WAIVABLE = frozenset(
    {
        Rule.BACKUP_HOSPITAL,
        Rule.REQUIRES_ON_SITE,
        Rule.MIN_DAYS_PER_WEEK,
        Rule.MAX_DAYS_BETWEEN,
        Rule.MIN_VISITS,
        Rule.MIN_PATIENTS,
        Rule.TARGET_VISITS,
        Rule.MIN_UTILISATION,
        Rule.MAX_UTILISATION,
        Rule.FREE_ROOM_DAYS,
        Rule.STAFF_DAYS,
        Rule.MAX_DAYS_AWAY,
        Rule.RETAINED_VOLUME,
    }
)
"""Rules an exception may waive at one place. What is physical or legal cannot be waived."""

SOFTENABLE: dict[Rule, tuple[str, ...]] = {
    Rule.NUMBER_OF_SITES: ("function",),
    Rule.MAX_CHANGES: (),
    Rule.MAX_TRAVEL: ("function",),
    Rule.MIN_UTILISATION: ("item", "site"),
    Rule.MAX_UTILISATION: ("item", "site"),
    Rule.FREE_ROOM_DAYS: ("site", "item"),
    Rule.STAFF_DAYS: ("item", "site"),
    Rule.RETAINED_VOLUME: ("function", "site"),
    Rule.MAX_INVESTMENT: (),
    Rule.MAX_EXTRA_OPERATING: (),
}
"""Rules that may be broken at a price, with what one of them is about, in the order of the ids of its row in the model.

Rules of professional quality are not among them.
"""
