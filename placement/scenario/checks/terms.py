"""Every kind, level, payer and status that the scenario uses is one that it declares under `terms`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from placement.errors import Message
from placement.locale import N_
from placement.scenario.checks.notes import Notes
from placement.scenario.source.paths import nearest
from placement.scenario.source.positions import Path

_UNKNOWN = {
    "site_kinds": N_("'{key}' is no kind of site here; terms.site_kinds has: {known}."),
    "levels": N_("'{key}' is no planning level here; terms.levels has: {known}."),
    "payers": N_("'{key}' is no payer here; terms.payers has: {known}."),
    "statuses": N_("'{key}' is no status here; terms.statuses has: {known}."),
}
"""Message about a key that the scenario does not declare, by the heading under `terms` where it belongs."""


def check(notes: Notes) -> None:
    """Note every key that is not declared, and functions with too few or too many approved sites for their level."""
    for heading, path, key, is_key in _used(notes):
        known = dict.fromkeys([*getattr(notes.scenario.terms, heading), *notes.written("terms", heading)])
        if key not in known:
            message = Message(_UNKNOWN[heading], key=key, known=", ".join(known))
            notes.add(path, message, key=is_key, suggestion=nearest(key, known))
    for key in notes.scenario.functions:
        _approved(notes, key)


def _used(notes: Notes) -> Iterator[tuple[str, Path, str, bool]]:
    """Heading, path and key of everything that is used, and whether it stands there as a key."""
    scenario = notes.scenario
    if scenario.about.status is not None:
        yield "statuses", ("about", "status"), scenario.about.status, False
    for key, site in scenario.sites.items():
        yield "site_kinds", ("sites", key, "kind"), site.kind, False
    for key, function in scenario.functions.items():
        path = ("functions", key)
        for n, kind in enumerate(function.allowed_at or ()):
            yield "site_kinds", (*path, "allowed_at", str(n)), kind, False
        if function.level is not None:
            yield "levels", (*path, "level"), function.level, False
        if function.home is not None and function.home.paid_by is not None:
            yield from _keys("payers", (*path, "home", "paid_by"), function.home.paid_by)
    for item, shares in scenario.prices.paid_by.items():
        yield from _keys("payers", ("prices", "paid_by", item), shares)
    yield from _keys("levels", ("policy", "max_travel_by_level"), scenario.policy.max_travel_by_level)


def _keys(heading: str, path: Path, keys: Iterable[str]) -> Iterator[tuple[str, Path, str, bool]]:
    for key in keys:
        yield heading, (*path, key), key, True


def _approved(notes: Notes, key: str) -> None:
    level, named = notes.scenario.level_of(key), len(notes.scenario.functions[key].approved_sites)
    most = level.most_approved_sites
    if most is not None and not 1 <= named <= most:
        message = Message(
            "the level '{level}' needs 1 to {most} approved_sites; {n} are named.",
            level=notes.scenario.level_key(key),
            most=most,
            n=named,
        )
        notes.add(("functions", key), message, key=True)
