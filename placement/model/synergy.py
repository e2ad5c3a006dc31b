"""Trips saved by two functions under one roof: at most a share of either's visits."""

from __future__ import annotations

import numpy as np

from placement.model.draft import Draft
from placement.model.linear import Linear
from placement.model.measures import at_house, counted


def saved_minutes(draft: Draft) -> Linear:
    """Minutes a year, both ways and weighted, that saved trips take off the citizen aim."""
    saved, instance = Linear(), draft.instance
    for pair in instance.synergies:
        f, g = (instance.function_ids.index(name) for name in pair.functions)
        for zone in instance.zones:
            minutes = counted(draft.today.fairness, zone.minutes)
            for s in np.flatnonzero(~instance.is_hospital & np.isfinite(zone.minutes)).tolist():
                measure = at_house(zone.label, instance.site_ids[s])
                both = [draft.totals[measure, one] for one in (f, g)]
                if all(visits.terms or visits.constant for visits in both):
                    ids = (pair.name, zone.label, instance.site_ids[s])
                    trips = draft.variable("saved_trips", *ids, upper=both[0].at_most)
                    for name, visits in zip(pair.functions, both, strict=True):
                        draft.row("saved_trips", trips, "<=", visits * pair.share, *ids, name)
                    saved.add(trips, 2 * pair.weight * float(minutes[s]))
    return saved
