"""``areas`` and ``groups``: what the proposal means where people live, and whose trips get shorter or longer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.locale import N_, P_
from placement.plan.aims import functions_under_one_roof
from placement.plan.compare import functions_near, money_where_people_live
from placement.present.tables.columns import Cell, Column, Row, Table, key, number, table_kind, text, whole
from placement.questions.proposal.views import TableView, share

_SHARED: tuple[Column, ...] = (
    number("people", N_("Persons"), "inhabitants", N_("Inhabitants.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits of all functions, home included.")),
    number(
        "mean_minutes_today",
        N_("Mean trip today, minutes"),
        "minutes one way",
        P_("mean_minutes_today", "Mean over all visits, home as 0."),
    ),
    number("mean_minutes_per_visit", N_("Mean trip, minutes"), "minutes one way", N_("The same in the proposal.")),
    number(
        "mean_minutes_without_car_today",
        N_("Mean trip without car, today, minutes"),
        "minutes one way",
        N_("Those without car, today."),
    ),
    number(
        "mean_minutes_without_car", N_("Mean trip without car, minutes"), "minutes one way", N_("Those without car.")
    ),
    number(
        "visits_shorter_per_year",
        N_("Visits with a shorter way"),
        "visits/year",
        N_("Visits with a shorter way than today, or seen at home instead."),
    ),
    number(
        "visits_longer_per_year",
        N_("Visits with a longer way"),
        "visits/year",
        N_("Visits with a longer way than today."),
    ),
    number("visits_at_home_today", N_("Visits at home, today"), "visits/year", N_("Visits at home today.")),
    number("visits_at_home", P_("column", "Visits at home"), "visits/year", N_("Visits at home.")),
    whole(
        "functions_within_30_min_today",
        N_("Functions within 30 min, today"),
        "functions",
        N_("Offered within 30 minutes of at least half the people, today."),
    ),
    whole(
        "functions_within_30_min",
        N_("Functions within 30 min"),
        "functions",
        P_("functions_within_30_min", "The same in the proposal."),
    ),
    whole(
        "functions_under_one_roof_today",
        N_("Functions under one roof, today"),
        "functions",
        N_("Functions whose most visited site is the same house, today."),
    ),
    whole(
        "functions_under_one_roof",
        N_("Functions under one roof"),
        "functions",
        P_("functions_under_one_roof", "The same in the proposal."),
    ),
    number(
        "region_cost_per_year",
        N_("{Own_payer}, DKK a year"),
        "DKK/year",
        N_("{The_own_payer}'s transport and home care for them, against today."),
    ),
    number(
        "municipality_cost_per_year",
        N_("{Other_payers}, DKK a year"),
        "DKK/year",
        N_("{The_other_payer}'s home care for them, against today."),
    ),
    number("citizen_cost_per_year", N_("Citizens, DKK a year"), "DKK/year", N_("Their own transport, against today.")),
)

AREAS = table_kind(
    "areas",
    N_("Areas"),
    N_("What it means where people live."),
    key("area", N_("Area, id"), N_("Area id.")),
    text("name", N_("Name"), N_("Name of the area.")),
    text("municipality", N_("{Grouping}"), N_("{Grouping}.")),
    text("group", N_("Group"), N_("Group it is counted in.")),
    *_SHARED,
    by_area=True,
)

GROUPS = table_kind(
    "groups",
    N_("{Groupings} and groups"),
    N_("The same by {grouping} or another grouping."),
    key("group", N_("Group"), N_("Label of the group.")),
    text("grouped_by", N_("Grouped by"), N_("What the groups are.")),
    whole("areas", N_("Areas"), "areas", N_("Areas in it.")),
    *_SHARED,
)


@dataclass(frozen=True, eq=False)
class _Units:
    """Figures of each demand unit, to be summed over an area or a group; arrays are ``(U,)`` unless said.

    Attributes:
        people, visits, minutes_before, minutes, shorter, longer, home_before, home: sums over the functions.
        near_before, near: ``(F, U)`` whether an open site is within reach.
        region, municipality, citizen: DKK a year against today.
    """

    people: Floats
    visits: Floats
    minutes_before: Floats
    minutes: Floats
    shorter: Floats
    longer: Floats
    home_before: Floats
    home: Floats
    near_before: Bools
    near: Bools
    region: Floats
    municipality: Floats
    citizen: Floats

    @classmethod
    def of(cls, view: TableView) -> _Units:
        """The figures of the plan and of today."""
        shorter, longer = shorter_and_longer(view)
        near_before, near = view.near
        return cls(
            people=view.instance.demand.people,
            visits=view.now.seen.sum(axis=(0, 2)) + view.now.home.sum(axis=0),
            minutes_before=view.minutes(view.seen_before).sum(axis=0),
            minutes=view.minutes(view.now.seen).sum(axis=0),
            shorter=shorter.sum(axis=0),
            longer=longer.sum(axis=0),
            home_before=view.home_before.sum(axis=0),
            home=view.now.home.sum(axis=0),
            near_before=near_before,
            near=near,
            **_money(view),
        )


def _money(view: TableView) -> dict[str, Floats]:
    """What transport and care at home cost the own payer, the first other payer and citizens, against today."""
    if view.before is None:
        nothing = np.zeros(len(view.instance.unit_area))
        return {"region": nothing, "municipality": nothing, "citizen": nothing}
    return money_where_people_live(view.instance, view.before, view.now)


def areas(view: TableView) -> Table:
    """One row per area."""
    units, instance = _Units.of(view), view.instance
    rows: list[Row] = []
    for a, area_id in enumerate(instance.area_ids):
        area = instance.scenario.areas.rows[area_id]
        named = (area_id, area.name, area.municipality, instance.group[a])
        rows.append((*named, *_shared(view, units, np.flatnonzero(instance.unit_area == a))))
    return Table(AREAS, rows)


def groups(view: TableView) -> Table:
    """One row per group of areas, which is by `terms.grouping` unless the scenario says otherwise."""
    units, instance = _Units.of(view), view.instance
    labels = np.array(instance.group, dtype=object)
    rows: list[Row] = []
    for label in sorted(set(instance.group)):
        inside = labels == label
        members = np.flatnonzero(inside[instance.unit_area])
        named = (label, instance.scenario.areas.group_by, int(inside.sum()))
        rows.append((*named, *_shared(view, units, members)))
    return Table(GROUPS, rows)


def told_of(view: TableView, members: Ints) -> dict[str, Cell]:
    """The columns that areas and groups share, by name, summed over the demand units ``members``."""
    return dict(zip((column.name for column in _SHARED), _shared(view, _Units.of(view), members), strict=True))


def _shared(view: TableView, units: _Units, members: Ints) -> tuple[Cell, ...]:
    """The columns that areas and groups share, summed over the demand units ``members``."""
    people = units.people[members]
    without_car = members[view.instance.unit_without_car[members]]
    return (
        float(people.sum()),
        float(units.visits[members].sum()),
        *_means(view, units, members),
        *_means(view, units, without_car),
        *(float(total[members].sum()) for total in (units.shorter, units.longer, units.home_before, units.home)),
        *(functions_near(near[:, members], people) for near in (units.near_before, units.near)),
        *(_under_one_roof(view, seen, members) for seen in (view.seen_before, view.now.seen)),
        *(float(total[members].sum()) for total in (units.region, units.municipality, units.citizen)),
    )


def _means(view: TableView, units: _Units, members: Ints) -> tuple[Cell, Cell]:
    """Mean minutes one way, today (empty without a baseline) and in the proposal."""
    visits = float(units.visits[members].sum())
    before, now = (share(float(total[members].sum()), visits) for total in (units.minutes_before, units.minutes))
    return (None if view.before is None else before), now


def _under_one_roof(view: TableView, seen: Floats, members: Ints) -> int:
    """The number of functions that the demand units get in one and the same house."""
    together = seen[:, members].sum(axis=1, keepdims=True)
    return int(functions_under_one_roof(view.instance, together)[0])


SAME_MINUTES = 0.05
"""Trips that differ by less count as equally long; travel times are rounded to 0.1 minute."""
_NOTHING = 1e-9


def shorter_and_longer(view: TableView) -> tuple[Floats, Floats]:
    """``(F, U)`` visits a year whose trips get shorter, and longer.

    Visits of a unit that move are not told apart: all of them count as shorter or as longer by their mean minutes.
    """
    if view.before is None:
        nothing = np.zeros_like(view.now.home)
        return nothing, nothing
    seen, home = view.now.seen - view.before.seen, view.now.home - view.before.home
    left, minutes_left = _sums(view, np.maximum(-seen, 0), np.maximum(-home, 0))
    come, minutes_come = _sums(view, np.maximum(seen, 0), np.maximum(home, 0))
    visits = np.minimum(left, come)
    visits = np.where(visits > _NOTHING * (1 + view.instance.demand.visits), visits, 0.0)
    saved = _mean(minutes_left, left) - _mean(minutes_come, come)
    return np.where(saved > SAME_MINUTES, visits, 0.0), np.where(-saved > SAME_MINUTES, visits, 0.0)


def _sums(view: TableView, at_sites: Floats, at_home: Floats) -> tuple[Floats, Floats]:
    """``(F, U)`` visits, home included, and their minutes, where home counts as 0."""
    return at_sites.sum(axis=2) + at_home, view.minutes(at_sites)


def _mean(total: Floats, visits: Floats) -> Floats:
    mean: Floats = np.divide(total, visits, out=np.zeros_like(total), where=visits > 0)
    return mean
