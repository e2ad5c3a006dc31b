"""The report of a comparison as one HTML page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from placement.locale import N_, P_
from placement.present.parts import Depth, Grid, Head, Part
from placement.present.words.vocabulary import AIM_HEADING, AIM_MEASURES, ITEM
from placement.present.words.voice import NOTHING, Language
from placement.questions.compare.choice import Alternative, LeftOut
from placement.questions.compare.screen import (
    agreed,
    changes,
    figures,
    group_names,
    grouping,
    hospital_rows,
    letters,
)
from placement.questions.compare.sides import LETTERS, Sides, inputs, proof, turnings
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
from placement.questions.compare.tables import tables
from placement.questions.compare.two_plans import two_plans
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.page.model import MEASURED, PROCEDURE
from placement.questions.proposal.page.page import FEW, FrontPage, render, source_list
from placement.questions.proposal.page.paper import Section
from placement.questions.proposal.page.places import map_section
from placement.questions.proposal.views import PageVoice

_CHANGE = {
    "opens": N_("opens"),
    "closes": N_("closes"),
    "days": N_("other days"),
    "stays": N_("unchanged"),
}
"""By the values of ``change`` in the table ``compare_placements``."""
_NAMED = 3
"""Offers of each kind that a sentence names: two sheets hold the sentences of eight, and the table names all."""
_MAPS = 4
"""The most alternatives that get a map."""


def comparison_page(found: SideBySide, *, date: dt.date, lang: Language = "da", depth: Depth = "everything") -> str:
    """The report of a comparison as one HTML page.

    Args:
        found: today and the alternatives.
        date: printed on it.
        lang: its language.
        depth: how much of it is shown when it is opened, and printed; a reader can choose another.
    """
    sides = Sides(found, lang, PageVoice.of(found.plain.scenario, lang))
    two = _two_as_one(sides)
    against_reference = _maps(sides) if found.solved and not (two and found.reference is not None) else None
    sections = [_changes(sides), *_groups(sides), *_hospitals(sides), _payers(sides), _inputs(sides), _proof(sides)]
    sections += _others(sides)
    if two and against_reference:
        sections.insert(0, against_reference)
    return render(
        "report.html.j2",
        say=sides.say,
        front=_front(sides, date),
        map=two or against_reference,
        matrix=None,
        sections=sections if found.solved else [],
        appendices=[],
        sources=source_list(found.plain),
        depth=depth,
    )


def _others(sides: Sides) -> list[Section]:
    """The section on alternatives left out: the shown one nearest to each, and how to show it."""
    say, found = sides.say, sides.found
    if not found.left_out:
        return []
    heads = [Head(say("Left out")), Head(say("In place of")), Head(say("To see it"))]
    swaps = (_swap(sides, each) for each in found.left_out)
    rows = [[told, *swap] for told, swap in zip(told_left_out(sides), swaps, strict=True)]
    grid = _grid(sides, say("Alternatives that are not shown"), heads, rows)
    return [Section("others", say("What is not shown"), (Part(texts=(how_to_choose(sides),), grid=grid),))]


def _swap(sides: Sides, left_out: LeftOut) -> tuple[str, str]:
    """The letter of the alternative to replace where there is no room for another one, and the option that does it."""
    names = [each.name for each in sides.found.alternatives]
    if len(names) < len(LETTERS):
        return NOTHING, f"--variant {','.join([*names, left_out.name])}"
    free = [name for name in names[1:] if name != sides.found.reference_name]
    instead = left_out.nearest if left_out.nearest in free else free[-1]
    asked = ",".join(left_out.name if name == instead else name for name in names)
    return sides.letter[instead], f"--variant {asked}"


def _front(sides: Sides, date: dt.date) -> FrontPage:
    say, scenario = sides.say, sides.found.plain.scenario
    about = scenario.about
    named = [say("{letter}: {words}", letter=letter, words=words) for letter, words in letters(sides).items()]
    sentences = [*without_plan(sides), *(in_short(sides) if sides.found.solved else [])]
    return FrontPage(
        title=say("Comparison: {title}", title=scenario.title.in_language(say.language)),
        status=say.status(scenario.status),
        date=say.dated(date),
        lines=(*named, *filter(None, [how_to_choose(sides)]), say("Held against: {name}", name=sides.reference)),
        sentences=tuple(sentences),
        aims=_aims(sides) if sides.found.solved else None,
        below=tuple(filter(None, [whose_trip(sides)])),
        warnings=(),
        not_measured=about.not_in_model
        or (say("The scenario does not say what is not measured (about.not_in_model)."),),
        machine_date=date.isoformat(),
    )


def _two_as_one(sides: Sides) -> Section | None:
    """The picture of two alternatives where there are only two; else None."""
    parts = two_plans(sides, "two", FEW)
    title = N_("{first} and {second} as one picture")
    first, second = (sides.letter[each.name] for each in sides.two or ()) if parts else ("", "")
    return Section("two", sides.say(title, first=first, second=second), parts) if parts else None


def _maps(sides: Sides) -> Section | None:
    """Maps of how trips change with each of the first alternatives, against the reference and in the same classes.

    Where there are many, a meeting that needs all of them is not shown the first ones only.
    """
    found, say = sides.found, sides.say
    shown = [each for each in found.solved if each.name != found.reference_name][:_MAPS]
    books = {sides.letter[each.name]: atlas for each in shown if (atlas := _atlas(sides, each))}
    most = max((atlas.largest_change() for atlas in books.values()), default=0.0)
    made = {letter: atlas.change(most=most) for letter, atlas in books.items()}
    titled = [shown and replace(shown, title=f"{letter}: {shown.title}") for letter, shown in made.items()]
    return map_section("map", say("On the map"), titled, "everything" if sides.many else "meeting")


def _atlas(sides: Sides, alternative: Alternative) -> Atlas | None:
    """The maps of one alternative against the reference; None without a reference."""
    solved, beside = alternative.solved, sides.found.beside(alternative)
    return Atlas(solved, sides.say.language, beside, sides.reference) if solved and beside else None


def _grid(sides: Sides, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[str]], *, named: int = 0) -> Grid:
    return Grid(caption, tuple(heads), tuple(map(tuple, rows)), sides.say("None."), named)


def _aims(sides: Sides) -> Grid:
    """The table of aims: a heading with what each aim measures, above its rows."""
    say = sides.say
    rows: list[list[str]] = []
    for aim, own in rows_by_aim(sides).items():
        rows.append([f"{say(AIM_HEADING[aim]).capitalize()} {say(AIM_MEASURES[aim])}".strip()])
        rows += [cells_of(sides, row) for row in own]
    heads = [Head(say("Measure")), *(Head(head, right=True) for head in aim_heads(sides))]
    return _grid(sides, say("The three aims, today and in the proposal"), heads, rows)


def _changes(sides: Sides) -> Section:
    """In words with few names, of two on the first sheet already; then offer by offer, then what all have in common."""
    say, common = sides.say, agreed(sides)
    told = tuple(say("{letter}: {words}", letter=letter, words=words) for letter, words in changes(sides, _NAMED))
    depth: Depth = "meeting" if sides.two else "summary"
    parts = [Part("", (say("Held against: {name}", name=sides.reference), *_pointer(sides)), told, depth=depth)]
    rows = _offers(sides)
    if rows:
        heads = [
            Head(say("Offer")),
            Head(say("Place")),
            *(Head(letter) for letter, _ in sides.versus),
        ]
        parts.append(
            Part(
                say("Offers that are not the same"),
                grid=_grid(sides, say("Offers that are not the same"), heads, rows),
                depth="meeting",
            )
        )
    if common:
        told = tuple(common.sentences)
        parts.append(Part(say("Common to all (may be discussed first)"), told, depth="meeting"))
    return Section("changes", say("What differs"), tuple(parts))


def _pointer(sides: Sides) -> tuple[str, ...]:
    """The option by which two of several alternatives are shown as one picture."""
    names = [each.name for each in sides.found.solved]
    if len(names) < 3:
        return ()
    return (sides.say("Two alone are shown as one picture: --variant {names}", names=",".join(names[:2])),)


def _offers(sides: Sides) -> list[list[str]]:
    """Offers that differ between the alternatives and the reference; closed ones before new ones."""
    table = tables(sides.found, sides.say.language)["compare_placements"]
    by_pair: dict[tuple[str, str], dict[str, str]] = {}
    for row in table.records():
        pair = str(row["function"]), str(row["site"])
        by_pair.setdefault(pair, {})[str(row["alternative"])] = str(row["change"])
    names = [each.name for each in sides.found.solved if each.name != sides.found.reference_name]
    changed = {pair: kinds for pair, kinds in by_pair.items() if {*kinds.values()} - {"stays"}}
    order = sorted(changed, key=lambda pair: ("closes" not in changed[pair].values(), pair))
    return [
        [
            sides.names.function(pair[0]),
            sides.names.site(pair[1]),
            *(sides.say(_CHANGE[changed[pair][name]]) if name in changed[pair] else NOTHING for name in names),
        ]
        for pair in order
    ]


def _groups(sides: Sides) -> Iterator[Section]:
    """A table for each figure of the groups; those in which most lose come first."""
    names = group_names(sides)
    if not names:
        return
    head = sides.say("{Grouping}")
    parts = []
    for words, columns in figures(sides, names, FEW):
        heads = [Head(head), *(Head(column[0], right=True) for column in columns)]
        rows = [[name, *(column[n] for column in columns)] for n, name in enumerate(names, 1)]
        parts.append(Part(words, grid=_grid(sides, words, heads, rows), depth="meeting"))
    title = N_("{Grouping} by {grouping}") if grouping(sides) == "municipality" else N_("Group by group")
    yield Section("groups", sides.say(title), tuple(parts))


def _hospitals(sides: Sides) -> Iterator[Section]:
    rows = hospital_rows(sides)
    if rows:
        say = sides.say
        heads = [Head(say("Hospital")), *(Head(letter, right=True) for letter, _ in sides.versus)]
        grid = _grid(
            sides, say("What hospitals give and get"), [*heads, Head(say("Nearest to what it must keep"))], rows
        )
        yield Section("hospitals", say("What hospitals give and get"), (Part(grid=grid, depth="meeting"),))


def _payers(sides: Sides) -> Section:
    """Running cost and investment apart, against today; of many each in a table of its own."""
    say = sides.say
    title = say(P_("html", "Who pays"))
    told = say(
        "Million kr. relative to today; plus is dearer. Running cost and investment are "
        "never added up, and citizens' own transport is shown apart."
    )
    if not sides.many:
        grid = _paid(sides, title, {0: N_("Running a year, {letter}"), 1: N_("Investment, {letter}")})
        return Section("payers", title, (Part("", (told,), grid=grid, depth="meeting"),))
    running, investment = (
        Part(words, grid=_paid(sides, words, {part: "{letter}"}), depth="meeting")
        for part, words in enumerate((say("Running cost a year"), say("Investment in all")))
    )
    return Section("payers", title, (replace(running, texts=(told,)), investment))


def _paid(sides: Sides, caption: str, parts: Mapping[int, str]) -> Grid:
    """What each payer pays for each item; ``parts``: running cost (0) or investment (1), and how a column is headed.

    Items that cost nothing of these in any alternative are left out.
    """
    say, shown = sides.say, sides.found.solved
    every = sorted({key for each in shown for key, paid in each.money_by_payer.items() if any(paid[n] for n in parts)})
    rows = [
        [
            say(ITEM[item]) if item in ITEM else item,
            say.payer(payer),
            *(
                say.millions(each.money_by_payer.get((payer, item), (0.0, 0.0))[part], 2, signed=part == 0)
                for part in parts
                for each in shown
            ),
        ]
        for payer, item in every
    ]
    money = [say(words, letter=sides.letter[each.name]) for words in parts.values() for each in shown]
    heads = [Head(say("Item")), Head(say("Payer")), *(Head(words, right=True) for words in money)]
    return _grid(sides, caption, heads, rows)


def _inputs(sides: Sides) -> Section:
    say, told = sides.say, inputs(sides)
    parts = [Part(items=tuple(told)) if told else Part(texts=(say("The assumptions are the same."),))]
    turn = turnings(sides)
    if turn:
        parts.append(Part(say("Where the difference turns"), items=tuple(turn)))
    return Section("inputs", say("Assumptions that differ"), tuple(parts))


def _proof(sides: Sides) -> Section:
    parts = (
        Part(sides.say("How sure it is"), items=tuple(proof(sides)), depth="meeting"),
        Part(sides.say("Procedure"), items=tuple(map(sides.say, (*PROCEDURE, *_measured(sides))))),
    )
    return Section("method", sides.say("How it was calculated"), parts)


def _measured(sides: Sides) -> tuple[str, ...]:
    """How the aims are traded off, by a scale or by prices; both where the sides differ in this."""
    proposals = (each.solved for each in sides.found.alternatives)
    return tuple(dict.fromkeys(MEASURED[solved.scale is not None] for solved in proposals if solved is not None))
