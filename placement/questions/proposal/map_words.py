"""The sites that a map shows, the text of each area and site, and a whole map described in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.locale import N_
from placement.present.maps.picture import ShownSite, State
from placement.present.maps.symbols import Bands
from placement.present.words.names import short_names
from placement.present.words.voice import MINUS, Voice
from placement.questions.proposal.tables.citizens import SAME_MINUTES

Functions = list[int]
"""Indices of the functions that a map is about."""


def shown_sites(instance: Instance, say: Voice, before: Bools, now: Bools, functions: Functions) -> list[ShownSite]:
    """Sites with coordinates that have, had or could have one of the functions.

    Args:
        instance: the scenario as arrays.
        say: the voice of the map.
        before: ``(F, S)`` what is open today.
        now: ``(F, S)`` what is open in the plan on the map.
        functions: indices of those that count.
    """
    before, now = before[functions], now[functions]
    shown = [
        s for s in range(len(instance.site_ids)) if _is_shown(instance, s, bool((before | now)[:, s].any()), functions)
    ]
    labels = short_names([_title(instance, say, s) for s in shown])
    return [
        _site(instance, say, s, label, before[:, s], now[:, s], functions)
        for s, label in zip(shown, labels, strict=True)
    ]


def _is_shown(instance: Instance, s: int, is_used: bool, functions: Functions) -> bool:
    """Whether a site is drawn: with coordinates and something offered; on a map of several functions any candidate."""
    site = instance.scenario.sites[instance.site_ids[s]]
    if site.lat is None or site.lon is None:
        return False
    return is_used or (site.scope == "candidate" and len(functions) > 1)


def _title(instance: Instance, say: Voice, s: int) -> str:
    return instance.scenario.sites[instance.site_ids[s]].title.in_language(say.language)


def _site(
    instance: Instance, say: Voice, s: int, label: str, before: Bools, now: Bools, functions: Functions
) -> ShownSite:
    site_id = instance.site_ids[s]
    site = instance.scenario.sites[site_id]
    opens, closes = now & ~before, before & ~now
    return ShownSite(
        id=site_id,
        label=label,
        lon=site.lon or 0.0,
        lat=site.lat or 0.0,
        shape=instance.scenario.kind_of(site_id).symbol,
        kind=say.kind(site.kind),
        state=_state(bool(opens.any()), bool(closes.any()), bool(now.any())),
        gained=" ".join(_gained(int(opens.sum()), int(closes.sum()))),
        told=_told(instance, say, s, now, (opens, closes), functions),
    )


def _state(opens: bool, closes: bool, offers: bool) -> State:
    if closes:
        return "closed"
    return "new" if opens else "same" if offers else "none"


def _gained(opens: int, closes: int) -> list[str]:
    return [word for count, word in ((opens, f"+{opens}"), (closes, f"{MINUS}{closes}")) if count]


def _told(
    instance: Instance, say: Voice, s: int, now: Bools, changes: tuple[Bools, Bools], functions: Functions
) -> str:
    """The text of a site: how much is offered, and what opens and closes by name."""
    site = _title(instance, say, s)
    parts = [say.some("{site}: {n} offer", "{site}: {n} offers", int(now.sum()), site=site)]
    for key, changed in zip((N_("new: {functions}"), N_("closes: {functions}")), changes, strict=True):
        ids = [instance.function_ids[functions[at]] for at in np.flatnonzero(changed)]
        titles = [instance.scenario.functions[one].title.in_language(say.language) for one in ids]
        parts += [say(key, functions=say.listed(titles))] if titles else []
    return "; ".join(parts)


_NAMED = 3
"""Number of areas named with the longest trips, and with the shortest."""


def travels(say: Voice, area: str, minutes: float, site: str = "") -> str:
    """The text of an area: how far its people travel, and where most go."""
    if np.isnan(minutes):
        return say("{area}: no visits", area=area)
    words = say("{area}: {minutes} min.", area=area, minutes=say.number(minutes))
    return say("{told} Most go to {site}.", told=words, site=site) if site else words


def changed(say: Voice, area: str, before: float, now: float) -> str:
    """The text of an area: how much longer or shorter its trips get."""
    if np.isnan(before) or np.isnan(now):
        return say("{area}: no visits", area=area)
    change = say.number(now - before, 1, signed=True)
    return say(
        "{area}: {change} min. ({before} → {now})",
        area=area,
        change=change,
        before=say.number(before, 1),
        now=say.number(now, 1),
    )


def of_minutes(say: Voice, bands: Bands, areas: Sequence[str], minutes: Floats, sites: Sequence[ShownSite]) -> str:
    """The description of a map of minutes."""
    known = [at for at in np.argsort(-minutes, kind="stable") if not np.isnan(minutes[at])]

    def named(chosen: Sequence[int]) -> str:
        words = (say("{minutes} min.", minutes=say.number(minutes[at])) for at in chosen)
        return say.listed([f"{areas[at]} {word}" for at, word in zip(chosen, words, strict=True)])

    return " ".join(
        (
            _in_bands(say, bands, minutes),
            say("Longest: {areas}", areas=named(known[:_NAMED])) if known else "",
            say("Shortest: {areas}", areas=named(known[::-1][:_NAMED])) if known else "",
            _changes(say, sites),
        )
    ).strip()


def of_change(say: Voice, bands: Bands, areas: Sequence[str], change: Floats, sites: Sequence[ShownSite]) -> str:
    """The description of a map of changes; areas with longer trips come first."""
    order = [int(at) for at in np.argsort(change, kind="stable") if not np.isnan(change[at])]
    longer = [at for at in order[::-1] if change[at] > SAME_MINUTES][:_NAMED]
    shorter = [at for at in order if change[at] < -SAME_MINUTES][:_NAMED]

    def named(chosen: Sequence[int]) -> str:
        words = (say("{minutes} min.", minutes=say.number(change[at], 1, signed=True)) for at in chosen)
        return say.listed([f"{areas[at]} {word}" for at, word in zip(chosen, words, strict=True)])

    return " ".join(
        (
            say("Most longer: {areas}", areas=named(longer))
            if longer
            else say("No area gets a longer trip on average."),
            say("Most shorter: {areas}", areas=named(shorter)) if shorter else "",
            _in_bands(say, bands, change),
            _changes(say, sites),
        )
    ).strip()


def of_catchments(say: Voice, sites: Sequence[ShownSite], goes: Sequence[str]) -> str:
    """The description of a map of catchments: how many areas go to each site, most first."""
    labels = {site.id: site.label for site in sites}
    found = [
        say("{site}: {n}", site=labels[to], n=say.number(n)) for to, n in Counter(goes).most_common() if to in labels
    ]
    return say("Number of areas that use each site most: {sites}.", sites=", ".join(found)) if found else ""


def _in_bands(say: Voice, bands: Bands, figures: Floats) -> str:
    """How many areas there are in each class."""
    count = Counter(bands.of(figures))
    found = [
        say("{band}: {n}", n=say.number(count[at]), band=band.label) for at, band in enumerate(bands.bands) if count[at]
    ]
    return say("Number of areas: {bands}.", bands="; ".join(found)) if found else ""


def _changes(say: Voice, sites: Sequence[ShownSite]) -> str:
    found = [f"{site.label} {site.gained}" for site in sites if site.gained]
    return say("Changes: {sites}.", sites=", ".join(found)) if found else ""
