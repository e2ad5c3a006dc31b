"""Quality lost below the target volume: at a clinic with few visits never more than it has.

With ``kept`` the quality of a visit at the clinic where it meets its target (1 at hospitals, less at some houses) and
k the loss for each visit below the target T, V visits lose ``min(kept * V, k * max(0, T - V))`` on top of what they
lose by being seen at a house. Up to ``k T / (k + kept)`` visits the clinic loses them all. Where a clinic may have
fewer as well as more, the loss first rises and then falls, and a column says on which side of the turn it is.
"""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats
from placement.model.decisions import least_volume
from placement.model.draft import Draft, Pair
from placement.model.linear import Linear
from placement.scenario.schema.rules import Rule


def has_target(draft: Draft, pair: Pair) -> bool:
    """Whether the clinic loses quality below a target."""
    clinics = draft.instance.clinics
    asked = bool(clinics.target[pair[0]] > 0 and clinics.target_slope[pair[0]] > 0)
    return asked and not draft.instance.is_waived(Rule.TARGET_VISITS, *pair)


def lost_below_target(draft: Draft, pair: Pair, visits: Floats) -> Floats:
    """Visits a year of quality lost below target by an open clinic with so many ``visits``, which are an array."""
    clinics, f = draft.instance.clinics, pair[0]
    short = np.maximum(0.0, clinics.target[f] - visits) * clinics.target_slope[f]
    lost: Floats = np.minimum(visits * _kept(draft, pair), short)
    return lost


def below_target(draft: Draft, pair: Pair) -> Linear:
    """Visits a year of quality lost below target while open; known exactly where a block has worked it out."""
    if pair in draft.below_target:
        return draft.below_target[pair]
    kept, (f, s) = _kept(draft, pair), pair
    if not has_target(draft, pair) or kept <= 0:
        return Linear()
    target, slope = float(draft.instance.clinics.target[f]), float(draft.instance.clinics.target_slope[f])
    turn, most = slope * target / (slope + kept), draft.most[pair]
    if most <= turn:
        return draft.volume[pair] * kept
    ids, share = draft.ids(*pair), draft.volume[pair] * (1 / target)
    least = 0.0 if draft.instance.is_hospital[s] else least_volume(draft, pair)
    if least >= turn:
        short = draft.variable("short", *ids)
        draft.row(Rule.TARGET_VISITS, short, ">=", draft.open[pair] - share, *ids)
        return short * (slope * target)
    lost, few = draft.variable("short", *ids, upper=kept), draft.variable("few", *ids, whole=True)
    draft.row(Rule.TARGET_VISITS, lost, ">=", (draft.open[pair] - few - share) * slope, *ids)
    spared = kept * most - slope * max(0.0, target - most)
    draft.row(Rule.TARGET_VISITS, lost, ">=", share * kept - (1.0 - few) * (spared / target), *ids, "few")
    return lost * target


def _kept(draft: Draft, pair: Pair) -> float:
    """Quality of a visit at the clinic where it meets its target; 1 at hospitals."""
    instance = draft.instance
    return 1.0 if instance.is_hospital[pair[1]] else float(instance.clinics.house_parity[pair])
