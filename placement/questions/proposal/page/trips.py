"""Who loses and who gains: municipality by municipality, function by function, hospital by hospital."""

from __future__ import annotations

import math
from collections.abc import Iterator

from placement.present.charts import Bar, bars
from placement.present.parts import Part
from placement.present.svg import write
from placement.present.tables.columns import Cell
from placement.present.words.voice import NOTHING
from placement.questions.proposal.page.paper import Paper, Section, number

_FEW = 10
_PAYERS = ("region", "municipality")
_Row = dict[str, Cell]


def trips(paper: Paper) -> Section:
    """Losers before winners everywhere."""
    parts = [_groups(paper), *_functions(paper), _hospitals(paper)]
    return Section("trips", paper.say("Who loses and who gains"), tuple(parts))


def _groups(paper: Paper) -> Part:
    say, rows = paper.say, sorted(paper.rows("groups"), key=_most_lost_first)
    heads = ("group", "longer", "shorter", "visits", "minutes_today", "minutes", "near_today", "near", *_PAYERS)
    grid = paper.grid(
        paper.say("Municipality by municipality"), heads, [_group(paper, row) for row in rows if row["group"]]
    )
    return Part(
        say("Municipality by municipality"),
        (
            say(
                "Those with a longer trip come first. Figures are visits a year, not "
                "inhabitants. Kroner are the region's and the municipality's cost of transport "
                "and care at home, relative to today."
            ),
        ),
        pictures=_picture(paper, rows),
        grid=grid,
    )


def _most_lost_first(row: _Row) -> tuple[float, float, str]:
    lost = number(row, "visits_longer_per_year")
    return -(lost if lost >= _FEW else 0.0), -number(row, "visits_shorter_per_year"), str(row["group"])


def _group(paper: Paper, row: _Row) -> list[str]:
    say = paper.say
    visits = [paper.counts(number(row, f"visits_{way}_per_year")) for way in ("longer", "shorter")]
    minutes = [say.number(number(row, name), 1) for name in ("mean_minutes_today", "mean_minutes_per_visit")]
    near = [say.number(number(row, f"functions_within_30_min{when}")) for when in ("_today", "")]
    money = [say.number(number(row, f"{payer}_dkk_per_year") / 1e6, 2, signed=True) for payer in _PAYERS]
    return [str(row["group"]), *visits, paper.counts(number(row, "visits_per_year")), *minutes, *near, *money]


def _picture(paper: Paper, rows: list[_Row]) -> tuple[str, ...]:
    """Bars of those who lose or gain anything that shows."""
    say = paper.say
    made = [bar for row in rows if row["group"] and max((bar := _bar(paper, row)).loses, bar.gains) > 0]
    if len(made) < 2:
        return ()
    drawn = bars(
        "groups",
        made,
        title=say("Visits a year with a longer and a shorter trip, by municipality"),
        description=_in_words(paper, made),
        left_words=say("Longer trip"),
        right_words=say("Shorter trip"),
    )
    return (write(drawn),)


def _bar(paper: Paper, row: _Row) -> Bar:
    """Few visits are none."""
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
    """Functions whose visits move; those with a longer trip first."""
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
    yield Part(say("Offer by offer"), grid=paper.grid(paper.say("Offer by offer"), heads, rows))


def _hospitals(paper: Paper) -> Part:
    """What each hospital gives and gets in all, and where most; givers first."""
    by_hospital: dict[str, list[_Row]] = {}
    for row in paper.rows("hospitals"):
        by_hospital.setdefault(str(row["hospital_title"]), []).append(row)
    changes = {name: sum(number(row, "change_visits_per_year") for row in rows) for name, rows in by_hospital.items()}
    order = sorted(by_hospital, key=lambda name: (changes[name], name))
    rows = [_hospital(paper, name, by_hospital[name], changes[name]) for name in order]
    heads = ("hospital", "visits_today", "change", "share", "most", "stranded")
    return Part(
        paper.say("What hospitals give and get"),
        (paper.say("The cost left behind is pay for visits the hospital loses without being able to save."),),
        grid=paper.grid(paper.say("What hospitals give and get"), heads, rows, text="most"),
    )


def _hospital(paper: Paper, name: str, rows: list[_Row], change: float) -> list[str]:
    say = paper.say
    today = sum(number(row, "visits_today") for row in rows)
    least = min(rows, key=lambda row: number(row, "change_visits_per_year"))
    given = number(least, "change_visits_per_year")
    share = say.percent(number(least, "change_share"))
    most = say("{function} {share}", function=least["function_title"], share=share) if given <= -_FEW else NOTHING
    stranded = sum(number(row, "stranded_dkk_per_year") for row in rows)
    shown = say.about(change, signed=True) if abs(change) >= _FEW else say.number(0)
    return [
        name,
        paper.counts(today),
        shown,
        say.percent(change / today if today else math.nan, 1, signed=True),
        most,
        say.millions(stranded),
    ]
