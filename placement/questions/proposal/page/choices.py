"""The choice between plans, and the choices within the proposal: why each offer changes, and why others do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError
from placement.locale import N_, P_
from placement.present.charts import Point, scatter
from placement.present.folder.manifest import TRADEOFF as KIND
from placement.present.folder.manifest import TRADEOFF_DOCUMENT as DOCUMENT
from placement.present.folder.reading import AIM_NAMES, json_in
from placement.present.parts import Depth, Grid, Head, Part
from placement.present.screen.lines import cut
from placement.present.svg import write
from placement.present.words.currency import million
from placement.present.words.terms import short_names
from placement.present.words.vocabulary import AIM, PLAN_CHART_TITLE, PLAN_CHART_UP, RULE
from placement.present.words.voice import NOTHING
from placement.questions.proposal.findings import Change
from placement.questions.proposal.page.paper import Paper, Section, from_depth
from placement.questions.proposal.page.stairs import PROVEN, MinutePrice, Rise, drawn, official, rows
from placement.questions.proposal.screen.changes import (
    CLOSED,
    COLUMN,
    NEW,
    OTHER_DAYS,
    closed_rows,
    home_sentences,
    new_row,
    other_days_rows,
)
from placement.questions.proposal.screen.left_out import near_misses, sign, why_not
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import AIMS

STAIRS = "staircase"
"""The value of ``set`` in a document of ``tradeoff`` that holds a staircase."""
Aims = tuple[float, float, float]
_SAME = 1e-6


@dataclass(frozen=True)
class ParetoFront:
    """The plans that ``tradeoff`` found.

    Attributes:
        aims: the three aims of each plan.
        complete: whether all are found; of a staircase, whether no other plan is cheaper at any price.
        rises: the steps of a staircase; None for a Pareto front.
    """

    aims: tuple[Aims, ...]
    complete: bool
    rises: tuple[Rise, ...] | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> ParetoFront:
        """The front from a page's entry in the manifest."""
        aims = tuple((citizen, quality, economy) for citizen, quality, economy in told["aims"])
        rises = told.get("rises")
        return cls(aims, told["complete"], None if rises is None else tuple(map(Rise.of, rises)))


def read_front(folder: Path | str, loaded: Loaded) -> ParetoFront:
    """The front from a folder of ``tradeoff``.

    Raises:
        ResultError: there is none, or it is of another scenario.
    """
    path = Path(folder) / DOCUMENT
    if not path.exists():
        raise RefusedError(
            Message(
                "{folder} holds no trade-off: {name} is missing. Name the folder of placement tradeoff --out.",
                folder=folder,
                name=DOCUMENT,
            )
        )
    try:
        told = json_in(path)
        found = tuple(_aims(plan["objectives"]) for plan in told["plans"])
        stairs = told["set"] == STAIRS
        rises = tuple(map(Rise.of, told["steps"])) if stairs else None
        complete = bool(told["proven"] if stairs else told["complete"])
        of = told["manifest"]["inputs"], told["variant"], told["kind"]
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Delete the file to begin again.", path=path, why=error)
        ) from error
    if of != (loaded.inputs, list(loaded.variants), KIND):
        raise RefusedError(
            Message("{path} is of another scenario or variant. Run placement tradeoff again for this one.", path=path)
        )
    return ParetoFront(found, complete, rises)


def _aims(told: Mapping[str, Any]) -> Aims:
    citizen, quality, economy = (float(told[name]) for name in AIM_NAMES)
    return citizen, quality, economy


def tradeoff(paper: Paper, front: ParetoFront | None) -> Section:
    """The section on the plans to choose between: the staircase, or two pictures and a table, relative to today."""
    if front is not None and front.rises is not None:
        return _stairs(paper, front.rises, proven=front.complete)
    say, named = paper.say, _named(paper)
    others = [each for each in (front.aims if front else ()) if not any(_alike(each, aims) for _, aims, _ in named)]
    texts = [
        say(
            "Each point is a proposal. Kroner are the economy aim: all public payers, "
            "investment as a yearly amount. Below zero is better than today."
        ),
        _completeness(paper, front),
    ]
    pictures = tuple(_picture(paper, named, others, aim) for aim in ("citizen", "quality"))
    plans = [[name, *_cells(paper, aims)] for name, aims, _ in named]
    plans += [[say("Plan {n}", n=n), *_cells(paper, aims)] for n, aims in enumerate(sorted(others, key=_cheapest), 1)]
    title = say("What there is to choose between")
    grid = paper.grid(title, ("plan_name", "citizen", "quality", "economy"), plans)
    depth: Depth = "meeting" if front is not None else "everything"
    return Section("tradeoff", title, (Part("", tuple(texts), pictures=pictures, grid=grid, depth=depth),))


def _stairs(paper: Paper, rises: Sequence[Rise], *, proven: bool) -> Section:
    """The staircase as a picture and a table, with reference lines at known prices."""
    say, title = paper.say, paper.say("What the next step costs")
    told = (
        say(
            "Each step is as wide as the minutes it saves and as high as its price, in kroner a minute. What the "
            "price of a minute pays for is dark."
        ),
        official(say),
        say("“In all” counts from the plan where minutes cost nothing."),
        say(PROVEN[proven]),
    )
    price = MinutePrice.of(paper.view.instance.scenario, paper.view.solved.options)
    pictures = (drawn(rises, price, paper.screen),) if rises else ()
    heads = (
        Head(say("Kr. a minute"), True),
        Head(say("Step"), False),
        Head(say("Minutes a year"), True),
        Head(say("Million kr. a year"), True),
        Head(say("Million kr. in all"), True),
    )
    grid = Grid(title, heads, tuple(map(tuple, rows(rises, paper.screen))), say("None."), named=1)
    texts = tuple(filter(None, told))
    return Section("tradeoff", title, (Part("", texts, pictures=pictures, grid=grid, depth="meeting"),))


def _cheapest(aims: Aims) -> float:
    return aims[2]


def _completeness(paper: Paper, front: ParetoFront | None) -> str:
    if front is None:
        return paper.say(
            "Here are the proposal, today and the best for each aim alone. The choices "
            "between them were not calculated."
        )
    return paper.say(
        N_("All {n} proposals that no other proposal beats on every aim are there.")
        if front.complete
        else N_("{n} proposals that no other known proposal beats on every aim; there may be more."),
        n=len(front.aims),
    )


def _named(paper: Paper) -> list[tuple[str, Aims, str]]:
    """Name, aims and kind of today, the proposal and the best plan for each aim; of equal plans the first."""
    say, solved = paper.say, paper.view.solved
    found = [(say("The proposal"), solved.objectives.as_tuple(), "proposal")]
    if paper.view.before is not None:
        found.insert(0, (say("Today"), paper.view.before.objectives.as_tuple(), "today"))
    scale = solved.scale
    for aim, row in zip(AIMS, scale.rows if scale is not None and scale.proven else (), strict=False):
        if not any(_alike(row, aims) for _, aims, _ in found):
            found.append((say("Best for {aim}", aim=say(AIM[aim])), row, "end"))
    return found


def _alike(one: Aims, other: Aims) -> bool:
    return all(abs(a - b) <= _SAME * max(1.0, abs(a), abs(b)) for a, b in zip(one, other, strict=True))


def _against(paper: Paper, aims: Aims) -> Aims:
    """Minutes, visits of lost quality and kroner, relative to today where that is known."""
    base = paper.view.before.objectives.as_tuple() if paper.view.before is not None else (0.0, 0.0, 0.0)
    citizen, quality, economy = (value - start for value, start in zip(aims, base, strict=True))
    return citizen, quality, economy


def _cells(paper: Paper, aims: Aims) -> list[str]:
    say, (citizen, quality, economy) = paper.say, _against(paper, aims)
    signed = paper.view.before is not None
    return [
        say.number(citizen / 1e6, 1, signed=signed),
        say.about(quality, signed=signed),
        say.millions(economy, 2, signed=signed),
    ]


def _picture(paper: Paper, named: Sequence[tuple[str, Aims, str]], others: Sequence[Aims], aim: str) -> str:
    """A scatter of all plans: kroner on the horizontal axis, ``aim`` on the vertical one."""
    say, at = paper.say, AIMS.index(aim)
    unit = 1e6 if aim == "citizen" else 1e3

    def point(aims: Aims, name: str = "", kind: str = "plan") -> Point:
        moved = _against(paper, aims)
        return Point(moved[2] / million(), moved[at] / unit, name, kind)

    points = [*(point(aims, name, kind) for name, aims, kind in named), *(point(aims) for aims in others)]
    told = [say("{name}: {what}", name=name, what=" · ".join(_cells(paper, aims))) for name, aims, _ in named]
    drawn = scatter(
        f"tradeoff-{aim}",
        points,
        say,
        title=say(PLAN_CHART_TITLE[aim]),
        description=say(
            "Million minutes of travel a year, lost quality in visits a year and million kr. a year. {what}. And {n} "
            "other plans.",
            what="; ".join(told),
            n=len(others),
        ),
        x_words=say("million kr. a year →"),
        y_words=say(PLAN_CHART_UP[aim]),
    )
    return write(drawn)


DECISION: dict[str, str] = {
    "must": N_("must be there"),
    "must_not": N_("must not be there"),
}

_WORDS = {"house", "site", "offer"}
_VISITS = NEW.index("visits")


def choices(paper: Paper) -> Section:
    """The section on what changes and why, what came close, and what was settled beforehand."""
    say, screen = paper.say, paper.screen
    (new, reasons), home = _new(paper), tuple(home_sentences(screen))
    changes = [
        _of_screen(paper, say("Closes"), CLOSED, closed_rows(screen)),
        new,
        _of_screen(paper, say("Other days"), OTHER_DAYS, other_days_rows(screen)),
        Part(say(P_("section", "At home")), () if home else (say("None."),), home),
    ]
    told = from_depth("meeting", (reasons, _close(paper), _decided(paper)))
    return Section(
        "choices", say("What changes, why, and why not"), (*map(_soonest, changes), *told, *_exceptions(paper))
    )


def _soonest(change: Part) -> Part:
    """The part in every report; where nothing changes in it, in all but the summary."""
    anything = change.items or (change.grid and change.grid.rows)
    return replace(change, depth="summary" if anything else "meeting")


def _of_screen(
    paper: Paper, title: str, keys: Sequence[str], rows: Sequence[Sequence[str]], texts: tuple[str, ...] = ()
) -> Part:
    """A table of the terminal screen on the page, its headings on one line; the second column names the rows."""
    heads = tuple(Head(_joined(paper.say(COLUMN[key])) if key else "", bool(key) and key not in _WORDS) for key in keys)
    return Part(title, texts, grid=Grid(title, heads, tuple(map(tuple, rows)), paper.say("None."), named=1))


def _joined(words: str) -> str:
    return words.replace("-|", "").replace("|/", "/").replace("|", " ").strip()


def _new(paper: Paper) -> tuple[Part, Part]:
    """The new offers with the range of their visits by the range of their rate; and the reasons for them."""
    say, screen = paper.say, paper.screen
    reasons = {(row["function"], row["site"]): str(row["reason"]) for row in paper.rows("recommendation")}
    rows, why = [], []
    for order, change in enumerate(screen.new, 1):
        row = new_row(screen, order, change)
        row[_VISITS] = paper.counts.between(change.visits, change.function)
        rows.append(row[1:])
        why.append(say("{place}: {why}", place=_place(paper, change), why=reasons[change.function, change.site]))
    order_and_range = say(
        "In the order that gives most for the money. In brackets what the visits may be "
        "when their rate is at either end of its range."
    )
    table = _of_screen(paper, say("New offers"), NEW[1:], rows, texts=(order_and_range,) if rows else ())
    return table, Part(say("Why the new ones") if why else "", items=tuple(why))


def _place(paper: Paper, change: Change) -> str:
    screen = paper.screen
    return paper.say("{function} at {site}", function=screen.function(change.function), site=screen.site(change.site))


def _close(paper: Paper) -> Part:
    screen = paper.screen
    notes = near_misses(paper.view.study.pairs, screen.is_house, screen.price_of_minute)
    rows = [[screen.function(note.function), screen.site(note.site), why_not(screen, note)] for note in notes]
    how = (
        N_("What lacked least, or was only too dear. Every other no is on the house's own sheet in the appendix.")
        if paper.view.study.examined
        else N_("not looked for, there was no time; allow more with --time-limit, or ask about one place with explain")
    )
    heads = ("offer", "house", "why_not")
    return paper.table(paper.say("Came close"), heads, rows, texts=(paper.say(how),), text="house why_not")


def _decided(paper: Paper) -> Part:
    """What was decided before the calculation, by whom and why."""
    say, screen, policy = paper.say, paper.screen, paper.view.instance.scenario.policy
    rows = [
        [
            screen.function(function),
            screen.site(site),
            say(DECISION[decision.decision]),
            decision.reason or NOTHING,
            decision.decided_by or NOTHING,
        ]
        for function, by_site in policy.placements.items()
        for site, decision in by_site.items()
        if decision.decision != "may"
    ]
    heads = ("offer", "place", "decision", "reason", "who")
    return paper.table(say("Settled beforehand"), heads, rows, text="place decision reason who")


def _exceptions(paper: Paper) -> Iterator[Part]:
    say, screen = paper.say, paper.screen
    rows = [
        [
            screen.site(each.site),
            screen.function(each.function) if each.function else say("every offer"),
            ", ".join(say(RULE[rule]) for rule in each.rules),
            each.reason or NOTHING,
            each.decided_by or NOTHING,
        ]
        for each in paper.view.instance.scenario.exceptions.values()
    ]
    if rows:
        heads = ("place", "offer", "rules", "reason", "who")
        yield paper.table(say("Exceptions from the rules"), heads, rows, text="offer rules reason who")


_MOST_SIGNS = 28

SIGN: dict[str, str] = {
    "N": N_("new"),
    "●": N_("as today"),
    "L": P_("html", "closes"),
    "p": N_("the trade-off says no"),
    "x": N_("a rule says no"),
    "–": N_("out of the question"),
}
"""The meaning of each sign in the screen's table of pairs."""


@dataclass(frozen=True)
class Matrix:
    """Every function at every house, a sign each.

    Attributes:
        houses: short names, one for each column.
        rows: name of the function and a sign for each house.
        meanings: each sign in words, for those who hear the page.
        legend: all signs in one line.
    """

    houses: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    meanings: dict[str, str]
    legend: str


def matrix(paper: Paper) -> Matrix | None:
    """Signs as on the screen; None where there are no houses."""
    screen, instance, say = paper.screen, paper.view.instance, paper.say
    houses = [name for name in instance.site_ids if screen.is_house(name)]
    if not houses:
        return None
    rows = [
        (screen.function(function), tuple(sign(screen.notes.get((function, house))) for house in houses))
        for function in instance.function_ids
    ]
    meanings = {sign: say(words) for sign, words in SIGN.items()}
    names = [cut(name, _MOST_SIGNS) for name in short_names([screen.site(name) for name in houses])]
    return Matrix(
        tuple(names),
        tuple(rows),
        meanings,
        say("N new · ● as today · L closes · p trade-off says no · x a rule says no · – out of the question"),
    )
