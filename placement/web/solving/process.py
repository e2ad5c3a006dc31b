"""A solving process: it holds the model of one scenario, and does tasks on it one after the other."""

from __future__ import annotations

import contextlib
import math
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from typing import Any

from placement.errors import InfeasibleError, NoPlanError, PlacementError, ScenarioError
from placement.executor.processes import Processes
from placement.locale import LANGUAGES
from placement.present.folder.manifest import Call
from placement.present.parts import Part, parts_of
from placement.present.tables.csv_dialect import dialect_named
from placement.present.words.currency import speak_everywhere_of
from placement.present.words.voice import Language
from placement.questions.ballots.questionnaire import ask
from placement.questions.ballots.weighing import ballots_screen, count
from placement.questions.compare.choice import Alternative
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.sides import Sides
from placement.questions.compare.study import SideBySide, beside_today
from placement.questions.compare.two_plans import two_plans
from placement.questions.explain.screen import explain_screen
from placement.questions.explain.study import Explanation, explain
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import result_files
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.study import study
from placement.questions.proposal.views import BrowserVoice
from placement.questions.tradeoff.screen import tradeoff_screen
from placement.questions.tradeoff.study import Tradeoff, tradeoff
from placement.scenario.ballots import Ballot
from placement.scenario.load import Loaded, Opened
from placement.scenario.schema.frame import Weights
from placement.solve.pareto_front import Proven
from placement.solve.quiet import stay_quiet
from placement.solve.result import WEIGHING, Interim, Options, Prices, Solved, Status
from placement.solve.run import Live
from placement.solve.scalarisation import needs_table
from placement.solve.stage import Three, three
from placement.solve.staircase import Staircase
from placement.web.meeting.ballots import Paper, paper_of
from placement.web.places import SMALL, draw_touched, told_of_place
from placement.web.solving.answers import Picture, Refusal, draw, pack, refusal, sketch, unpack
from placement.web.solving.messages import (
    Account,
    Broken,
    Choice,
    Counted,
    Files,
    Setup,
    Solution,
    Stairs,
    StepTold,
    Stop,
    Task,
    Word,
)
from placement.web.solving.shelf import Kept
from placement.web.steps import Climb, Steps, stairs_of, told_of_step
from placement.web.what_ifs import Question

PLAIN = Question()
"""The question of the unchanged scenario."""
PAUSE = 0.7
"""Seconds between two plans shown while a search goes on."""
REPAIR_SECONDS = 15.0
"""Seconds spent on repairs of a question without a plan."""
_SAME = 1e-9
"""Objectives that differ by no more are equal."""
_MOST_STUDIES = 4
"""Number of latest studies cached."""
_MOST_CLIMBS = 4
"""Number of latest searches for steps cached."""
FRONTS = (5, 10, 20)
"""Numbers of plans of the front at which the page first shows them, shows more, and is done."""
SPACING = 0.02
"""The spacing of the front: a plan stands for others within this share of each range."""


def work(connection: Connection, setup: Setup) -> None:
    """The main function of a solving process."""
    stay_quiet(loud=setup.loud)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the connection
    with contextlib.suppress(OSError):
        os.nice(setup.nice)
    _Post(connection, Desk(setup)).serve()


class Ending(threading.Event):
    """Event that tells a task to end; ``hurry`` as of ``Stop``."""

    hurry = False


@dataclass
class _Post:
    """Receives messages in a thread, so that a task can be stopped while it runs."""

    connection: Connection
    desk: Desk
    tasks: queue.Queue[Task | None] = field(default_factory=queue.Queue)
    stops: dict[int, Ending] = field(default_factory=dict)

    def serve(self) -> None:
        """Do tasks until the connection closes."""
        threading.Thread(target=self._listen, daemon=True).start()
        while (task := self.tasks.get()) is not None:
            self._do(task, self.stops[task.number])
            self.stops.pop(task.number, None)

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                match self.connection.recv():
                    case Task() as task:
                        self.stops[task.number] = Ending()
                        self.tasks.put(task)
                    case Stop(number, hurry):
                        if number in self.stops:
                            self.stops[number].hurry = hurry
                            self.stops[number].set()
        for stop in list(self.stops.values()):
            stop.set()
        self.tasks.put(None)

    def _do(self, task: Task, stop: Ending) -> None:
        def tell(told: Any, *, last: bool = False) -> None:
            with contextlib.suppress(OSError):  # nobody listens any more
                self.connection.send(Word(task.number, told, last))

        try:
            told = getattr(self.desk, task.kind)(*task.given, tell, stop)
        except (InfeasibleError, NoPlanError, ScenarioError, PlacementError) as error:
            told = refusal(error)
        except Exception as error:  # noqa: BLE001 - one question that fails must not end the process
            told = Broken(f"{type(error).__name__}: {error}")
        tell(told, last=True)


Tell = Callable[[Any], None]


class Desk:
    """One scenario and a live model of it; ``Task.kind`` names the method that does a task."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.opened = Opened(setup.path)
        speak_everywhere_of(self.opened.plain.scenario.about.currency)
        self._live: Live | None = None
        self._of = PLAIN
        self._climbs: dict[Question, Climb] = {}
        self._studied: dict[bytes, tuple[Solved, Study]] = {}

    def loaded(self, question: Question) -> Loaded:
        """The scenario with a question's changes.

        Raises:
            ScenarioError: a change is out of order.
        """
        return self.opened.asked(question.variants, question.overrides)

    def options(self, question: Question, loaded: Loaded) -> Options:
        """The options of a question; a price that is not asked for is that of the scenario with its variants."""
        weights = None if question.weights is None else Weights.model_validate(_by_aim(question.weights))
        given = loaded.scenario.objectives.prices.minute
        minute = question.minute if question.minute is not None else given.value if given is not None else None
        prices = None if minute is None else Prices(minute, question.lost)
        return replace(self._setup.options, method=question.method, weights=weights, prices=prices)

    def live(
        self,
        question: Question = PLAIN,
        found: Callable[[Interim], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Live:
        """A live model, solved first for the question that came first.

        Where answers are measured by a pay-off table, the unchanged scenario is solved, without interruption: every
        what-if is measured by its table, so that answers are comparable and no further table is needed. (Solved on the
        command line, a scenario with the same changes is measured by a table of its own.)
        """
        is_measured = self._is_measured(question)
        is_changed = bool(self._of.variants or self._of.overrides)
        if self._live is None or (is_measured and is_changed):
            if is_measured:
                found, stop, question = found if question == PLAIN else None, None, PLAIN
            loaded = self.loaded(question)
            self._live = Live(loaded, self.options(question, loaded), found=found, stop=stop)
            self._of = question
        return self._live

    def _is_measured(self, question: Question) -> bool:
        """Whether the question's method needs a pay-off table."""
        return needs_table(question.method or self.loaded(question).scenario.objectives.method)

    def warm(self, _tell: Tell, _stop: Ending) -> None:
        """Solve the unchanged scenario, so that what-ifs are answered quickly."""
        with contextlib.suppress(InfeasibleError):
            self.live()

    def solve(self, question: Question, tell: Tell, stop: Ending) -> Solution | Refusal | None:
        """The plan of a what-if; better plans are sent as they are found. None where it was stopped in a hurry."""
        watched = _Watched(tell)
        loaded = self.loaded(question)
        try:
            solved = self._solved(question, loaded, watched, stop)
        except InfeasibleError as error:
            return self._impossible(error, loaded, tell, stop)
        if solved.stopped == "interrupt" and stop.hurry:
            return None
        if not watched.has_shown(solved):
            tell(sketch(solved))
        return Solution(draw(solved, done=True), pack(solved), solved.stopped)

    def _solved(self, question: Question, loaded: Loaded, found: _Watched, stop: Ending) -> Solved:
        first, options = self._live is None, self.options(question, loaded)
        try:
            live = self.live(question, found, stop)
        except (InfeasibleError, ScenarioError):
            if not self._is_measured(question):
                raise
            # the plain scenario is impossible, what is asked may not be; there is no table but its own
            return Live(loaded, options, found=found, stop=stop).solved
        if question == self._of and (first or not live.solved.stopped):
            return live.solved
        return live.ask(loaded, options, found=found, stop=stop, keep_scale=True)

    # ---- looks at answers

    def compare(self, sides: tuple[tuple[Question, bytes], ...], group: str, _tell: Tell, _stop: Ending) -> Account:
        """Answers side by side; the picture of two keeps to a ``group`` of areas, if one is named."""
        alternatives = tuple(
            Alternative(f"{n}", self.loaded(question), unpack(packed)) for n, (question, packed) in enumerate(sides)
        )
        found = beside_today(self.opened.plain, alternatives, None)
        return Account({lang: _beside(found, lang, group) for lang in LANGUAGES})

    def map(self, packed: bytes, lang: Language, about: tuple[str, ...] | None, _tell: Tell, _stop: Ending) -> str:
        """The map of how trips change, as SVG; of how long they are where today is not known.

        Areas and sites are links; areas that are not ``about`` are faint.
        """
        return _map(Atlas(unpack(packed), lang), about)

    def place(self, packed: bytes, kind: str, name: str, _tell: Tell, _stop: Ending) -> Account:
        """The sheet about an area, a group of areas or a site."""
        return told_of_place(unpack(packed), kind, name)

    # ---- long studies

    def studied(self, question: Question, packed: bytes) -> tuple[Solved, Study]:
        """An answer with its full study; the last few are cached."""
        if packed not in self._studied:
            solved = unpack(packed)
            self._studied = {packed: (solved, study(solved, self.loaded(question))), **self._studied}
            self._studied = dict(list(self._studied.items())[:_MOST_STUDIES])
        return self._studied[packed]

    def explain(
        self, question: Question, packed: bytes, pair: tuple[str, str], tell: Tell, stop: Ending
    ) -> Account | None:
        """Why a pair is, or is not, in the plan, and what it costs to insist on the opposite.

        All but the staircase of its prices is sent first where that is not known yet. None where it was stopped, to be
        resumed.
        """
        loaded, (solved, studied) = self.loaded(question), self.studied(question, packed)
        live = self.live(question).about(loaded, solved)

        def account(found: Explanation) -> Account:
            rules = {str(rule.check.rule) for rule in found.rules if rule.says_no}
            voices = [BrowserVoice.of(solved.instance.scenario, lang) for lang in LANGUAGES]
            told = {say.language: parts_of(explain_screen(solved, studied, found, say)) for say in voices}
            return Account(told, tuple(sorted(rules)))

        def stairs() -> Staircase | None:
            try:
                return self._climbed(question, packed, stop).staircase
            except NoPlanError:  # no time for any plan: what is asked then has no more
                return None

        climb = self._climbs.get(replace(question, minute=None))
        first = None if climb is not None and climb.complete else lambda found: tell(account(found))
        found = explain(live, loaded, studied, *pair, stop=stop, stairs=stairs, told=first)
        return None if stop.is_set() else account(found)

    def tradeoff(self, question: Question, packed: bytes, tell: Tell, stop: Ending) -> Choice:
        """The plans there is a choice between, sent as they are found."""
        loaded, solved = self.loaded(question), unpack(packed)
        options = self.options(question, loaded)
        options = replace(options, method=options.method if options.method in WEIGHING else None)
        drawn: dict[Three, Picture] = {}
        known: Proven | None = None

        def keep(proven: Proven) -> None:
            nonlocal known
            known = proven

        *first, last = FRONTS
        for most in first:
            found = tradeoff(loaded, options, spacing=SPACING, most=most, known=known, keep=keep, stop=stop)
            if found.complete or stop.is_set():
                return _choice(found, solved, drawn)
            tell(_choice(found, solved, drawn))
        found = tradeoff(loaded, options, spacing=SPACING, most=last, known=known, keep=keep, stop=stop)
        return _choice(found, solved, drawn)

    def steps(self, question: Question, packed: bytes, tell: Tell, stop: Ending) -> Steps | None:
        """The prices of a minute at which the plan changes; an empty answer is sent at once.

        None where the search was stopped, to be resumed.
        """
        tell(Steps())
        found = self._climbed(question, packed, stop).steps
        return None if stop.is_set() and not found.complete else found

    def kept(self, question: Question, n: int, _tell: Tell, _stop: Ending) -> Kept | None:
        """A plan of a staircase that has been found, drawn for whoever will ask for a price at which it is best.

        None where it is not proven to the last krone, or forgotten.
        """
        climb = self._climbs.get(replace(question, minute=None))
        solved = climb.staircase.plans[n] if climb is not None and climb.staircase is not None else None
        if solved is None or solved.status is not Status.OPTIMAL or (solved.gap_money or 0.0) >= 1:
            return None
        maps = {lang: _map(Atlas(solved, lang)) for lang in LANGUAGES}
        return Kept(Solution(draw(solved, done=True), pack(solved), ""), maps)

    def stairs(self, question: Question, packed: bytes, tell: Tell, stop: Ending) -> Stairs | None:
        """The staircase of prices with what each step changes; an empty answer is sent at once.

        None where the search was stopped, to be resumed.
        """
        tell(Steps())
        climb = self._climbed(question, packed, stop)
        if stop.is_set() and not climb.complete:
            return None
        loaded = self.loaded(question)
        return stairs_of(climb.stairway(loaded, self.options(question, loaded)), unpack(packed))

    def step(
        self, question: Question, packed: bytes, price: float, group: str, tell: Tell, stop: Ending
    ) -> StepTold | None:
        """The sheet of the step at a price; an empty answer is sent at once. None where the search was stopped."""
        tell(Steps())
        climb = self._climbed(question, packed, stop)
        if stop.is_set() and not climb.complete:
            return None
        loaded = self.loaded(question)
        return told_of_step(climb.stairway(loaded, self.options(question, loaded)), price, group)

    def _climbed(self, question: Question, packed: bytes, stop: Ending) -> Climb:
        """The search for a question's steps, finished or as far as it came; the last few are cached.

        One search serves every price of a minute.
        """
        of, loaded = replace(question, minute=None), self.loaded(question)
        climb = self._climbs.pop(of, None) or Climb(self.options(question, loaded), unpack(packed))
        self._climbs = dict([(of, climb), *self._climbs.items()][:_MOST_CLIMBS])
        if not climb.complete:
            climb.search(self.live(question, stop=stop), loaded, stop)
        return climb

    def paper(self, _tell: Tell, stop: Ending) -> Paper | None:
        """The either-or questions of ``placement ballots`` for the scenario; None where stopped, to be resumed."""
        asked = ask(self.opened.plain, self._setup.options, stop=stop)
        return None if stop.is_set() else paper_of(asked)

    def count(self, ballots: tuple[Ballot, ...], _tell: Tell, stop: Ending) -> Counted:
        """The plan that each participant's weights would choose."""
        found = count(self.opened.plain, ballots, self._setup.options, executor=Processes(1), stop=stop)
        plans = tuple(
            (tuple(found.ballots[n].participant for n in plan.chosen_by), found.ballots[plan.chosen_by[0]].weights)
            for plan in found.plans
            if plan.chosen_by
        )
        told = {lang: parts_of(ballots_screen(found, lang))[1:] for lang in LANGUAGES}
        return Counted(told, plans)

    def files(self, question: Question, packed: bytes, lang: Language, _tell: Tell, _stop: Ending) -> Files:
        """Every file that ``solve --out`` would write for an answer."""
        loaded, (solved, studied) = self.loaded(question), self.studied(question, packed)
        call = Call(
            "placement serve", self._setup.path, lang, dialect_named("excel-da" if lang == "da" else "standard")
        )
        return Files(result_files(solved, studied, loaded, call))

    def _impossible(self, error: InfeasibleError, loaded: Loaded, tell: Tell, stop: Ending) -> Refusal:
        """Why there is no plan, sent at once; then the repairs that would permit one."""
        from placement.solve.repair import repairs  # noqa: PLC0415 - only where there is no plan

        tell(refusal(error, loaded.scenario))
        found = repairs(loaded.scenario, replace(self._setup.options, time_limit=REPAIR_SECONDS), stop)
        return refusal(error, loaded.scenario, found)


def _map(atlas: Atlas, about: tuple[str, ...] | None = None) -> str:
    """As of `Desk.map`; empty where there is none."""
    shown = atlas.change() or atlas.travel()
    return draw_touched(shown.about(about) if about else shown) if shown else ""


def _beside(found: SideBySide, lang: Language, group: str) -> tuple[Part, ...]:
    """A picture of the first pin and the plan, then a table of all of them."""
    picture = two_plans(Sides(found, lang, about="pins"), "two", SMALL if group else 0.0, group)
    return *picture, *parts_of(compare_screen(found, lang, folder=None, every=True, about="pins"))[1:]


def _choice(found: Tradeoff, solved: Solved, drawn: dict[Three, Picture]) -> Choice:
    """The choice between plans for a page; pictures already drawn are taken from ``drawn``."""
    base = found.reference if found.today_plan is not None else (0.0, 0.0, 0.0)
    for point in found.points:
        if point.aims not in drawn:
            drawn[point.aims] = draw(replace(solved, plan=point.plan, evaluation=point.evaluation), done=False)
    return Choice(
        told={lang: parts_of(tradeoff_screen(found, lang, folder=None)) for lang in LANGUAGES},
        aims=tuple(three(value - start for value, start in zip(p.aims, base, strict=True)) for p in found.points),
        weights=tuple(None if p.weights is None else three(p.weights) for p in found.points),
        pictures=tuple(drawn[point.aims] for point in found.points),
        best=found.best,
        method=found.method,
        complete=found.complete,
    )


@dataclass
class _Watched:
    """Sketches better plans for whoever watches: the first that has a proven gap at once, later ones not too often."""

    tell: Tell
    shown: float = math.inf
    at: float = -math.inf

    def has_shown(self, solved: Solved) -> bool:
        """Whether a plan as good was shown already."""
        return abs(self.shown - solved.objective) <= _SAME * max(1.0, abs(solved.objective))

    def __call__(self, found: Interim) -> None:
        """Draw and send a better plan, unless the last one was sent too recently."""
        better = found.objective < self.shown - _SAME
        proven = math.isfinite(found.objective - found.bound)
        if proven and better and time.monotonic() - self.at >= PAUSE:
            self.tell(sketch(found.judge()))
            self.shown, self.at = found.objective, time.monotonic()


def _by_aim(weights: Three) -> dict[str, float]:
    return dict(zip(("citizen", "quality", "economy"), weights, strict=True))
