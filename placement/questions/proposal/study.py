"""The study of one solved scenario: all findings beside the plan itself; no solver is used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Instance
from placement.plan.plan import Plan
from placement.questions.proposal.changes import Comparison, bargains, changes, league, steps
from placement.questions.proposal.evidence import assumptions, calibrate
from placement.questions.proposal.findings import Change, KnifeEdge, PairNote, Priced, Study
from placement.questions.proposal.left_out import pair_notes
from placement.questions.proposal.sensitivity import knife_edges, pool_losses, tipping_values
from placement.questions.proposal.trials import Bench, Trial
from placement.scenario.load import Loaded
from placement.solve.result import Solved
from placement.time_limit import OutOfTimeError, in_time


def study(solved: Solved, loaded: Loaded | None = None, *, examined: bool = True) -> Study:
    """All findings about a solved scenario.

    Args:
        solved: the proposal and today.
        loaded: the scenario as read; tells which numbers are defaults, and those of all phases.
        examined: look at every pair and every area, as long as there is time (``placement.time_limit``).

    Returns:
        The study. Without a today everything that is open counts as new, and there are no steps.
    """
    instance, comparison = solved.instance, compared_with_today(solved)
    changed = changes(comparison)
    seen = _every_place(solved, comparison, changed) if examined else None
    pairs, edges, priced = seen or ((), (), bargains(comparison))
    return Study(
        changes=changed,
        steps=steps(comparison) if solved.today_plan is not None else (),
        pairs=pairs,
        knife_edges=edges,
        calibration=calibrate(instance, solved.today_evaluation),
        assumptions=assumptions(
            loaded.scenario if loaded and solved.course else instance.scenario,
            solved.method,
            solved.weights,
            tipping=tipping_values(instance, pairs),
            defaults_used=[path for path, _ in loaded.defaults_used] if loaded else (),
        ),
        losses=pool_losses(instance, solved.plan, solved.evaluation),
        equally_good=None if solved.alternatives is None else len(solved.alternatives),
        examined=seen is not None,
        league=priced,
    )


def _every_place(
    solved: Solved, comparison: Comparison, changed: Sequence[Change]
) -> tuple[tuple[PairNote, ...], tuple[KnifeEdge, ...], tuple[Priced, ...]] | None:
    """Notes on pairs, knife edges, and the league; None without time for all of them."""
    try:
        pairs = pair_notes(comparison, changed)
        in_time()
        return pairs, knife_edges(solved.instance, solved.plan, solved.evaluation, pairs), league(comparison)
    except OutOfTimeError:
        return None


def compared_with_today(solved: Solved) -> Comparison:
    """The proposal beside today, at the prices that were asked; where nothing stands today, beside ``nothing``."""
    lost_visit_price = solved.prices.lost_quality_visit if solved.prices else None
    bench = Bench(solved.instance, solved.today, lost_visit_price)
    today = solved.today_plan or nothing(solved.instance)
    return Comparison.of(bench, today, Trial(solved.plan, solved.evaluation))


def nothing(instance: Instance) -> Plan:
    """The plan that offers nothing anywhere."""
    functions, units, sites = instance.shape
    return Plan(
        open=np.zeros((functions, sites), dtype=bool),
        days=np.zeros((functions, sites)),
        units=np.zeros((len(instance.equipment_ids), sites), dtype=np.int64),
        home_level=np.zeros(functions, dtype=np.int64),
        assign=np.zeros((functions, units, sites)),
    )
