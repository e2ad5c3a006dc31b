"""``sites``, ``hospitals`` and ``functions``: visits, days and money of each, today and in the proposal."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats
from placement.locale import N_, P_
from placement.plan.aims import falls_short, is_beyond
from placement.plan.case import waivers_of
from placement.plan.plan import RuleCheck
from placement.plan.service import targets
from placement.present.tables.columns import Cell, Row, Table, key, number, table_kind, text, whole
from placement.questions.proposal.views import LESS, TableView, known, share
from placement.scenario.schema.places import Site
from placement.scenario.schema.rules import Rule

SITES = table_kind(
    "sites",
    N_("Sites"),
    N_("What each site gets."),
    key("site", N_("Site, id"), N_("Site id.")),
    text("title", N_("Name"), N_("Name of the site.")),
    text("kind", N_("Kind"), N_("Kind of site.")),
    text("parent_hospital", N_("Parent hospital, id"), N_("Hospital that sends staff and takes the overflow.")),
    text("municipality", N_("{Grouping}"), N_("{Grouping} it lies in.")),
    number(
        "minutes_to_hospital",
        N_("To the parent hospital, minutes"),
        "minutes one way",
        N_("By car from a house to its parent."),
    ),
    whole("functions_today", N_("Functions today"), "functions", N_("Functions there today.")),
    whole("functions", N_("Functions"), "functions", N_("Functions there in the proposal.")),
    whole("functions_new", N_("New functions"), "functions", N_("Functions that are new there.")),
    whole("functions_closed", N_("Functions that close"), "functions", N_("Functions that close there.")),
    whole("functions_unknown_today", N_("Functions unknown today"), "functions", N_("Functions not known today.")),
    number("visits_today", N_("Visits a year, today"), "visits/year", N_("Modelled visits today.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits in the proposal.")),
    number("change_visits_per_year", N_("Change, visits a year"), "visits/year", N_("Visits gained; negative: lost.")),
    number("change_share", N_("Change, share"), "share", N_("The change as a share of today.")),
    number("days_today", N_("Days a week, today"), "days/week", N_("Clinic days today, all functions.")),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days in the proposal, all functions.")),
    number(
        "room_days_extra_per_week",
        N_("Extra room-days a week"),
        "days/week",
        N_("Room-days at a house beyond today's."),
    ),
    number(
        "room_days_free_per_week",
        N_("Free room-days a week"),
        "days/week",
        N_("Free room-days today; empty: no limit."),
    ),
    text(
        "partners_committed",
        N_("Partners committed"),
        N_("Partners who are committed there, ids with a space between."),
    ),
    text(
        "partners_interested",
        N_("Partners interested"),
        N_("Partners who are interested but not committed; they do not count."),
    ),
    number("mean_minutes_per_visit", N_("Mean trip, minutes"), "minutes one way", N_("Mean trip of those seen there.")),
    number(
        "operating_per_year",
        N_("Running cost, {own_payer}, DKK a year"),
        "DKK/year",
        N_("Running cost booked there, for {the_own_payer}."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment booked there.")),
)

RETAINED = (
    number(
        "retained_bound_visits_per_year",
        N_("Keeps at least, visits a year"),
        "visits/year",
        N_("Visits it keeps at least."),
    ),
    number(
        "retained_slack_visits_per_year",
        N_("Room above that, visits a year"),
        "visits/year",
        N_("Room above that bound."),
    ),
)
"""What a hospital keeps of its visits, and how much more it has."""

HOSPITALS = table_kind(
    "hospitals",
    N_("Hospitals"),
    N_("What the giving hospitals lose, function by function."),
    key("hospital", N_("Hospital, id"), N_("Site id of the hospital.")),
    key("function", N_("Function, id"), N_("Function id.")),
    text("hospital_title", N_("Hospital"), N_("Name of the hospital.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    number("visits_today", N_("Visits a year, today"), "visits/year", N_("Modelled visits today.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits in the proposal.")),
    number(
        "change_visits_per_year", N_("Change, visits a year"), "visits/year", N_("Visits gained; negative: given away.")
    ),
    number("change_share", N_("Change, share"), "share", N_("The change as a share of today.")),
    *RETAINED,
    number(
        "target_visits_per_year",
        N_("Target, visits a year"),
        "visits/year",
        N_("Visits from which it is large enough."),
    ),
    number("days_today", N_("Days a week, today"), "days/week", N_("Calculated clinic days today.")),
    number("days_per_week", N_("Days a week"), "days/week", N_("Calculated clinic days in the proposal.")),
    number("staff_days_today", N_("Staff days a week, today"), "days/week", N_("Staff days of those clinic days.")),
    number("staff_days_per_week", N_("Staff days a week"), "days/week", N_("Staff days in the proposal.")),
    number(
        "equipment_utilisation_today",
        N_("Equipment utilisation, today"),
        "share",
        N_("Busiest equipment it needs, today."),
    ),
    number("equipment_utilisation", N_("Equipment utilisation"), "share", N_("Busiest equipment it needs.")),
    number(
        "released_cost_per_year",
        N_("Released, DKK a year"),
        "DKK/year",
        N_("Staff cost released or added (negative: saved)."),
    ),
    number(
        "stranded_cost_per_year",
        N_("Left behind, DKK a year"),
        "DKK/year",
        N_("Staff cost left behind by visits lost."),
    ),
)


def sites(view: TableView) -> Table:
    """One row per site."""
    return Table(SITES, [_site(view, s) for s in range(len(view.instance.site_ids))])


def _site(view: TableView, s: int) -> Row:
    instance, before, now = view.instance, view.instance.baseline.open[:, s], view.solved.plan.open[:, s]
    site_id = instance.site_ids[s]
    site = instance.scenario.sites[site_id]
    booked = [item for item in view.now.money if item.site == site_id]
    return (
        site_id,
        view.title(site.title),
        site.kind,
        instance.site_ids[instance.parent[s]] if instance.parent[s] >= 0 else "",
        site.municipality,
        known(instance.travel.parent_minutes[s]) if instance.parent[s] >= 0 else None,
        int(before.sum()),
        int(now.sum()),
        int((now & ~before).sum()),
        int((before & ~now).sum()),
        int(instance.baseline.unknown[:, s].sum()),
        *_gained(float(view.solved.today.volume[:, s].sum()), float(view.now.volume[:, s].sum())),
        float(view.days_before[:, s].sum()),
        float(view.now.days[:, s].sum()),
        *_rooms(view, s),
        *_partners(site),
        share(float(view.minutes_at(s)), float(view.now.seen[:, :, s].sum())),
        sum(item.money_per_year for item in booked if item.own),
        sum(item.investment for item in booked),
    )


def _gained(before: float, now: float) -> tuple[Cell, ...]:
    """Visits today and in the proposal, the change and its share of today."""
    return before, now, now - before, share(now - before, before)


def _rooms(view: TableView, s: int) -> tuple[Cell, Cell]:
    """Room-days used beyond today's, and how many were free; empty where rooms set no limit."""
    if view.instance.is_hospital[s]:
        return None, None
    extra = float((view.solved.plan.days[:, s] - view.solved.today.days[:, s]).sum())
    return extra, known(view.instance.clinics.free_rooms[s].sum())


def _partners(site: Site) -> tuple[Cell, Cell]:
    """Names of committed partners, and of interested ones."""
    committed, interested = (
        " ".join(name for name, state in site.partners.items() if state == wanted)
        for wanted in ("committed", "interested")
    )
    return committed, interested


def hospitals(view: TableView) -> Table:
    """One row per hospital × function seen there today or in the proposal."""
    volume = view.solved.today.volume + view.now.volume
    retained = {(check.site, check.function): check for check in view.now.checks if check.rule is Rule.RETAINED_VOLUME}
    released = _released(view)
    rows = [
        _hospital(view, int(s), int(f), retained, released)
        for s, f in np.argwhere((volume.T > LESS) & view.instance.is_hospital[:, None])
    ]
    return Table(HOSPITALS, rows)


def _released(view: TableView) -> dict[tuple[str, str], float]:
    total: dict[tuple[str, str], float] = {}
    for item in view.now.money:
        if item.item == "staff_hospitals":
            place = (item.site, item.function)
            total[place] = total.get(place, 0.0) + item.money_per_year
    return total


def _hospital(
    view: TableView,
    s: int,
    f: int,
    retained: dict[tuple[str, str], RuleCheck],
    released: dict[tuple[str, str], float],
) -> Row:
    instance = view.instance
    site_id, function_id = instance.site_ids[s], instance.function_ids[f]
    before, now = float(view.solved.today.volume[f, s]), float(view.now.volume[f, s])
    bound = retained.get((site_id, function_id))
    staff = float(instance.staff.per_day[f].sum())
    money = instance.economics
    return (
        site_id,
        function_id,
        view.title(instance.scenario.sites[site_id].title),
        view.title(instance.scenario.functions[function_id].title),
        *_gained(before, now),
        known(bound.need) if bound else None,
        known(bound.slack) if bound else None,
        known(instance.clinics.target[f]) if instance.clinics.target[f] > 0 else None,
        known(view.days_before[f, s]),
        known(view.now.days[f, s]),
        known(view.days_before[f, s] * staff) if staff else None,
        known(view.now.days[f, s] * staff) if staff else None,
        *_busiest(view, s, f),
        released.get((site_id, function_id), 0.0),
        float(money.hospital_visit[f]) * (1 - money.release) * max(0.0, before - now),
    )


def _busiest(view: TableView, s: int, f: int) -> tuple[Cell, Cell]:
    """Highest utilisation of the equipment the function needs at the hospital, today and now; empty without any."""
    needed = view.instance.apparatus.needed[f] & np.isfinite(view.instance.apparatus.capacity)
    if not needed.any():
        return None, None
    return float(view.solved.today.utilisation[needed, s].max()), float(view.now.utilisation[needed, s].max())


FAR_MINUTES = 45.0
"""A trip longer than this, one way, counts as long."""

FUNCTIONS = table_kind(
    "functions",
    N_("Functions"),
    N_("Each function against today."),
    key("function", N_("Function, id"), N_("Function id.")),
    text("title", N_("Name"), N_("Name of the function.")),
    text("responsible", N_("Responsible"), P_("responsible", "Who is responsible for it.")),
    text("level", N_("Level"), N_("Planning level.")),
    text(
        "choice",
        N_("Who chooses the site"),
        N_("Who chooses the site."),
        ("nearest", "catchment", "within_minutes", "free"),
    ),
    whole("sites_today", N_("Sites today"), "sites", N_("Sites that offer it today.")),
    whole("sites", N_("Sites"), "sites", N_("Sites that offer it in the proposal.")),
    whole("houses_today", N_("Houses today"), "sites", N_("Houses among them today.")),
    whole("houses", N_("Houses"), "sites", N_("Houses among them in the proposal.")),
    whole("sites_new", N_("New sites"), "sites", N_("Sites where it is new.")),
    whole("sites_closed", N_("Sites where it closes"), "sites", N_("Sites where it closes.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("All visits, home included, fixed ones not.")),
    number(
        "visits_outflow",
        N_("Free choice: visits out"),
        "visits/year",
        N_("Visits that leave by free choice, not counted."),
    ),
    number(
        "visits_bypassing_houses",
        N_("Free choice: choose the hospital"),
        "visits/year",
        N_("Visits a house could see that choose a hospital."),
    ),
    number("visits_at_houses_today", N_("Visits at houses, today"), "visits/year", N_("Visits seen at houses today.")),
    number("visits_at_houses", P_("column", "Visits at houses"), "visits/year", N_("Visits seen at houses.")),
    number(
        "visits_at_hospitals_today",
        N_("Visits at hospitals, today"),
        "visits/year",
        N_("Visits seen at hospitals today."),
    ),
    number("visits_at_hospitals", N_("Visits at hospitals"), "visits/year", N_("Visits seen at hospitals.")),
    number("visits_at_home_today", N_("Visits at home, today"), "visits/year", N_("Visits at home today.")),
    number("visits_at_home", P_("column", "Visits at home"), "visits/year", N_("Visits at home.")),
    whole("home_level", N_("Level at home"), "level", N_("Chosen level of care at home; 0: as today.")),
    number("home_ceiling", N_("Ceiling at home"), "share", N_("Ceiling of that level.")),
    number(
        "mean_minutes_today",
        N_("Mean trip today, minutes"),
        "minutes one way",
        P_("mean_minutes_today", "Mean over all visits, home as 0."),
    ),
    number("mean_minutes_per_visit", N_("Mean trip, minutes"), "minutes one way", N_("The same in the proposal.")),
    number(
        "share_beyond_45_min_today", N_("Beyond 45 minutes, today"), "share", N_("Visits with a longer trip, today.")
    ),
    number(
        "share_beyond_45_min", N_("Beyond 45 minutes"), "share", P_("share_beyond_45_min", "Visits with a longer trip.")
    ),
    number(
        "visits_below_target",
        N_("Visits in offers below target"),
        "visits/year",
        N_("All visits at sites below the target."),
    ),
    number(
        "max_travel_share_seen", N_("Within the longest trip"), "share", N_("Visits within the longest allowed trip.")
    ),
    number(
        "operating_per_year",
        N_("Running cost, {own_payer}, DKK a year"),
        "DKK/year",
        N_("Running cost booked on it, for {the_own_payer}."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment booked on it.")),
)


def functions(view: TableView) -> Table:
    """One row per function."""
    return Table(FUNCTIONS, [_function(view, f) for f in range(len(view.instance.function_ids))])


def _function(view: TableView, f: int) -> Row:
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
        sum(item.money_per_year for item in booked if item.own),
        sum(item.investment for item in booked),
    )


def _away(view: TableView, f: int) -> float:
    """Visits a year that are not at home."""
    return float(view.instance.demand.visits[f].sum() - view.now.home[f].sum())


def _places(view: TableView, f: int) -> tuple[Cell, ...]:
    """Numbers of sites and of houses today and now, of new and of closed sites."""
    before, now = view.instance.baseline.open[f], view.solved.plan.open[f]
    house = ~view.instance.is_hospital
    counted = (before, now, before & house, now & house, now & ~before, before & ~now)
    return tuple(int(sites.sum()) for sites in counted)


def _visits(view: TableView, f: int) -> tuple[Cell, ...]:
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


def _trips(view: TableView, f: int) -> tuple[Cell, ...]:
    """Mean minutes and the share of long trips, each today and now."""
    before = view.seen_before[f], view.home_before[f]
    now = view.now.seen[f], view.now.home[f]
    return (
        _mean(view, *before),
        _mean(view, *now),
        _beyond(view, *before),
        _beyond(view, *now),
    )


def _mean(view: TableView, seen: Floats, home: Floats) -> float | None:
    return share(float((seen * view.travel_minutes).sum()), float(seen.sum() + home.sum()))


def _beyond(view: TableView, seen: Floats, home: Floats) -> float | None:
    return share(float(seen[is_beyond(view.travel_minutes, FAR_MINUTES)].sum()), float(seen.sum() + home.sum()))


def _below_target(view: TableView, f: int) -> float | None:
    """Visits at open sites below the target, unless waived by an exception; None without a target."""
    if view.instance.clinics.target[f] <= 0:
        return None
    target, volume = targets(view.instance, waivers_of(view.instance))[f], view.now.volume[f]
    return float(volume[falls_short(view.solved.plan.open[f], volume, target)].sum())
