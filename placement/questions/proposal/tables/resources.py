"""``equipment``, ``staff`` and ``payers``: what the proposal uses and who pays.

``phases`` and ``phase_placements``: when what happens, in a plan over several phases.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import Floats
from placement.plan.phases import invested
from placement.plan.plan import MoneyItem
from placement.present.tables.columns import Cell, Column, Row, Table, flag, key, number, text, whole
from placement.questions.proposal.tables.lookups import LESS, View, known, share
from placement.scenario.schema.offers import PAYERS as PUBLIC_PAYERS
from placement.solve.result import InPhase, SolvedCourse

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
    number(
        "stranded_dkk_per_year",
        "DKK/year",
        "At hospitals: annuity and service of the capacity that visits given away leave idle.",
        "Hospitalers udgift til den kapacitet, afgivne besøg efterlader.",
    ),
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
    number("recruited_days_per_week", "person-days/week", "Days it recruits for.", "Dage, der rekrutteres til."),
    number("recruit_limit", "person-days/week", "Most days it can recruit for; empty: none.", "Højst så mange."),
    number(
        "home_days_per_week",
        "person-days/week",
        "Days beyond today that visits at home take of its people; empty: not counted.",
        "Dage ud over i dag til besøg i hjemmet.",
    ),
    number("people", "persons", "Persons in the role; empty: not said.", "Personer i faggruppen."),
    number("days_away_per_week", "person-days/week", "Days its people are away.", "Dage, personalet er ude."),
    number("days_away_limit", "person-days/week", "Most days away; empty: no limit.", "Højst så mange dage ude."),
    number(
        "limit_utilisation",
        "share",
        "Extra days, home included, as a share of the limit.",
        "Andel af grænsen, der bruges.",
    ),
)

EVERYBODY = (*PUBLIC_PAYERS, "citizen")
"""Who can pay; what citizens pay is told but not part of the economy aim."""
PAYERS = (
    Column("payer", "string", "Who pays; citizen: reported only.", "Hvem der betaler.", key=True, allowed=EVERYBODY),
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
        _stranded(view, s, e) if counted and instance.is_hospital[s] else None,
        float(apparatus.min_utilisation[e]) if counted else None,
        float(apparatus.max_utilisation[e]) if counted else None,
    )


def _stranded(view: View, s: int, e: int) -> float:
    """What the freed part of the units costs a year: price as annuity, and service."""
    apparatus, money = view.instance.apparatus, view.instance.economics
    freed = apparatus.minutes_per_visit[:, e] @ (view.solved.today.volume[:, s] - view.now.volume[:, s])
    unit = money.equipment_price[e] * money.equipment_annuity[e] + money.equipment_service[e]
    return max(0.0, float(freed / apparatus.capacity[e])) * float(unit)


def staff(view: View) -> Table:
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
    return Table("staff", STAFF, rows)


def _person_days(view: View, days: Floats) -> Floats:
    """``(R, S)`` person-days a week at houses."""
    at_houses: Floats = np.where(view.instance.is_hospital, 0.0, view.instance.staff.per_day.T @ days)
    return at_houses


def _limits(view: View, r: int, s: int) -> bool:
    staff = view.instance.staff
    return bool(np.isfinite(staff.extra_days[r, s]) or np.isfinite(staff.most_away[r, s]))


def _home(view: View, r: int, s: int) -> float:
    """Person-days a week beyond today that visits at home take of a hospital's people."""
    return float(view.now.home_days[:, r, s].sum())


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
        *(_people(view, s, r) if sends else [None] * 6),
        share(extra + _home(view, r, s), limit) if limit else None,
    )


def _people(view: View, s: int, r: int) -> tuple[Cell, ...]:
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


def payers(view: View) -> Table:
    """One row per payer × cost item that is not nothing."""
    return Table("payers", PAYERS, [(*who, *amounts) for who, amounts in sorted(_summed(view.now.money).items())])


def _summed(money: tuple[MoneyItem, ...]) -> dict[tuple[str, str], tuple[float, float]]:
    total: dict[tuple[str, str], tuple[float, float]] = {}
    for item in money:
        running, investment = total.get((item.payer, item.item), (0.0, 0.0))
        total[item.payer, item.item] = running + item.dkk_per_year, investment + item.investment_dkk
    return total


CHANGES = ("new", "kept", "closed")

PHASES = (
    key("phase", "Phase id.", "Etapens id."),
    text("title", "Name of the phase.", "Etapens navn."),
    whole("from_year", "year", "Its first year, for which visits are reckoned.", "Første år, som besøgene gælder."),
    number("years", "years", "How long it lasts.", "Hvor længe den varer."),
    number("people", "inhabitants", "Inhabitants in the first year.", "Indbyggere i det første år."),
    number("visits_per_year", "visits/year", "Visits of all functions, home included.", "Besøg, hjemmet medregnet."),
    number("citizen_minutes_per_year", "minutes/year", "The citizen aim.", "Hensynet borger (rejsetid)."),
    number("citizen_minutes_today", "minutes/year", "The same as things stand today.", "Det samme som i dag."),
    number("quality_visits_per_year", "visits/year", "The quality aim.", "Hensynet faglighed (volumen)."),
    number("quality_visits_today", "visits/year", "The same as things stand today.", "Det samme som i dag."),
    number("economy_dkk_per_year", "DKK/year", "The economy aim, annuities included.", "Hensynet økonomi."),
    number(
        "operating_dkk_per_year", "DKK/year", "The region's running cost against today.", "Regionens drift mod i dag."
    ),
    number("investment_dkk", "DKK", "Invested in this phase.", "Anlæg i denne etape."),
    number("max_investment_dkk", "DKK", "Its budget; empty without one.", "Anlægsrammen; tom uden."),
    whole("new", "placements", "Offers that open in this phase.", "Tilbud, der åbner i denne etape."),
    whole("closed", "placements", "Offers that close in this phase.", "Tilbud, der lukkes i denne etape."),
)

PHASE_PLACEMENTS = (
    key("phase", "Phase id.", "Etapens id."),
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    text("change", "Against the phase before, the first one against today.", "Mod etapen før.", CHANGES),
    number("days_per_week", "days/week", "Clinic days; calculated at hospitals.", "Klinikdage."),
    number("visits_per_year", "visits/year", "Visits seen there in the first year.", "Besøg, der ses der."),
)


def phases(view: View) -> Table:
    """One row per phase."""
    course = view.solved.course
    return Table("phases", PHASES, list(_phases(view, course)) if course else [])


def _phases(view: View, course: SolvedCourse) -> Iterator[Row]:
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
            aims.economy_dkk,
            one.evaluation.operating,
            spent[n],
            known(instance.economics.max_phase_investment),
            int((change > 0).sum()),
            int((change < 0).sum()),
        )


def changed(course: SolvedCourse, number_: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """``(F, S)`` 1 where an offer opens in the phase, -1 where it closes."""
    before = course.phases[number_ - 1].plan.open if number_ else course.phases[0].situation.today.open
    return course.phases[number_].plan.open.astype(np.int64) - before


def phase_placements(view: View) -> Table:
    """One row per phase and offer that is open in it, or closes."""
    course, rows = view.solved.course, []
    for n, one in enumerate(course.phases if course else ()):
        rows += _placements(view, one, changed(course, n)) if course else []
    return Table("phase_placements", PHASE_PLACEMENTS, rows)


def _placements(view: View, one: InPhase, change: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[Row]:
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
