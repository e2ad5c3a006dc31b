"""``functions``: each function against today."""

from __future__ import annotations

from placement.instance.instance import Floats
from placement.plan.case import waivers_of
from placement.plan.indicators import falls_short, is_beyond
from placement.plan.volume import targets
from placement.report.columns import Cell, Row, Table, key, number, text, whole
from placement.report.view import View, share
from placement.scenario.rules import Rule

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
