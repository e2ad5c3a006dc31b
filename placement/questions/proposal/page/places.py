"""What the proposal means place by place: maps, who loses and who gains, and the appendices with sheets of places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from placement.instance.instance import Floats, Ints
from placement.locale import N_
from placement.present.charts import Bar, bars
from placement.present.maps.draw import draw
from placement.present.maps.picture import Map
from placement.present.parts import Depth, Part, Sheet
from placement.present.svg import write
from placement.present.words.quantities import Counts
from placement.present.words.voice import NOTHING, Voice
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.page.paper import Paper, Record, Section, from_depth, number
from placement.questions.proposal.sheets import site_sheets
from placement.questions.proposal.views import LESS

_CATCHMENTS = 4
"""The most functions that get a map of their own."""


def first_map(paper: Paper) -> Section | None:
    """The map of changes against today, which comes first on the page; None without today or coordinates."""
    atlas = Atlas(paper.view.solved, paper.view.lang)
    return map_section("map", paper.say("On the map"), [atlas.change()], "summary")


def more_maps(paper: Paper) -> Section | None:
    """The section of the other maps; None where none can be drawn."""
    atlas = Atlas(paper.view.solved, paper.view.lang)
    return map_section(
        "maps",
        paper.say("How far it is, and who goes where"),
        [atlas.travel(), *map(atlas.catchments, _changed(paper))],
    )


def map_section(name: str, title: str, maps: Sequence[Map | None], depth: Depth = "everything") -> Section | None:
    """A section of the maps that could be drawn, each with its description; None where none could."""
    shown = [_part(f"{name}-{at}", each) for at, each in enumerate(maps) if each is not None]
    return Section(name, title, tuple(from_depth(depth, shown))) if shown else None


def _part(name: str, shown: Map) -> Part:
    return Part(shown.title, (shown.description,), pictures=(draw(shown, name),))


def _changed(paper: Paper) -> list[str]:
    """Ids of functions that open or close somewhere, those that move most visits first."""
    solved, against = paper.view.solved, paper.screen.against
    if against is None:
        return []
    changes = (solved.plan.open != solved.instance.baseline.open).any(axis=1)
    names = [name for name, changed in zip(solved.instance.function_ids, changes, strict=True) if changed]
    return sorted(names, key=lambda name: -against.by_function[name].visits)[:_CATCHMENTS]


_FEW = 10
_PAYERS = ("region", "municipality")


def trips(paper: Paper) -> Section:
    """The section on trips: groups, functions and hospitals, those that lose most first."""
    parts = (*_groups(paper), *from_depth("meeting", (*_functions(paper), _hospitals(paper))))
    return Section("trips", paper.say("Who loses and who gains"), parts)


def _groups(paper: Paper) -> Iterator[Part]:
    say, rows = paper.say, sorted(paper.rows("groups"), key=_most_lost_first)
    heads = ("group", "longer", "shorter", "visits", "minutes_today", "minutes", "near_today", "near", *_PAYERS)
    title = say("{Grouping} by {grouping}")
    text = say(
        "Those with a longer trip come first. Figures are visits a year, not "
        "inhabitants. Kroner are {the_own_payer}'s and {the_other_payer}'s cost of transport "
        "and care at home, relative to today."
    )
    grid = paper.grid(title, heads, [_group(paper, row) for row in rows if row["group"]])
    yield Part(title, (text,), depth="meeting")
    yield Part(pictures=_picture(paper, rows))
    yield Part(grid=grid, depth="meeting")


def _most_lost_first(row: Record) -> tuple[float, float, str]:
    lost = number(row, "visits_longer_per_year")
    return -(lost if lost >= _FEW else 0.0), -number(row, "visits_shorter_per_year"), str(row["group"])


def _group(paper: Paper, row: Record) -> list[str]:
    say = paper.say
    visits = [paper.counts(number(row, f"visits_{way}_per_year")) for way in ("longer", "shorter")]
    minutes = [say.number(number(row, name), 1) for name in ("mean_minutes_today", "mean_minutes_per_visit")]
    near = [say.number(number(row, f"functions_within_30_min{when}")) for when in ("_today", "")]
    money = [say.millions(number(row, f"{payer}_cost_per_year"), 2, signed=True) for payer in _PAYERS]
    return [str(row["group"]), *visits, paper.counts(number(row, "visits_per_year")), *minutes, *near, *money]


def _picture(paper: Paper, rows: list[Record]) -> tuple[str, ...]:
    """Bars of the groups with noticeably longer or shorter trips; none for fewer than two groups."""
    say = paper.say
    made = [bar for row in rows if row["group"] and max((bar := _bar(paper, row)).loses, bar.gains) > 0]
    if len(made) < 2:
        return ()
    drawn = bars(
        "groups",
        made,
        title=say("Visits a year with a longer and a shorter trip, by {grouping}"),
        description=_in_words(paper, made),
        left_words=say("Longer trip"),
        right_words=say("Shorter trip"),
    )
    return (write(drawn),)


def _bar(paper: Paper, row: Record) -> Bar:
    """A group's bar; fewer visits than ``_FEW`` count as none."""
    found = (number(row, f"visits_{way}_per_year") for way in ("longer", "shorter"))
    lost, won = (visits if visits >= _FEW else 0.0 for visits in found)
    return Bar(str(row["group"]), lost, won, paper.say.about(lost), paper.say.about(won))


def _in_words(paper: Paper, made: list[Bar]) -> str:
    say = paper.say
    lost = [say("{name} {visits}", name=bar.name, visits=bar.left) for bar in made if bar.loses]
    won = [say("{name} {visits}", name=bar.name, visits=bar.right) for bar in made if bar.gains]
    return say(
        "Longer trip: {lost}. Shorter trip: {won}.",
        lost=say.listed(lost) or say("none"),
        won=say.listed(won) or say("none"),
    )


def _functions(paper: Paper) -> Iterator[Part]:
    """The table of functions whose visits move; those with a longer trip first."""
    against, say = paper.screen.against, paper.say
    moved = {} if against is None else {name: each for name, each in against.by_function.items() if each.visits >= 0.5}
    if not moved:
        return
    rows = [
        [
            paper.screen.function(name),
            paper.counts(each.visits_longer),
            say.number(each.minutes_longer if each.visits_longer else math.nan, 1),
            paper.counts(each.visits_shorter),
            say.number(each.minutes_shorter if each.visits_shorter else math.nan, 1),
        ]
        for name, each in sorted(moved.items(), key=lambda one: (-one[1].visits_longer, -one[1].visits_shorter))
    ]
    heads = ("offer", "longer", "minutes_longer", "shorter", "minutes_shorter")
    yield paper.table(say("Offer by offer"), heads, rows)


def _hospitals(paper: Paper) -> Part:
    """What each hospital gives away and receives in all, and where most; givers first."""
    by_hospital: dict[str, list[Record]] = {}
    for row in paper.rows("hospitals"):
        by_hospital.setdefault(str(row["hospital_title"]), []).append(row)
    changes = {name: sum(number(row, "change_visits_per_year") for row in rows) for name, rows in by_hospital.items()}
    order = sorted(by_hospital, key=lambda name: (changes[name], name))
    rows = [_hospital(paper, name, by_hospital[name], changes[name]) for name in order]
    heads = ("hospital", "visits_today", "change", "share", "most", "stranded")
    text = paper.say("The cost left behind is pay for visits the hospital loses without being able to save.")
    return paper.table(paper.say("What hospitals give and get"), heads, rows, texts=(text,), text="most")


def _hospital(paper: Paper, name: str, rows: list[Record], change: float) -> list[str]:
    say = paper.say
    today = sum(number(row, "visits_today") for row in rows)
    least = min(rows, key=lambda row: number(row, "change_visits_per_year"))
    given = number(least, "change_visits_per_year")
    share = say.percent(number(least, "change_share"))
    most = say("{function} {share}", function=least["function_title"], share=share) if given <= -_FEW else NOTHING
    stranded = sum(number(row, "stranded_cost_per_year") for row in rows)
    shown = say.about(change, signed=True) if abs(change) >= _FEW else say.number(0)
    return [
        name,
        paper.counts(today),
        shown,
        say.percent(change / today if today else math.nan, 1, signed=True),
        most,
        say.millions(stranded),
    ]


_MONEY = ("region", "municipality", "citizen")


def appendices(paper: Paper) -> list[Section]:
    """The appendices, those without content left out."""
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
        Section("municipalities", _group_heading(paper), sheets=tuple(_group_sheets(paper))),
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


def _group_heading(paper: Paper) -> str:
    by = paper.view.instance.scenario.areas.group_by
    return paper.say(
        N_("A sheet for each {grouping}") if by == "municipality" else N_("A sheet for each group of areas")
    )


def _group_sheets(paper: Paper) -> Iterator[Sheet]:
    instance, say = paper.view.instance, paper.say
    labels = np.array(instance.group, dtype=object)
    for row in paper.rows("groups"):
        name = str(row["group"])
        if name:
            units = np.flatnonzero((labels == name)[instance.unit_area])
            parts = (
                Part(say("In short"), items=tuple(in_short(paper.counts, row, paper.view.before is not None))),
                _offers(paper, name, units),
            )
            yield Sheet(
                f"group-{len(name)}-{name}",
                name,
                "group",
                (say("What the proposal means here. A calculated proposal, not a decision."),),
                parts,
            )


def in_short(counts: Counts, row: Record, has_today: bool) -> Iterator[str]:
    """Sentences on an area or a group: people, visits, trips, reach and money; the last four against today."""
    say = counts.say
    yield say(
        "About {people} inhabitants and {visits} visits a year",
        people=say.about(number(row, "people")),
        visits=counts(number(row, "visits_per_year")),
    )
    if has_today:
        longer, shorter = (counts(number(row, f"visits_{way}_per_year")) for way in ("longer", "shorter"))
        yield say(
            "Visits a year with a longer trip: {longer}; with a shorter trip, home included: {shorter}",
            longer=longer,
            shorter=shorter,
        )
        yield say(
            "Trip, all visits: {now} minutes (today {today})",
            **_both(say, row, "mean_minutes_today", "mean_minutes_per_visit", 1),
        )
        yield say(
            "Trip of those without a car: {now} minutes (today {today})",
            **_both(say, row, "mean_minutes_without_car_today", "mean_minutes_without_car", 1),
        )
        yield say(
            "Offers within 30 minutes: {now} (today {today})",
            **_both(say, row, "functions_within_30_min_today", "functions_within_30_min", 0),
        )
        money = {payer: say.money(number(row, f"{payer}_cost_per_year"), signed=True) for payer in _MONEY}
        yield say(
            "Transport and care at home, kr. a year: {the_own_payer} {region}, {the_other_payer} {municipality}, "
            "citizens {citizen}",
            **money,
        )


def _both(say: Voice, row: Record, before: str, now: str, decimals: int) -> dict[str, str]:
    return {name: say.number(number(row, key), decimals) for name, key in (("today", before), ("now", now))}


def _offers(paper: Paper, name: str, units: Ints) -> Part:
    """A row for each function: visits, minutes, share at home and main site, today and proposed."""
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
    """The site where most of the visits are seen."""
    by_site = seen.sum(axis=0)
    best = int(by_site.argmax())
    return paper.screen.site(paper.view.instance.site_ids[best]) if by_site[best] > LESS else NOTHING


def _catalogue(paper: Paper) -> Iterator[Part]:
    """Tables of what each house offers: for whom, how one is referred and when it is open."""
    say = paper.say
    by_house: dict[str, list[Record]] = {}
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
