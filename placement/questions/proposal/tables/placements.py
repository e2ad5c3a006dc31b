"""``recommendation`` and ``assignments``: what is offered where, and who goes there.

Why a row of ``recommendation.csv`` reads as it does, in one short sentence: the words of the screen.

``functions``: each function against today.
"""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats
from placement.plan.case import waivers_of
from placement.plan.indicators import falls_short, is_beyond
from placement.plan.volume import targets
from placement.present.tables.columns import Cell, Row, Table, flag, key, number, text, whole
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.screen.changes import why_not
from placement.questions.proposal.screen.context import View as Screen
from placement.questions.proposal.sensitivity import rests_on_one_person
from placement.questions.proposal.tables.lookups import LESS, View, known, share
from placement.scenario.schema.frame import Decision, ExceptionToRules
from placement.scenario.schema.offers import Function
from placement.scenario.schema.places import Site
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved

HOME = "home"
"""Stands for a site where citizens are seen at home."""
CHANGES = ("new", "kept", "closed", "none")

RECOMMENDATION = (
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    text("site_kind", "Kind of site.", "Slags sted."),
    text("today", "Whether it is there today.", "Om den er der i dag.", ("open", "closed", "unknown")),
    flag("recommended", "Whether it is there in the proposal.", "Om den er der i det beregnede forslag."),
    text("change", "Against today; none: closed today and in the proposal.", "I forhold til i dag.", CHANGES),
    number("days_per_week", "days/week", "Clinic days in the proposal; calculated at hospitals.", "Klinikdage."),
    number("days_today", "days/week", "Clinic days today; empty where unknown.", "Klinikdage i dag."),
    number("visits_per_year", "visits/year", "Visits seen there.", "Besøg, der ses der."),
    number("visits_today", "visits/year", "Modelled visits today; empty where unknown.", "Beregnede besøg i dag."),
    number("min_visits_per_year", "visits/year", "Hard minimum at houses.", "Fagligt mindstekrav i huse."),
    number("target_visits_per_year", "visits/year", "Visits from which it is large enough.", "Målvolumen."),
    number("tipping_value", "visits/year", "Minimum at which the answer tips.", "Mindstekravet, hvor svaret vipper."),
    text("deciding_limit", "Rule that decides; price: only the trade-off.", "Reglen, der afgør det."),
    number("utilisation", "share", "Share of the clinic days' capacity in use.", "Udnyttelse af klinikdagene."),
    text("equipment", "Equipment it needs, ids with a space between.", "Apparatur, den kræver."),
    number("investment_dkk", "DKK", "Investment the change brings; empty without one.", "Anlæg, ændringen kræver."),
    number("operating_dkk_per_year", "DKK/year", "Region's running cost of the change.", "Drift for regionen."),
    number("mean_minutes_per_visit", "minutes one way", "Mean trip of those seen there.", "Rejsetid i gennemsnit."),
    flag(
        "rests_on_one_person",
        "With one person fewer the hospital could not hold its days; empty: not known, or no clinic at a house.",
        "Om den hviler på én person.",
    ),
    number(
        "dkk_per_minute",
        "DKK/minute",
        "What a new placement costs per minute saved, all public payers and annuities; negative: it saves money too.",
        "Pris pr. sparet minut for et nyt tilbud.",
    ),
    text("reason", "Why, in a sentence.", "Hvorfor, i en sætning."),
    text("decided_by", "Who decided something about it.", "Hvem der har besluttet noget om den."),
    text("waived_rules", "Rules an exception waives, with a space between.", "Regler, der er fraveget."),
    text("responsible", "Who is responsible for the function.", "Hvem der har ansvar for funktionen."),
    text("source_quality", "Worst quality of the thresholds that decide.", "Dårligste kilde blandt kravene."),
    whole(
        "profiles_for", "profiles", "Profiles that place it there; empty unless asked.", "Profiler, der har den der."
    ),
    whole("profiles_asked", "profiles", "Profiles solved; empty unless asked.", "Profiler, der er beregnet."),
)

ASSIGNMENTS = (
    key("area", "Area id.", "Områdets id."),
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id, or home.", "Stedets id, eller home (i hjemmet)."),
    number("share", "share", "Share of the area's visits of the function.", "Andel af områdets besøg."),
    number("visits_per_year", "visits/year", "Visits.", "Besøg."),
    number("minutes", "minutes one way", "Mean trip over those with and without car.", "Rejsetid i gennemsnit."),
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


def recommendation(view: View) -> Table:
    """One row per function × site considered."""
    return Table("recommendation", RECOMMENDATION, [_offer(view, *pair) for pair in view.pairs])


def _offer(view: View, f: int, s: int) -> Row:
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
        known(change.investment_dkk) if change else None,
        known(change.operating_dkk_per_year) if change else None,
        _mean_minutes(view, f, s),
        _hangs(view, f, s),
        known(change.dkk_per_minute) if change and kind == "new" else None,
        reason(view.screen, note, kind, today, _said(site, [decision, *exceptions])),
        "; ".join(dict.fromkeys(part.decided_by for part in (decision, *exceptions) if part and part.decided_by)),
        " ".join(dict.fromkeys(rule for part in exceptions for rule in part.rules)),
        function.responsible,
        _quality(function, note.deciding_limit if note else ""),
        *_agreement(view, f, s),
    )


def _agreement(view: View, f: int, s: int) -> tuple[Cell, Cell]:
    """How many profiles place it there, of how many; empty where none was asked."""
    answers = view.study.profiles
    return (sum(bool(each.plan.open[f, s]) for each in answers), len(answers)) if answers else (None, None)


def _volumes(view: View, f: int, s: int, *, is_known: bool) -> tuple[Cell, ...]:
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
    """Share of the capacity of the clinic days at a house that is in use; None where days are not decided."""
    capacity = float(solved.evaluation.capacity[f, s])
    return share(solved.evaluation.volume[f, s], capacity) if np.isfinite(capacity) else None


def _hangs(view: View, f: int, s: int) -> bool | None:
    house = view.solved.plan.open[f, s] and not view.instance.is_hospital[s]
    return rests_on_one_person(view.instance, view.solved.plan, f, s) if house else None


def _mean_minutes(view: View, f: int, s: int) -> float | None:
    seen = view.now.seen[f, :, s]
    return share(float(seen @ view.travel_minutes[:, s]), float(seen.sum()))


def decisions_about(solved: Solved, f: int, s: int) -> tuple[Decision | None, list[ExceptionToRules]]:
    """What has been decided about a function at a site."""
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
    """The worst quality among the thresholds of the deciding rule, or among the volume thresholds."""
    found = [getattr(function, name) for name in _FIELDS.get(limit, _THRESHOLDS)]
    qualities = [quantity.quality for quantity in found if isinstance(quantity, Quantity)]
    return max(qualities, key=_WORST.__getitem__, default="")


def assignments(view: View) -> Table:
    """One row per area × function × site with visits, and one for those seen at home."""
    rows = [row for f in range(len(view.instance.function_ids)) for row in _assigned(view, f)]
    return Table("assignments", ASSIGNMENTS, sorted(rows, key=lambda row: [str(cell) for cell in row[:3]]))


def _assigned(view: View, f: int) -> list[Row]:
    instance = view.instance
    visits = _by_area_and_door(view, view.now.seen[f], view.now.home[f])
    minutes = _by_area_and_door(view, view.now.seen[f] * view.travel_minutes, np.zeros_like(view.now.home[f]))
    total = visits.sum(axis=1)
    doors = (*instance.site_ids, HOME)
    return [
        (
            instance.area_ids[a],
            instance.function_ids[f],
            doors[door],
            float(visits[a, door] / total[a]),
            float(visits[a, door]),
            float(minutes[a, door] / visits[a, door]),
        )
        for a, door in np.argwhere(visits > LESS)
    ]


def _by_area_and_door(view: View, at_sites: Floats, at_home: Floats) -> Floats:
    """``(A, S + 1)`` sums, home last."""
    by_unit = np.column_stack((at_sites, at_home))
    return view.by_area(by_unit.T).T


def reason(screen: Screen, note: PairNote | None, change: str, today: str, decided: str) -> str:
    """The sentence for one function at one site.

    Args:
        screen: the scenario with its titles and a voice.
        note: what the study says of the pair; None where it says nothing.
        change: ``new``, ``kept``, ``closed`` or ``none``.
        today: ``open``, ``closed`` or ``unknown``.
        decided: reasons given by those who decided something about the pair.
    """
    say = screen.say
    why = "; ".join(part for part in (decided, _because(screen, note)) if part)
    kind = say(f"reason.{change}")
    sentence = say("reason.because", kind=kind, why=why) if why else say("reason.plain", kind=kind)
    return say("reason.unknown", sentence=sentence) if today == "unknown" else sentence


def _because(screen: Screen, note: PairNote | None) -> str:
    if note is None or not note.deciding_limit:
        return ""
    say, limit = screen.say, note.deciding_limit
    if say.knows(f"reason.rule.{limit}"):
        return say(f"reason.rule.{limit}")
    if not note.recommended and (note.blocking or limit == "price"):
        return why_not(screen, note)
    if limit == "price":
        return say("reason.pays")
    named = say(f"rule.{limit}") if say.knows(f"rule.{limit}") else limit
    return say("reason.rests", rule=named) if note.recommended else named


FAR_MINUTES = 45.0
"""A trip longer than this, one way, counts as long."""

FUNCTIONS = (
    key("function", "Function id.", "Funktionens id."),
    text("title", "Name of the function.", "Funktionens navn."),
    text("responsible", "Who is responsible for it.", "Hvem der har ansvar for den."),
    text("level", "Planning level.", "Specialeplanens niveau."),
    text(
        "choice", "Who chooses the site.", "Hvem der vælger stedet.", ("nearest", "catchment", "within_minutes", "free")
    ),
    whole("sites_today", "sites", "Sites that offer it today.", "Steder i dag."),
    whole("sites", "sites", "Sites that offer it in the proposal.", "Steder i forslaget."),
    whole("houses_today", "sites", "Houses among them today.", "Huse i dag."),
    whole("houses", "sites", "Houses among them in the proposal.", "Huse i forslaget."),
    whole("sites_new", "sites", "Sites where it is new.", "Nye steder."),
    whole("sites_closed", "sites", "Sites where it closes.", "Steder, hvor den lukkes."),
    number("visits_per_year", "visits/year", "All visits, home included, fixed ones not.", "Besøg i alt, hjemmet med."),
    number("visits_outflow", "visits/year", "Visits that leave by free choice, not counted.", "Frit valg: besøg ud."),
    number(
        "visits_bypassing_houses",
        "visits/year",
        "Visits a house could see that choose a hospital.",
        "Frit valg: besøg, der vælger hospitalet.",
    ),
    number("visits_at_houses_today", "visits/year", "Visits seen at houses today.", "Besøg i huse i dag."),
    number("visits_at_houses", "visits/year", "Visits seen at houses.", "Besøg i huse."),
    number("visits_at_hospitals_today", "visits/year", "Visits seen at hospitals today.", "Besøg på hospitaler i dag."),
    number("visits_at_hospitals", "visits/year", "Visits seen at hospitals.", "Besøg på hospitaler."),
    number("visits_at_home_today", "visits/year", "Visits at home today.", "Besøg i hjemmet i dag."),
    number("visits_at_home", "visits/year", "Visits at home.", "Besøg i hjemmet."),
    whole("home_level", "level", "Chosen level of care at home; 0: as today.", "Valgt niveau i hjemmet; 0: som i dag."),
    number("home_ceiling", "share", "Ceiling of that level.", "Niveauets loft."),
    number(
        "mean_minutes_today", "minutes one way", "Mean over all visits, home as 0.", "Rejsetid i dag, hjemmet som 0."
    ),
    number("mean_minutes_per_visit", "minutes one way", "The same in the proposal.", "Rejsetid i forslaget."),
    number(
        "share_beyond_45_min_today", "share", "Visits with a longer trip, today.", "Besøg med over 45 minutter i dag."
    ),
    number("share_beyond_45_min", "share", "Visits with a longer trip.", "Besøg med over 45 minutter."),
    number(
        "visits_below_target", "visits/year", "Visits at sites below the target.", "Besøg i tilbud under målvolumen."
    ),
    number(
        "max_travel_share_seen", "share", "Visits within the longest allowed trip.", "Besøg inden for længste rejsetid."
    ),
    number("operating_dkk_per_year", "DKK/year", "Region's running cost booked on it.", "Drift for regionen."),
    number("investment_dkk", "DKK", "Investment booked on it.", "Anlæg."),
)


def functions(view: View) -> Table:
    """One row per function."""
    return Table("functions", FUNCTIONS, [_function(view, f) for f in range(len(view.instance.function_ids))])


def _function(view: View, f: int) -> Row:
    instance = view.instance
    function_id = instance.function_ids[f]
    function = instance.scenario.functions[function_id]
    booked = [item for item in view.now.money if item.function == function_id]
    level = int(view.solved.plan.home_level[f])
    travel = (check for check in view.now.checks if check.rule is Rule.MAX_TRAVEL and check.function == function_id)
    return (
        function_id,
        view.title(function.title),
        function.responsible,
        function.level,
        instance.choice(f),
        *_places(view, f),
        float(instance.demand.visits[f].sum()),
        float(instance.demand.outflow[f]),
        float(instance.demand.bypass_share[f] * function.max_house_share.value * _away(view, f)),
        *_visits(view, f),
        level,
        instance.demand.home_ceiling[f][level],
        *_trips(view, f),
        _below_target(view, f),
        next((check.have for check in travel), None),
        sum(item.dkk_per_year for item in booked if item.payer == "region"),
        sum(item.investment_dkk for item in booked),
    )


def _away(view: View, f: int) -> float:
    """Visits a year that are not at home."""
    return float(view.instance.demand.visits[f].sum() - view.now.home[f].sum())


def _places(view: View, f: int) -> tuple[Cell, ...]:
    """Sites and houses today and now, new and closed."""
    before, now = view.instance.baseline.open[f], view.solved.plan.open[f]
    house = ~view.instance.is_hospital
    counted = (before, now, before & house, now & house, now & ~before, before & ~now)
    return tuple(int(sites.sum()) for sites in counted)


def _visits(view: View, f: int) -> tuple[Cell, ...]:
    """Visits at houses, hospitals and home, each today and now."""
    hospital, before, now = view.instance.is_hospital, view.solved.today.volume[f], view.now.volume[f]
    homes = view.home_before[f].sum(), view.now.home[f].sum()
    return tuple(
        float(value)
        for value in (
            before[~hospital].sum(),
            now[~hospital].sum(),
            before[hospital].sum(),
            now[hospital].sum(),
            *homes,
        )
    )


def _trips(view: View, f: int) -> tuple[Cell, ...]:
    """Mean minutes and the share of long trips, each today and now."""
    before = view.seen_before[f], view.home_before[f]
    now = view.now.seen[f], view.now.home[f]
    return (
        _mean(view, *before),
        _mean(view, *now),
        _beyond(view, *before),
        _beyond(view, *now),
    )


def _mean(view: View, seen: Floats, home: Floats) -> float | None:
    return share(float((seen * view.travel_minutes).sum()), float(seen.sum() + home.sum()))


def _beyond(view: View, seen: Floats, home: Floats) -> float | None:
    return share(float(seen[is_beyond(view.travel_minutes, FAR_MINUTES)].sum()), float(seen.sum() + home.sum()))


def _below_target(view: View, f: int) -> float | None:
    """Visits at open sites that miss the target; where an exception waives it, there is none to miss."""
    if view.instance.clinics.target[f] <= 0:
        return None
    target, volume = targets(view.instance, waivers_of(view.instance))[f], view.now.volume[f]
    return float(volume[falls_short(view.solved.plan.open[f], volume, target)].sum())
