"""``equipment``, ``staff`` and ``payers``: what the proposal uses and who pays."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats
from placement.plan.evaluation import MoneyItem
from placement.report.columns import Row, Table, flag, key, number, text, whole
from placement.report.view import LESS, View, known, share

EQUIPMENT = (
    key("site", "Site id.", "Stedets id."),
    key("equipment", "Id of the type of equipment.", "Apparaturets id."),
    text("equipment_title", "Name of the equipment.", "Apparaturets navn."),
    whole("units_today", "units", "Units today, listed or inferred.", "Enheder i dag, oplyst eller udledt."),
    whole("units", "units", "Units in the proposal.", "Enheder i forslaget."),
    number("used_minutes_per_year", "minutes/year", "Minutes in use.", "Minutter i brug."),
    number(
        "capacity_minutes_per_year", "minutes/year", "Minutes the units can be used; empty: not counted.", "Kapacitet."
    ),
    number("utilisation_today", "share", "Share of the capacity in use today.", "Udnyttelse i dag."),
    number("utilisation", "share", "Share of the capacity in use.", "Udnyttelse."),
    number("min_utilisation", "share", "Lowest utilisation at which a unit may stand.", "Laveste tilladte udnyttelse."),
    number("max_utilisation", "share", "Highest utilisation planned for.", "Højeste planlagte udnyttelse."),
)

STAFF = (
    key("site", "Site id.", "Stedets id."),
    key("role", "Id of the professional group.", "Faggruppens id."),
    text("role_title", "Name of the professional group.", "Faggruppens navn."),
    flag(
        "sends",
        "true: a hospital, days it sends to its houses; false: a house, days there.",
        "Om stedet sender personale ud.",
    ),
    number("days_today", "person-days/week", "Clinic days of a person today.", "Persondage i dag."),
    number("days_per_week", "person-days/week", "The same in the proposal.", "Persondage i forslaget."),
    number("extra_days_per_week", "person-days/week", "Days beyond today.", "Persondage ud over i dag."),
    number(
        "extra_days_limit", "person-days/week", "Most days beyond today; empty: no limit.", "Højst så mange ekstra."
    ),
    number("limit_utilisation", "share", "Extra days as a share of the limit.", "Ekstra dage som andel af grænsen."),
)

PAYERS = (
    key("payer", "region, municipality, state or citizen (reported only).", "Hvem der betaler."),
    key("item", "Cost item, as named in the model.", "Udgiftspost."),
    number(
        "dkk_per_year", "DKK/year", "Running cost relative to today; positive: dearer.", "Drift i forhold til i dag."
    ),
    number("investment_dkk", "DKK", "Investment.", "Anlæg."),
)


def equipment(view: View) -> Table:
    """One row per site × type of equipment that stands there today or in the proposal."""
    standing = (view.solved.today.units + view.solved.plan.units).T > 0
    return Table("equipment", EQUIPMENT, [_equipment(view, int(s), int(e)) for s, e in np.argwhere(standing)])


def _equipment(view: View, s: int, e: int) -> Row:
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
        float(apparatus.min_utilisation[e]) if counted else None,
        float(apparatus.max_utilisation[e]) if counted else None,
    )


def staff(view: View) -> Table:
    """One row per house × role with clinic days, and one per hospital × role it sends out."""
    before, now = (_person_days(view, days) for days in (view.solved.today.days, view.solved.plan.days))
    rows = []
    for s in range(len(view.instance.site_ids)):
        sends = bool(view.instance.is_hospital[s])
        houses = view.instance.parent == s if sends else np.arange(len(view.instance.site_ids)) == s
        for r in range(len(view.instance.role_ids)):
            days = float(before[r, houses].sum()), float(now[r, houses].sum())
            if max(days) > LESS or (sends and _limits(view, r, s)):
                rows.append(_staff(view, s, r, days))
    return Table("staff", STAFF, rows)


def _person_days(view: View, days: Floats) -> Floats:
    """``(R, S)`` person-days a week at houses."""
    at_houses: Floats = np.where(view.instance.is_hospital, 0.0, view.instance.staff.per_day.T @ days)
    return at_houses


def _limits(view: View, r: int, s: int) -> bool:
    return bool(np.isfinite(view.instance.staff.extra_days[r, s]))


def _staff(view: View, s: int, r: int, days: tuple[float, float]) -> Row:
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
        share(extra, limit) if limit else None,
    )


def payers(view: View) -> Table:
    """One row per payer × cost item that is not nothing."""
    return Table("payers", PAYERS, [(*who, *amounts) for who, amounts in sorted(_summed(view.now.money).items())])


def _summed(money: tuple[MoneyItem, ...]) -> dict[tuple[str, str], tuple[float, float]]:
    total: dict[tuple[str, str], tuple[float, float]] = {}
    for item in money:
        running, investment = total.get((item.payer, item.item), (0.0, 0.0))
        total[item.payer, item.item] = running + item.dkk_per_year, investment + item.investment_dkk
    return total
