"""The aims of a comparison: today and each alternative; of two alternatives the difference too."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from placement.plan.compare import Moved
from placement.plan.evaluation import Evaluation
from placement.report.compare_sides import PAYERS, Sides, paid
from placement.report.tables import WIDTH, Column, Line, table
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


class _Row(NamedTuple):
    """Words, today's number, one number for each alternative, decimals, and whether they are changes."""

    words: str
    today: float
    values: list[float]
    decimals: int
    signed: bool = False


def aims(sides: Sides) -> list[Line]:
    """Today and each alternative; of two alternatives the difference too."""
    say, shown = sides.say, sides.found.solved
    two = len(shown) == 2
    letters = [sides.letter[each.name] for each in shown]
    heads = [say("today"), *letters, *([f"{letters[1]} − {letters[0]}"] if two else [])]
    columns = [Column(), Column(gives=True), *(Column((head,), right=True) for head in heads)]
    body: list[list[str]] = []
    starts = {0: len(" ".join(heads)) + WIDTH}
    for aim, rows in _rows(sides).items():
        starts[len(body) + 1] = len(say(aim)) + 1
        measured = (say(aim), say(f"{aim}.measures"))
        body += [[measured[n] if n < 2 else "", *_cells(sides, row, two=two)] for n, row in enumerate(rows)]
    lines = table(columns, body, width=WIDTH)
    return [Line(line, min(starts.get(n, 0), len(line))) for n, line in enumerate(lines)]


def _cells(sides: Sides, row: _Row, *, two: bool) -> list[str]:
    say = sides.say
    numbers = [say.number(value, row.decimals, signed=row.signed) for value in row.values]
    difference = [_difference(sides, row)] if two else []
    return [row.words, say.number(row.today, row.decimals), *numbers, *difference]


def _difference(sides: Sides, row: _Row) -> str:
    """Of the numbers as shown, so that the screen adds up."""
    first, second = (round(value, row.decimals) for value in row.values)
    both = math.isfinite(first) and math.isfinite(second)
    return sides.say.number(second - first, row.decimals, signed=True) if both else NOTHING


def _rows(sides: Sides) -> dict[str, list[_Row]]:
    """Rows of each aim."""
    say, shown = sides.say, sides.found.solved
    rows: dict[str, list[_Row]] = {"citizen": _affected(sides), "quality": [], "economy": []}
    for aim, name, decimals, times in _INDICATORS:
        values = [times * _indicator(each.solved.evaluation, name) for each in shown if each.solved]
        today = times * _indicator(sides.found.today.evaluation, name) if sides.found.today else _NAN
        if name == "visits_below_target":
            values, today = [_tens(value) for value in values], _tens(today)
        rows[aim].append(_Row(say(f"compare.{name}"), today, values, decimals))
    for key, payers in PAYERS:
        values = [paid(each, payers) / 1e6 for each in shown]
        rows["economy"].append(_Row(say(f"compare.row.{key}"), _NAN, values, 1, signed=True))
    investment = [sum(amounts[1] for amounts in each.dkk_by_payer.values()) / 1e6 for each in shown]
    rows["economy"].append(_Row(say("compare.row.investment"), _NAN, investment, 1))
    return rows


def _affected(sides: Sides) -> list[_Row]:
    """The visits that move against the reference, and their trip before and now."""
    found = [sides.found.versus[each.name].moved for each in sides.found.solved]
    if not any(moved and moved.visits > 0 for moved in found):
        return []

    def row(key: str, number: Callable[[Moved], float], decimals: int) -> _Row:
        values = [number(moved) if moved and moved.visits > 0 else _NAN for moved in found]
        return _Row(sides.say(f"compare.{key}", reference=sides.reference), _NAN, values, decimals)

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
