"""``phases`` and ``phase_placements``: when what happens, in a plan over several phases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.plan.phases import invested
from placement.report.columns import Row, Table, key, number, text, whole
from placement.report.view import View, known
from placement.solve.result import InPhase, SolvedCourse

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
