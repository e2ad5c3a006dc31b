"""``recommendation``, ``assignments`` and ``catalogue``: what is offered where and why, and who goes to which site."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats
from placement.locale import N_, P_
from placement.present.tables.columns import Cell, Row, Table, flag, key, number, table_kind, text, whole
from placement.present.words.vocabulary import RULE
from placement.questions.proposal.findings import HOME, PairNote
from placement.questions.proposal.screen.left_out import why_not
from placement.questions.proposal.sensitivity import rests_on_one_person
from placement.questions.proposal.views import LESS, TableView, View, known, share
from placement.scenario.schema.frame import Decision, ExceptionToRules
from placement.scenario.schema.offers import Function
from placement.scenario.schema.places import Site
from placement.scenario.schema.quantity import Quantity
from placement.solve.result import Solved

RULE_AS_REASON: dict[str, str] = {
    "scope": N_("the site is outside the choice"),
    "no_new_houses": N_("no new houses are used"),
    "allowed_at": N_("not allowed at that kind of site"),
    "planning_level": N_("the site is not approved for it"),
    "must": N_("must be there"),
    "must_not": N_("must not be there"),
}
"""Why an offer is open or not, by the rule that decides; other rules appear by name or by what they lack."""

CHANGE: dict[str, str] = {
    "new": N_("New offer"),
    "kept": N_("As today"),
    "closed": N_("Closes"),
    "none": N_("Not in the proposal"),
}

RECOMMENDATION = table_kind(
    "recommendation",
    N_("Proposal"),
    N_("What is offered where: one row per function and site considered."),
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    text("site_kind", N_("Kind of site"), N_("Kind of site.")),
    text("today", N_("Today"), N_("Whether it is there today."), ("open", "closed", "unknown")),
    flag("recommended", N_("Proposed"), N_("Whether it is there in the proposal.")),
    text("change", P_("column", "Change"), N_("Against today; none: closed today and in the proposal."), tuple(CHANGE)),
    number(
        "days_per_week", N_("Days a week"), "days/week", N_("Clinic days in the proposal; calculated at hospitals.")
    ),
    number("days_today", N_("Days a week, today"), "days/week", N_("Clinic days today; empty where unknown.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", P_("visits_per_year", "Visits seen there.")),
    number(
        "visits_today", N_("Visits a year, today"), "visits/year", N_("Modelled visits today; empty where unknown.")
    ),
    number("min_visits_per_year", N_("Minimum, visits a year"), "visits/year", N_("Hard minimum at houses.")),
    number(
        "target_visits_per_year",
        N_("Target, visits a year"),
        "visits/year",
        N_("Visits from which it is large enough."),
    ),
    number("tipping_value", N_("Tips at"), "visits/year", N_("Minimum at which the answer tips.")),
    text("deciding_limit", N_("Deciding rule"), N_("Rule that decides; price: only the trade-off.")),
    number("utilisation", N_("Utilisation"), "share", N_("Share of the clinic days' capacity in use.")),
    text("equipment", N_("Equipment, id"), N_("Equipment it needs, ids with a space between.")),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment the change brings; empty without one.")),
    number(
        "operating_per_year",
        N_("Running cost, {own_payer}, DKK a year"),
        "DKK/year",
        N_("Running cost of the change, for {the_own_payer}."),
    ),
    number("mean_minutes_per_visit", N_("Mean trip, minutes"), "minutes one way", N_("Mean trip of those seen there.")),
    flag(
        "rests_on_one_person",
        N_("Rests on one person"),
        N_("With one person fewer the hospital could not hold its days; empty: not known, or no clinic at a house."),
    ),
    number(
        "money_per_minute",
        N_("DKK per minute saved"),
        "DKK/minute",
        N_(
            "What a new placement costs per minute saved, all public payers and annuities; "
            "negative: it saves money too."
        ),
    ),
    text("reason", N_("Reason"), N_("Why, in a sentence.")),
    text("decided_by", P_("column", "Decided by"), N_("Who decided something about it.")),
    text("waived_rules", N_("Rules waived"), N_("Rules an exception waives, with a space between.")),
    text("responsible", N_("Responsible"), N_("Who is responsible for the function.")),
    text(
        "source_quality",
        N_("Quality of the sources"),
        N_("Worst quality of the thresholds that decide."),
        ("", "sourced", "derived", "assumption"),
    ),
    whole("profiles_for", N_("Profiles for"), "profiles", N_("Profiles that place it there; empty unless asked.")),
    whole("profiles_asked", N_("Profiles asked"), "profiles", N_("Profiles solved; empty unless asked.")),
    changes_first=True,
)

ASSIGNMENTS = table_kind(
    "assignments",
    N_("Who goes where"),
    N_("Who goes where: one row per area, function and site."),
    key("area", N_("Area, id"), N_("Area id.")),
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id, or home.")),
    number("share", N_("Share"), "share", N_("Share of the area's visits of the function.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits.")),
    number("minutes", N_("Trip, minutes"), "minutes one way", N_("Mean trip over those with and without car.")),
    by_area=True,
)

_WORST = {"sourced": 0, "derived": 1, "assumption": 2}
_THRESHOLDS = ("min_visits_per_year", "min_patients_per_year", "target_visits_per_year")

_FIELDS = {
    "backup_hospital_within_minutes": ("backup_hospital_within_minutes",),
    "min_days_per_week": ("min_days_per_week",),
    "max_days_between_clinics": ("max_days_between_clinics",),
    "min_visits_per_year": ("min_visits_per_year",),
    "min_patients_per_year": ("min_patients_per_year", "visits_per_patient_per_year"),
    "max_travel_minutes": ("max_travel_minutes", "max_travel_share"),
    "retained_volume": ("retained_share", "retained_visits_per_year"),
}


def recommendation(view: TableView) -> Table:
    """One row per function × site considered."""
    return Table(RECOMMENDATION, [_offer(view, *pair) for pair in view.pairs])


def _offer(view: TableView, f: int, s: int) -> Row:
    instance, scenario = view.instance, view.instance.scenario
    function_id, site_id = instance.function_ids[f], instance.site_ids[s]
    function, site = scenario.functions[function_id], scenario.sites[site_id]
    note, change = view.notes.get((function_id, site_id)), view.changes.get((function_id, site_id))
    today, kind = view.today(f, s), view.change(f, s)
    decision, exceptions = decisions_about(view.solved, f, s)
    return (
        function_id,
        site_id,
        view.title(function.title),
        view.title(site.title),
        site.kind,
        today,
        bool(view.solved.plan.open[f, s]),
        kind,
        *_volumes(view, f, s, is_known=today != "unknown"),
        known(note.tipping_value) if note else None,
        note.deciding_limit if note else "",
        utilisation(view.solved, f, s),
        " ".join(function.equipment),
        known(change.investment) if change else None,
        known(change.operating_per_year) if change else None,
        _mean_minutes(view, f, s),
        _rests_on_one_person(view, f, s),
        known(change.money_per_minute) if change and kind == "new" else None,
        reason(view.screen, note, kind, today, _said(site, [decision, *exceptions])),
        "; ".join(dict.fromkeys(part.decided_by for part in (decision, *exceptions) if part and part.decided_by)),
        " ".join(dict.fromkeys(rule for part in exceptions for rule in part.rules)),
        function.responsible,
        _quality(function, note.deciding_limit if note else ""),
        *_agreement(view, f, s),
    )


def _agreement(view: TableView, f: int, s: int) -> tuple[Cell, Cell]:
    """How many profiles place the function at the site, and how many there are; empty where none was solved."""
    answers = view.study.profiles
    return (sum(bool(each.plan.open[f, s]) for each in answers), len(answers)) if answers else (None, None)


def _volumes(view: TableView, f: int, s: int, *, is_known: bool) -> tuple[Cell, ...]:
    """Days, visits and their thresholds, in the order of the columns."""
    clinics, house = view.instance.clinics, not view.instance.is_hospital[s]
    minimum = max(clinics.min_visits[f], clinics.min_patients[f])
    return (
        known(view.now.days[f, s]),
        known(view.days_before[f, s]) if is_known else None,
        known(view.now.volume[f, s]),
        known(view.solved.today.volume[f, s]) if is_known else None,
        known(minimum) if house and minimum > 0 else None,
        known(clinics.target[f]) if clinics.target[f] > 0 else None,
    )


def utilisation(solved: Solved, f: int, s: int) -> float | None:
    """Share of the clinic days' capacity at a house that is in use; None where days are not decided."""
    capacity = float(solved.evaluation.capacity[f, s])
    return share(solved.evaluation.volume[f, s], capacity) if np.isfinite(capacity) else None


def _rests_on_one_person(view: TableView, f: int, s: int) -> bool | None:
    house = view.solved.plan.open[f, s] and not view.instance.is_hospital[s]
    return rests_on_one_person(view.instance, view.solved.plan, f, s) if house else None


def _mean_minutes(view: TableView, f: int, s: int) -> float | None:
    seen = view.now.seen[f, :, s]
    return share(float(seen @ view.travel_minutes[:, s]), float(seen.sum()))


def decisions_about(solved: Solved, f: int, s: int) -> tuple[Decision | None, list[ExceptionToRules]]:
    """The decision about a function at a site, and the exceptions that mention it."""
    scenario = solved.instance.scenario
    function, site = solved.instance.function_ids[f], solved.instance.site_ids[s]
    decision = scenario.policy.placements.get(function, {}).get(site)
    about = [
        exception
        for exception in scenario.exceptions.values()
        if exception.site == site and exception.function in (None, function)
    ]
    return decision, about


def _said(site: Site, parts: list[Decision | ExceptionToRules | None]) -> str:
    reasons = [site.scope_reason if site.scope == "outside" else "", *(part.reason for part in parts if part)]
    return "; ".join(dict.fromkeys(reason.rstrip(".") for reason in reasons if reason))


def _quality(function: Function, limit: str) -> str:
    """The worst quality of data among the thresholds of the deciding rule, or among all volume thresholds."""
    found = [getattr(function, name) for name in _FIELDS.get(limit, _THRESHOLDS)]
    qualities = [quantity.quality for quantity in found if isinstance(quantity, Quantity)]
    return max(qualities, key=_WORST.__getitem__, default="")


def assignments(view: TableView) -> Table:
    """One row per area × function × site with visits, and one for visits at home."""
    rows = [row for f in range(len(view.instance.function_ids)) for row in _assigned(view, f)]
    return Table(ASSIGNMENTS, sorted(rows, key=lambda row: [str(cell) for cell in row[:3]]))


def _assigned(view: TableView, f: int) -> list[Row]:
    instance = view.instance
    visits = _by_area_and_place(view, view.now.seen[f], view.now.home[f])
    minutes = _by_area_and_place(view, view.now.seen[f] * view.travel_minutes, np.zeros_like(view.now.home[f]))
    total = visits.sum(axis=1)
    places = (*instance.site_ids, HOME)
    return [
        (
            instance.area_ids[a],
            instance.function_ids[f],
            places[place],
            float(visits[a, place] / total[a]),
            float(visits[a, place]),
            float(minutes[a, place] / visits[a, place]),
        )
        for a, place in np.argwhere(visits > LESS)
    ]


def _by_area_and_place(view: TableView, at_sites: Floats, at_home: Floats) -> Floats:
    """``(A, S + 1)`` sums over the demand units of an area, home in the last column."""
    by_unit = np.column_stack((at_sites, at_home))
    return view.by_area(by_unit.T).T


def reason(screen: View, note: PairNote | None, change: str, today: str, decided: str) -> str:
    """The sentence for one function at one site.

    Args:
        screen: the scenario with its titles and a voice.
        note: the study's note on the pair; None where there is none.
        change: ``new``, ``kept``, ``closed`` or ``none``.
        today: ``open``, ``closed`` or ``unknown``.
        decided: reasons given by those who decided something about the pair.
    """
    say = screen.say
    why = "; ".join(part for part in (decided, _because(screen, note)) if part)
    kind = say(CHANGE[change])
    sentence = say("{kind}: {why}.", kind=kind, why=why) if why else say("{kind}.", kind=kind)
    return say("Not known today. {sentence}", sentence=sentence) if today == "unknown" else sentence


def _because(screen: View, note: PairNote | None) -> str:
    if note is None or not note.deciding_limit:
        return ""
    say, limit = screen.say, note.deciding_limit
    if limit in RULE_AS_REASON:
        return say(RULE_AS_REASON[limit])
    if not note.recommended and (note.blocking or limit == "price"):
        return why_not(screen, note)
    if limit == "price":
        return say("keeps the rules, and the trade-off speaks for it")
    named = say(RULE[limit]) if limit in RULE else limit
    return say("rests on {rule}", rule=named) if note.recommended else named


CATALOGUE = table_kind(
    "catalogue",
    N_("Catalogue"),
    N_("What citizens can come for in each house."),
    key("site", N_("Site, id"), N_("Site id of the house.")),
    key("function", N_("Function, id"), N_("Function id.")),
    text("site_title", N_("Site"), N_("Name of the house.")),
    text("municipality", N_("{Grouping}"), N_("{Grouping} it lies in.")),
    text("function_title", N_("Function"), N_("What is offered.")),
    text("target_group", N_("Target group"), N_("For whom.")),
    text("referral", N_("Referral"), N_("How one is referred.")),
    text("opening_hours", N_("Opening hours"), N_("When it is open, where the scenario says so.")),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days.")),
    flag("new", P_("column", "New"), N_("Whether it is new there.")),
    text("responsible", N_("Responsible"), N_("Who is responsible for it.")),
)


def catalogue(view: TableView) -> Table:
    """One row per function that is open at a house in the proposal."""
    at_houses = view.solved.plan.open & ~view.instance.is_hospital
    return Table(CATALOGUE, [_entry(view, f, s) for s, f in np.argwhere(at_houses.T).tolist()])


def _entry(view: TableView, f: int, s: int) -> Row:
    instance = view.instance
    function_id, site_id = instance.function_ids[f], instance.site_ids[s]
    function, site = instance.scenario.functions[function_id], instance.scenario.sites[site_id]
    opening = function.opening_hours_at.get(site_id, function.opening_hours)
    return (
        site_id,
        function_id,
        view.title(site.title),
        site.municipality,
        view.title(function.title),
        function.target_group,
        function.referral,
        "; ".join(f"{when}: {hours}" for when, hours in opening.items()),
        known(view.now.days[f, s]),
        view.change(f, s) == "new",
        function.responsible,
    )
