"""Why one function is, or is not, at one site, and what it would cost to decide the contrary."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.errors import InfeasibleError, Message, ScenarioError, UsageError, together
from placement.instance.instance import Instance
from placement.questions.explain.break_even import Asking, BreakEven, break_even
from placement.questions.explain.case import Case, Remedies, Remedy, RuleNote, whole_notes
from placement.questions.explain.price import Price, Question
from placement.questions.proposal.findings import KnifeEdge, PairNote, Study
from placement.questions.proposal.sensitivity import knife_edges
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.text import settled
from placement.scenario.source.paths import nearest
from placement.solve.result import Options, Progress, Solved
from placement.solve.run import Live
from placement.solve.scarce import with_number
from placement.solve.staircase import Staircase


def tried(asking: Asking, pair: tuple[int, int], remedy: Remedy) -> Remedy:
    """The remedy with the outcome of solving the scenario with it.

    Only changes of a number or a decision are tried, and only while there is time.

    Args:
        asking: the proposal, and how it is solved again.
        pair: indices of function and site.
        remedy: as the judge sees it.
    """
    changed = None if remedy.tried else remedied(asking.loaded.scenario, remedy)
    if changed is None:
        return remedy
    try:
        answer = asking.at(asking.prices.minute, replace(asking.loaded, scenario=changed))
    except (InfeasibleError, ScenarioError):
        return replace(remedy, tried=True)
    return remedy if answer is None else replace(remedy, tried=True, enough=bool(answer.plan.open[pair]))


def remedied(scenario: Scenario, remedy: Remedy) -> Scenario | None:
    """The scenario with a remedy's change; None where it changes no number and no decision."""
    if remedy.kind == "threshold":
        return with_number(scenario, remedy.path, remedy.after)
    if remedy.kind != "decision":
        return None
    keys = remedy.path.split(".")
    if remedy.rule == Rule.MUST_NOT:
        function, site = keys[2:]
        row = {other: what for other, what in scenario.policy.placements[function].items() if other != site}
        placements = {**scenario.policy.placements, function: row}
        return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"placements": placements})})
    if remedy.rule == Rule.NO_NEW_HOUSES:
        return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"no_new_houses": False})})
    if remedy.rule == Rule.SCOPE:
        site = keys[1]
        inside = scenario.sites[site].model_copy(update={"scope": "candidate"})
        return scenario.model_copy(update={"sites": {**scenario.sites, site: inside}})
    return None


_LEAST_VISITS = 1e-6


@dataclass(frozen=True)
class AreaNote:
    """An area whose citizens are seen at the site, or would be.

    Attributes:
        area: its id; ``people``: its inhabitants.
        visits: visits a year seen at the site when the function is there.
        minutes_here: minutes one way to the site; ``minutes_otherwise``: to where the visits are seen without the
            pair, NaN where they are seen nowhere.
    """

    area: str
    people: float
    visits: float
    minutes_here: float
    minutes_otherwise: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a function is, or is not, at a site, and what it would cost to insist on the contrary.

    Attributes:
        function, site: ids.
        note: the study's note; of a hospital that has none, one made for the question.
        rules: those the pair meets, the broken ones first.
        areas: where the patients live, most visits first.
        edges: areas where a few minutes decide whether citizens go to this site or to another.
        price: of deciding the contrary.
        remedies: what would have to change, one thing at a time; empty where the pair is in the proposal.
        break_even: prices of a minute at which the pair is in the plan; None where the proposal was found without
            prices.
        alternative: the other house nearest to taking the function in; None where there is none.
    """

    function: str
    site: str
    note: PairNote
    rules: tuple[RuleNote, ...]
    areas: tuple[AreaNote, ...]
    edges: tuple[KnifeEdge, ...]
    price: Price
    remedies: tuple[Remedy, ...]
    alternative: PairNote | None
    break_even: BreakEven | None = None

    __repr__ = brief

    @property
    def is_in(self) -> bool:
        """Whether the proposal has the pair."""
        return self.note.recommended


def explain(
    live: Live,
    loaded: Loaded,
    study: Study,
    function: str,
    site: str,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    stairs: Callable[[], Staircase | None] | None = None,
    told: Callable[[Explanation], None] | None = None,
) -> Explanation:
    """Explain one pair.

    Args:
        live: the proposal, its model kept ready.
        loaded: its scenario.
        study: the findings about the proposal.
        function: id of the function.
        site: id of the site.
        options: how to solve; None: those of the proposal.
        progress: called with each line of progress.
        stop: set it to end the search and keep the best plan so far.
        stairs: finds the staircase, as ``break_even`` takes it; None, here or from it: it is searched for.
        told: called, where prices count, with the explanation before the prices at which the pair is in are known.

    Raises:
        UsageError: a name the scenario does not have, or a scenario with phases.
        NoPlanError: a search stopped before any plan was found.
    """
    function, site = settled(function), settled(site)
    check_names(live.solved.instance, function, site)
    question = Question(live, loaded, function, site, options or live.solved.options, progress, stop)
    explained = _explained(live.solved, study, question.pair)
    case = explained.case
    price = question.forced_out() if case.note.recommended else question.forced_in(case.blocking)
    if question.asking is None:
        return explained.explanation(price)
    if told is not None:
        told(explained.explanation(price))
    known = stairs() if stairs is not None else None
    asking = question.asking  # the budget of time begins here
    forced_in = None if case.note.recommended else question.posed("must")
    prices = break_even(asking, question.pair, forced_in, known)
    found = explained.explanation(price, prices)
    return replace(found, remedies=tuple(tried(asking, question.pair, remedy) for remedy in found.remedies))


def explained_at(
    solved: Solved,
    study: Study,
    function: str,
    site: str,
    price: Price,
    found: BreakEven | None = None,
    enough: Sequence[tuple[bool, bool]] = (),
) -> Explanation:
    """The explanation from solver results that are known already; no solver is asked.

    Args:
        solved: the proposal.
        study: the findings about it.
        function: id of the function.
        site: id of the site.
        price: of deciding the contrary; its ``alone`` is calculated anew.
        found: at which prices of a minute the pair is in.
        enough: of each remedy in turn whether it is enough, and whether that was tried; empty where none was.

    Raises:
        UsageError: a name the scenario does not have.
    """
    check_names(solved.instance, function, site)
    pair = solved.instance.function_ids.index(function), solved.instance.site_ids.index(site)
    explained = _explained(solved, study, pair).explanation(price, found)
    known = zip(explained.remedies, enough, strict=False)
    remedies = tuple(replace(remedy, enough=does, tried=was) for remedy, (does, was) in known)
    return replace(explained, remedies=remedies or explained.remedies)


def _explained(solved: Solved, study: Study, pair: tuple[int, int]) -> _Explained:
    known = {(note.function, note.site): note for note in study.pairs}
    return _Explained(study, Case(whole_notes(solved), solved, pair, known))


def check_names(instance: Instance, function: str, site: str) -> None:
    """Raise UsageError for a function or site that the scenario does not have.

    The message has the nearest name, or all of them.
    """
    for what, name, known in (
        (Message("there is no function '{name}' in the scenario.", name=function), function, instance.function_ids),
        (Message("there is no site '{name}' in the scenario.", name=site), site, instance.site_ids),
    ):
        if name not in known:
            near = nearest(name, known)
            listed = Message("There are: {known}.", known=", ".join(known))
            raise UsageError(together(what, Message("Did you mean '{word}'?", word=near) if near else listed))


@dataclass(frozen=True, eq=False)
class _Explained:
    """Makes the explanation of a pair, with the study it draws on."""

    study: Study
    case: Case

    def explanation(self, price: Price, prices: BreakEven | None = None) -> Explanation:
        """The explanation, given its price and prices of a minute."""
        case, (function, site) = self.case, self.case.names
        return Explanation(
            function=function,
            site=site,
            note=case.note,
            rules=tuple(case.rules()),
            areas=tuple(sorted(self._areas(), key=lambda area: -area.visits)),
            edges=self._edges(),
            price=replace(price, alone=case.alone),
            remedies=() if case.note.recommended else tuple(self._remedies(prices).all()),
            alternative=alternative(self.study.pairs, function, site),
            break_even=prices,
        )

    # ---- people

    def _areas(self) -> Iterator[AreaNote]:
        """Notes on the areas that send visits to the site."""
        case, (f, s) = self.case, self.case.pair
        instance = case.solved.instance
        visits = case.present.evaluation.seen[f, :, s]
        minutes = instance.travel.minutes
        before = case.absent.evaluation.seen[f]
        otherwise = (np.where(before > 0, minutes, 0.0) * before).sum(axis=1)
        for area in np.unique(instance.unit_area[visits > _LEAST_VISITS]).tolist():
            units = instance.unit_area == area
            here = float(visits[units].sum())
            seen = float(before[units].sum())
            name = instance.area_ids[area]
            yield AreaNote(
                area=name,
                people=float(instance.scenario.areas.rows[name].people),
                visits=here,
                minutes_here=float((visits * np.where(visits > 0, minutes[:, s], 0.0))[units].sum() / here),
                minutes_otherwise=float(otherwise[units].sum() / seen) if seen > 0 else math.nan,
            )

    def _edges(self) -> tuple[KnifeEdge, ...]:
        """Knife edges between this site and another, with the pair in the plan."""
        instance, trial = self.case.solved.instance, self.case.present
        found = knife_edges(instance, trial.plan, trial.evaluation, ())
        function, site = self.case.names
        return tuple(edge for edge in found if edge.function == function and site in (edge.site, edge.next_site))

    def _remedies(self, prices: BreakEven | None) -> Remedies:
        case, solved = self.case, self.case.solved
        implied, by_prices = solved.implied_price_per_minute, solved.method == "price"
        asked = case.comparison, *case.pair, case.blocking, case.attempt, implied
        return Remedies(*asked, break_even=prices, by_prices=by_prices)


def alternative(pairs: tuple[PairNote, ...], function: str, site: str) -> PairNote | None:
    """The other house nearest to having the function, by ``nearness``; None where none could have it.

    Houses that a static rule bars are left out.
    """
    others = [
        note
        for note in pairs
        if note.function == function and note.site != site and note.change == "none" and note.days > 0
    ]
    return min(others, key=nearness, default=None)


def nearness(note: PairNote) -> tuple[int, float, float, str]:
    """Sort key: fewest rules broken, then the smallest shortfall, then the fewest kroner for a saved minute."""
    dear = math.inf if math.isnan(note.money_per_minute) else note.money_per_minute
    return len(note.blocking), note.shortfall, dear, note.site
