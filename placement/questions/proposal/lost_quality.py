"""Lost quality by clinic: the quality aim, told apart by where its visits are lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats, Instance
from placement.plan.case import waivers_of
from placement.plan.plan import Evaluation, Plan
from placement.plan.volume import targets


@dataclass(frozen=True, eq=False)
class Lost:
    """Visits a year of lost quality.

    Attributes:
        at: ``(F, S)`` at each site: those seen at houses, as far as they fall short of a hospital, and what a clinic
            lacks to its target.
        home: ``(F,)`` those seen at home, as far as they fall short of a visit at a site.
    """

    at: Floats
    home: Floats


def lost_quality(instance: Instance, plan: Plan, judged: Evaluation) -> Lost:
    """The quality aim of a plan, place by place; its sum is the aim."""
    clinics, volume = instance.clinics, judged.volume
    target = targets(instance, waivers_of(instance))
    at_houses = volume * ~instance.is_hospital[None, :] * (1 - clinics.house_parity)
    below = np.where(plan.open, np.maximum(target - volume, 0.0), 0.0) * clinics.target_slope[:, None]
    at_home: Floats = (1 - clinics.home_parity) * judged.home.sum(axis=1)
    return Lost(at_houses + below, at_home)
