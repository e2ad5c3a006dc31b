"""``areas`` and ``groups``: what it means where people live.

Whose trip changes: visits with a shorter and with a longer way than today, per function and demand unit.

The same reckoning as ``plan.compare``, kept apart by demand unit so that areas can be told apart too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.plan.compare import functions_near, money_where_people_live
from placement.plan.indicators import functions_under_one_roof
from placement.present.tables.columns import Cell, Column, Row, Table, key, number, text, whole
from placement.questions.proposal.tables.lookups import View, share

_TOLD: tuple[Column, ...] = (
    number("people", "inhabitants", "Inhabitants.", "Indbyggere."),
    number("visits_per_year", "visits/year", "Visits of all functions, home included.", "Besøg i alt, hjemmet med."),
    number(
        "mean_minutes_today", "minutes one way", "Mean over all visits, home as 0.", "Rejsetid i dag, hjemmet som 0."
    ),
    number("mean_minutes_per_visit", "minutes one way", "The same in the proposal.", "Rejsetid i forslaget."),
    number("mean_minutes_without_car_today", "minutes one way", "Those without car, today.", "Uden bil, i dag."),
    number("mean_minutes_without_car", "minutes one way", "Those without car.", "Uden bil, i forslaget."),
    number("visits_shorter_per_year", "visits/year", "Visits with a shorter way than today.", "Besøg med kortere vej."),
    number("visits_longer_per_year", "visits/year", "Visits with a longer way than today.", "Besøg med længere vej."),
    number("visits_at_home_today", "visits/year", "Visits at home today.", "Besøg i hjemmet i dag."),
    number("visits_at_home", "visits/year", "Visits at home.", "Besøg i hjemmet."),
    whole(
        "functions_within_30_min_today",
        "functions",
        "Offered within 30 minutes of at least half the people, today.",
        "Inden for 30 minutter for mindst halvdelen, i dag.",
    ),
    whole("functions_within_30_min", "functions", "The same in the proposal.", "Det samme i forslaget."),
    whole(
        "functions_under_one_roof_today",
        "functions",
        "Functions whose most visited site is the same house, today.",
        "Funktioner, som flest får i ét og samme hus, i dag.",
    ),
    whole("functions_under_one_roof", "functions", "The same in the proposal.", "Det samme i forslaget."),
    number(
        "region_dkk_per_year",
        "DKK/year",
        "Region's transport and home care for them, against today.",
        "Regionens befordring og hjemmebehandling.",
    ),
    number(
        "municipality_dkk_per_year",
        "DKK/year",
        "Municipality's home care for them, against today.",
        "Kommunens hjemmebehandling.",
    ),
    number("citizen_dkk_per_year", "DKK/year", "Their own transport, against today.", "Borgernes egen transport."),
)

AREAS = (
    key("area", "Area id.", "Områdets id."),
    text("name", "Name of the area.", "Områdets navn."),
    text("municipality", "Municipality.", "Kommune."),
    text("group", "Group it is counted in.", "Gruppen, det tælles i."),
    *_TOLD,
)

GROUPS = (
    key("group", "Label of the group.", "Gruppens navn."),
    text("grouped_by", "What the groups are.", "Hvad der er grupperet efter."),
    whole("areas", "areas", "Areas in it.", "Områder i gruppen."),
    *_TOLD,
)


@dataclass(frozen=True, eq=False)
class _Units:
    """Per demand unit, what is added up over an area or a group; every array is ``(U,)`` unless said.

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
    def of(cls, view: View) -> _Units:
        """From the plan and today."""
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


def _money(view: View) -> dict[str, Floats]:
    """What citizens' transport and care at home cost the region, the municipality and themselves, against today."""
    if view.before is None:
        nothing = np.zeros(len(view.instance.unit_area))
        return {"region": nothing, "municipality": nothing, "citizen": nothing}
    return money_where_people_live(view.instance, view.before, view.now)


def areas(view: View) -> Table:
    """One row per area."""
    units, instance = _Units.of(view), view.instance
    rows: list[Row] = []
    for a, area_id in enumerate(instance.area_ids):
        area = instance.scenario.areas.rows[area_id]
        named = (area_id, area.name, area.municipality, instance.group[a])
        rows.append((*named, *_told(view, units, np.flatnonzero(instance.unit_area == a))))
    return Table("areas", AREAS, rows)


def groups(view: View) -> Table:
    """One row per group of areas; by municipality unless the scenario says otherwise."""
    units, instance = _Units.of(view), view.instance
    labels = np.array(instance.group, dtype=object)
    rows: list[Row] = []
    for label in sorted(set(instance.group)):
        inside = labels == label
        members = np.flatnonzero(inside[instance.unit_area])
        named = (label, instance.scenario.areas.group_by, int(inside.sum()))
        rows.append((*named, *_told(view, units, members)))
    return Table("groups", GROUPS, rows)


def _told(view: View, units: _Units, members: Ints) -> tuple[Cell, ...]:
    """The columns that areas and groups share, for the demand units ``members``."""
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


def _means(view: View, units: _Units, members: Ints) -> tuple[Cell, Cell]:
    """Mean minutes one way, today (empty without a baseline) and in the proposal."""
    visits = float(units.visits[members].sum())
    before, now = (share(float(total[members].sum()), visits) for total in (units.minutes_before, units.minutes))
    return (None if view.before is None else before), now


def _under_one_roof(view: View, seen: Floats, members: Ints) -> int:
    """Functions that the demand units get in one and the same house."""
    together = seen[:, members].sum(axis=1, keepdims=True)
    return int(functions_under_one_roof(view.instance, together)[0])


SAME_MINUTES = 0.05
"""Ways that differ by less are as long as each other; times are rounded to 0.1."""
_NOTHING = 1e-9


def shorter_and_longer(view: View) -> tuple[Floats, Floats]:
    """``(F, U)`` visits a year whose way gets shorter, and longer; those that move together count together."""
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


def _sums(view: View, at_sites: Floats, at_home: Floats) -> tuple[Floats, Floats]:
    """``(F, U)`` visits, home included, and their minutes, home as 0."""
    return at_sites.sum(axis=2) + at_home, view.minutes(at_sites)


def _mean(total: Floats, visits: Floats) -> Floats:
    mean: Floats = np.divide(total, visits, out=np.zeros_like(total), where=visits > 0)
    return mean
