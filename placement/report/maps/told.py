"""What is said of areas and sites, and the words that stand for a whole map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Floats
from placement.report.maps.bands import Bands
from placement.report.maps.picture import ShownSite
from placement.report.text import Voice
from placement.report.trips import SAME_MINUTES

_NAMED = 3
"""Areas named at each end."""


def travels(say: Voice, area: str, minutes: float, site: str = "") -> str:
    """How far an area's people travel, and where to."""
    if np.isnan(minutes):
        return say("map.area.none", area=area)
    words = say("map.area.minutes", area=area, minutes=say.number(minutes))
    return say("map.area.goes", told=words, site=site) if site else words


def changed(say: Voice, area: str, before: float, now: float) -> str:
    """How much longer or shorter an area's trips get."""
    if np.isnan(before) or np.isnan(now):
        return say("map.area.none", area=area)
    change = say.number(now - before, 1, signed=True)
    return say("map.area.change", area=area, change=change, before=say.number(before, 1), now=say.number(now, 1))


def of_minutes(say: Voice, bands: Bands, areas: Sequence[str], minutes: Floats, sites: Sequence[ShownSite]) -> str:
    """A map of minutes in words."""
    known = [at for at in np.argsort(-minutes, kind="stable") if not np.isnan(minutes[at])]

    def named(chosen: Sequence[int]) -> str:
        return say.listed([f"{areas[at]} {say('map.minutes', minutes=say.number(minutes[at]))}" for at in chosen])

    return " ".join(
        (
            _in_bands(say, bands, minutes),
            say("map.told.longest", areas=named(known[:_NAMED])) if known else "",
            say("map.told.shortest", areas=named(known[::-1][:_NAMED])) if known else "",
            _changes(say, sites),
        )
    ).strip()


def of_change(say: Voice, bands: Bands, areas: Sequence[str], change: Floats, sites: Sequence[ShownSite]) -> str:
    """A map of changes in words, who gets longer trips first."""
    order = [int(at) for at in np.argsort(change, kind="stable") if not np.isnan(change[at])]
    longer = [at for at in order[::-1] if change[at] > SAME_MINUTES][:_NAMED]
    shorter = [at for at in order if change[at] < -SAME_MINUTES][:_NAMED]

    def named(chosen: Sequence[int]) -> str:
        words = (say("map.minutes", minutes=say.number(change[at], 1, signed=True)) for at in chosen)
        return say.listed([f"{areas[at]} {word}" for at, word in zip(chosen, words, strict=True)])

    return " ".join(
        (
            say("map.told.most_longer", areas=named(longer)) if longer else say("map.told.none_longer"),
            say("map.told.most_shorter", areas=named(shorter)) if shorter else "",
            _in_bands(say, bands, change),
            _changes(say, sites),
        )
    ).strip()


def of_catchments(say: Voice, sites: Sequence[ShownSite], goes: Sequence[str]) -> str:
    """How many areas go to each site, most first."""
    labels = {site.id: site.label for site in sites}
    found = [
        say("map.told.catchment", site=labels[to], n=say.number(n))
        for to, n in Counter(goes).most_common()
        if to in labels
    ]
    return say("map.told.catchments", sites=", ".join(found)) if found else ""


def _in_bands(say: Voice, bands: Bands, figures: Floats) -> str:
    """How many areas there are in each class."""
    count = Counter(bands.of(figures))
    found = [
        say("map.told.band", n=say.number(count[at]), band=band.label)
        for at, band in enumerate(bands.bands)
        if count[at]
    ]
    return say("map.told.bands", bands="; ".join(found)) if found else ""


def _changes(say: Voice, sites: Sequence[ShownSite]) -> str:
    found = [f"{site.label} {site.gained}" for site in sites if site.gained]
    return say("map.told.changes", sites=", ".join(found)) if found else ""
