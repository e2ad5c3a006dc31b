"""The screen of a comparison: in short, the aims, who gets what where, what all agree on, which assumptions differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from placement.report.compare_aims import aim_heads, cells_of, rows_by_aim
from placement.report.compare_inputs import inputs, turnings
from placement.report.compare_short import in_short, without_plan
from placement.report.compare_sides import MOST_NAMED, Sides, heading_line
from placement.report.screen_compare_tables import groups, hospitals
from placement.report.screen_view import without_range
from placement.report.tables import Column, Line, table, wrapped
from placement.report.terminal import terminal
from placement.report.text import Language
from placement.scenario.frame import AIMS
from placement.solve.result import WEIGHING, Status
from placement.study.compare import BASE, SideBySide
from placement.study.versus import HomeFigures, Move, Pair

_MOST_INPUTS = 12
_PROVEN = 5e-7


class Told(NamedTuple):
    """A heading and the sentences below it."""

    heading: str
    sentences: list[str]


def compare_screen(
    found: SideBySide, language: Language = "da", *, folder: str | None = "", every: bool = False
) -> list[Line]:
    """Sentences first, then the aims, then only what differs; losers before winners.

    ``folder`` is where the tables lie; None where there is no word to be said of folders.
    """
    sides = Sides(found, language)
    if not found.solved:
        return [*_header(sides), *told_without_plan(sides)]
    own = [_agreed(sides), _inputs(sides, every=every), evidence(sides, folder)]
    return spaced([_header(sides), *plans(sides, every=every), *own])


def plans(sides: Sides, *, every: bool) -> list[list[Line]]:
    """What the proposals are and whom they touch: in short, the aims, the changes, municipalities and hospitals."""
    return [
        _in_short(sides),
        _aims(sides),
        _changes(sides, every=every),
        groups(sides, every=every),
        hospitals(sides),
    ]


def spaced(sections: Iterable[list[Line]]) -> list[Line]:
    """The sections that say something, an empty line between."""
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [Line(""), *section] if lines else section
    return lines


def _header(sides: Sides) -> list[Line]:
    """Which letter is what, and what they are held against."""
    lines = [heading_line(sides.found.plain.scenario.title.in_language(sides.say.language))]
    for letter, words in letters(sides).items():
        lines += map(Line, wrapped(words, f" {letter} = "))
    return [*lines, *map(Line, wrapped(sides.say("compare.reference", name=sides.reference), " "))]


def letters(sides: Sides) -> dict[str, str]:
    """What each letter stands for."""
    found = {}
    for each in sides.found.alternatives:
        is_base = each.name == BASE and not each.loaded.variants
        words = sides.say("compare.base") if is_base else f"{sides.names.alternative(each)} ({each.name})"
        found[sides.letter[each.name]] = words
    return found


def _bullets(texts: Iterable[str]) -> list[Line]:
    return [Line(line) for text in texts for line in wrapped(text, " • ")]


def told_without_plan(sides: Sides) -> list[Line]:
    """The alternatives that have no proposal, and why."""
    return _bullets(without_plan(sides))


def _in_short(sides: Sides) -> list[Line]:
    """What they agree on, who loses, who wins, where, and who pays."""
    return [heading_line(sides.say("compare.short")), *_bullets([*without_plan(sides), *in_short(sides)])]


def _aims(sides: Sides) -> list[Line]:
    """Today and each alternative; of two alternatives the difference too."""
    say, two = sides.say, len(sides.found.solved) == 2
    heads = aim_heads(sides)
    columns = [Column(), Column(gives=True), *(Column((head,), right=True) for head in heads)]
    body: list[list[str]] = []
    starts = {0: len(" ".join(heads)) + terminal().width}
    for aim, rows in rows_by_aim(sides).items():
        starts[len(body) + 1] = len(say(aim)) + 1
        measured = (say(aim), say(f"{aim}.measures"))
        body += [[measured[n] if n < 2 else "", *cells_of(sides, row, two=two)] for n, row in enumerate(rows)]
    lines = table(columns, body)
    return [Line(line, min(starts.get(n, 0), len(line))) for n, line in enumerate(lines)]


def _changes(sides: Sides, *, every: bool) -> list[Line]:
    """What closes, moves, opens and gets other days, against the reference."""
    texts = changes(sides, 10**6 if every else 2 * MOST_NAMED)
    heading = heading_line(sides.say("compare.changes", reference=sides.reference.upper()))
    return [heading, *(Line(line) for letter, text in texts for line in wrapped(text, f" {letter}  "))] if texts else []


def changes(sides: Sides, most: int = 10**6) -> list[tuple[str, str]]:
    """Letter and what changes; at most so many are named of each kind."""
    say, texts = sides.say, []
    for letter, each in sides.versus:
        moved = {pair for m in each.moves for pair in ((m.function, m.origin), (m.function, m.target))}
        parts = [
            _kind(sides, "closes", [pair for pair in each.closes if pair not in moved], most),
            say("compare.moves", names=say.listed([_move(sides, m) for m in each.moves])) if each.moves else "",
            _kind(sides, "opens", [pair for pair in each.opens if pair not in moved], most),
            _kind(sides, "days", each.days, most),
            _home(sides, each.home),
        ]
        texts.append((letter, " ".join(filter(None, parts)) or say("compare.nothing")))
    return texts


def _kind(sides: Sides, kind: str, pairs: Sequence[Pair], most: int) -> str:
    return sides.say(f"compare.{kind}", names=sides.named(pairs, most)) if pairs else ""


def _home(sides: Sides, figures: Sequence[HomeFigures]) -> str:
    """Functions of which more or less takes place at home."""
    say = sides.say
    told = [
        say(
            "compare.home.share",
            function=sides.names.function(one.function),
            before=say.percent(one.share_reference),
            now=say.percent(one.share),
        )
        for one in figures
    ]
    return say("compare.home", what=say.listed(told)) if told else ""


def _move(sides: Sides, move: Move) -> str:
    function, origin, target = sides.names.function(move.function), *map(sides.names.site, (move.origin, move.target))
    return sides.say("compare.move", function=function, origin=origin, target=target)


def _agreed(sides: Sides) -> list[Line]:
    """What every alternative does against today: where a discussion can begin."""
    told = agreed(sides)
    return [heading_line(told.heading), *map(Line, wrapped(" ".join(told.sentences), "   "))] if told else []


def agreed(sides: Sides) -> Told | None:
    """The same in sentences; None where there is only one alternative."""
    opens, closes = sides.found.agreed
    if len(sides.found.changed_by) < 2:
        return None
    say = sides.say
    parts = [("closes", closes), ("opens", opens)]
    texts = [_kind(sides, kind, pairs, len(pairs)) for kind, pairs in parts]
    texts = [text for text in (*texts, _home(sides, sides.found.agreed_at_home)) if text]
    who = say.listed([sides.letter[name] for name in sides.found.changed_by])
    return Told(say("compare.agreed", letters=who), texts or [say("compare.agreed.none")])


def _inputs(sides: Sides, *, every: bool) -> list[Line]:
    """Every path at which the scenarios differ; the plain scenario's value first."""
    say, texts = sides.say, inputs(sides)
    if not texts:
        return [heading_line(say("compare.inputs.none"))]
    shown = texts if every else texts[:_MOST_INPUTS]
    left = len(texts) - len(shown)
    more = [say("compare.inputs.more", n=left)] if left else []
    return [
        heading_line(say("compare.inputs")),
        *(Line(x) for text in [*shown, *more, *turnings(sides)] for x in wrapped(text, "   ", "     ")),
    ]


def evidence(sides: Sides, folder: str | None) -> list[Line]:
    """How sure each proposal is, whether they are measured alike, and how long it took."""
    say = sides.say
    where = say("files", folder=folder) if folder else "" if folder is None else say("compare.no_files")
    first = f" {say('evidence')}  "
    lines = wrapped(" ".join([*proof(sides), where]), first)
    return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]


def proof(sides: Sides) -> list[str]:
    """The same in sentences."""
    say, solved = sides.say, [(sides.letter[each.name], each.solved) for each in sides.found.solved if each.solved]
    worst = max(each.gap for _, each in solved)
    stopped = [letter for letter, each in solved if each.status is not Status.OPTIMAL]
    seconds = sum(each.seconds.get("total", 0.0) for _, each in solved)
    texts = [
        say("compare.best")
        if worst < _PROVEN
        else say("compare.sure", gap=say.percent(math.ceil(worst * 1e4) / 1e4, 2))
        if math.isfinite(worst)
        else say("compare.unsure"),
        say("compare.stopped", letters=say.listed(stopped)) if stopped else "",
        _other_scale(sides),
        *_without_range(sides),
        say(f"{sides.about}.other_today") if _today_differs(sides) else "",
        say("compare.last_phase") if any(each.course for _, each in solved) else "",
        say("evidence.seconds", n=say.number(seconds, 1)),
    ]
    return list(filter(None, texts))


def _other_scale(sides: Sides) -> str:
    """The aims that the alternatives do not measure alike."""
    say, scales = sides.say, [each.solved.scale for each in sides.found.solved if each.solved]
    ends = [list(zip(scale.ideal, scale.nadir, strict=True)) for scale in scales]
    aims = [say(f"aim.{aim}") for n, aim in enumerate(AIMS) if len({each[n] for each in ends}) > 1]
    return say("compare.other_scale", aims=say.listed(aims)) if aims else ""


def _without_range(sides: Sides) -> list[str]:
    """Aims that count nothing, by the alternatives of which it is so."""
    told: dict[str, list[str]] = {}
    for each in sides.found.solved:
        solved = each.solved
        if solved and solved.method in WEIGHING and (text := without_range(sides.say, solved.scale)):
            told.setdefault(text, []).append(sides.letter[each.name])
    return [sides.say("compare.without_range", letters=", ".join(who), what=text) for text, who in told.items()]


def _today_differs(sides: Sides) -> bool:
    """Whether a variant reckons today otherwise than the scenario without variants."""
    today = sides.found.today
    if today is None:
        return False
    aims = today.evaluation.objectives.as_tuple()
    others = [each.today.evaluation.objectives.as_tuple() for each in sides.found.solved if each.today]
    return any(
        not math.isclose(a, b, rel_tol=1e-6, abs_tol=0.5) for other in others for a, b in zip(aims, other, strict=True)
    )
