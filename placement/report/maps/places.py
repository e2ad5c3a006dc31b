"""The sites of a map: what opens, closes or stays at each."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Instance
from placement.report.maps.figures import Functions
from placement.report.maps.picture import ShownSite, State
from placement.report.names import short_names
from placement.report.text import Voice
from placement.report.text_numbers import MINUS


def shown_sites(instance: Instance, say: Voice, before: Bools, now: Bools, functions: Functions) -> list[ShownSite]:
    """Sites with coordinates that have, had or could have one of the functions.

    Args:
        instance: the scenario as arrays.
        say: the voice of the map.
        before: ``(F, S)`` what is open today.
        now: ``(F, S)`` what is open in what the map shows.
        functions: those that count.
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
    """On a map of one function a site that has nothing to do with it is only in the way."""
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
        shape=site.kind,
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
    """How much is offered there, and what opens and closes by name."""
    parts = [say.some("map.site.offers", int(now.sum()), site=_title(instance, say, s))]
    for key, changed in zip(("map.site.opens", "map.site.closes"), changes, strict=True):
        ids = [instance.function_ids[functions[at]] for at in np.flatnonzero(changed)]
        titles = [instance.scenario.functions[one].title.in_language(say.language) for one in ids]
        parts += [say(key, functions=say.listed(titles))] if titles else []
    return "; ".join(parts)
