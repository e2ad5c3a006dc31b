"""The figures behind a map: per area, from what the judge says of a plan."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import NO_SITE, Floats, Instance, Ints
from placement.plan.evaluation import Evaluation
from placement.plan.fairness import finite_minutes

Functions = list[int]
"""Indices of those that count."""
_LESS = 1e-9


def minutes_by_area(instance: Instance, judged: Evaluation, functions: Functions) -> Floats:
    """``(A,)`` mean minutes one way over all visits, home as 0; NaN where there are none."""
    seen, home = judged.seen[functions].sum(axis=0), judged.home[functions].sum(axis=0)
    minutes = _by_area(instance, (seen * finite_minutes(instance)).sum(axis=1))
    visits = _by_area(instance, seen.sum(axis=1) + home)
    mean: Floats = np.divide(minutes, visits, out=np.full_like(minutes, np.nan), where=visits > _LESS)
    return mean


def main_sites(instance: Instance, judged: Evaluation, functions: Functions) -> Ints:
    """``(A,)`` the site where most of an area's visits are seen; NO_SITE where none are."""
    seen = _by_area(instance, judged.seen[functions].sum(axis=0))
    main: Ints = np.where(seen.max(axis=1) > _LESS, seen.argmax(axis=1), NO_SITE)
    return main


def _by_area(instance: Instance, by_unit: Floats) -> Floats:
    """Sums over the demand units of each area, the first axis of ``by_unit``."""
    summed = np.zeros((len(instance.area_ids), *by_unit.shape[1:]))
    np.add.at(summed, instance.unit_area, by_unit)
    return summed
