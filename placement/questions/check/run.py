"""``placement check``: faults, defaults, calibration and what makes every plan infeasible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from placement.console.endings import Exit
from placement.console.output import show, show_json
from placement.console.request import one
from placement.errors import ScenarioError
from placement.instance.instance import Instance
from placement.instance.plausible import plausible
from placement.instance.travel import beyond_reach
from placement.model.demand_classes import refuse_tied
from placement.plan.phases import Situation, situations
from placement.present.folder.writing import put
from placement.present.tables.csv_dialect import dialect_named, dump
from placement.present.words.voice import Voice
from placement.questions.check.calibration import calibrated
from placement.questions.check.screen import Checked, check_screen
from placement.questions.check.tables import tables
from placement.questions.proposal.evidence import assumptions
from placement.questions.proposal.tables.evidence import CALIBRATION
from placement.scenario.checks.infeasibility import structural_causes
from placement.scenario.load import Loaded
from placement.solve.scalarisation import needs_table, no_price


def check(
    *,
    scenario: str,
    variant: str | None,
    overrides: Sequence[str],
    out: str | None,
    csv: str,
    every: bool,
    as_json: bool,
    voice: Voice,
) -> Exit:
    """Print what the scenario rests on.

    Raises:
        ScenarioError: with every fault.
        ResultError: a table cannot be written.
    """
    checked = look(one(scenario, variant, overrides, voice))
    if out:
        for name, table in tables(checked.calibration).items():
            put(Path(out) / f"{name}.csv", dump(table, dialect_named(csv)))
    if as_json:
        show_json(checked_document(checked, voice))
    else:
        show(lambda: check_screen(checked, voice, every=every))
    return Exit.INFEASIBLE if checked.causes else Exit.DONE


def look(loaded: Loaded) -> Checked:
    """Everything ``check`` knows about a scenario without faults."""
    scenario = loaded.scenario
    phases = _solvable(loaded)
    reach = dict.fromkeys(cause for part in phases for cause in beyond_reach(part.instance))
    causes = [
        *structural_causes(scenario, loaded.positions),
        *(loaded.fault_at(cause.path, cause.message) for cause in reach),
    ]
    instance = phases[0].instance
    return Checked(
        scenario=scenario,
        defaults=loaded.defaults_used,
        numbers=assumptions(
            scenario,
            scenario.objectives.method,
            scenario.objectives.weights,
            defaults_used=[path for path, _ in loaded.defaults_used],
        ),
        calibration=calibrated(phases[0]),
        causes=causes,
        odd=plausible(loaded, instance),
        cut_off=_cut_off(instance),
    )


def _solvable(loaded: Loaded) -> tuple[Situation, ...]:
    """The phases, after checking that none is too large for a model and that the method has its prices.

    Raises:
        ScenarioError: with what is too much or missing, placed where the planner wrote it.
    """
    try:
        phases = situations(loaded.scenario)
        refuse_tied([(part.instance, part.today) for part in phases])
        objectives = loaded.scenario.objectives
        if not needs_table(objectives.method) and objectives.prices.minute is None:
            raise ScenarioError([no_price(loaded.scenario)])
    except ScenarioError as error:
        raise loaded.placed(error) from None
    return phases


def _cut_off(instance: Instance) -> int:
    """The number of pairs of an area and a site between which nobody can travel."""
    ways = np.zeros((len(instance.area_ids), len(instance.site_ids)), dtype=bool)
    np.logical_or.at(ways, instance.unit_area, np.isfinite(instance.travel.minutes))
    return int((~ways).sum())


def checked_document(checked: Checked, say: Voice) -> dict[str, Any]:
    """The findings of ``check`` as JSON."""
    return {
        "schema_version": 1,
        "scenario": checked.scenario.name,
        "status": "infeasible" if checked.causes else "checked",
        "faults": [],
        "causes": [asdict(say.fault(cause)) for cause in checked.causes],
        "warnings": [asdict(say.fault(warning)) for warning in checked.odd],
        "counts": {**checked.counts, "pairs_nobody_can_travel": checked.cut_off},
        "numbers": checked.qualities,
        "defaults": dict(checked.defaults),
        "calibration": [
            {key: _finite(value) for key, value in asdict(row).items()} for row in checked.calibration.sites
        ],
        **{name: table.records() for name, table in tables(checked.calibration).items() if name != CALIBRATION.name},
    }


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
