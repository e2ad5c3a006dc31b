"""Bounds on what deciding one pair otherwise costs, without solving for it.

From below by the linear relaxation: one model serves all pairs of a function. To have pairs in, every site asked about
may have the function, and every rule is set aside that would be for any of the pairs; to do without, no site asked
about need keep it. For one pair its variable is fixed and the others are bounded as in the question. The model allows
more plans than the question, so no plan of the question is better than its relaxation.

From above by the proposal with only this pair decided otherwise, where that keeps the rules.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.errors import SolverError
from placement.instance.instance import Instance
from placement.model.decisions import certain_pairs
from placement.model.draft import Draft
from placement.plan.plan import RuleCheck
from placement.questions.explain.price import Place, undecided
from placement.questions.proposal.left_out import Notes
from placement.questions.proposal.trials import Trial
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import WAIVABLE, Rule
from placement.solve.highs.search import HighsBackend
from placement.solve.result import Options, Solved
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, question_of
from placement.solve.workbench import Workbench

_DECIDED = frozenset({Rule.MUST, Rule.MUST_NOT, Rule.KEEP_HOSPITAL_FUNCTIONS, Rule.KEEP_EXISTING_IN_HOUSES})
"""Rules that say how a pair is decided, which give way when it is decided otherwise."""


class Relaxation:
    """One function's relaxed model.

    Args:
        live: the proposal, kept ready; ``loaded``: its scenario.
        function: index.
        sites: indices of the sites that are asked about.
        forced: ``in`` or ``out``.
        waived: rules that are set aside for any of its pairs.
        options: how to solve; ``stop`` as in `Live.ask`.
    """

    def __init__(
        self,
        live: Live,
        loaded: Loaded,
        function: int,
        sites: Sequence[int],
        forced: str,
        waived: Sequence[Place],
        options: Options,
        stop: threading.Event,
    ) -> None:
        self._live, self._function, self._options, self._stop = live, function, options, stop
        self._forced = 1.0 if forced == "in" else 0.0
        instance, today = live.solved.instance, live.solved.today
        self._certain = certain_pairs(instance, today)
        leaving = [instance.site_ids[s] for s in sites if forced == "out"]
        name = instance.function_ids[function]
        self._loaded = replace(loaded, scenario=undecided(loaded.scenario, name, leaving, waived))
        self._bench = Workbench(self._loaded.scenario, replace(options, time_limit=None))
        (only,) = self._bench.phases
        allowed = only.instance.allowed.copy()
        allowed[function] |= instance.allowed[function]
        if forced == "in":
            allowed[function, sites] = True
        self._bench.phases = (replace(only, instance=replace(only.instance, allowed=allowed)),)

    def least(self, site: int) -> float:
        """A lower bound on the objective of the plans with the pair decided; inf: there is no plan; -inf: not known."""
        backend = self._bench.backend
        if not isinstance(backend, HighsBackend):
            return -math.inf
        (draft,) = self._bench.model.drafts
        columns = {}
        for f, s in draft.possible:
            if f == self._function and (name := _column(draft, (f, s))) is not None:
                columns[name] = (self._forced, self._forced) if s == site else self._bounds(s)
        if _column(draft, (self._function, site)) is None:
            return -math.inf
        backend.hold(columns, {})
        try:
            return self._live.relaxed(self._bench, self._loaded, self._options, stop=self._stop)
        except SolverError:  # the relaxation of a large model may end without a word
            return -math.inf

    def _bounds(self, site: int) -> tuple[float, float]:
        """Bounds of another pair's variable: 1 where it is certainly open, 0 where it may not be open, else free."""
        pair = self._function, site
        if pair in self._certain:
            return 1.0, 1.0
        return (0.0, 1.0) if self._live.solved.instance.allowed[pair] else (0.0, 0.0)


def _column(draft: Draft, pair: tuple[int, int]) -> str | None:
    """Name of the model's variable that opens a pair; None where the model has none."""
    name = draft.name("open", *draft.ids(*pair))
    return name if name in draft.variables else None


def never(instance: Instance, pair: tuple[int, int]) -> bool:
    """Whether a rule that nobody can set aside bars a pair that is not there today."""
    barred = set(instance.barred.get(pair, ())) - WAIVABLE - {Rule.MUST_NOT}
    return bool(barred) and not instance.baseline.open[pair]


@dataclass(frozen=True, eq=False)
class Alone:
    """The proposal with one pair decided otherwise, judged in the part that only has the pair's function (index 0).

    Attributes:
        notes: tries pairs in the part.
        trial: the part with the pair decided otherwise.
    """

    notes: Notes
    trial: Trial

    @classmethod
    def of(cls, notes: Notes, site: int) -> Alone:
        """Close what is open; open what is closed, with the days that break fewest rules."""
        plan, bench = notes.proposal.plan, notes.bench
        if not plan.open[0, site]:
            return cls(notes, notes.best(0, site).trial)
        units = plan.units.copy()
        users = notes.instance.apparatus.needed[0]
        units[users, site] = np.minimum(units[users, site], bench.today.units[users, site])
        return cls(notes, bench.try_(bench.draft(plan, units).with_pair(0, site, is_open=False, days=0.0)))

    @property
    def broken(self) -> tuple[RuleCheck, ...]:
        """Rules newly broken in the whole plan."""
        return self.notes.whole.new_violations(self.notes.proposal.evaluation, self.trial.evaluation)

    def objective(self, solved: Solved, site: int, waived: Sequence[Place]) -> float:
        """The whole plan's objective by the proposal's measure; inf where it breaks a rule that is not set aside."""
        if not all(self._excused(check, site, waived) for check in self.broken):
            return math.inf
        parts = (each.evaluation.objectives.as_tuple() for each in (self.notes.proposal, self.trial))
        whole = solved.evaluation.objectives.as_tuple()
        citizen, quality, economy = (w + now - then for w, then, now in zip(whole, *parts, strict=True))
        question = question_of(solved)
        within = all(aim <= upper for aim, upper in zip((citizen, quality, economy), question.upper, strict=True))
        return objective_value(question, (citizen, quality, economy)) if within else math.inf

    def _excused(self, check: RuleCheck, site: int, waived: Sequence[Place]) -> bool:
        names = self.notes.instance.function_ids[0], self.notes.instance.site_ids[site]
        if check.rule in _DECIDED:
            return (check.function, check.site, check.item) == (*names, "")
        return any(check.rule is rule and at in (check.site, names[1]) for rule, at in waived)
