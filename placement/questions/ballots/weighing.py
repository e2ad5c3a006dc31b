"""What each participant's weights would choose, for a meeting about a scenario whose method weighs.

Each distinct weighting is solved once. All are measured by the scenario's own pay-off table, whatever anybody weighs.
For the method ``price`` participants answer questions instead (``questionnaire``).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Message, NoPlanError, UsageError
from placement.executor.batch import Batch
from placement.executor.processes import Processes
from placement.instance.instance import Bools, Instance
from placement.locale import N_
from placement.present.screen.lines import Column, Line, headed, paragraph, spaced, table, wrapped
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.views import Titles
from placement.scenario.ballots import Ballot
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method, Weights
from placement.solve.payoff import Payoff, scale_of
from placement.solve.prepared import written_in_time
from placement.solve.proposal_search import STOPPED_EMPTY, infeasible
from placement.solve.result import WEIGHING, Options, Solved, Status, fingerprint
from placement.solve.run import Live, clock_of
from placement.solve.stage import Three

if TYPE_CHECKING:
    from placement.executor.batch import Executor

CHUNK = 6
"""Number of weightings solved one after the other on one model, in one process."""
_DIGITS = 12
"""Weightings whose shares agree to this many decimals are the same."""
Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What all weightings are solved with; the method is in the options, the weights are not."""

    loaded: Loaded
    options: Options
    payoff: Payoff


@dataclass(frozen=True)
class Proposed:
    """The plan that a weighting chooses, as plain values.

    Attributes:
        status, gap: how its search ended; without a plan everything else is empty.
        aims: the three aims in real units.
        open: function and site of each placement; ``days``: its clinic days a week.
        home: home level of each function.
    """

    status: Status
    gap: float = 0.0
    aims: Three = (0.0, 0.0, 0.0)
    open: tuple[Pair, ...] = ()
    days: tuple[float, ...] = ()
    home: tuple[int, ...] = ()

    @property
    def plan(self) -> tuple[object, ...]:
        """The key by which plans are compared: placements, days, home levels, and the aims to nine digits."""
        return self.open, self.days, self.home, tuple(float(f"{aim:.9g}") for aim in self.aims)


def propose(asked: Asked, weightings: Sequence[Three], stop: threading.Event) -> list[Proposed]:
    """The plan of each weighting, solved on one live model; after an interruption the rest are left out."""
    live, found = None, []
    for weighting in weightings:
        if stop.is_set():
            break
        options = replace(asked.options, weights=_weights(weighting))
        try:
            if live is None:
                live = Live(asked.loaded, options, stop=stop, payoff=asked.payoff)
                solved = live.solved
            else:
                solved = live.ask(asked.loaded, options, stop=stop)
        except NoPlanError:
            if not stop.is_set():
                found.append(Proposed(Status.NO_PLAN_FOUND))
            continue
        if stop.is_set():
            break
        found.append(_proposed(solved))
    return found


def _weights(shares: Three) -> Weights:
    citizen, quality, economy = shares
    return Weights(citizen=citizen, quality=quality, economy=economy)


def _proposed(solved: Solved) -> Proposed:
    ids, plan = solved.instance, solved.plan
    where = np.argwhere(plan.open).tolist()
    return Proposed(
        status=solved.status,
        gap=float(solved.gap),
        aims=solved.objectives.as_tuple(),
        open=tuple((ids.function_ids[f], ids.site_ids[s]) for f, s in where),
        days=tuple(round(float(solved.evaluation.days[f, s]), 6) for f, s in where),
        home=tuple(int(level) for level in plan.home_level),
    )


@dataclass(frozen=True, eq=False)
class Candidate:
    """A plan that somebody's weights choose; ``chosen_by``: positions of the participants."""

    proposed: Proposed
    chosen_by: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Count:
    """The counted weights. Shapes: P plans, F functions, S sites.

    Attributes:
        loaded: the scenario; ``instance``: the same as arrays, of its last phase.
        method: the one used.
        reference: today's aims; None without a baseline.
        today: ``(F, S)`` bool: what is open today.
        ballots: every participant, in the order given.
        plans: those chosen, the most chosen first.
        unsolved: number of distinct weightings that are not solved.
    """

    loaded: Loaded
    instance: Instance
    method: Method
    reference: Three | None
    today: Bools
    ballots: tuple[Ballot, ...]
    plans: tuple[Candidate, ...]
    unsolved: int

    @property
    def weightings(self) -> int:
        """The number of distinct weightings."""
        return len({_item(ballot.shares) for ballot in self.ballots})

    @property
    def proven(self) -> bool:
        """Whether every plan is within the asked gap."""
        return all(plan.proposed.status is Status.OPTIMAL for plan in self.plans)

    @cached_property
    def opened(self) -> Bools:
        """``(P, F, S)`` whether a plan opens the function at the site."""
        functions = {name: n for n, name in enumerate(self.instance.function_ids)}
        sites = {name: n for n, name in enumerate(self.instance.site_ids)}
        opened = np.zeros((len(self.plans), len(functions), len(sites)), dtype=bool)
        for n, plan in enumerate(self.plans):
            for function, site in plan.proposed.open:
                opened[n, functions[function], sites[site]] = True
        return opened

    @property
    def chosen_by_all(self) -> Bools:
        """``(F, S)`` placements in every plan: the core."""
        return np.asarray(self.opened.all(axis=0))

    @property
    def chosen_by_some(self) -> Bools:
        """``(F, S)`` placements in at least one plan."""
        return np.asarray(self.opened.any(axis=0))


def count(
    loaded: Loaded,
    ballots: Sequence[Ballot],
    options: Options | None = None,
    *,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
) -> Count:
    """Solve each distinct weighting, and count who chooses which plan.

    Args:
        loaded: the scenario.
        ballots: at least one; each name once.
        options: how to solve; a time limit is for each weighting; ``weights`` are not used.
        executor: who solves; None: local processes.
        stop: set it to keep what is done.

    Raises:
        UsageError: the method asks for no weights.
        InfeasibleError, NoPlanError, SolverError: as ``solve``; NoPlanError where nothing is done.
    """
    options, stop = options or Options(), stop or threading.Event()
    method = options.method or loaded.scenario.objectives.method
    if method not in WEIGHING:
        raise UsageError(
            Message(
                "The method {method} uses no weights; use {known}, or ask questions instead.",
                method=method,
                known=", ".join(WEIGHING),
            )
        )
    clock = clock_of(loaded, options, stop)
    bench = written_in_time(loaded.scenario, options, clock)
    payoff = scale_of(bench, options, clock)
    if payoff.scale is None:
        raise NoPlanError(STOPPED_EMPTY) if payoff.answer.stopped else infeasible(loaded.scenario)
    items = tuple(dict.fromkeys(_item(ballot.shares) for ballot in ballots))
    asked = Asked(loaded, replace(options, method=method, weights=None), payoff)
    of = fingerprint(loaded.scenario, loaded.base, repr(asked.options), repr(payoff.scale))
    batch = Batch(propose, asked, items, CHUNK, Proposed, of)
    done = (executor or Processes()).run(batch, stop=stop)
    found = {item: one for item, one in zip(items, done, strict=True) if one and one.status is not Status.NO_PLAN_FOUND}
    if not found:
        raise NoPlanError(STOPPED_EMPTY)
    return Count(
        loaded=loaded,
        instance=bench.instance,
        method=method,
        reference=bench.columns.reference if bench.phases[-1].today_plan is not None else None,
        today=bench.today.open,
        ballots=tuple(ballots),
        plans=_candidates(ballots, found),
        unsolved=len(items) - len(found),
    )


def _item(shares: Three) -> Three:
    citizen, quality, economy = (round(share, _DIGITS) for share in shares)
    return citizen, quality, economy


def _candidates(ballots: Sequence[Ballot], found: Mapping[Three, Proposed]) -> tuple[Candidate, ...]:
    """Each distinct plan with the participants who choose it; the most chosen first, then the cheapest."""
    plans = {one.plan: one for one in found.values()}
    by: dict[tuple[object, ...], list[int]] = {plan: [] for plan in plans}
    for n, ballot in enumerate(ballots):
        if one := found.get(_item(ballot.shares)):
            by[one.plan].append(n)
    made = [Candidate(one, tuple(by[key])) for key, one in plans.items()]
    return tuple(sorted(made, key=lambda each: (-len(each.chosen_by), each.proposed.aims[::-1], each.proposed.open)))


def ballots_screen(found: Count, language: Language = "da") -> list[Line]:
    """What all choose and what only some do, the plans, and how sure that is, below a line with the title."""
    say = Voice.of(found.instance.scenario, language)
    return spaced([_headline(found, say), _agreed(found, say), _plans(found, say), _evidence(found, say)])


def _headline(found: Count, say: Voice) -> list[Line]:
    counts = (
        say.some("{n} participant", "{n} participants", len(found.ballots)),
        say.some("with one way of weighing", "with {n} ways of weighing", found.weightings) + ";",
        say.some("all of them choose the same plan.", "they choose {n} different plans.", len(found.plans)),
        say("The weights are the participants' own, and nobody has decided them."),
    )
    title = found.instance.scenario.title.in_language(say.language)
    return [*map(Line, wrapped(title, " ")), *paragraph(say("BALLOTS"), [" ".join(counts)])]


def _agreed(found: Count, say: Voice) -> list[Line]:
    everywhere, somewhere, today = found.chosen_by_all, found.chosen_by_some, found.today
    told = (
        (N_("New in every plan: {offers}."), everywhere & ~today),
        (N_("Closed in every plan: {offers}."), today & ~somewhere),
        (N_("In some plans and not in others: {offers}."), somewhere & ~everywhere),
    )
    said = [say(text, offers=say.listed(_named(found, say, pairs))) for text, pairs in told if pairs.any()]
    return paragraph(say("AGREED"), said or [say("No change is chosen by all.")])


def _named(found: Count, say: Voice, pairs: Bools) -> list[str]:
    names, ids = Titles(found.instance, say), found.instance
    return [
        say("{function} at {site}", function=names.function(ids.function_ids[f]), site=names.site(ids.site_ids[s]))
        for f, s in np.argwhere(pairs).tolist()
    ]


def _plans(found: Count, say: Voice) -> list[Line]:
    heads = (N_("Plan"), N_("Minutes|a year"), N_("Lost quality,|visits"), N_("Kr.|a year"))
    columns = [
        *(Column(tuple(say(head).split("|")), right=True) for head in heads),
        Column((say("Chosen by"),), gives=True),
    ]
    against, signed = found.reference or (0.0, 0.0, 0.0), found.reference is not None
    rows = [
        [
            str(n),
            *(say.about(v - b, signed=signed) for v, b in zip(plan.proposed.aims, against, strict=True)),
            ", ".join(found.ballots[at].participant for at in plan.chosen_by),
        ]
        for n, plan in enumerate(found.plans, 1)
    ]
    beside = say("difference from today, a year") if signed else say("a year")
    return [headed(say("PLANS"), beside), *map(Line, table(columns, rows, indent=2))]


def _evidence(found: Count, say: Voice) -> list[Line]:
    proven = (
        say("Every plan is proven best to the asked gap.") if found.proven else say("Not every plan is proven best.")
    )
    missing = (
        say.some("{n} way of weighing is not solved.", "{n} ways of weighing are not solved.", found.unsolved)
        if found.unsolved
        else ""
    )
    return paragraph(say("EVIDENCE"), [proven, say("All are measured by the scenario's own scale."), missing])
