"""The aims of a comparison: today and each alternative; of two alternatives the difference too."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from placement.plan.compare import Moved
from placement.plan.evaluation import Evaluation
from placement.report.compare_sides import PAYERS, Sides, paid
from placement.report.text import NOTHING

_NAN = float("nan")
_INDICATORS = (
    ("citizen", "mean_minutes_per_visit", 1, 1.0),
    ("citizen", "share_beyond_45_min", 1, 100.0),
    ("citizen", "home_share", 1, 100.0),
    ("quality", "clinics_below_target", 0, 1.0),
    ("quality", "visits_below_target", 0, 1.0),
)
"""Aim, indicator, decimals, and what it is multiplied by."""


class Row(NamedTuple):
    """Words, today's number, one number for each alternative, decimals, and whether they are changes."""

    words: str
    today: float
    values: list[float]
    decimals: int
    signed: bool = False


def aim_heads(sides: Sides) -> list[str]:
    """Today, the letters, and of two alternatives their difference."""
    shown = [sides.letter[each.name] for each in sides.found.solved]
    return [sides.say("today"), *shown, *([f"{shown[1]} − {shown[0]}"] if len(shown) == 2 else [])]


def cells_of(sides: Sides, row: Row, *, two: bool) -> list[str]:
    """A row as shown: words, then a cell for each of ``aim_heads``."""
    say = sides.say
    numbers = [say.number(value, row.decimals, signed=row.signed) for value in row.values]
    difference = [_difference(sides, row)] if two else []
    return [row.words, say.number(row.today, row.decimals), *numbers, *difference]


def _difference(sides: Sides, row: Row) -> str:
    """Of the numbers as shown, so that the screen adds up."""
    first, second = (round(value, row.decimals) for value in row.values)
    both = math.isfinite(first) and math.isfinite(second)
    return sides.say.number(second - first, row.decimals, signed=True) if both else NOTHING


def rows_by_aim(sides: Sides) -> dict[str, list[Row]]:
    """Rows of each aim."""
    say, shown = sides.say, sides.found.solved
    rows: dict[str, list[Row]] = {"citizen": _affected(sides), "quality": [], "economy": []}
    for aim, name, decimals, times in _INDICATORS:
        values = [times * _indicator(each.solved.evaluation, name) for each in shown if each.solved]
        today = times * _indicator(sides.found.today.evaluation, name) if sides.found.today else _NAN
        if name == "visits_below_target":
            values, today = [_tens(value) for value in values], _tens(today)
        rows[aim].append(Row(say(f"compare.{name}"), today, values, decimals))
    for key, payers in PAYERS:
        values = [paid(each, payers) / 1e6 for each in shown]
        rows["economy"].append(Row(say(f"compare.row.{key}"), _NAN, values, 1, signed=True))
    investment = [sum(amounts[1] for amounts in each.dkk_by_payer.values()) / 1e6 for each in shown]
    rows["economy"].append(Row(say("compare.row.investment"), _NAN, investment, 1))
    return rows


def _affected(sides: Sides) -> list[Row]:
    """The visits that move against the reference, and their trip before and now."""
    found = [sides.found.versus[each.name].moved for each in sides.found.solved]
    if not any(moved and moved.visits > 0 for moved in found):
        return []

    def row(key: str, number: Callable[[Moved], float], decimals: int) -> Row:
        values = [number(moved) if moved and moved.visits > 0 else _NAN for moved in found]
        return Row(sides.say(f"compare.{key}", reference=sides.reference), _NAN, values, decimals)

    return [
        row("affected", lambda moved: _tens(moved.visits), 0),
        row("affected_before", lambda moved: moved.minutes_today, 1),
        row("affected_now", lambda moved: moved.minutes_now, 1),
    ]


def _tens(visits: float) -> float:
    """Modelled visits are not known to the unit."""
    return round(visits, -1) if math.isfinite(visits) else visits


def _indicator(judged: Evaluation, name: str) -> float:
    return float(judged.indicators.get(name, _NAN))
