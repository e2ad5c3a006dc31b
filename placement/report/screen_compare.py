"""The screen of a comparison: in short, the aims, who gets what where, what all agree on, which assumptions differ."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from placement.plan.compare import Moved
from placement.plan.evaluation import Evaluation
from placement.report.compare_sides import FEW_VISITS, MOST_NAMED, Sides, change_share, heading_line, visits_by_hospital
from placement.report.screen_compare_tables import groups, hospitals
from placement.report.tables import WIDTH, Column, Line, table, wrapped
from placement.report.text import NOTHING, Language
from placement.solve.result import Status
from placement.study.compare import BASE, Alternative, SideBySide
from placement.study.inputs import Input
from placement.study.versus import HomeFigures, Move, Pair

_FEW = 3
"""More alternatives than this leave less room for names."""
_MOST_INPUTS = 12
_MOST_SIGNS = 70
_BRACES = re.compile(r'[{}"]')
_PROVEN = 5e-7
_NAN = float("nan")
_LITTLE_DKK = 50_000
_INDICATORS = (
    ("citizen", "mean_minutes_per_visit", 1, 1.0),
    ("citizen", "share_beyond_45_min", 1, 100.0),
    ("citizen", "home_share", 1, 100.0),
    ("quality", "clinics_below_target", 0, 1.0),
    ("quality", "visits_below_target", 0, 1.0),
)
"""Aim, indicator, decimals, and what it is multiplied by."""
_PAYERS = (("region", ("region",)), ("municipalities", ("municipality", "state")), ("patients", ("citizen",)))


class Row(NamedTuple):
    """Words, today's number, one number for each alternative, decimals, and whether they are changes."""

    words: str
    today: float
    values: list[float]
    decimals: int
    signed: bool = False


class Told(NamedTuple):
    """A heading and the sentences below it."""

    heading: str
    sentences: list[str]


def compare_screen(
    found: SideBySide, language: Language = "da", *, folder: str = "", every: bool = False
) -> list[Line]:
    """Sentences first, then the aims, then only what differs; losers before winners."""
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


def _bullets(texts: Iterable[str]) -> list[Line]:
    return [Line(line) for text in texts for line in wrapped(text, " • ")]


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


def told_without_plan(sides: Sides) -> list[Line]:
    """The alternatives that have no proposal, and why."""
    return _bullets(without_plan(sides))


def without_plan(sides: Sides) -> list[str]:
    """Why an alternative has no proposal."""
    return [_no_plan(sides, each) for each in sides.found.alternatives if each.solved is None]


def _no_plan(sides: Sides, each: Alternative) -> str:
    causes = [str(cause) for cause in getattr(each.failure, "causes", ())]
    return sides.say(f"compare.{each.status}", letter=sides.letter[each.name], why=" ".join(["", *causes[:2]]))


def _in_short(sides: Sides) -> list[Line]:
    """What they agree on, who loses, who wins, where, and who pays."""
    return [heading_line(sides.say("compare.short")), *_bullets([*without_plan(sides), *in_short(sides)])]


def in_short(sides: Sides) -> list[str]:
    """The same in sentences."""
    texts = [_agreement(sides), *_trips(sides), *_gain(sides), *_money(sides), _gives_most(sides)]
    return list(filter(None, texts))


def _agreement(sides: Sides) -> str:
    """How many changes all share, and what some have alone; those that have the same are named together."""
    say, changed = sides.say, sides.found.changed_by
    shared = sum(map(len, (*sides.found.agreed, sides.found.agreed_at_home)))
    letters = say.listed([sides.letter[name] for name in changed])
    texts = [
        say.some("compare.agree", shared, letters=letters) if shared else say("compare.agree.none", letters=letters)
    ]
    alike: dict[str, list[str]] = {}
    for name in changed:
        alike.setdefault(_alone(sides, name), []).append(sides.letter[name])
    texts += [say("compare.alone", letters=say.listed(who), what=what) for what, who in alike.items()]
    return " ".join(texts if len(changed) > 1 else texts[1:])


def _alone(sides: Sides, name: str) -> str:
    """What an alternative opens or closes against today that not all do."""
    say, (opens, closes) = sides.say, sides.found.changed_by[name]
    most = MOST_NAMED if len(sides.found.changed_by) <= _FEW else 2
    own = [sorted(mine - set(all_)) for mine, all_ in zip((closes, opens), reversed(sides.found.agreed), strict=True)]
    parts = [
        say.some(f"compare.alone.{key}", len(pairs), names=sides.named(pairs, most))
        for key, pairs in zip(("closes", "opens"), own, strict=True)
        if pairs
    ]
    return say.listed(parts) or say(
        "compare.alone.none" if any((*sides.found.agreed, sides.found.agreed_at_home)) else "compare.alone.nothing"
    )


def _trips(sides: Sides) -> list[str]:
    """Losers before winners; nobody is said aloud. Visits, never inhabitants."""
    told = [(letter, each.moved) for letter, each in sides.versus if each.moved]
    if not told:
        return []
    longer = [_some_visits(sides, letter, m.visits_longer, m.minutes_longer) for letter, m in told]
    shorter = [_some_visits(sides, letter, m.visits_shorter, m.minutes_shorter) for letter, m in told]
    say = sides.say
    return [say(f"compare.{key}", what=" · ".join(each)) for key, each in (("longer", longer), ("shorter", shorter))]


def _some_visits(sides: Sides, letter: str, visits: float, minutes: float) -> str:
    say = sides.say
    if visits < FEW_VISITS:
        return say("compare.nobody" if visits < 0.5 else "compare.few", letter=letter)
    shown = say.number(minutes, 0 if minutes >= 2 else 1)
    return say("compare.visits", letter=letter, visits=say.about(visits), minutes=shown)


def _gain(sides: Sides) -> list[str]:
    """Where the trip gets longest and shortest on average, and where nobody gains."""
    changes = [
        (_saved(figures.moved) / figures.visits, letter, name)
        for letter, each in sides.versus
        if each.moved
        for name, figures in each.groups.items()
        if name and figures.visits > 0
    ]
    if not changes:
        return []
    say, texts = sides.say, []
    (least, *who_loses), (most, *who_gains) = min(changes), max(changes)
    for key, minutes, (letter, name) in (("loss", -least, who_loses), ("gain", most, who_gains)):
        if minutes >= 0.005:
            shown = say.number(minutes, 1 if minutes >= 0.1 else 2)
            texts.append(say(f"compare.{key}", group=name, minutes=shown, letter=letter))
    gaining = {name for saved, _, name in changes if saved > 1e-6}
    nowhere = sorted({name for *_, name in changes} - gaining)
    if nowhere:
        texts.append(_without_gain(sides, nowhere, some=bool(gaining)))
    return [" ".join(texts)] if texts else []


def _without_gain(sides: Sides, names: list[str], *, some: bool) -> str:
    if not some:
        return sides.say("compare.no_gain.anywhere")
    shown, left = names[:MOST_NAMED], len(names) - MOST_NAMED
    return sides.say(
        "compare.no_gain", groups=sides.say.listed([*shown, sides.say("compare.more", n=left)] if left > 0 else shown)
    )


def _saved(moved: Moved) -> float:
    """Minutes one way saved in all."""
    return moved.visits * (moved.minutes_today - moved.minutes_now)


def _paid(each: Alternative, payers: Sequence[str], part: int = 0) -> float:
    """Running cost (part 0) or investment (1) of some payers, against today."""
    return sum(amounts[part] for (payer, _), amounts in each.dkk_by_payer.items() if payer in payers)


def _money(sides: Sides) -> list[str]:
    """Region and municipalities against the reference; running cost and investment are never added."""
    say, found = sides.say, sides.found
    held = None if found.reference is None else found.alternatives[found.reference]
    parts = []
    for each in found.solved:
        if each is held:
            continue
        own = [_paid(each, who) - (_paid(held, who) if held else 0.0) for _, who in _PAYERS[:2]]
        amounts = [
            say(
                f"compare.{'dearer' if dkk > 0 else 'cheaper'}",
                millions=say.millions(abs(dkk)),
                who=say(f"compare.{key}"),
            )
            for (key, _), dkk in zip(_PAYERS, own, strict=False)
            if abs(dkk) >= _LITTLE_DKK
        ]
        what = say.listed(amounts) if amounts else say("compare.same_money")
        parts.append(say("compare.money", letter=sides.letter[each.name], what=what))
    return [say("compare.running", reference=sides.reference, what=" · ".join(parts))] if parts else []


def _gives_most(sides: Sides) -> str:
    """The hospital that gives most of its visits away, in each alternative."""
    say, parts = sides.say, []
    for letter, each in sides.versus:
        totals = visits_by_hospital(each)
        hospital = min(totals, key=lambda name: (change_share(*totals[name]), name), default="")
        if hospital and change_share(*totals[hospital]) < -0.0005:
            share = say.percent(-change_share(*totals[hospital]), 1)
            parts.append(say("compare.gives", letter=letter, site=sides.names.site(hospital), share=share))
    return say("compare.gives_most", what=" · ".join(parts)) if parts else say("compare.gives_none")


def _aims(sides: Sides) -> list[Line]:
    """Today and each alternative; of two alternatives the difference too."""
    say, two = sides.say, len(sides.found.solved) == 2
    heads = aim_heads(sides)
    columns = [Column(), Column(gives=True), *(Column((head,), right=True) for head in heads)]
    body: list[list[str]] = []
    starts = {0: len(" ".join(heads)) + WIDTH}
    for aim, rows in rows_by_aim(sides).items():
        starts[len(body) + 1] = len(say(aim)) + 1
        measured = (say(aim), say(f"{aim}.measures"))
        body += [[measured[n] if n < 2 else "", *cells_of(sides, row, two=two)] for n, row in enumerate(rows)]
    lines = table(columns, body, width=WIDTH)
    return [Line(line, min(starts.get(n, 0), len(line))) for n, line in enumerate(lines)]


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
    for key, payers in _PAYERS:
        values = [_paid(each, payers) / 1e6 for each in shown]
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
        *(Line(x) for text in [*shown, *more] for x in wrapped(text, "   ", "     ")),
    ]


def inputs(sides: Sides) -> list[str]:
    """A line for each path."""
    say, found, texts = sides.say, sides.found, []
    for difference in found.inputs:
        plain, *others = difference.values
        by_value: dict[Input, list[str]] = {}
        for each, value in zip(found.alternatives, others, strict=True):
            if value != plain:
                by_value.setdefault(value, []).append(sides.letter[each.name])
        told = "; ".join(f"{', '.join(letters)}: {shown_value(sides, value)}" for value, letters in by_value.items())
        texts.append(say("compare.input", path=difference.path, plain=shown_value(sides, plain), told=told))
    return texts


def shown_value(sides: Sides, value: Input) -> str:
    """A value in few signs, and whether it is only an assumption."""
    say = sides.say
    if not value.text:
        return say("compare.input.nothing")
    shown = _BRACES.sub("", value.text) if value.number is None else say.short(value.number, 4)
    shown = shown if len(shown) <= _MOST_SIGNS else f"{shown[: _MOST_SIGNS - 1]}…"
    return say("compare.input.assumed", value=shown) if value.quality == "assumption" else shown


def evidence(sides: Sides, folder: str) -> list[Line]:
    """How sure each proposal is, whether they are measured alike, and how long it took."""
    say = sides.say
    where = say("files", folder=folder) if folder else say("compare.no_files")
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
        "" if len({each.scale for _, each in solved}) == 1 else say(f"{sides.about}.other_scale"),
        say(f"{sides.about}.other_today") if _today_differs(sides) else "",
        say("compare.last_phase") if any(each.course for _, each in solved) else "",
        say("evidence.seconds", n=say.number(seconds, 1)),
    ]
    return list(filter(None, texts))


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
