"""The unit a scenario's aims are measured in: the pay-off table of what it varies, as close as a gap needs it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from placement.solve.highs import HighsBackend
from placement.solve.method import (
    ROW_GAP,
)
from placement.solve.payoff import Payoff, PayoffTable
from placement.solve.result import PRINTED, Options, Scale
from placement.solve.solver import Workbench, written_in_time
from placement.solve.stage import Clock, Three, three

if TYPE_CHECKING:
    from placement.instance.instance import Instance
    from placement.scenario.load import Loaded

ROW_SHARE = 0.2
"""Ideals are proven to this share of the asked gap, nadirs to the gap itself, and neither closer than ``ROW_GAP``."""
PAYOFF_SHARE = 0.6
"""At most this share of a time limit goes to the pay-off table; the rest is for the proposal."""


def scale_of(loaded: Loaded, bench: Workbench, options: Options, clock: Clock) -> Payoff:
    """The pay-off table of the scenario without variants, within its share of the time.

    Where the base scenario has no plan at all, leaves an aim nothing to choose, or measures the citizen aim otherwise,
    the variant's own table stands in.
    """
    share = None if clock.limit is None else clock.limit * PAYOFF_SHARE
    own = replace(clock, limit=share)
    if loaded.base == loaded.scenario:
        return payoff_of(bench, own, options.gap)
    base = payoff_of(written_in_time(loaded.base, options, clock), own, options.gap)
    otherwise = loaded.base.objectives.citizen != loaded.scenario.objectives.citizen
    if base.scale is not None and not otherwise and not any(base.scale.indifferent):
        return Payoff(base.scale, (), base.answer)
    varied = payoff_of(bench, own, options.gap)
    if base.scale is None or varied.scale is None:
        return varied
    own_range = (otherwise or base.scale.indifferent[0], *base.scale.indifferent[1:])
    return Payoff(_filled(base.scale, varied.scale, own_range), varied.plans, varied.answer)


def payoff_of(bench: Workbench, clock: Clock, asked: float) -> Payoff:
    """A bench's own pay-off table, as close as the ``asked`` gap needs."""
    rough = isinstance(bench.backend, HighsBackend) and bench.backend.huge and clock.limit is not None
    payoff = _table(bench, clock, asked, rough=rough).solve(bench.start(bench.today_course))
    if payoff.scale is None and not bench.held and not bench.confirms_infeasible(clock):
        payoff = _table(bench, clock, asked).solve(None)
    return payoff


def _table(bench: Workbench, clock: Clock, asked: float, *, rough: bool = False) -> PayoffTable:
    instances = [part.instance for part in bench.phases]
    return PayoffTable(
        bench.backend,
        bench.columns,
        clock,
        bench.aims,
        gap=max(ROW_GAP, asked * ROW_SHARE),
        rest=max(ROW_GAP, asked),
        unit=unit_of(instances[-1]),
        constant=(False, not any(map(quality_differs, instances)), False),
        polished=bench.polished,
        rough=rough,
    )


def unit_of(instance: Instance) -> Three:
    """For the range of an aim without one: a minute, a thousandth of a lost visit and a krone for each visit a year."""
    visits = instance.demand.total_visits
    return three(max(visits * each, printed) for each, printed in zip((1.0, 0.001, 1.0), PRINTED, strict=True))


def quality_differs(instance: Instance) -> bool:
    """Whether any plan can lose more quality than another."""
    clinics = instance.clinics
    return bool((clinics.target_slope > 0).any() or (clinics.house_parity < 1).any() or (clinics.home_parity < 1).any())


def _filled(base: Scale, varied: Scale, own_range: tuple[bool, bool, bool]) -> Scale:
    """The base's scale, with the variant's own range for the aims named."""
    ends = zip(own_range, base.ideal, base.nadir, varied.ideal, varied.nadir, strict=True)
    pairs = [(i, n) if own else (ideal, nadir) for own, ideal, nadir, i, n in ends]
    ideal, nadir = three(p[0] for p in pairs), three(p[1] for p in pairs)
    return replace(base, ideal=ideal, nadir=nadir, proven=base.proven and varied.proven)
