"""The appendices: a sheet for each house, each giving hospital and each municipality, and the citizens' catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import Floats, Ints
from placement.locale import N_
from placement.present.parts import Part, Sheet
from placement.present.tables.columns import Cell
from placement.present.words.voice import NOTHING
from placement.questions.proposal.page.paper import Paper, Section, number
from placement.questions.proposal.sheets import site_sheets
from placement.questions.proposal.tables.lookups import LESS

_Row = dict[str, Cell]
_MONEY = ("region", "municipality", "citizen")


def appendices(paper: Paper) -> list[Section]:
    """Every appendix that has something to say."""
    say = paper.say
    sites = site_sheets(paper.view, paper.made, paper.counts)
    found = [
        Section(
            "houses", say("A sheet for each house"), sheets=tuple(sheet for sheet in sites if sheet.kind == "house")
        ),
        Section(
            "giving",
            say("A sheet for each hospital that gives visits away"),
            sheets=tuple(sheet for sheet in sites if sheet.kind == "hospital"),
        ),
        Section("municipalities", _grouped(paper), sheets=tuple(_groups(paper))),
        Section(
            "catalogue",
            say("The citizens' catalogue"),
            (
                Part(
                    "",
                    (say("What one can come for in each house if the proposal comes about. What is new is marked."),),
                ),
                *_catalogue(paper),
            ),
        ),
    ]
    return [section for section in found if section.sheets or len(section.parts) > 1]


def _grouped(paper: Paper) -> str:
    by = paper.view.instance.scenario.areas.group_by
    return paper.say(
        N_("A sheet for each municipality") if by == "municipality" else N_("A sheet for each group of areas")
    )


def _groups(paper: Paper) -> Iterator[Sheet]:
    instance, say = paper.view.instance, paper.say
    labels = np.array(instance.group, dtype=object)
    for row in paper.rows("groups"):
        name = str(row["group"])
        if name:
            units = np.flatnonzero((labels == name)[instance.unit_area])
            parts = (Part(say("In short"), items=tuple(_in_short(paper, row))), _offers(paper, name, units))
            yield Sheet(
                f"group-{len(name)}-{name}",
                name,
                "group",
                (say("What the proposal means here. A calculated proposal, not a decision."),),
                parts,
            )


def _in_short(paper: Paper, row: _Row) -> Iterator[str]:
    """Losers first."""
    say, counts = paper.say, paper.counts
    yield say(
        "About {people} inhabitants and {visits} visits a year",
        people=say.about(number(row, "people")),
        visits=counts(number(row, "visits_per_year")),
    )
    if paper.view.before is not None:
        longer, shorter = (counts(number(row, f"visits_{way}_per_year")) for way in ("longer", "shorter"))
        yield say(
            "Visits a year with a longer trip: {longer}; with a shorter trip: {shorter}", longer=longer, shorter=shorter
        )
        yield say(
            "Trip, all visits: {now} minutes (today {today})",
            **_both(paper, row, "mean_minutes_today", "mean_minutes_per_visit", 1),
        )
        yield say(
            "Trip of those without a car: {now} minutes (today {today})",
            **_both(paper, row, "mean_minutes_without_car_today", "mean_minutes_without_car", 1),
        )
        yield say(
            "Offers within 30 minutes: {now} (today {today})",
            **_both(paper, row, "functions_within_30_min_today", "functions_within_30_min", 0),
        )
        money = {payer: say.about(number(row, f"{payer}_dkk_per_year"), signed=True) for payer in _MONEY}
        yield say(
            "Transport and care at home, kr. a year: region {region}, municipality {municipality}, citizens {citizen}",
            **money,
        )


def _both(paper: Paper, row: _Row, before: str, now: str, decimals: int) -> dict[str, str]:
    return {name: paper.say.number(number(row, key), decimals) for name, key in (("today", before), ("now", now))}


def _offers(paper: Paper, name: str, units: Ints) -> Part:
    """Function by function: how far, and where most are seen, today and in the proposal."""
    say, instance, view = paper.say, paper.view.instance, paper.view
    rows = []
    for f, function in enumerate(instance.function_ids):
        now, home = view.now.seen[f][units], float(view.now.home[f][units].sum())
        before, home_before = view.seen_before[f][units], float(view.home_before[f][units].sum())
        total = float(now.sum()) + home
        if total > LESS:
            rows.append(
                [
                    paper.screen.function(function),
                    paper.counts(total),
                    say.number(_minutes(paper, before, home_before, units), 1),
                    say.number(_minutes(paper, now, home, units), 1),
                    say.percent(home / total),
                    _main_site(paper, before),
                    _main_site(paper, now),
                ]
            )
    heads = ("offer", "visits", "minutes_today", "minutes", "at_home", "seen_today", "seen")
    caption = say("Offer by offer: {group}", group=name)
    return Part(say("Offer by offer"), grid=paper.grid(caption, heads, rows, text="seen_today seen"))


def _minutes(paper: Paper, seen: Floats, home: float, units: Ints) -> float:
    total = float(seen.sum()) + home
    return float((seen * paper.view.travel_minutes[units]).sum()) / total if total > LESS else float("nan")


def _main_site(paper: Paper, seen: Floats) -> str:
    """The site most are seen at."""
    by_site = seen.sum(axis=0)
    best = int(by_site.argmax())
    return paper.screen.site(paper.view.instance.site_ids[best]) if by_site[best] > LESS else NOTHING


def _catalogue(paper: Paper) -> Iterator[Part]:
    """House by house, in words for citizens."""
    say = paper.say
    by_house: dict[str, list[_Row]] = {}
    for row in paper.rows("catalogue"):
        by_house.setdefault(str(row["site"]), []).append(row)
    for name, rows in by_house.items():
        title = paper.screen.site(name)
        shown = [
            [
                say("{function} (new)", function=row["function_title"]) if row["new"] else str(row["function_title"]),
                str(row["target_group"] or NOTHING),
                str(row["referral"] or NOTHING),
                str(row["opening_hours"] or NOTHING),
                say.short(number(row, "days_per_week"), 2),
            ]
            for row in rows
        ]
        heads = ("offer", "for_whom", "referral", "hours", "days")
        grid = paper.grid(say("Catalogue: {house}", house=title), heads, shown, text="for_whom referral hours")
        yield Part(title, grid=grid)
