"""``sites`` and ``hospitals``: what each place gets, and what the giving hospitals lose.

``rooms``: the room-days of each house, by kind of room.
"""

from __future__ import annotations

import numpy as np

from placement.locale import N_, P_
from placement.plan.plan import RuleCheck
from placement.present.tables.columns import Cell, Row, Table, key, number, table_kind, text, whole
from placement.questions.proposal.tables.lookups import LESS, View, known, share
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
    text("municipality", N_("Municipality"), N_("Municipality it lies in.")),
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
        "operating_dkk_per_year",
        N_("Running cost, region, DKK a year"),
        "DKK/year",
        N_("Region's running cost booked there."),
    ),
    number("investment_dkk", N_("Investment, DKK"), "DKK", N_("Investment booked there.")),
)

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
        "change_visits_per_year",
        N_("Change, visits a year"),
        "visits/year",
        N_("Visits gained; negative: given away."),
    ),
    number("change_share", N_("Change, share"), "share", N_("The change as a share of today.")),
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
        "released_dkk_per_year",
        N_("Released, DKK a year"),
        "DKK/year",
        N_("Staff cost released or added (negative: saved)."),
    ),
    number(
        "stranded_dkk_per_year",
        N_("Left behind, DKK a year"),
        "DKK/year",
        N_("Staff cost left behind by visits lost."),
    ),
)


def sites(view: View) -> Table:
    """One row per site."""
    return Table(SITES, [_site(view, s) for s in range(len(view.instance.site_ids))])


def _site(view: View, s: int) -> Row:
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
        sum(item.dkk_per_year for item in booked if item.payer == "region"),
        sum(item.investment_dkk for item in booked),
    )


def _gained(before: float, now: float) -> tuple[Cell, ...]:
    """Visits today and in the proposal, the change and its share of today."""
    return before, now, now - before, share(now - before, before)


def _rooms(view: View, s: int) -> tuple[Cell, Cell]:
    """Room-days beyond today's, and how many were free; empty where rooms set no limit."""
    if view.instance.is_hospital[s]:
        return None, None
    extra = float((view.solved.plan.days[:, s] - view.solved.today.days[:, s]).sum())
    return extra, known(view.instance.clinics.free_rooms[s].sum())


def _partners(site: Site) -> tuple[Cell, Cell]:
    """Partners by how far they have come."""
    committed, interested = (
        " ".join(name for name, state in site.partners.items() if state == wanted)
        for wanted in ("committed", "interested")
    )
    return committed, interested


def hospitals(view: View) -> Table:
    """One row per hospital × function seen there today or in the proposal."""
    volume = view.solved.today.volume + view.now.volume
    retained = {(check.site, check.function): check for check in view.now.checks if check.rule is Rule.RETAINED_VOLUME}
    released = _released(view)
    rows = [
        _hospital(view, int(s), int(f), retained, released)
        for s, f in np.argwhere((volume.T > LESS) & view.instance.is_hospital[:, None])
    ]
    return Table(HOSPITALS, rows)


def _released(view: View) -> dict[tuple[str, str], float]:
    total: dict[tuple[str, str], float] = {}
    for item in view.now.money:
        if item.item == "staff_hospitals":
            place = (item.site, item.function)
            total[place] = total.get(place, 0.0) + item.dkk_per_year
    return total


def _hospital(
    view: View,
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


def _busiest(view: View, s: int, f: int) -> tuple[Cell, Cell]:
    """Highest utilisation of the equipment the function needs there, today and in the proposal; empty without."""
    needed = view.instance.apparatus.needed[f] & np.isfinite(view.instance.apparatus.capacity)
    if not needed.any():
        return None, None
    return float(view.solved.today.utilisation[needed, s].max()), float(view.now.utilisation[needed, s].max())


ROOMS = table_kind(
    "rooms",
    N_("Rooms"),
    N_("Room-days at houses by kind: in use, free, let and taken back."),
    key("site", N_("Site, id"), N_("Site id of the house.")),
    key("room", N_("Room, id"), N_("Kind of room.")),
    text("room_title", P_("column", "Room"), N_("Name of the kind of room.")),
    number("days_today", N_("Days a week, today"), "room-days/week", N_("Room-days in use today.")),
    number("days_per_week", N_("Days a week"), "room-days/week", N_("Room-days in use in the proposal.")),
    number("extra_days_per_week", N_("Extra days a week"), "room-days/week", N_("Room-days beyond today.")),
    number("free_days_per_week", N_("Free days a week"), "room-days/week", N_("Free today; empty: no limit.")),
    number("let_days_per_week", N_("Let days a week"), "room-days/week", N_("Let to others, can be taken back.")),
    number("taken_back_days_per_week", N_("Taken back, days a week"), "room-days/week", N_("Taken back from tenants.")),
    number("lost_rent_dkk_per_year", N_("Lost rent, DKK a year"), "DKK/year", N_("Rent lost on those.")),
)


def rooms(view: View) -> Table:
    """One row per house × kind of room that is in use or counted."""
    instance = view.instance
    counted = np.isfinite(instance.clinics.free_rooms) & ~instance.is_hospital[:, None]
    found = [
        _room(view, s, k)
        for s, k in np.ndindex(*counted.shape)
        if not instance.is_hospital[s] and (counted[s, k] or max(_days(view, s, k)) > LESS)
    ]
    return Table(ROOMS, found)


def _days(view: View, s: int, k: int) -> tuple[float, float]:
    """Room-days a week of one kind, today and in the proposal."""
    kind = view.instance.clinics.room == k
    return float(view.solved.today.days[kind, s].sum()), float(view.solved.plan.days[kind, s].sum())


def _room(view: View, s: int, k: int) -> Row:
    instance, (before, now) = view.instance, _days(view, s, k)
    kind = instance.scenario.rooms.get(instance.room_ids[k])
    taken = float(view.now.taken_back[s, k])
    return (
        instance.site_ids[s],
        instance.room_ids[k],
        view.title(kind.title) if kind else instance.room_ids[k],
        before,
        now,
        now - before,
        known(instance.clinics.free_rooms[s, k]),
        float(instance.clinics.let_rooms[s, k]),
        taken,
        taken * float(instance.economics.let_price[s]),
    )
