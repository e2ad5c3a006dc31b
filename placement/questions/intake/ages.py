"""Age groups: the words for them, those of a scenario, and people added up by them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from placement.errors import Figure, Message, UsageError
from placement.questions.intake.findings import Findings
from placement.questions.intake.scenario import Region
from placement.scenario.checks.notes import few

Band = tuple[float, float]
"""The first and the last age, in years, both included."""
ALL: Band = (-1.0, math.inf)
"""All ages: a total that the file itself contains."""
_YEARS = r"\s*(?:år|aar|years?|yr)?\.?"
_OVER = r"(?:\+|og derover|og over|eller derover|and over|and older|or over|plus)"
_BANDS = (
    (re.compile(rf"(\d{{1,3}}){_YEARS}\s*(?:-|–|til|to|_)\s*(\d{{1,3}}){_YEARS}"), 2),
    (re.compile(rf"(\d{{1,3}}){_YEARS}\s*{_OVER}{_YEARS}"), 1),
    (re.compile(rf"(?:under|below)\s*(\d{{1,3}}){_YEARS}"), -1),
    (re.compile(rf"(\d{{1,3}}){_YEARS}"), 0),
)
_ALL_AGES = re.compile(r"(i alt|alle?|total|all ages|alder i alt|alle aldre|hele befolkningen)\.?", re.IGNORECASE)


def band(text: str) -> Band | None:
    """The ages in a text such as ``65+`` or ``0-17``; None where there are none."""
    text = text.strip().casefold()
    if _ALL_AGES.fullmatch(text):
        return ALL
    for pattern, kind in _BANDS:
        found = pattern.fullmatch(text)
        if found:
            first = float(found[1])
            if kind == 2:
                return (first, float(found[2])) if float(found[2]) >= first else None
            return {1: (first, math.inf), -1: (0.0, first - 1), 0: (first, first)}[kind]
    return None


def groups_of(region: Region, asked: Sequence[str]) -> dict[str, Band]:
    """The age groups by column: those asked for, else those the scenario's segments and areas have.

    Raises:
        UsageError: a group in ``asked`` is no age group.
    """
    if asked:
        found = {}
        for text in asked:
            name, sign, ages = text.partition("=")
            group = band(ages)
            if not sign or not name.strip().startswith("share_") or group is None or group == ALL:
                raise UsageError(
                    Message(
                        "--group {seen} is no age group; write it as share_65plus=65+ or share_0_17=0-17.", seen=text
                    )
                )
            found[name.strip()] = group
        return found
    columns = [str(one.get("people_share", "")) for one in region.rows("segments").values()]
    columns += [column for row in region.rows("areas").values() for column in row]
    known = {}
    for column in dict.fromkeys(columns):
        group = band(column.removeprefix("share_").replace("plus", "+")) if column.startswith("share_") else None
        if group is not None and group != ALL:
            known[column] = group
    return known


def said_ages(ages: Band) -> str:
    """The ages as text: 65+, 0-17; empty for all ages."""
    if ages == ALL:
        return ""
    return f"{ages[0]:g}+" if math.isinf(ages[1]) else f"{ages[0]:g}-{ages[1]:g}"


Counts = dict[str, dict[str, float]]
"""By area, then by column, its people and those in each age group."""


def within(ages: Band, group: Band) -> bool:
    """Whether ``group`` contains all of ``ages``."""
    return group[0] <= ages[0] and ages[1] <= group[1]


def overlap(bands: Mapping[Band, float]) -> str:
    """Ages that are in two bands, as text; empty where none are."""
    ordered = sorted(bands)
    return few([f"{said_ages(one)}, {said_ages(other)}" for one, other in pairwise(ordered) if other[0] <= one[1]])


def tell_sums(findings: Findings, counts: Counts, groups: Mapping[str, Band]) -> None:
    """Add a remark on how many people there are in all, and in each age group."""
    total = sum(one["people"] for one in counts.values())
    findings.say("{people} people in {n} areas.", people=Figure(total), n=len(counts))
    for column, group in groups.items():
        if any(column in one for one in counts.values()):
            part = sum(one.get(column, 0.0) for one in counts.values())
            findings.say(
                "{column}: {people} people aged {group}, {percent} per cent.",
                column=column,
                people=Figure(part),
                group=said_ages(group),
                percent=Figure(round(100 * part / total, 1) if total else 0),
            )
        else:
            findings.say("The file has no ages, so {column} is left as it is.", column=column)
    empty = [area for area, one in counts.items() if not one["people"]]
    if empty:
        findings.warnings.say("Nobody lives in: {areas}.", areas=few(empty))
