"""``equipment``, ``staff``, ``rooms``, ``payers`` and the phases: what the proposal uses, who pays, and when."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import Floats
from placement.locale import N_, P_
from placement.plan.phases import invested
from placement.plan.plan import MoneyItem
from placement.present.tables.columns import Cell, Row, Table, flag, key, number, table_kind, text, whole
from placement.questions.proposal.views import LESS, TableView, known, share
from placement.solve.result import InPhase, SolvedCourse

EQUIPMENT = table_kind(
    "equipment",
    N_("Equipment"),
    N_("Equipment by site."),
    key("site", N_("Site, id"), N_("Site id.")),
    key("equipment", N_("Equipment, id"), N_("Id of the type of equipment.")),
    text("equipment_title", N_("Equipment"), N_("Name of the equipment.")),
    whole("units_today", N_("Units today"), "units", N_("Units today, listed or inferred.")),
    whole("units", N_("Units"), "units", N_("Units in the proposal.")),
    number("used_minutes_per_year", N_("In use, minutes a year"), "minutes/year", N_("Minutes in use.")),
    number(
        "capacity_minutes_per_year",
        N_("Capacity, minutes a year"),
        "minutes/year",
        N_("Minutes the units can be used; empty: not counted."),
    ),
    number("utilisation_today", N_("Utilisation today"), "share", N_("Share of the capacity in use today.")),
    number("utilisation", N_("Utilisation"), "share", N_("Share of the capacity in use.")),
    number(
        "stranded_cost_per_year",
        N_("Left behind, DKK a year"),
        "DKK/year",
        N_("At hospitals: annuity and service of the capacity that visits given away leave idle."),
    ),
    number("min_utilisation", N_("Lowest utilisation"), "share", N_("Lowest utilisation at which a unit may stand.")),
    number("max_utilisation", N_("Highest utilisation"), "share", N_("Highest utilisation planned for.")),
)

STAFF = table_kind(
    "staff",
    N_("Staff"),
    N_("Staff days at houses, and those hospitals send out."),
    key("site", N_("Site, id"), N_("Site id.")),
    key("role", N_("Professional group, id"), N_("Id of the professional group.")),
    text("role_title", N_("Professional group"), N_("Name of the professional group.")),
    flag(
        "sends",
        N_("Sends out"),
        N_("true: a hospital, days it sends to its houses; false: a house, days there."),
    ),
    number("days_today", N_("Days a week, today"), "person-days/week", N_("Clinic days of a person today.")),
    number("days_per_week", N_("Days a week"), "person-days/week", P_("days_per_week", "The same in the proposal.")),
    number("extra_days_per_week", N_("Extra days a week"), "person-days/week", N_("Days beyond today.")),
    number(
        "extra_days_limit",
        N_("Limit of extra days"),
        "person-days/week",
        N_("Most days beyond today; empty: no limit."),
    ),
    number("recruited_days_per_week", N_("Recruited, days a week"), "person-days/week", N_("Days it recruits for.")),
    number(
        "recruit_limit", N_("Limit of recruiting"), "person-days/week", N_("Most days it can recruit for; empty: none.")
    ),
    number(
        "home_days_per_week",
        N_("For homes, days a week"),
        "person-days/week",
        N_("Days beyond today that visits at home take of its people; empty: not counted."),
    ),
    number("people", N_("Persons"), "persons", N_("Persons in the role; empty: not said.")),
    number("days_away_per_week", N_("Away, days a week"), "person-days/week", N_("Days its people are away.")),
    number("days_away_limit", N_("Limit of days away"), "person-days/week", N_("Most days away; empty: no limit.")),
    number(
        "limit_utilisation",
        N_("Share of the limit used"),
        "share",
        N_("Extra days, home included, as a share of the limit."),
    ),
)

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
    number("lost_rent_per_year", N_("Lost rent, DKK a year"), "DKK/year", N_("Rent lost on those.")),
)

PAYERS = table_kind(
    "payers",
    N_("Who pays"),
    N_("Who pays what, relative to today."),
    key("payer", N_("Payer"), N_("Who pays; citizen: reported only.")),
    key("item", N_("Item"), N_("Cost item, as named in the model.")),
    number(
        "money_per_year",
        N_("Running cost, DKK a year"),
        "DKK/year",
        N_("Running cost relative to today; positive: dearer."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment.")),
)


def equipment(view: TableView) -> Table:
    """One row per site × type of equipment that stands there today or in the proposal."""
    standing = (view.solved.today.units + view.solved.plan.units).T > 0
    return Table(EQUIPMENT, [_equipment(view, int(s), int(e)) for s, e in np.argwhere(standing)])


def _equipment(view: TableView, s: int, e: int) -> Row:
    instance, apparatus = view.instance, view.instance.apparatus
    equipment_id = instance.equipment_ids[e]
    units, capacity = int(view.solved.plan.units[e, s]), float(apparatus.capacity[e])
    counted = np.isfinite(capacity)
    return (
        instance.site_ids[s],
        equipment_id,
        view.title(instance.scenario.equipment[equipment_id].title),
        int(view.solved.today.units[e, s]),
        units,
        float(apparatus.minutes_per_visit[:, e] @ view.now.volume[:, s]),
        capacity * units if counted else None,
        float(view.solved.today.utilisation[e, s]) if counted else None,
        float(view.now.utilisation[e, s]) if counted else None,
        _stranded(view, s, e) if counted and instance.is_hospital[s] else None,
        float(apparatus.min_utilisation[e]) if counted else None,
        float(apparatus.max_utilisation[e]) if counted else None,
    )


def _stranded(view: TableView, s: int, e: int) -> float:
    """What the freed part of the equipment costs a year: its annuity and service."""
    apparatus, money = view.instance.apparatus, view.instance.economics
    freed = apparatus.minutes_per_visit[:, e] @ (view.solved.today.volume[:, s] - view.now.volume[:, s])
    unit = money.equipment_price[e] * money.equipment_annuity[e] + money.equipment_service[e]
    return max(0.0, float(freed / apparatus.capacity[e])) * float(unit)


def staff(view: TableView) -> Table:
    """One row per house × role with clinic days, and one per hospital × role it sends out."""
    before, now = (_person_days(view, days) for days in (view.solved.today.days, view.solved.plan.days))
    rows = []
    for s in range(len(view.instance.site_ids)):
        sends = bool(view.instance.is_hospital[s])
        houses = view.instance.parent == s if sends else np.arange(len(view.instance.site_ids)) == s
        for r in range(len(view.instance.role_ids)):
            days = float(before[r, houses].sum()), float(now[r, houses].sum())
            if max(days) > LESS or (sends and (_limits(view, r, s) or abs(_home(view, r, s)) > LESS)):
                rows.append(_staff(view, s, r, days))
    return Table(STAFF, rows)


def _person_days(view: TableView, days: Floats) -> Floats:
    """``(R, S)`` person-days a week at houses."""
    at_houses: Floats = np.where(view.instance.is_hospital, 0.0, view.instance.staff.per_day.T @ days)
    return at_houses


def _limits(view: TableView, r: int, s: int) -> bool:
    staff = view.instance.staff
    return bool(np.isfinite(staff.extra_days[r, s]) or np.isfinite(staff.most_away[r, s]))


def _home(view: TableView, r: int, s: int) -> float:
    """Person-days a week beyond today that visits at home take from a hospital's people."""
    return float(view.now.home_days[:, r, s].sum())


def _staff(view: TableView, s: int, r: int, days: tuple[float, float]) -> Row:
    instance = view.instance
    role_id, sends = instance.role_ids[r], bool(instance.is_hospital[s])
    extra = days[1] - days[0]
    limit = known(instance.staff.extra_days[r, s]) if sends else None
    return (
        instance.site_ids[s],
        role_id,
        view.title(instance.scenario.staff_roles[role_id].title),
        sends,
        *days,
        extra,
        limit,
        *(_people(view, s, r) if sends else [None] * 6),
        share(extra + _home(view, r, s), limit) if limit else None,
    )


def _people(view: TableView, s: int, r: int) -> tuple[Cell, ...]:
    """Recruited days and their limit, days at home, persons, days away and their limit, in the order of the columns."""
    instance, staff = view.instance, view.instance.staff
    people = instance.scenario.staff_roles[instance.role_ids[r]].people.get(instance.site_ids[s])
    away = (staff.away[:, r] * view.solved.plan.days)[:, instance.parent == s]
    can_recruit = staff.recruit_days[r, s] > 0
    return (
        float(view.now.recruited[r, s]) if can_recruit else None,
        float(staff.recruit_days[r, s]) if can_recruit else None,
        _home(view, r, s) if staff.home_days[:, r].any() else None,
        people.value if people else None,
        float(away.sum()),
        known(staff.most_away[r, s]),
    )


def rooms(view: TableView) -> Table:
    """One row per house × kind of room that is in use or counted."""
    instance = view.instance
    counted = np.isfinite(instance.clinics.free_rooms) & ~instance.is_hospital[:, None]
    found = [
        _room(view, s, k)
        for s, k in np.ndindex(*counted.shape)
        if not instance.is_hospital[s] and (counted[s, k] or max(_days(view, s, k)) > LESS)
    ]
    return Table(ROOMS, found)


def _days(view: TableView, s: int, k: int) -> tuple[float, float]:
    """Room-days a week of one kind, today and in the proposal."""
    kind = view.instance.clinics.room == k
    return float(view.solved.today.days[kind, s].sum()), float(view.solved.plan.days[kind, s].sum())


def _room(view: TableView, s: int, k: int) -> Row:
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


def payers(view: TableView) -> Table:
    """One row per payer × cost item that is not 0."""
    return Table(PAYERS, [(*who, *amounts) for who, amounts in sorted(_summed(view.now.money).items())])


def _summed(money: tuple[MoneyItem, ...]) -> dict[tuple[str, str], tuple[float, float]]:
    total: dict[tuple[str, str], tuple[float, float]] = {}
    for item in money:
        running, investment = total.get((item.payer, item.item), (0.0, 0.0))
        total[item.payer, item.item] = running + item.money_per_year, investment + item.investment
    return total


CHANGES = ("new", "kept", "closed")

PHASES = table_kind(
    "phases",
    N_("Phases"),
    N_("Each phase: its years, aims, investment and running cost."),
    key("phase", N_("Phase, id"), N_("Phase id.")),
    text("title", N_("Name"), N_("Name of the phase.")),
    whole("from_year", N_("From year"), "year", N_("Its first year, for which visits are reckoned.")),
    number("years", N_("Years"), "years", N_("How long it lasts.")),
    number("people", N_("Persons"), "inhabitants", N_("Inhabitants in the first year.")),
    number(
        "visits_per_year",
        N_("Visits a year"),
        "visits/year",
        P_("visits_per_year", "Visits of all functions, home included."),
    ),
    number("citizen_minutes_per_year", N_("Citizen, minutes a year"), "minutes/year", N_("The citizen aim.")),
    number(
        "citizen_minutes_today",
        N_("Citizen today, minutes a year"),
        "minutes/year",
        N_("The same as things stand today."),
    ),
    number("quality_visits_per_year", N_("Lost quality, visits a year"), "visits/year", N_("Visits of lost quality.")),
    number(
        "quality_visits_today",
        N_("Lost quality today, visits a year"),
        "visits/year",
        N_("The same as things stand today."),
    ),
    number("economy_per_year", N_("Economy aim, DKK a year"), "DKK/year", N_("The economy aim, annuities included.")),
    number(
        "operating_per_year",
        N_("Running cost, {own_payer}, DKK a year"),
        "DKK/year",
        N_("{The_own_payer}'s running cost against today."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Invested in this phase.")),
    number("max_investment", N_("Investment budget, DKK"), "DKK", N_("Its budget; empty without one.")),
    whole("new", P_("column", "New"), "placements", N_("Offers that open in this phase.")),
    whole("closed", N_("Closed"), "placements", N_("Offers that close in this phase.")),
)

PHASE_PLACEMENTS = table_kind(
    "phase_placements",
    N_("Phases, placements"),
    N_("What is open in which phase, and what opens or closes."),
    key("phase", N_("Phase, id"), N_("Phase id.")),
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    text("change", P_("column", "Change"), N_("Against the phase before, the first one against today."), CHANGES),
    number(
        "days_per_week", N_("Days a week"), "days/week", P_("days_per_week", "Clinic days; calculated at hospitals.")
    ),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits seen there in the first year.")),
)


def phases(view: TableView) -> Table:
    """One row per phase."""
    course = view.solved.course
    return Table(PHASES, list(_phases(view, course)) if course else [])


def _phases(view: TableView, course: SolvedCourse) -> Iterator[Row]:
    spent = invested([one.evaluation for one in course.phases])
    for n, one in enumerate(course.phases):
        instance, today, aims = one.situation.instance, one.situation.today, one.evaluation.objectives
        phase = instance.scenario.phases[one.situation.phase]
        change = changed(course, n)
        yield (
            one.situation.phase,
            phase.title.in_language(view.lang),
            phase.from_year,
            float(phase.years),
            float(instance.demand.people.sum()),
            float(instance.demand.visits.sum()),
            aims.citizen_minutes,
            today.citizen_minutes,
            aims.quality_visits,
            today.quality_visits,
            aims.economy,
            one.evaluation.operating,
            spent[n],
            known(instance.economics.max_phase_investment),
            int((change > 0).sum()),
            int((change < 0).sum()),
        )


def changed(course: SolvedCourse, phase: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """``(F, S)`` 1 where an offer opens in the phase, -1 where it closes."""
    before = course.phases[phase - 1].plan.open if phase else course.phases[0].situation.today.open
    return course.phases[phase].plan.open.astype(np.int64) - before


def phase_placements(view: TableView) -> Table:
    """One row per phase and offer that is open in it, or closes."""
    course, rows = view.solved.course, []
    for n, one in enumerate(course.phases if course else ()):
        rows += _placements(view, one, changed(course, n)) if course else []
    return Table(PHASE_PLACEMENTS, rows)


def _placements(view: TableView, one: InPhase, change: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[Row]:
    scenario = one.situation.instance.scenario
    found: list[Row] = []
    for f, s in np.argwhere(one.plan.open | (change < 0)).tolist():
        function, site = view.instance.function_ids[f], view.instance.site_ids[s]
        found.append(
            (
                one.situation.phase,
                function,
                site,
                scenario.functions[function].title.in_language(view.lang),
                scenario.sites[site].title.in_language(view.lang),
                {1: "new", 0: "kept", -1: "closed"}[int(change[f, s])],
                float(one.evaluation.days[f, s]),
                float(one.evaluation.volume[f, s]),
            )
        )
    return found
