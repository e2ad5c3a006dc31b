"""The rules between decisions: one short function per name in ``docs/model.md``.

Each writes the rows of its rule into a `Draft`; only `saved_minutes` writes a term of the citizen aim.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placement.instance.instance import NO_SITE, Floor
from placement.model.decisions import fortsat, least_volume
from placement.model.draft import Draft, Pair, Shared
from placement.model.linear import Linear, total
from placement.model.measures import WITHIN, at_house, counted, of_floor
from placement.scenario.schema.rules import Rule

MARGIN = 2e-7
"""Room on shares that today's plan meets exactly; below the judge's tolerance (1e-6), above HiGHS's (1e-7)."""


def number_of_sites(draft: Draft) -> None:
    """A function is offered at no fewer sites than ``at_least`` and no more than ``at_most``."""
    clinics = draft.instance.clinics
    for f, function_id in enumerate(draft.instance.function_ids):
        count = total((draft.open[f, s], 1.0) for s in draft.sites_of(f))
        least, most = float(clinics.sites_at_least[f]), float(clinics.sites_at_most[f])
        if least == most:
            draft.row(Rule.NUMBER_OF_SITES, count, "==", Linear(least), function_id)
            continue
        if least > 0:
            draft.row(Rule.NUMBER_OF_SITES, count, ">=", Linear(least), function_id, "least")
        if np.isfinite(most):
            draft.row(Rule.NUMBER_OF_SITES, count, "<=", Linear(most), function_id, "most")


def max_changes(draft: Draft) -> None:
    """New and closed offers together are at most ``policy.max_changes``."""
    limit = draft.instance.scenario.policy.max_changes
    if limit is None:
        return
    draft.row(Rule.MAX_CHANGES, changes_since_today(draft), "<=", Linear(float(limit)))


def changes_since_today(draft: Draft) -> Linear:
    """The number of new and closed offers, as an expression."""
    changes = Linear()
    for f, s in np.argwhere(draft.today.open):
        changes.add(1.0 - draft.open.get((int(f), int(s)), Linear(0.0)))
    for pair in draft.possible:
        if not draft.stands(pair):
            changes.add(draft.open[pair])
    return changes


def requires_on_site(draft: Draft) -> None:
    """A new placement at a house needs the functions it builds on at the same house."""
    for f, s in draft.pairs(houses=True):
        if draft.stands((f, s)) or draft.instance.is_waived(Rule.REQUIRES_ON_SITE, f, s):
            continue
        for g in np.flatnonzero(draft.instance.clinics.requires[f]):
            other = draft.open.get((int(g), s), Linear(0.0))
            draft.row(Rule.REQUIRES_ON_SITE, draft.open[f, s], "<=", other, *draft.ids(f, s), draft.ids(int(g), s)[0])


def overflow_hospital(draft: Draft) -> None:
    """A house from which visits may overflow needs its overflow hospital to be open."""
    for pair in draft.pairs(houses=True):
        if draft.overflows(pair):
            target = int(draft.instance.overflow_site[pair])
            there = Linear(0.0) if target == NO_SITE else draft.open.get((pair[0], target), Linear(0.0))
            draft.row(Rule.OVERFLOW_HOSPITAL, draft.open[pair], "<=", there, *draft.ids(*pair))


def min_volume(draft: Draft) -> None:
    """Minimum visits and patients at houses: new placements, and existing ones where those may close."""
    for pair in draft.pairs(houses=True):
        least = least_volume(draft, pair)
        if least > 0:
            name = Rule.MIN_VISITS if draft.instance.clinics.min_visits[pair[0]] >= least else Rule.MIN_PATIENTS
            draft.row(name, draft.volume[pair], ">=", draft.open[pair] * least, *draft.ids(*pair))


def retained_volume(draft: Draft) -> None:
    """A hospital keeps enough visits of a function it has today, as long as the function stays open there."""
    clinics = draft.instance.clinics
    for pair in draft.pairs(houses=False):
        f, s = pair
        if not draft.stands(pair) or draft.instance.is_waived(Rule.RETAINED_VOLUME, f, s):
            continue
        today = float(draft.today.volume[pair])
        least = max(float(clinics.retained_share[f]) * today, fortsat(float(clinics.retained_visits[f]), today))
        if least > 0:
            draft.row(Rule.RETAINED_VOLUME, draft.volume[pair], ">=", draft.open[pair] * least, *draft.ids(f, s))


def max_travel(draft: Draft) -> None:
    """Enough of a function's visits are within its longest trip; visits at home count as within."""
    instance = draft.instance
    for f, function_id in enumerate(instance.function_ids):
        if not np.isfinite(instance.clinics.max_travel_minutes[f]):
            continue
        visits = float(instance.demand.visits[f].sum())
        asked = float(instance.clinics.max_travel_share[f])
        stands = instance.baseline.open[f].any() and not instance.clinics.travel_demanded[f]
        share = min(asked, float(draft.today.travel_share[f])) if stands else asked
        within = Linear().add(draft.totals[WITHIN, f])
        for level, chosen in enumerate(draft.level[f]):
            within.add(chosen, float((instance.demand.visits[f] * instance.demand.home_share[f][level]).sum()))
        if visits > 0:
            draft.row(Rule.MAX_TRAVEL, within * (1 / visits), ">=", Linear(share - MARGIN), function_id, unit=visits)


def free_room_days(draft: Draft) -> None:
    """Room-days beyond today's at a house, by kind, are at most the free ones and those taken back from tenants."""
    instance = draft.instance
    rooms: dict[Pair, list[int]] = {}
    for f in range(len(instance.function_ids)):
        room = int(instance.clinics.room[f])
        for s in map(int, np.flatnonzero(~instance.is_hospital & np.isfinite(instance.clinics.free_rooms[:, room]))):
            rooms.setdefault((s, room), []).append(f)
    for (s, k), functions in rooms.items():
        used = [extra_days(draft, (f, s)) for f in functions if not instance.is_waived(Rule.FREE_ROOM_DAYS, f, s)]
        free = float(instance.clinics.free_rooms[s, k])
        more = total((days, 1.0) for days in used)
        let, ids = float(instance.clinics.let_rooms[s, k]), (instance.site_ids[s], instance.room_ids[k])
        if let > 0:
            draft.taken_back[s, k] = draft.variable("taken_back", *ids, upper=let)
            more = more - draft.taken_back[s, k]
        draft.row(Rule.FREE_ROOM_DAYS, more, "<=", Linear(free), *ids)
        draft.shared.append(_shared(draft, draft.name(Rule.FREE_ROOM_DAYS, *ids), [(f, s) for f in functions]))


def _shared(draft: Draft, row: str, pairs: Sequence[Pair]) -> Shared:
    """The row's clinics whose days follow from one chosen column each; other clinics of the row are left out."""
    columns = {
        pair: tuple(v.name for v, c in draft.days[pair].terms.items() if c)
        for pair in pairs
        if pair in draft.one_choice
    }
    return Shared(row, tuple((names, pair in draft.certain) for pair, names in columns.items() if names))


def extra_days(draft: Draft, pair: Pair) -> Linear:
    """Clinic days a week beyond today's at a house."""
    return draft.days.get(pair, Linear(0.0)) - float(draft.today.days[pair])


def staff_days(draft: Draft) -> None:
    """Days a hospital sends out beyond today's are at most its role's extra days, plus those recruited for."""
    instance = draft.instance
    for r, role in enumerate(instance.role_ids):
        for h in np.flatnonzero(instance.is_hospital & np.isfinite(instance.staff.extra_days[r])):
            sent = Linear()
            for f, s in np.argwhere((instance.staff.per_day[:, r, None] > 0) & (instance.parent == h)).tolist():
                if not (instance.is_waived(Rule.STAFF_DAYS, f, s) or instance.is_waived(Rule.STAFF_DAYS, f, int(h))):
                    sent.add(extra_days(draft, (f, s)), float(instance.staff.per_day[f, r]))
            sent.add(_at_home(draft, r, int(h)))
            ids = role, instance.site_ids[h]
            if instance.staff.recruit_days[r, h] > 0:
                most = float(instance.staff.recruit_days[r, h])
                draft.recruited[r, int(h)] = draft.variable("recruited", *ids, upper=most)
                sent = sent - draft.recruited[r, int(h)]
            draft.row(Rule.STAFF_DAYS, sent, "<=", Linear(float(instance.staff.extra_days[r, h])), *ids)


def _at_home(draft: Draft, r: int, h: int) -> Linear:
    """Person-days a week of a role that visits at home beyond today's take from the hospital's people."""
    instance, days = draft.instance, Linear()
    units = instance.staff.home_hospital == h
    for f in map(int, np.flatnonzero(instance.staff.home_days[:, r])):
        if instance.is_waived(Rule.STAFF_DAYS, f, h):
            continue
        visits, shares = instance.demand.visits[f, units], instance.demand.home_share[f][:, units]
        at_home = shares @ visits * float(instance.staff.home_days[f, r])
        today = float(at_home[0]) if instance.baseline.exists else 0.0
        for level, chosen in enumerate(draft.level[f]):
            days.add(chosen, float(at_home[level]))
        days.constant -= today
    return days


def recruitment(draft: Draft) -> None:
    """Days recruited for in the whole region are at most the role's ``recruit_days_per_week_in_all``."""
    staff = draft.instance.staff
    for r in map(int, np.flatnonzero(np.isfinite(staff.recruit_in_all))):
        recruited = total((days, 1.0) for (role, _), days in draft.recruited.items() if role == r)
        most = Linear(float(staff.recruit_in_all[r]))
        draft.row(Rule.RECRUITMENT, recruited, "<=", most, draft.instance.role_ids[r])


def max_days_away(draft: Draft) -> None:
    """Days a hospital's people are away, today's included, are at most the limit, or today's where that is more."""
    instance, staff = draft.instance, draft.instance.staff
    for r, h in np.argwhere(np.isfinite(staff.most_away) & instance.is_hospital).tolist():
        away, today = Linear(), 0.0
        for f, s in np.argwhere((staff.away[:, r] > 0) & (instance.parent == h)).tolist():
            if instance.is_waived(Rule.MAX_DAYS_AWAY, f, s) or instance.is_waived(Rule.MAX_DAYS_AWAY, f, h):
                continue
            away.add(draft.days.get((f, s), Linear(0.0)), float(staff.away[f, r, s]))
            today += float(staff.away[f, r, s] * draft.today.days[f, s])
        most = Linear(max(float(staff.most_away[r, h]), today))
        draft.row(Rule.MAX_DAYS_AWAY, away, "<=", most, instance.role_ids[r], instance.site_ids[h])


def coverage(draft: Draft) -> None:
    """Enough of the visits are within each floor's minutes, in its group; visits at home count as within."""
    for n, floor in enumerate(draft.instance.floors):
        functions = _functions(draft, floor)
        stands = bool(draft.instance.baseline.open[functions].any())
        kept = stands and not floor.demanded
        share = min(floor.share, float(draft.today.coverage[n])) if kept else floor.share
        near = Linear()
        for f in functions:
            near.add(draft.totals[of_floor(floor), f])
            visits = draft.instance.demand.visits[f] * floor.units
            for chosen, at_home in zip(draft.level[f], draft.instance.demand.home_share[f], strict=True):
                near.add(chosen, float(visits @ at_home))
        draft.row(Rule.COVERAGE, near * (1 / floor.visits), ">=", Linear(share - MARGIN), floor.name, floor.label)


def _functions(draft: Draft, floor: Floor) -> list[int]:
    return [f for f, name in enumerate(draft.instance.function_ids) if name in floor.functions]


def max_digital_share(draft: Draft) -> None:
    """Visits by telemedicine, and by video at houses, are at most the limit's share of all visits, or today's share."""
    instance, limit = draft.instance, draft.instance.scenario.policy.max_digital_share
    total = instance.demand.total_visits
    if limit is None or total <= 0:
        return
    digital = Linear()
    for f, name in enumerate(instance.function_ids):
        home = instance.scenario.functions[name].home
        if home is not None and home.mode == "telemedicine":
            for chosen, share in zip(draft.level[f], instance.demand.home_share[f], strict=True):
                digital.add(chosen, float(instance.demand.visits[f] @ share) / total)
    for f, s in draft.possible:
        by_video = float(instance.clinics.hybrid_share[f, s]) / total
        digital.add(draft.volume[f, s], by_video)
        digital.add(draft.open[f, s], -by_video * float(instance.demand.fixed[f, s]))
    most = max(limit.value, draft.today.digital_share)
    draft.row(Rule.MAX_DIGITAL_SHARE, digital, "<=", Linear(most + MARGIN))


def saved_minutes(draft: Draft) -> Linear:
    """Minutes a year, both ways and weighted, that saved trips take off the citizen aim.

    Of two functions under one roof a trip is saved for at most a share of either's visits. The column of saved trips is
    below both; since they lower an aim that is minimised, it takes the smaller value by itself.
    """
    saved, instance = Linear(), draft.instance
    for pair in instance.synergies:
        f, g = (instance.function_ids.index(name) for name in pair.functions)
        for zone in instance.zones:
            minutes = counted(draft.today.fairness, zone.minutes)
            for s in np.flatnonzero(~instance.is_hospital & np.isfinite(zone.minutes)).tolist():
                measure = at_house(zone.label, instance.site_ids[s])
                both = [draft.totals[measure, one] for one in (f, g)]
                if all(visits.terms or visits.constant for visits in both):
                    ids = (pair.name, zone.label, instance.site_ids[s])
                    trips = draft.variable("saved_trips", *ids, upper=both[0].at_most)
                    for name, visits in zip(pair.functions, both, strict=True):
                        draft.row("saved_trips", trips, "<=", visits * pair.share, *ids, name)
                    saved.add(trips, 2 * pair.weight * float(minutes[s]))
    return saved
