"""``rooms``: the room-days of each house, by kind of room."""

from __future__ import annotations

import numpy as np

from placement.report.columns import Row, Table, key, number, text
from placement.report.view import LESS, View, known

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
