"""All tables of a result folder, and what is left out of them where numbers are small."""

from __future__ import annotations

from collections.abc import Callable

from placement.present.tables.columns import Table, suppressed
from placement.present.words.voice import Language
from placement.questions.proposal.findings import Study
from placement.questions.proposal.tables.citizens import areas, groups
from placement.questions.proposal.tables.evidence import (
    assumptions,
    calibration,
    knife_edge,
    profiles,
    rules,
    steps,
    vulnerability,
)
from placement.questions.proposal.tables.lookups import View
from placement.questions.proposal.tables.papers import catalogue, report_card
from placement.questions.proposal.tables.placements import assignments, functions, recommendation
from placement.questions.proposal.tables.places import hospitals, rooms, sites
from placement.questions.proposal.tables.resources import equipment, payers, phase_placements, phases, staff
from placement.solve.result import Solved

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
