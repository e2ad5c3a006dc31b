"""``datapackage.json``: the Frictionless description of every table, for programs that read the folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from placement.report.columns import Column, Table
from placement.report.csv_dialect import Dialect
from placement.report.rows import SUPPRESSED
from placement.scenario.schema import Scenario

NAME = "datapackage.json"
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_DESCRIPTIONS = {
    "recommendation": "What is offered where: one row per function and site considered.",
    "assignments": "Who goes where: one row per area, function and site.",
    "sites": "What each site gets.",
    "hospitals": "What the giving hospitals lose, function by function.",
    "functions": "Each function against today.",
    "areas": "What it means where people live.",
    "groups": "The same by municipality or another grouping.",
    "steps": "The changes in the order that gives most at each step.",
    "calibration": "Modelled against observed visits today.",
    "knife_edge": "Areas that almost go elsewhere.",
    "assumptions": "Every number used, with range, source and owner.",
    "equipment": "Equipment by site.",
    "staff": "Staff days at houses, and those hospitals send out.",
    "rooms": "Room-days at houses by kind: in use, free, let and taken back.",
    "vulnerability": "What falls if a hospital's people lose a day.",
    "payers": "Who pays what, relative to today.",
    "catalogue": "What citizens can come for in each house.",
    "report_card": "The proposal on each of the strategy's four visions.",
    "profiles": "What other weights would propose.",
    "rules": "Every rule, place by place.",
    "phases": "Each phase: its years, aims, investment and running cost.",
    "compare_alternatives": "Today and each alternative: aims, indicators and who is affected.",
    "compare_placements": "What opens, closes, moves or stays in each alternative.",
    "compare_groups": "What each alternative means in each municipality or other group.",
    "compare_hospitals": "What the giving hospitals lose in each alternative.",
    "compare_payers": "Who pays what in each alternative, against today and against the reference.",
    "compare_inputs": "The assumptions that are not the same everywhere.",
    "compare_tips": "Where the difference between two alternatives turns, one number at a time.",
    "pareto": "The plans there is a choice between.",
    "pareto_placements": "What is open in each of them, and what closes.",
    "exchange_rates": "What more of one aim buys of another, from plan to plan.",
    "payoff": "The pay-off table, ideal, nadir and the worst in the set.",
    "phase_placements": "What is open in which phase, and what opens or closes.",
    "pairs": "Every function at every site: what decides it, and the price of deciding it otherwise.",
    "explain_rules": "Rules that say no and yes to one function at one site.",
    "explain_areas": "Where its patients live.",
    "explain_price": "What it costs to decide it otherwise than proposed.",
    "explain_displaced": "What else opens or closes then.",
    "explain_groups": "For whom trips get shorter or longer then.",
    "robust_placements": "How sure each placement is: core index and class.",
    "robust_plans": "Plans judged in every world, and the largest regret of each.",
    "robust_worlds": "The worlds of the sample, and whether there is a plan in each.",
    "robust_values": "Every number drawn, world by world.",
    "robust_numbers": "Numbers tried one at a time, at both ends of their ranges.",
    "robust_different": "Plans nearly as good as the proposal that differ most from it.",
    "robust_steps": "The best plans with at most 1, 2, 3 ... changes.",
    "robust_losses": "What gives way if a hospital's people lose a day.",
    "explain_changes": "What would have to change, one thing at a time.",
    "ballots": "Each participant's weights, and the plan they choose.",
    "ballot_placements": "Each placement there is or could be, and how many participants' weights choose it.",
    "ballot_plans": "Each plan chosen by somebody, or by the mean of the weights.",
    "ballot_plan_placements": "What is open in each plan, and what closes.",
    "ballot_regrets": "How much worse each plan is for each participant than the best of them.",
}


def datapackage(
    scenario: Scenario, tables: Mapping[str, Table], dialect: Dialect, created: str, suppress_below: float = 0.0
) -> dict[str, Any]:
    """The description of ``tables`` as they stand in files of this dialect."""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"placement-{_slug(scenario.name)}",
        "title": scenario.title.da,
        "description": scenario.about.purpose,
        "created": created,
        "resources": [_resource(table, dialect, suppress_below) for table in tables.values()],
    }
    return {name: value for name, value in package.items() if value}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower().translate(_LETTERS)).strip("-") or "scenario"


def _resource(table: Table, dialect: Dialect, suppress_below: float) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": _DESCRIPTIONS[table.name],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": dialect.encoding,
        "dialect": {
            "delimiter": dialect.delimiter,
            "lineTerminator": dialect.line_end,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [_field(column, dialect) for column in table.columns],
            "primaryKey": [column.name for column in table.columns if column.key],
            "missingValues": [""],
        },
    }
    if suppress_below > 0 and table.name in SUPPRESSED:
        resource["suppressed_below"] = suppress_below
        resource["description"] += f" Visits above 0 and below {suppress_below:g} are left out (empty)."
    return resource


def _field(column: Column, dialect: Dialect) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.meaning,
        "description_da": column.meaning_da,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.type == "number":
        field["decimalChar"] = dialect.decimal
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if column.key else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return {**field, "constraints": constraints} if constraints else field
