"""``sites`` and ``hospitals``: what each place gets, and what the giving hospitals lose.

``rooms``: the room-days of each house, by kind of room.
"""

from __future__ import annotations

import numpy as np

from placement.plan.plan import RuleCheck
from placement.present.tables.columns import Cell, Row, Table, key, number, text, whole
from placement.questions.proposal.tables.lookups import LESS, View, known, share
from placement.scenario.schema.places import Site
from placement.scenario.schema.rules import Rule

SITES = (
    key("site", "Site id.", "Stedets id."),
    text("title", "Name of the site.", "Stedets navn."),
    text("kind", "Kind of site.", "Slags sted."),
    text("parent_hospital", "Hospital that sends staff and takes the overflow.", "Moderhospital."),
    text("municipality", "Municipality it lies in.", "Kommune."),
    number(
        "minutes_to_hospital",
        "minutes one way",
        "By car from a house to its parent.",
        "Fra huset til moderhospitalet, i bil.",
    ),
    whole("functions_today", "functions", "Functions there today.", "Funktioner i dag."),
    whole("functions", "functions", "Functions there in the proposal.", "Funktioner i forslaget."),
    whole("functions_new", "functions", "Functions that are new there.", "Nye funktioner."),
    whole("functions_closed", "functions", "Functions that close there.", "Funktioner, der lukkes."),
    whole("functions_unknown_today", "functions", "Functions not known today.", "Funktioner, der ikke er kendt i dag."),
    number("visits_today", "visits/year", "Modelled visits today.", "Beregnede besøg i dag."),
    number("visits_per_year", "visits/year", "Visits in the proposal.", "Besøg i forslaget."),
    number("change_visits_per_year", "visits/year", "Visits gained; negative: lost.", "Ændring i besøg."),
    number("change_share", "share", "The change as a share of today.", "Ændring som andel af i dag."),
    number("days_today", "days/week", "Clinic days today, all functions.", "Klinikdage i dag."),
    number("days_per_week", "days/week", "Clinic days in the proposal, all functions.", "Klinikdage i forslaget."),
    number(
        "room_days_extra_per_week", "days/week", "Room-days at a house beyond today's.", "Lokaledage ud over i dag."
    ),
    number(
        "room_days_free_per_week", "days/week", "Free room-days today; empty: no limit.", "Ledige lokaledage i dag."
    ),
    text("partners_committed", "Partners who are committed there, ids with a space between.", "Partnere, der er med."),
    text(
        "partners_interested",
        "Partners who are interested but not committed; they do not count.",
        "Partnere, der er interesserede; de tæller ikke.",
    ),
    number("mean_minutes_per_visit", "minutes one way", "Mean trip of those seen there.", "Rejsetid i gennemsnit."),
    number("operating_dkk_per_year", "DKK/year", "Region's running cost booked there.", "Drift for regionen."),
    number("investment_dkk", "DKK", "Investment booked there.", "Anlæg."),
)

HOSPITALS = (
    key("hospital", "Site id of the hospital.", "Hospitalets id."),
    key("function", "Function id.", "Funktionens id."),
    text("hospital_title", "Name of the hospital.", "Hospitalets navn."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    number("visits_today", "visits/year", "Modelled visits today.", "Beregnede besøg i dag."),
    number("visits_per_year", "visits/year", "Visits in the proposal.", "Besøg i forslaget."),
    number("change_visits_per_year", "visits/year", "Visits gained; negative: given away.", "Ændring i besøg."),
    number("change_share", "share", "The change as a share of today.", "Ændring som andel af i dag."),
    number("retained_bound_visits_per_year", "visits/year", "Visits it keeps at least.", "Besøg, det mindst beholder."),
    number("retained_slack_visits_per_year", "visits/year", "Room above that bound.", "Luft over den bund."),
    number("target_visits_per_year", "visits/year", "Visits from which it is large enough.", "Målvolumen."),
    number("days_today", "days/week", "Calculated clinic days today.", "Beregnede klinikdage i dag."),
    number(
        "days_per_week", "days/week", "Calculated clinic days in the proposal.", "Beregnede klinikdage i forslaget."
    ),
    number("staff_days_today", "days/week", "Staff days of those clinic days.", "Personaledage i dag."),
    number("staff_days_per_week", "days/week", "Staff days in the proposal.", "Personaledage i forslaget."),
    number(
        "equipment_utilisation_today", "share", "Busiest equipment it needs, today.", "Apparaturets udnyttelse i dag."
    ),
    number("equipment_utilisation", "share", "Busiest equipment it needs.", "Apparaturets udnyttelse."),
    number("released_dkk_per_year", "DKK/year", "Staff cost released or added (negative: saved).", "Frigjort drift."),
    number(
        "stranded_dkk_per_year", "DKK/year", "Staff cost left behind by visits lost.", "Udgift, der bliver tilbage."
    ),
)


def sites(view: View) -> Table:
    """One row per site."""
    return Table("sites", SITES, [_site(view, s) for s in range(len(view.instance.site_ids))])


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
    return Table("hospitals", HOSPITALS, rows)


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


ROOMS = (
    key("site", "Site id of the house.", "Husets id."),
    key("room", "Kind of room.", "Slags lokale."),
    text("room_title", "Name of the kind of room.", "Lokaletypens navn."),
    number("days_today", "room-days/week", "Room-days in use today.", "Lokaledage i brug i dag."),
    number("days_per_week", "room-days/week", "Room-days in use in the proposal.", "Lokaledage i forslaget."),
    number("extra_days_per_week", "room-days/week", "Room-days beyond today.", "Lokaledage ud over i dag."),
    number("free_days_per_week", "room-days/week", "Free today; empty: no limit.", "Ledige lokaledage i dag."),
    number(
        "let_days_per_week", "room-days/week", "Let to others, can be taken back.", "Udlejede, der kan tages tilbage."
    ),
    number("taken_back_days_per_week", "room-days/week", "Taken back from tenants.", "Lokaledage, lejere afgiver."),
    number("lost_rent_dkk_per_year", "DKK/year", "Rent lost on those.", "Mistet leje."),
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
    return Table("rooms", ROOMS, found)


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
