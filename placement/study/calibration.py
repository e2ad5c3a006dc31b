"""Does the model hit the visits somebody has counted?"""

from __future__ import annotations

import math

import numpy as np

from placement.instance.instance import Instance
from placement.plan.evaluation import Evaluation
from placement.study.contract import Calibration

NEAR = 0.20
"""A modelled figure this near the observed one counts as a hit."""


def calibrate(instance: Instance, today: Evaluation | None) -> tuple[Calibration, ...]:
    """Modelled against observed visits today, one for every observed figure; nothing without a today."""
    if today is None:
        return ()
    observed = instance.baseline.observed
    places = np.argwhere(~np.isnan(observed))
    return tuple(
        _compare(instance, int(function), int(site), float(observed[function, site]), today)
        for function, site in places
    )


def within20(calibration: tuple[Calibration, ...]) -> tuple[int, int]:
    """How many modelled figures are within 20 % of the observed ones, and of how many that can be compared."""
    ratios = [row.ratio for row in calibration if not math.isnan(row.ratio)]
    return sum(abs(ratio - 1) <= NEAR + 1e-9 for ratio in ratios), len(ratios)


def _compare(instance: Instance, function: int, site: int, observed: float, today: Evaluation) -> Calibration:
    """One comparison; there is no ratio where nothing was counted or the function is not open in the model."""
    names = instance.function_ids[function], instance.site_ids[site]
    entry = instance.scenario.baseline.rows[names[0]][names[1]]
    modelled = float(today.volume[function, site])
    comparable = observed > 0 and bool(instance.baseline.open[function, site])
    return Calibration(
        function=names[0],
        site=names[1],
        observed=observed,
        modelled=modelled,
        ratio=modelled / observed if comparable else math.nan,
        year=entry.year,
        source=entry.source or "",
        note=entry.note or "",
    )
