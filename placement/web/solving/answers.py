"""What the page shows of an answer: of a plan, or of why there is none.

These are plain values in every language, made in a solving process and sent to the server process.
"""

from __future__ import annotations

import math
import pickle
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from placement.errors import InfeasibleError, NoPlanError, PlacementError, ScenarioError
from placement.locale import LANGUAGES, N_
from placement.present.parts import Grid, Head, Part
from placement.present.screen.faults import impossible, repair_sentences
from placement.present.words.vocabulary import AIM_HEADING, AIM_MEASURES
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.changes import Comparison, changes, sketched
from placement.questions.proposal.findings import Change, Study
from placement.questions.proposal.left_out import contradictions
from placement.questions.proposal.screen.aims import Row, released, rows_by_aim, where
from placement.questions.proposal.screen.changes import (
    CLOSED,
    COLUMN,
    NEW,
    OTHER_DAYS,
    closed_rows,
    home_sentences,
    new_row,
    other_days_rows,
    phase_sentences,
)
from placement.questions.proposal.screen.first import plan_sentences, price_sentences
from placement.questions.proposal.screen.headline import headline
from placement.questions.proposal.screen.left_out import prices
from placement.questions.proposal.screen.proof import proof
from placement.questions.proposal.study import compared_with_today
from placement.questions.proposal.views import BrowserVoice, View
from placement.scenario.schema.scenario import Scenario
from placement.solve.repair import Repair
from placement.solve.result import Solved, Status
from placement.solve.scalarisation import gap_of, objective_value, question_of
from placement.web.groups import used_by_groups

KEPT, NEW_THERE, CLOSED_THERE, ABSENT, BARRED = "k", "n", "c", "a", "b"
"""Signs of the matrix's cells: as today, new, closes, not offered, not possible."""
_MOST_FAULTS = 8
"""Number of faults shown."""
_SIGNS = {(True, True): KEPT, (True, False): NEW_THERE, (False, True): CLOSED_THERE, (False, False): ABSENT}


@dataclass(frozen=True)
class Aim:
    """One of the three aims: its name, what it measures, and its rows of figures."""

    name: str
    measures: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Told:
    """One answer in one language.

    Attributes:
        headline: the plan in one sentence.
        sentences: what changes, whom it touches, what it costs.
        price: what a saved minute may cost, for pages without a slider that says it.
        aims: today against the plan; ``below``: what is said under them.
        parts: what closes, opens, gets other days; only those there is something in, and none of a sketch.
        proof: how sure; empty while the search goes on.
    """

    headline: str
    sentences: tuple[str, ...]
    price: tuple[str, ...]
    aims: tuple[Aim, ...]
    below: tuple[str, ...]
    parts: tuple[Part, ...]
    proof: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """One answer.

    Attributes:
        told: by language.
        matrix: for each function a sign for each site.
        decided: function, site and decision of every decision in force.
        gap: proven distance to the best plan, as a share of the range; ``gap_money``: a year, where all is money.
        objective: by the method's own measure.
        seconds: since it was asked.
        proven: whether it is as good as asked.
        used: of each group of areas, where its people come; see ``used_by_groups``.
    """

    told: Mapping[Language, Told]
    matrix: tuple[str, ...]
    decided: tuple[tuple[str, str, str], ...]
    gap: float
    gap_money: float | None
    objective: float
    seconds: float
    proven: bool
    used: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def draw(solved: Solved, study: Study | None = None, *, done: bool) -> Picture:
    """The picture of an answer; ``study`` is its ``light_study``, and ``done`` says that its search is over."""
    return _drawn(solved, study or light_study(solved), whole=True, done=done)


def sketch(solved: Solved) -> Picture:
    """What is shown of a plan while the search goes on: all but what each change buys, which takes longer."""
    return _drawn(solved, sketched_study(solved), whole=False, done=False)


def _drawn(solved: Solved, study: Study, *, whole: bool, done: bool) -> Picture:
    scenario = solved.instance.scenario
    view = View(solved, study, BrowserVoice.of(scenario, LANGUAGES[0]))
    return Picture(
        told={lang: _told(view.also_in(BrowserVoice.of(scenario, lang)), whole=whole, done=done) for lang in LANGUAGES},
        matrix=_matrix(solved),
        decided=tuple(
            (function, site, decision.decision)
            for function, row in scenario.policy.placements.items()
            for site, decision in row.items()
            if decision.decision != "may"
        ),
        gap=solved.gap,
        gap_money=solved.gap_money,
        objective=solved.objective,
        seconds=solved.seconds["total"],
        proven=done and solved.status is Status.OPTIMAL,
        used=used_by_groups(solved),
    )


def light_study(solved: Solved) -> Study:
    """The study of an answer reduced to its changes: the rest takes too long while somebody waits for a page."""
    return study_of_changes(compared_with_today(solved))


def study_of_changes(comparison: Comparison) -> Study:
    """The same of a comparison with today that is made already."""
    return _study(changes(comparison))


def sketched_study(solved: Solved) -> Study:
    """A study of the changes without what they buy."""
    return _study(sketched(compared_with_today(solved)))


def _study(found: tuple[Change, ...]) -> Study:
    return Study(found, (), (), (), (), (), (), None)


def _told(view: View, *, whole: bool, done: bool) -> Told:
    say = view.say
    aims = tuple(
        Aim(say(AIM_HEADING[name]), say(AIM_MEASURES[name]), tuple(rows)) for name, rows in rows_by_aim(view).items()
    )
    return Told(
        headline=headline(view),
        sentences=tuple(plan_sentences(view)),
        price=tuple(price_sentences(view)),
        aims=aims,
        below=(where(view), released(view)),
        parts=tuple(_parts(view)) if whole else (),
        proof=tuple(proof(view)) if done else (),
    )


def _parts(view: View) -> Iterator[Part]:
    """Tables of what closes, what opens and the rest; those that would be empty are left out."""
    say, course = view.say, view.solved.course
    if told := prices(view):
        yield Part(say("BROKEN AT A PRICE"), (told[0],), tuple(told[1:]))
    for caption, columns, rows in (
        (N_("CLOSES"), CLOSED, closed_rows(view)),
        (
            N_("NEW, the cheapest minute first: each with it against without it") if len(view.new) > 1 else N_("NEW"),
            NEW,
            [new_row(view, n, change) for n, change in enumerate(view.new, 1)],
        ),
        (N_("OTHER DAYS"), OTHER_DAYS, other_days_rows(view)),
    ):
        if rows:
            yield Part(grid=_grid(say, caption, columns, rows))
    if told := home_sentences(view):
        yield Part(say("AT HOME"), items=tuple(told))
    if course is not None:
        first, *each = phase_sentences(view, course)
        yield Part(say("WHEN"), (first,), tuple(each))


def _grid(say: Voice, caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """A table of the terminal screen for the browser; its columns of names are aligned left."""
    names = ("site", "house", "offer")
    heads = [Head(_joined(say(COLUMN[name])) if name else "", name not in names) for name in columns]
    return Grid(say(caption).capitalize(), tuple(heads), tuple(map(tuple, rows)), named=columns.index("offer"))


def _joined(heading: str) -> str:
    """The heading of a column on one line; on the terminal screen it has several."""
    return heading.replace("-|", "\N{SOFT HYPHEN}").replace("|/", "/").replace("|", " ").strip()


def _matrix(solved: Solved) -> tuple[str, ...]:
    instance, now, before = solved.instance, solved.plan.open, solved.today.open
    return tuple(
        "".join(
            _SIGNS[bool(now[f, s]), bool(before[f, s])]
            if now[f, s] or before[f, s] or instance.allowed[f, s]
            else BARRED
            for s in range(len(instance.site_ids))
        )
        for f in range(len(instance.function_ids))
    )


_PRICE = struct.Struct("<d")
"""What a packed answer begins with: the price of a minute it is put at; NaN: that at which it was found."""


def pack(solved: Solved) -> bytes:
    """An answer as bytes to send between processes: pickled and compressed, since most of its numbers are zeros."""
    return _PRICE.pack(math.nan) + zlib.compress(pickle.dumps(solved, pickle.HIGHEST_PROTOCOL), 1)


def at_price(packed: bytes, minute: float) -> bytes:
    """The answer as that at another price of a minute, at which its plan is proven best too."""
    return _PRICE.pack(minute) + packed[_PRICE.size :]


def unpack(packed: bytes) -> Solved:
    """The answer that ``pack`` packed. It is unpickled, so the bytes must never come from a browser."""
    (minute,) = _PRICE.unpack_from(packed)
    solved: Solved = pickle.loads(  # noqa: S301 - from our own processes, never from a browser
        zlib.decompress(memoryview(packed)[_PRICE.size :])
    )
    return solved if math.isnan(minute) else _priced(solved, minute)


def _priced(solved: Solved, minute: float) -> Solved:
    """The same plan where a minute has another price, no less proven."""
    if solved.prices is None:
        raise AssertionError("only answers in kroner have a price of a minute")
    prices = replace(solved.prices, minute=minute)
    priced = replace(
        solved, prices=prices, options=replace(solved.options, prices=prices), implied_price_per_minute=minute
    )
    question = question_of(priced)
    objective = objective_value(question, solved.objectives.as_tuple())
    bound = objective - (solved.objective - solved.bound)
    return replace(priced, objective=objective, bound=bound, gap=gap_of(question, objective, bound))


@dataclass(frozen=True)
class Refusal:
    """No plan: ``infeasible``, ``no_plan``, ``faulty`` or ``error``, and the explanation by language."""

    kind: str
    told: Mapping[Language, tuple[Part, ...]]


def refusal(error: PlacementError, scenario: Scenario | None = None, found: Sequence[Repair] = ()) -> Refusal:
    """The explanation of an error; ``scenario``, and the repairs ``found``, only for a question without a plan."""
    kinds = {InfeasibleError: "infeasible", NoPlanError: "no_plan", ScenarioError: "faulty"}
    return Refusal(
        kinds.get(type(error), "error"), {lang: _why_none(error, scenario, found, lang) for lang in LANGUAGES}
    )


def _why_none(
    error: PlacementError, scenario: Scenario | None, found: Sequence[Repair], lang: Language
) -> tuple[Part, ...]:
    say = BrowserVoice.of(scenario, lang) if scenario else BrowserVoice(lang)
    match error:
        case InfeasibleError():
            broken = contradictions(scenario) if scenario and not error.causes else ()
            parts = impossible(error.causes, broken, scenario, lang)
            if found and scenario:
                helping = Part(
                    say.some(
                        "THE SMALLEST CHANGE that makes it possible:",
                        "THE SMALLEST CHANGES that make it possible (each by itself):",
                        len(found),
                    ),
                    items=tuple(repair_sentences(found, scenario, say)),
                )
                if error.causes:  # they name fields of the file; what would help comes first
                    said = Part(
                        texts=(say("In the scenario's own words:"),),
                        items=tuple(say.told(cause.sentence) for cause in error.causes),
                    )
                    return (Part(parts[0].heading), helping, *parts[1:], said)
                return (*parts, helping)
            return (
                *parts,
                Part(
                    texts=(
                        say("Try: withdraw a decision (must), lower a minimum, or write an exception."),
                        say(
                            "Or: raise the budgets or the number of changes (max_changes), or give more room "
                            "or staff days."
                        ),
                    )
                ),
            )
        case NoPlanError():
            return (
                Part(
                    say("No plan"),
                    (
                        say(
                            "Stopped before any proposal was found; nothing is written. Allow more time with "
                            "--time-limit."
                        ),
                    ),
                ),
            )
        case ScenarioError():
            return (Part(say("The scenario cannot take that"), items=tuple(say.sentences(error)[:_MOST_FAULTS])),)
    return (Part(say("Something went wrong"), tuple(say.sentences(error))),)
