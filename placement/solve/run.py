"""From a loaded scenario to a judged proposal, and on to what-ifs and other weights on the model that is ready."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn

from placement.errors import Fault, InfeasibleError, Message, NoPlanError, ScenarioError, UsageError
from placement.model.linear import name_of
from placement.solve.payoff import Payoff, PayoffTable, scale_of
from placement.solve.prepared import Workbench, written_in_time
from placement.solve.proposal_search import Search
from placement.solve.result import WEIGHING, Interim, Options, ProfileAnswer, Progress, Solved, Status
from placement.solve.scalarisation import implied_price_per_minute, needs_table, no_price, pose, prices_of_profile
from placement.solve.stage import INF, Answer, Clock
from placement.time_limit import patient

if TYPE_CHECKING:
    from placement.plan.plan import Plan
    from placement.scenario.load import Loaded
    from placement.scenario.schema.frame import Policy
    from placement.scenario.schema.scenario import Scenario

FIRST_GAP = 0.05
"""Gap, as a share of guessed ranges, that the first plan is searched to: what matters is that it comes soon."""
JUDGE_SHARE = 0.25
"""At most this share of a limit is kept back from the search for judging what it finds."""
STUDY_SHARE = 0.1
"""At most this share of a limit is kept back for what is said beside the proposal, such as what came close."""
MOST_KEPT = 4
"""Models kept ready for what-ifs, the first proposal's among them; each takes memory."""


def solve(
    loaded: Loaded,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Solved:
    """The proposal for a loaded scenario.

    Args:
        loaded: the scenario with its variants applied, and its base.
        options: how to solve.
        progress: called with each line of progress, from the solving thread.
        stop: set it to end the search and keep the best plan so far.

    Raises:
        InfeasibleError: no plan keeps the rules.
        NoPlanError: stopped before any plan was found.
        SolverError: the solver failed, or its plan did not pass the judge.
    """
    return Live(loaded, options, progress=progress, stop=stop).solved


def clock_of(
    loaded: Loaded,
    options: Options,
    stop: threading.Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Clock:
    """A clock that began before the scenario was read: reading counts against the limit."""
    began = time.perf_counter() - loaded.seconds
    return Clock(options.time_limit, stop or threading.Event(), progress, start=began)


def weighs(scenario: Scenario) -> bool:
    """Whether a scenario says what its aims weigh."""
    return "objectives" in scenario.model_fields_set and "weights" in scenario.objectives.model_fields_set


def time_to_study(clock: Clock) -> AbstractContextManager[None]:
    """A context for what is said beside a proposal: in it ``in_time`` raises once the clock's limit is over.

    It raises after a ``stop`` too, but only one that comes now: one that has ended the search is no reason to say less.
    """
    own = replace(clock, stop=threading.Event() if clock.stop.is_set() else clock.stop)
    return patient("studying", lambda: own.over)


class Live:
    """A scenario solved and kept ready: what-ifs reuse its columns, pay-off table, live solver and last plan.

    Args:
        loaded: the scenario; ``options``: how to solve.
        progress: called with each line of progress, from the solving thread.
        found: called with each better plan of the proposal while the search goes on, from the solving thread.
        stop: set it to end the search and keep the best plan so far.
        payoff: the pay-off table of the same scenario and formulation, from an earlier ``Live`` or another process, or
            a function that makes it; None for the scenario's own, made only where a method needs it.

    Attributes:
        solved: the scenario's own proposal.
        bench: its model, live solver and judge.
        payoff: the pay-off table it is measured by; None until a method needs one.

    Raises:
        InfeasibleError, NoPlanError, SolverError: as ``solve``.
        ScenarioError: the method is ``price`` and there is no price.
        UsageError: weights are asked for, but the scenario's method has none.
    """

    def __init__(
        self,
        loaded: Loaded,
        options: Options | None = None,
        *,
        progress: Callable[[Progress], None] | None = None,
        found: Callable[[Interim], None] | None = None,
        stop: threading.Event | None = None,
        payoff: Payoff | Callable[[Workbench, Clock], Payoff] | None = None,
    ) -> None:
        options = options or Options()
        clock = clock_of(loaded, options, stop, progress)
        self._loaded, self._options = loaded, options
        method = options.method or loaded.scenario.objectives.method
        if options.weights is not None and options.method is None and method not in WEIGHING:
            known = ", ".join(WEIGHING)
            raise UsageError(
                Message(
                    "method {method} has no weights; say by --method which weighs: {known}.", method=method, known=known
                )
            )
        prices = options.prices or loaded.scenario.objectives.prices.minute
        lacks_price = method == "price" and prices is None
        if lacks_price and not weighs(loaded.scenario):
            self._refuse([no_price(loaded.scenario)])  # before any work is done
        self.bench = written_in_time(loaded.scenario, options, clock)
        if lacks_price:
            self._refuse(self._no_price_but_weights(clock))
        built = clock.seconds
        clock = self._searching(clock)
        self.payoff: Payoff | None = payoff if isinstance(payoff, Payoff) else None
        if needs_table(method) and self.payoff is None:
            if found is not None:
                self._first_look(clock, found)
            made = payoff(self.bench, clock) if callable(payoff) else None
            self.payoff = made or scale_of(self.bench, options, clock)
        measured = self.payoff if needs_table(method) else None
        search = Search(self.bench, measured, options, clock, built, loaded)
        self.solved = search.run(self.payoff.plans if self.payoff else (), found)
        self._kept = [_Kept(self.bench, search.values, loaded.scenario.policy)]

    def _refuse(self, faults: list[Fault]) -> NoReturn:
        raise self._loaded.placed(ScenarioError(faults)) from None

    def _no_price_but_weights(self, clock: Clock) -> list[Fault]:
        """The fault of a scenario that has weights and no price: it says for which price they stood."""
        objectives = self._loaded.scenario.objectives
        scale = scale_of(self.bench, self._options, clock).scale
        if scale is not None:
            asked = pose(objectives, "balanced", objectives.weights, None, scale, self.bench.columns.reference)
            implied = implied_price_per_minute(asked)
            if implied is not None and math.isfinite(implied):
                message = Message(
                    "the aims have weights and no price, and they are traded off by prices unless another method is "
                    "asked for. These weights let a minute cost about {money} DKK: write objectives.prices.minute: "
                    "{money} or, to weigh as before, objectives.method: balanced.",
                    money=f"{implied:.3g}",
                )
                return [Fault(message, "objectives.prices.minute")]
        return [no_price(self._loaded.scenario)]

    def _searching(self, clock: Clock) -> Clock:
        """A clock that ends early enough for plans to be judged and something to be said beside the proposal."""
        judged = clock.but(self.bench.seconds, JUDGE_SHARE)
        studied = clock.but(self.bench.seconds * len(self._loaded.scenario.sites), STUDY_SHARE)
        return min(judged, studied, key=lambda one: one.left)

    def _first_look(self, clock: Clock, found: Callable[[Interim], None]) -> None:
        """Show a plan before the pay-off table is known: its bound is proven, the range its gap is told in guessed."""
        bench = self.bench
        scale = PayoffTable(bench.backend, bench.columns, clock, bench.aims).first_guess()
        if scale is not None:
            options = replace(self._options, gap=max(self._options.gap, FIRST_GAP))
            guess = Payoff(scale, (), Answer(Status.FEASIBLE, {}, INF, -INF, ""))
            Search(bench, guess, options, clock, clock.seconds, self._loaded).look(found)

    def ask(
        self,
        loaded: Loaded,
        options: Options | None = None,
        *,
        progress: Callable[[Progress], None] | None = None,
        found: Callable[[Interim], None] | None = None,
        stop: threading.Event | None = None,
        keep_scale: bool = False,
        begin: Plan | None = None,
    ) -> Solved:
        """The proposal for another variant of the scenario, or with other weights or method.

        Where only prices, weights, decisions and amounts of budgets differ from a model kept ready, that is asked again
        with other costs and bounds; otherwise a new one is written, and kept beside the first. The pay-off table is the
        scenario's own: the first proposal's where nothing but options differs.

        Args:
            loaded: the scenario with other variants or overrides; the first one's own for other ``options`` alone.
            options: as in ``solve``; solver, threads, seed and formulation count where a new model is written.
            progress: called with each line of progress.
            found: called with each better plan while the search goes on.
            stop: set it to end the search and keep the best plan so far.
            keep_scale: measure by the first proposal's table whatever differs, so that the answer can be set beside it.
            begin: a plan to begin the search with, of a scenario without phases.

        Raises:
            InfeasibleError, NoPlanError, SolverError: as ``solve``.
        """
        options = options or self._options
        clock = clock_of(loaded, options, stop, progress)
        by_first = keep_scale or loaded.scenario == self._loaded.scenario
        if by_first and self.payoff is None and needs_table(options.method or loaded.scenario.objectives.method):
            self.payoff = scale_of(self.bench.asked(self._loaded.scenario) or self.bench, options, clock)
        for kept in self._kept:
            if (bench := kept.bench.asked(loaded.scenario)) is not None:
                try:
                    return self._propose(kept, bench, loaded, options, clock, found, by_first=by_first, begin=begin)
                except InfeasibleError as error:
                    if error.causes:  # seen without a solver; otherwise a model of its own and a second solver decide
                        raise
                    break
        kept = self._written(loaded.scenario, options, clock)
        return self._propose(kept, kept.bench, loaded, options, clock, found, by_first=by_first, begin=begin)

    def bench_for(self, loaded: Loaded, options: Options, clock: Clock) -> Workbench:
        """A model kept ready on which a variant of the scenario can be asked, or a new one, kept beside the others."""
        benches = (kept.bench.asked(loaded.scenario) for kept in self._kept)
        bench = next((one for one in benches if one is not None), None)
        return bench or self._written(loaded.scenario, options, clock).bench

    def between(
        self,
        loaded: Loaded,
        plan: Plan | None = None,
        options: Options | None = None,
        *,
        stop: threading.Event | None = None,
    ) -> tuple[float, float]:
        """Bounds on the objective of another variant's best plan, on the first proposal's scale, without a search.

        Args:
            loaded: the scenario with other variants or overrides, without phases.
            plan: one that may keep its rules.
            options: as in ``ask``.
            stop: set it to end the search.

        Returns:
            The lower bound of the linear relaxation (inf where there is no plan, -inf where there was no time), then
            the objective of ``plan`` (inf where it does not keep the rules).
        """
        options = options or self._options
        clock = Clock(options.time_limit, stop or threading.Event())
        bench = self.bench_for(loaded, options, clock)
        return Search(bench, self._measured(loaded, options), options, clock, clock.seconds, loaded).between(plan)

    def relaxed(
        self, bench: Workbench, loaded: Loaded, options: Options, *, stop: threading.Event | None = None
    ) -> float:
        """The lower bound by the relaxation of another bench, on the first proposal's scale; see ``between``."""
        clock = Clock(options.time_limit, stop or threading.Event())
        return Search(bench, self._measured(loaded, options), options, clock, 0.0, loaded).between(None)[0]

    def _measured(self, loaded: Loaded, options: Options) -> Payoff | None:
        """The first proposal's pay-off table, where the method is one that needs it."""
        return self.payoff if needs_table(options.method or loaded.scenario.objectives.method) else None

    def _written(self, scenario: Scenario, options: Options, clock: Clock) -> _Kept:
        """A new model, kept beside the first; the oldest of the others is dropped."""
        kept = _Kept(written_in_time(scenario, options, clock))
        self._kept = [self._kept[0], kept, *self._kept[1 : MOST_KEPT - 1]]
        return kept

    def about(self, loaded: Loaded, solved: Solved) -> Live:
        """The same models with a what-if's answer as ``solved``: what is asked next is compared with that."""
        other = copy(self)
        other._loaded, other.solved = loaded, solved  # noqa: SLF001 - of our own kind
        return other

    def _known(self, kept: _Kept, bench: Workbench) -> list[Mapping[str, float]]:
        """Column values of plans to begin with, all of which keep the rules.

        They are the model's last proposal and, where it is the first model under its own policy, the pay-off plans.
        """
        scenario, first = bench.instance.scenario, self._kept[0]
        last = [kept.last] if kept.last and (kept.last_of == scenario.policy or bench.keeps(kept.last)) else []
        plain = kept is first and scenario.policy == first.bench.instance.scenario.policy
        return [*last, *(self.payoff.plans if self.payoff else ())] if plain else last

    def _propose(
        self,
        kept: _Kept,
        bench: Workbench,
        loaded: Loaded,
        options: Options,
        clock: Clock,
        found: Callable[[Interim], None] | None,
        *,
        by_first: bool,
        begin: Plan | None,
    ) -> Solved:
        built = clock.seconds
        payoff = self._measured(loaded, options)
        if not by_first and needs_table(options.method or loaded.scenario.objectives.method):
            payoff = scale_of(bench, options, clock)
        search = Search(bench, payoff, options, clock, built, loaded)
        known = self._known(kept, bench) if begin is None else []
        hint = {} if known else kept.hint(bench)
        hint = hint if begin is None else bench.start((begin,)) or {}
        solved = search.run(known, found, hint)
        if search.values:
            kept.last, kept.last_of = search.values, loaded.scenario.policy
        return solved


@dataclass
class _Kept:
    """A model kept ready.

    Attributes:
        bench: holds it.
        last: column values of the last proposal it gave; empty before any.
        last_of: the policy under which that was.
    """

    bench: Workbench
    last: Mapping[str, float] = field(default_factory=dict)
    last_of: Policy | None = None

    def hint(self, bench: Workbench) -> Mapping[str, float]:
        """Columns of the last proposal, without those of functions about which something else is decided since."""
        before, after = self.bench.instance.scenario.policy.placements, bench.instance.scenario.policy.placements
        changed = {function for function in before.keys() | after.keys() if before.get(function) != after.get(function)}
        written = {name_of("open", function).removeprefix("open(").removesuffix(")") for function in changed}
        return {name: value for name, value in self.last.items() if not _is_about(name, written)}


def _is_about(name: str, functions: Collection[str]) -> bool:
    """Whether a column belongs to one of the functions (as written in names), or to what functions share."""
    kind, _, ids = name.partition("(")
    return kind in ("units", "aim") or ids.rstrip(")").split(",")[0] in functions


def solve_profiles(
    live: Live,
    loaded: Loaded,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> tuple[ProfileAnswer, ...]:
    """What each profile's prices, or weights, would propose; a profile for which no plan is found in time is left out.

    The time limit holds for each profile.

    Args:
        live: the solved scenario; its scale, method and options are used again.
        loaded: the same scenario.
        progress: called with each line of progress.
        stop: set it to end the search; profiles not yet begun are left out.
    """
    stop = stop or threading.Event()
    answers = []
    for name, profile in loaded.scenario.profiles.items():
        if stop.is_set():
            break
        if (profile.prices is None) == (live.solved.method == "price"):
            continue
        prices = live.solved.options.prices if profile.prices is None else prices_of_profile(profile.prices)
        options = replace(live.solved.options, method=live.solved.method, weights=profile.weights, prices=prices)
        with contextlib.suppress(NoPlanError):
            found = live.ask(loaded, options, progress=progress, stop=stop)
            answers.append(ProfileAnswer(name, found.plan, found.evaluation, found.status, found.gap))
    return tuple(answers)
