"""The screen of ``compare``: a summary, the aims, changes, groups of areas, hospitals, assumptions and evidence.

The page uses its sentences and rows, and ``drafts`` whole sections of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from placement.locale import N_
from placement.present.screen.lines import (
    STANDARD,
    Column,
    Line,
    cells,
    headed,
    paragraph,
    spaced,
    table,
    terminal,
    wrapped,
)
from placement.present.words.quantities import Counts
from placement.present.words.terms import short_name, short_names
from placement.present.words.vocabulary import AIM_HEADING, AIM_MEASURES
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.compare.sides import (
    FEW_VISITS,
    MOST_NAMED,
    Sides,
    change_share,
    inputs,
    proof,
    turnings,
    visits_by_hospital,
)
from placement.questions.compare.study import SideBySide
from placement.questions.compare.summary import (
    aim_heads,
    cells_of,
    how_to_choose,
    in_short,
    rows_by_aim,
    told_left_out,
    whose_trip,
    without_plan,
)
from placement.questions.proposal.against_reference import GroupFigures, HomeFigures, Move, Pair
from placement.scenario.schema.frame import BASE

_CLOSES = N_("Closes: {names}.")
_OPENS = N_("Opens: {names}.")
_LEAVES_OUT = N_("Leaves out: {names}.")
_KEEPS = N_("Keeps: {names}.")
"""What the reference opens and the plan does not, and what the reference closes and the plan does not."""
_LEAST_WORDS = 12
"""Cells that the words of a measure are given at least."""
_MOST_INPUTS = 12
_MOST_GROUPS = 5
_GROUP_PAYERS = ("region", "municipality", "citizen")
_Groups = Sequence[tuple[str, Mapping[str, GroupFigures]]]
_Cell = Callable[[GroupFigures], str]
Figure = tuple[str, list[list[str]]]
"""The name of a figure, and columns of shown cells: a letter or today, then a cell for each group."""


class Told(NamedTuple):
    """A heading and the sentences below it."""

    heading: str
    sentences: list[str]


def compare_screen(
    found: SideBySide,
    language: Language = "da",
    *,
    folder: str | None = "",
    every: bool = False,
    about: str = "compare",
) -> list[Line]:
    """The summary in sentences, then the aims, then what differs.

    ``folder`` is where the tables are, empty where none are written; None: folders are not mentioned. ``about``: as of
    `Sides`.
    """
    sides = Sides(found, language, about=about)
    if not found.solved:
        return [*_header(sides), *told_without_plan(sides)]
    own = [_agreed(sides), _inputs(sides, every=every), evidence(sides, folder)]
    return spaced([_header(sides), *plans(sides, every=every), *own])


def plans(sides: Sides, *, every: bool) -> list[list[Line]]:
    """The sections on the proposals: summary, aims, changes, groups of areas and hospitals."""
    return [
        _in_short(sides),
        _aims(sides),
        _changes(sides, every=every),
        groups(sides, every=every),
        hospitals(sides),
    ]


def _header(sides: Sides) -> list[Line]:
    """The title, what each letter stands for, and the reference."""
    lines = [headed(sides.found.plain.scenario.title.in_language(sides.say.language))]
    for letter, words in letters(sides).items():
        lines += map(Line, wrapped(words, f" {letter} = "))
    if choose := how_to_choose(sides):
        lines += [*map(Line, wrapped(choose, " ")), *_bullets(told_left_out(sides))]
    return [*lines, *map(Line, wrapped(sides.say("Held against: {name}", name=sides.reference), " "))]


def letters(sides: Sides) -> dict[str, str]:
    """What each letter stands for."""
    found = {}
    for each in sides.found.alternatives:
        is_base = each.name == BASE
        words = (
            sides.say("the scenario without variants (base)")
            if is_base
            else f"{sides.names.alternative(each)} ({each.name})"
        )
        found[sides.letter[each.name]] = words
    return found


def _bullets(texts: Iterable[str]) -> list[Line]:
    return [Line(line) for text in texts for line in wrapped(text, " • ")]


def told_without_plan(sides: Sides) -> list[Line]:
    """Lines on the alternatives without a proposal, and why."""
    return _bullets(without_plan(sides))


def _in_short(sides: Sides) -> list[Line]:
    """The summary as a list, beginning with the alternatives that have no proposal."""
    return [headed(sides.say("IN SHORT")), *_bullets([*without_plan(sides), *in_short(sides)])]


def _aims(sides: Sides) -> list[Line]:
    """The table of aims: today, each alternative, the difference of two, and which visits are affected."""
    say = sides.say
    heads = aim_heads(sides)
    columns = [Column(), Column(gives=True), *(Column((head,), right=True) for head in heads)]
    by_aim = {aim: [cells_of(sides, row) for row in rows] for aim, rows in rows_by_aim(sides).items()}
    room = _room_for_words(sides, [heads, *(row[1:] for rows in by_aim.values() for row in rows)])
    body: list[list[str]] = []
    starts = {0: len(" ".join(heads)) + terminal().width}
    for aim, rows in by_aim.items():
        starts[len(body) + 1] = len(say(AIM_HEADING[aim])) + 1
        measured = (say(AIM_HEADING[aim]), say(AIM_MEASURES[aim]))
        own = [line for row in rows for line in _over_lines(row, room)]
        body += [[measured[n] if n < 2 else "", *line] for n, line in enumerate(own)]
    lines = table(columns, body)
    told = wrapped(whose_trip(sides), " ")
    return [*(Line(line, min(starts.get(n, 0), len(line))) for n, line in enumerate(lines)), *map(Line, told)]


def _room_for_words(sides: Sides, numbers: Sequence[Sequence[str]]) -> int:
    """Cells between the aims and the numbers of their table; a narrow terminal breaks the words itself."""
    if terminal().columns < STANDARD.columns:
        return terminal().columns
    aims = [cells(sides.say(words)) for names in (AIM_HEADING, AIM_MEASURES) for words in names.values()]
    return terminal().width - max(aims) - 3 - sum(2 + max(map(cells, column)) for column in zip(*numbers, strict=True))


def _over_lines(row: list[str], room: int) -> list[list[str]]:
    """A row whose words stand on as many lines as they need; the numbers are on the last."""
    *above, last = wrapped(row[0], width=max(room, _LEAST_WORDS))
    return [*([line, *("" for _ in row[1:])] for line in above), [last, *row[1:]]]


def _changes(sides: Sides, *, every: bool) -> list[Line]:
    """The changes against the reference: what closes, moves, opens, gets other days, is left out or kept."""
    texts = changes(sides, 10**6 if every else 2 * MOST_NAMED)
    heading = headed(sides.say("CHANGES AGAINST {reference}", reference=sides.reference.upper()))
    return [heading, *(Line(line) for letter, text in texts for line in wrapped(text, f" {letter}  "))] if texts else []


def changes(sides: Sides, most: int = 10**6) -> list[tuple[str, str]]:
    """Letter and changes in words of each alternative; at most ``most`` are named of each kind."""
    say, texts = sides.say, []
    names = {letter: name for name, letter in sides.letter.items()}
    for letter, each in sides.versus:
        moved = {pair for m in each.moves for pair in ((m.function, m.origin), (m.function, m.target))}
        opened, closed = sides.found.changed_by[names[letter]]
        closes, opens = ([pair for pair in pairs if pair not in moved] for pairs in (each.closes, each.opens))
        parts = [
            _named(sides, _CLOSES, [pair for pair in closes if pair in closed], most),
            _named(sides, _LEAVES_OUT, [pair for pair in closes if pair not in closed], most),
            say("Moves: {names}.", names=say.listed([_move(sides, m) for m in each.moves])) if each.moves else "",
            _named(sides, _OPENS, [pair for pair in opens if pair in opened], most),
            _named(sides, _KEEPS, [pair for pair in opens if pair not in opened], most),
            other_days(sides, each.days, most),
            at_home(sides, each.home),
        ]
        texts.append((letter, " ".join(filter(None, parts)) or say("Nothing opens, closes or moves.")))
    return texts


def _named(sides: Sides, text: str, pairs: Sequence[Pair], most: int) -> str:
    return sides.say(text, names=sides.named(pairs, most)) if pairs else ""


def other_days(sides: Sides, pairs: Sequence[Pair], most: int = 10**6) -> str:
    """A sentence on offers that stay with other days; empty without any."""
    return _named(sides, N_("Other days: {names}."), pairs, most)


def at_home(sides: Sides, figures: Sequence[HomeFigures]) -> str:
    """A sentence on functions whose share at home changes; empty without any."""
    say = sides.say
    told = [
        say(
            "{function} {before} → {now}",
            function=sides.names.function(one.function),
            before=say.percent(one.share_reference),
            now=say.percent(one.share),
        )
        for one in figures
    ]
    return say("At home: {what}.", what=say.listed(told)) if told else ""


def _move(sides: Sides, move: Move) -> str:
    function, origin, target = sides.names.function(move.function), *map(sides.names.site, (move.origin, move.target))
    return sides.say("{function} from {origin} to {target}", function=function, origin=origin, target=target)


def _agreed(sides: Sides) -> list[Line]:
    """The section on changes from today that every alternative has."""
    told = agreed(sides)
    return [headed(told.heading), *map(Line, wrapped(" ".join(told.sentences), "   "))] if told else []


def agreed(sides: Sides) -> Told | None:
    """The changes from today that every alternative has, in sentences; None where there is only one alternative."""
    opens, closes = sides.found.agreed
    if len(sides.found.changed_by) < 2:
        return None
    say = sides.say
    texts = [_named(sides, text, pairs, len(pairs)) for text, pairs in ((_CLOSES, closes), (_OPENS, opens))]
    texts = [text for text in (*texts, at_home(sides, sides.found.agreed_at_home)) if text]
    who = say.listed([sides.letter[name] for name in sides.found.changed_by])
    return Told(
        say("COMMON TO {letters} (can be discussed first)", letters=who), texts or [say("No change is common to all.")]
    )


def _inputs(sides: Sides, *, every: bool) -> list[Line]:
    """The section on the paths at which the scenarios differ; the plain scenario's value first."""
    say, texts = sides.say, inputs(sides)
    if not texts:
        return [headed(say("THE ASSUMPTIONS ARE THE SAME"))]
    shown = texts if every else texts[:_MOST_INPUTS]
    left = len(texts) - len(shown)
    more = [say("{n} more: --all, or the table of assumptions (compare_inputs.csv)", n=left)] if left else []
    return [
        headed(say("ASSUMPTIONS THAT DIFFER")),
        *(Line(x) for text in [*shown, *more, *turnings(sides)] for x in wrapped(text, "   ", "     ")),
    ]


def evidence(sides: Sides, folder: str | None) -> list[Line]:
    """The section on how sure each proposal is, and where the tables are."""
    say = sides.say
    where = (
        say("Everything is in {folder}", folder=folder)
        if folder
        else ""
        if folder is None
        else say("--out DIR writes every number.")
    )
    return paragraph(say("EVIDENCE"), [*proof(sides), where])


def groups(sides: Sides, *, every: bool) -> list[Line]:
    """The section on groups of areas: what is near, how long trips are, who travels longer and shorter, money."""
    say, names = sides.say, group_names(sides)
    if not names:
        return []
    shown = names if every else [name for name in names if _touched(sides, name) >= FEW_VISITS][:_MOST_GROUPS]
    heading = say(N_("{GROUPINGS}") if grouping(sides) == "municipality" else N_("AREAS"))
    if not shown:
        return [headed(say("{groups}: none is affected", groups=heading))]
    lines = [Line(line) for block in _blocks(sides, shown) for line in block]
    left = len(names) - len(shown)
    more = [say("{n} more: --all, or the table of groups (compare_groups.csv)", n=left)] if left else []
    return [headed(heading), *lines, *(Line(f" {text}") for text in more)]


def _per(sides: Sides) -> _Groups:
    """Letter and groups' figures of each alternative that has a proposal."""
    found = sides.found
    return [(sides.letter[each.name], found.versus[each.name].groups) for each in found.solved]


def group_names(sides: Sides) -> list[str]:
    """Names of the groups: where most get a longer trip first, then where most move."""
    names = [name for name in dict.fromkeys(name for _, groups in _per(sides) for name in groups) if name]
    return sorted(names, key=lambda name: (-_longer(sides, name), -_touched(sides, name), name))


def grouping(sides: Sides) -> str:
    """The kind of the groups: ``municipality`` or ``other``."""
    by = sides.found.plain.scenario.areas.group_by
    return "municipality" if by == "municipality" else "other"


def _touched(sides: Sides, name: str) -> float:
    """Visits that move in the group, in the alternative with most."""
    return max((each.groups[name].moved.visits for _, each in sides.versus if name in each.groups), default=0.0)


def _longer(sides: Sides, name: str) -> float:
    """Visits with a longer trip in the group, in the alternative with most; 0 where they are few."""
    found = (each.groups[name].moved.visits_longer for _, each in sides.versus if name in each.groups)
    most = max(found, default=0.0)
    return most if most >= FEW_VISITS else 0.0


def figures(sides: Sides, names: Sequence[str], below: float = 0.0) -> list[Figure]:
    """Each figure of the groups: what is near, how long trips are, who travels longer and shorter, kroner.

    Visits above 0 and below ``below`` are masked.
    """
    say, per, today = sides.say, _per(sides), sides.found.groups_today
    counts = Counts(sides.found.plain.scenario, say, below)
    against = [(letter, each.groups) for letter, each in sides.versus]
    standings: _Groups = [(say("Today"), today), *per] if today else list(per)
    moved = _each_by_itself if sides.many else _side_by_side
    blocks: list[tuple[str, _Groups, _Cell]] = [
        (say("Offers within 30 min."), standings, lambda g: say.number(g.functions_near)),
        (say("Trip, all visits"), standings, lambda g: say.number(g.mean_minutes, 1)),
        *((words, against, told) for words, told in moved(say, counts)),
    ]
    return [
        (words, [[letter, *(told(g[name]) if name in g else NOTHING for name in names)] for letter, g in columns])
        for words, columns, told in blocks
    ]


def _side_by_side(say: Voice, counts: Counts) -> list[tuple[str, _Cell]]:
    """Who travels longer and shorter, and what each payer pays, in a cell each."""
    return [
        (
            say("Visits: longer / shorter trip, home included"),
            lambda g: f"{counts(g.moved.visits_longer)} / {counts(g.moved.visits_shorter)}",
        ),
        (
            say("1,000 kr. a year for transport and care at home: {own_payer} / {other_payer} / citizen"),
            lambda g: " / ".join(say.thousands(g.money[who], signed=True) for who in _GROUP_PAYERS),
        ),
    ]


def _each_by_itself(say: Voice, counts: Counts) -> list[tuple[str, _Cell]]:
    """The same with a number in each cell, for alternatives that leave no room for more."""
    payers = (
        N_("1,000 kr. a year for transport and care at home: {own_payer}"),
        N_("1,000 kr. a year for transport and care at home: {other_payer}"),
        N_("1,000 kr. a year for transport: citizen"),
    )

    def paid_by(who: str) -> _Cell:
        return lambda g: say.thousands(g.money[who], signed=True)

    return [
        (say("Visits with a longer trip"), lambda g: counts(g.moved.visits_longer)),
        (say("Visits with a shorter trip, home included"), lambda g: counts(g.moved.visits_shorter)),
        *((say(words), paid_by(who)) for words, who in zip(payers, _GROUP_PAYERS, strict=True)),
    ]


def _blocks(sides: Sides, names: list[str]) -> list[list[str]]:
    """Tables of the groups, with as many figures side by side as there is room for."""
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
    """The headings of the figures, then their columns side by side."""
    made = [column for _, columns in block for column in columns]
    columns = [Column(gives=True), *(Column((column[0],), right=True) for column in made)]
    rows = [[label, *(column[n + 1] for column in made)] for n, label in enumerate(labels)]
    legend = " | ".join(words for words, _ in block)
    return [*wrapped(legend, "   "), *table(columns, rows)]


def hospitals(sides: Sides) -> list[Line]:
    """The section on hospitals that give visits away or gain them, and how near each is to what it must keep."""
    say, rows = sides.say, hospital_rows(sides)
    if not rows:
        return []
    columns = [Column((say("Hospital"),), gives=True, names=True)]
    columns += [Column((letter,), right=True) for letter, _ in sides.versus]
    heading = headed(say("HOSPITALS, VISITS AGAINST {reference}", reference=sides.reference.upper()))
    if sides.many:
        nearest = [f"{short_name(name)}, {tightest}" for name, *_, tightest in rows if tightest]
        below = (
            wrapped(say("Nearest to what they must keep: {what}.", what=" · ".join(nearest)), " ") if nearest else []
        )
        return [heading, *map(Line, [*table(columns, [row[:-1] for row in rows]), *below])]
    columns += [Column((say("Nearest to what it must keep"),), gives=True)]
    return [heading, *map(Line, table(columns, rows))]


def hospital_rows(sides: Sides) -> list[list[str]]:
    """A hospital's name, its change with each alternative, and its tightest function; biggest givers first."""
    totals = [(letter, visits_by_hospital(each)) for letter, each in sides.versus]
    names = sorted({name for _, total in totals for name, both in total.items() if abs(both[1] - both[0]) >= 0.5})
    names.sort(key=lambda name: min(change_share(*total[name]) for _, total in totals if name in total))
    shares = not sides.many
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
    """The function that comes nearest to what the hospital must keep, over all alternatives."""
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
    return say("{function} ({letter}): room {share}", function=name, letter=letter, share=say.percent(room))
