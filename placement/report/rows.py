"""All tables of a result folder, and what is left out of them where numbers are small."""

from __future__ import annotations

from collections.abc import Callable

from placement.report.columns import Table
from placement.report.rows_card import report_card
from placement.report.rows_catalogue import catalogue
from placement.report.rows_citizens import areas, groups
from placement.report.rows_functions import functions
from placement.report.rows_offers import assignments, recommendation
from placement.report.rows_phases import phase_placements, phases
from placement.report.rows_places import hospitals, sites
from placement.report.rows_profiles import profiles
from placement.report.rows_resources import equipment, payers, staff
from placement.report.rows_rooms import rooms
from placement.report.rows_rules import rules
from placement.report.rows_study import assumptions, calibration, knife_edge, steps
from placement.report.rows_vulnerability import vulnerability
from placement.report.suppression import suppressed
from placement.report.text_numbers import Language
from placement.report.view import View
from placement.solve.result import Solved
from placement.study.contract import Study

_MAKERS: tuple[Callable[[View], Table], ...] = (
    recommendation,
    assignments,
    sites,
    hospitals,
    functions,
    areas,
    groups,
    steps,
    calibration,
    knife_edge,
    assumptions,
    equipment,
    staff,
    rooms,
    vulnerability,
    payers,
    catalogue,
    report_card,
    profiles,
    rules,
)
_OF_PHASES: tuple[Callable[[View], Table], ...] = (phases, phase_placements)
"""Only where the scenario has phases."""


def tables(solved: Solved, study: Study, *, lang: Language = "da", suppress_below: float = 0.0) -> dict[str, Table]:
    """Every table of the result folder by its name.

    Args:
        solved: the plan and what the judge says of it.
        study: what is said beside it.
        lang: language of titles and sentences; headings are the same in both.
        suppress_below: visits above 0 and below this are left out where areas are told apart; 0 leaves nothing out.
    """
    view = View(solved, study, lang)
    made = {table.name: table for table in (make(view) for make in (*_MAKERS, *(_OF_PHASES if solved.course else ())))}
    return {name: suppressed(table, suppress_below) for name, table in made.items()}
