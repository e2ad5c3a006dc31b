"""The tables of a comparison's screen: municipality by municipality, hospital by hospital."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from placement.report.compare_sides import FEW_VISITS, Sides, change_share, heading_line, visits_by_hospital
from placement.report.counts import Counts
from placement.report.names import short_name, short_names
from placement.report.tables import Column, Line, cells, table, wrapped
from placement.report.terminal import terminal
from placement.report.text import NOTHING
from placement.study.versus import GroupFigures

_MOST_GROUPS = 5
_MOST_WITH_SHARES = 4
_Groups = Sequence[tuple[str, Mapping[str, GroupFigures]]]
Figure = tuple[str, list[list[str]]]
"""What it is, and columns of shown cells: a letter or today, then a cell for each group."""
_GROUP_PAYERS = ("region", "municipality", "citizen")


def groups(sides: Sides, *, every: bool) -> list[Line]:
    """Municipality by municipality: what is near, how long the trip is, who travels longer and shorter, kroner."""
    say, names = sides.say, group_names(sides)
    if not names:
        return []
    shown = names if every else [name for name in names if _touched(sides, name) >= FEW_VISITS][:_MOST_GROUPS]
    heading = say(f"compare.groups.{grouping(sides)}")
    if not shown:
        return [heading_line(say("compare.groups.none", groups=heading))]
    lines = [Line(line) for block in _blocks(sides, shown) for line in block]
    left = len(names) - len(shown)
    more = [Line(f" {say('compare.groups.more', n=left)}")] if left else []
    return [heading_line(heading), *lines, *more]


def _per(sides: Sides) -> _Groups:
    """Letter and groups of each alternative that has a proposal."""
    found = sides.found
    return [(sides.letter[each.name], found.versus[each.name].groups) for each in found.solved]


def group_names(sides: Sides) -> list[str]:
    """Groups in which most get a longer trip first, then those in which most move."""
    names = [name for name in dict.fromkeys(name for _, groups in _per(sides) for name in groups) if name]
    return sorted(names, key=lambda name: (-_longer(sides, name), -_touched(sides, name), name))


def grouping(sides: Sides) -> str:
    """Whether the groups are municipalities."""
    by = sides.found.plain.scenario.areas.group_by
    return "municipality" if by == "municipality" else "other"


def _touched(sides: Sides, name: str) -> float:
    """Visits that move in the group, most of any alternative."""
    return max((each.groups[name].moved.visits for _, each in sides.versus if name in each.groups), default=0.0)


def _longer(sides: Sides, name: str) -> float:
    """Visits with a longer trip in the group, most of any alternative; few are none."""
    found = (each.groups[name].moved.visits_longer for _, each in sides.versus if name in each.groups)
    most = max(found, default=0.0)
    return most if most >= FEW_VISITS else 0.0


def figures(sides: Sides, names: Sequence[str], below: float = 0.0) -> list[Figure]:
    """Of each group: what is near, how long the trip is, who travels longer and shorter, kroner.

    Visits above 0 and below ``below`` are not told.
    """
    say, per, today = sides.say, _per(sides), sides.found.groups_today
    counts = Counts(sides.found.plain.scenario, say, below)
    against = [(letter, each.groups) for letter, each in sides.versus]
    standings: _Groups = [(say("today"), today), *per] if today else list(per)
    blocks: list[tuple[str, _Groups, Callable[[GroupFigures], str]]] = [
        ("reach", standings, lambda g: say.number(g.functions_near)),
        ("trip", standings, lambda g: say.number(g.mean_minutes, 1)),
        ("visits", against, lambda g: f"{counts(g.moved.visits_longer)} / {counts(g.moved.visits_shorter)}"),
        ("money", against, lambda g: " / ".join(say.number(g.dkk[who] / 1e3, signed=True) for who in _GROUP_PAYERS)),
    ]
    return [
        (
            say(f"compare.block.{key}"),
            [[letter, *(told(g[name]) if name in g else NOTHING for name in names)] for letter, g in columns],
        )
        for key, columns, told in blocks
    ]


def _blocks(sides: Sides, names: list[str]) -> list[list[str]]:
    """Tables of the groups: as many of the figures side by side as there is room for."""
    labels = short_names(names)
    room = terminal().width - 1 - max(cells(label) for label in labels)
    packed: list[list[Figure]] = []
    used = terminal().width + 1
    for words, made in figures(sides, names):
        width = sum(2 + max(map(cells, column)) for column in made)
        if used + width > room:
            packed.append([])
            used = 0
        packed[-1].append((words, made))
        used += width
    return [_packed(block, labels) for block in packed]


def _packed(block: list[Figure], labels: list[str]) -> list[str]:
    """What the figures are, then their columns side by side."""
    made = [column for _, columns in block for column in columns]
    columns = [Column(gives=True), *(Column((column[0],), right=True) for column in made)]
    rows = [[label, *(column[n + 1] for column in made)] for n, label in enumerate(labels)]
    legend = " | ".join(words for words, _ in block)
    return [*wrapped(legend, "   "), *table(columns, rows)]


def hospitals(sides: Sides) -> list[Line]:
    """Each hospital that gives visits away or gains them, and how near it comes to what it must keep."""
    say, rows = sides.say, hospital_rows(sides)
    if not rows:
        return []
    columns = [Column((say("compare.hospital"),), gives=True, names=True)]
    columns += [Column((letter,), right=True) for letter, _ in sides.versus]
    columns += [Column((say("compare.tightest"),), gives=True)]
    heading = say("compare.hospitals", reference=sides.reference.upper())
    return [heading_line(heading), *map(Line, table(columns, rows))]


def hospital_rows(sides: Sides) -> list[list[str]]:
    """Name, change with each alternative, and what is tightest; those that give most first."""
    totals = [(letter, visits_by_hospital(each)) for letter, each in sides.versus]
    names = sorted({name for _, total in totals for name, both in total.items() if abs(both[1] - both[0]) >= 0.5})
    names.sort(key=lambda name: min(change_share(*total[name]) for _, total in totals if name in total))
    shares = len(totals) <= _MOST_WITH_SHARES
    return [
        [
            sides.names.site(name),
            *(_given(sides, total.get(name), shares=shares) for _, total in totals),
            _tightest(sides, name),
        ]
        for name in names
    ]


def _given(sides: Sides, both: tuple[float, float] | None, *, shares: bool) -> str:
    if both is None:
        return NOTHING
    say = sides.say
    if not shares:
        return say.about(both[1] - both[0], signed=True)
    return f"{say.about(both[1] - both[0], signed=True)} ({say.percent(change_share(*both), 1, signed=True)})"


def _tightest(sides: Sides, hospital: str) -> str:
    """The function that comes nearest to what the hospital must keep, over the alternatives."""
    bound = [
        (one.slack / one.bound, letter, one.function)
        for letter, each in sides.versus
        for one in each.hospitals
        if one.hospital == hospital and one.bound and one.slack is not None and one.change < -0.5
    ]
    if not bound:
        return ""
    room, letter, function = min(bound)
    say = sides.say
    name = short_name(sides.names.function(function))
    return say("compare.room", function=name, letter=letter, share=say.percent(room))
