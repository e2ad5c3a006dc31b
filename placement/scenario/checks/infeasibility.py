"""Causes of infeasibility that can be seen in a scenario without solving and without travel times.

Each cause makes every plan impossible; a scenario without any may still be infeasible. Pairs open today pass the
static rules, as in the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from placement.errors import Fault, Message
from placement.scenario.checks.notes import all_of
from placement.scenario.checks.phases import phase_scenarios
from placement.scenario.schema.offers import Function
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.positions import Path, Positions

Cause = tuple[Path, str]


def structural_causes(scenario: Scenario, positions: Positions | None = None) -> list[Fault]:
    """Causes why no plan can exist that can be seen without solving; with file and line if ``positions`` is given."""
    places = positions or Positions()
    return [places.fault(path, message) for path, message in dict.fromkeys(_in_phases(scenario))]


def _in_phases(scenario: Scenario) -> Iterator[Cause]:
    """The causes of each phase; a cause that every phase has is returned once, without a phase."""
    parts = phase_scenarios(scenario)
    found = [list(_causes(_StaticRules(part))) for part in parts]
    for part, causes in zip(parts, found, strict=True):
        for path, message in causes:
            everywhere = all((path, message) in other for other in found)
            yield (
                path,
                message
                if everywhere
                else Message("in phase '{name}': {message}", name=next(iter(part.phases)), message=message),
            )


def _causes(static: _StaticRules) -> Iterator[Cause]:
    for key, function in static.scenario.functions.items():
        yield from _nowhere(static, key, function)
        yield from _no_hospital(static, key, function)
        yield from _number_of_sites(static, key, function)
        yield from _musts(static, key)
    yield from _rooms(static)
    yield from _changes(static)


@dataclass(frozen=True)
class _StaticRules:
    """What a scenario allows, decides, waives and keeps for a function at a site."""

    scenario: Scenario

    def open_today(self, function: str, site: str) -> bool:
        entry = self.scenario.baseline.rows.get(function, {}).get(site)
        return entry is not None and entry.status == "open"

    def decided(self, function: str, site: str) -> str:
        decision = self.scenario.policy.placements.get(function, {}).get(site)
        return decision.decision if decision else "may"

    def waived(self, rule: Rule, function: str, site: str) -> bool:
        return any(
            rule in exception.rules and exception.site == site and exception.function in (None, function)
            for exception in self.scenario.exceptions.values()
        )

    def may_lack(self, rule: Rule, function: str = "", site: str = "", item: str = "") -> float:
        """By how much a soft rule lets the rule be broken at a place; 0 if the rule is hard."""
        for soft in self.scenario.policy.soft_rules.values():
            asked = (soft.function, function), (soft.site, site), (soft.item, item)
            if soft.rule is rule and all(wanted in (None, seen) for wanted, seen in asked):
                return math.inf if soft.most is None else soft.most.value
        return 0.0

    def is_hospital(self, site: str) -> bool:
        return self.scenario.is_hospital(site)

    def allowed(self, function: str, site: str) -> bool:
        return self.decided(function, site) != "must_not" and not list(self.reasons(function, site))

    def allowed_sites(self, function: str) -> list[str]:
        return [site for site in self.scenario.sites if self.allowed(function, site)]

    def held_open(self, function: str, site: str) -> bool:
        """Whether a decision or the policy on existing offers forces the pair open."""
        decided, policy = self.decided(function, site), self.scenario.policy
        kept = policy.hospital_functions == "keep" if self.is_hospital(site) else policy.existing_in_houses != "free"
        return decided == "must" or (decided == "may" and kept and self.open_today(function, site))

    def reasons(self, function: str, site: str) -> Iterator[tuple[Rule, str]]:
        """The static rules that forbid a new function at a site, each with its remedy."""
        if self.open_today(function, site):
            return
        here, offer = self.scenario.sites[site], self.scenario.functions[function]
        if here.scope == "outside":
            yield Rule.SCOPE, Message("{site} has scope: outside", site=site)
        if self.scenario.policy.no_new_houses and not here.existing:
            yield Rule.NO_NEW_HOUSES, Message("{site} does not stand today and policy.no_new_houses is true", site=site)
        if here.kind not in self.scenario.allowed_at(function):
            yield (
                Rule.ALLOWED_AT,
                Message(
                    "{site} is a {kind}, and allowed_at says {allowed_at}",
                    site=site,
                    kind=here.kind,
                    allowed_at=", ".join(self.scenario.allowed_at(function)),
                ),
            )
        if not self._level_allows(function, site):
            yield (
                Rule.PLANNING_LEVEL,
                Message(
                    "level {level} does not allow it at {site}", level=self.scenario.level_key(function), site=site
                ),
            )
        if self.is_hospital(site) and self._hospitals_stay(function):
            yield (
                Rule.KEEP_HOSPITAL_FUNCTIONS,
                Message("policy.hospital_functions is keep and {site} does not have it today", site=site),
            )
        if not self.is_hospital(site) and not self.waived(Rule.REQUIRES_ON_SITE, function, site):
            yield from self._missing_on_site(offer, site)

    def _level_allows(self, function: str, site: str) -> bool:
        offer = self.scenario.functions[function]
        match self.scenario.level_of(function).sites:
            case "approved":
                return site in offer.approved_sites
            case "hospitals":
                return self.is_hospital(site)
            case "approved_departments":
                parent = self.scenario.sites[site].parent_hospital
                unknown = parent is None and not self.is_hospital(site)
                return unknown or site in offer.approved_sites or parent in offer.approved_sites
            case _:
                return True

    def _hospitals_stay(self, function: str) -> bool:
        somewhere = any(self.open_today(function, site) for site in self.scenario.sites)
        return somewhere and self.scenario.policy.hospital_functions == "keep"

    def _missing_on_site(self, offer: Function, site: str) -> Iterator[tuple[Rule, str]]:
        for name in offer.requires_on_site:
            if name in self.scenario.functions:
                if not self.allowed(name, site):
                    yield (
                        Rule.REQUIRES_ON_SITE,
                        Message("it requires {name}, which cannot be at {site}", name=name, site=site),
                    )
            elif self.scenario.sites[site].partners.get(name) != "committed":
                yield (
                    Rule.REQUIRES_ON_SITE,
                    Message("it requires the partner {name}, who is not committed at {site}", name=name, site=site),
                )

    def has_visits(self, function: str) -> bool:
        offer = self.scenario.functions[function]
        rates = [offer.visits_per_1000_per_year, *offer.visits_per_1000_per_year_by_segment.values()]
        known = self.scenario.demand.rows.get(function, {})
        return any(rate is not None and rate.value > 0 for rate in rates) or any(known.values())


def _nowhere(static: _StaticRules, key: str, _function: Function) -> Iterator[Cause]:
    if static.has_visits(key) and not static.allowed_sites(key):
        kinds = ", ".join(static.scenario.allowed_at(key))
        yield (
            ("functions", key),
            Message(
                "no site may offer {key} (allowed_at {kinds}, level {level}), but it has visits; allow a site.",
                key=key,
                kinds=kinds,
                level=static.scenario.level_key(key),
            ),
        )


def _no_hospital(static: _StaticRules, key: str, function: Function) -> Iterator[Cause]:
    allowed = static.allowed_sites(key)
    share = function.max_house_share.value * (1 - function.house_bypass_share.value)
    if share < 1 and static.has_visits(key) and allowed and not any(static.is_hospital(site) for site in allowed):
        field = "max_house_share" if function.max_house_share.value < 1 else "house_bypass_share"
        remedy = 1 if field == "max_house_share" else 0
        yield (
            ("functions", key, field),
            Message(
                "houses may see {share:g} of the visits, but no hospital may offer {key}; "
                "allow one, or write {remedy}.",
                share=share,
                key=key,
                remedy=remedy,
            ),
        )


def _number_of_sites(static: _StaticRules, key: str, function: Function) -> Iterator[Cause]:
    wanted = function.number_of_sites
    held = [site for site in static.scenario.sites if static.held_open(key, site)]
    allowed = static.allowed_sites(key)
    path, spare = ("functions", key, "number_of_sites"), static.may_lack(Rule.NUMBER_OF_SITES, key)
    for name, most in (("at_most", wanted.at_most), ("exactly", wanted.exactly)):
        if most is not None and len(held) > most + spare:
            message = Message(
                "{n} sites must offer {key} ({held}), but {name} allows {most}.",
                n=len(held),
                key=key,
                held=", ".join(held),
                name=name,
                most=most,
            )
            yield (*path, name), message
    for name, least in (("at_least", wanted.at_least), ("exactly", wanted.exactly)):
        if least is not None and len(allowed) < least - spare:
            names = ", ".join(allowed) or Message("none")
            yield (
                (*path, name),
                Message(
                    "{name} asks for {least} sites, but only {n} may offer {key}: {names}.",
                    name=name,
                    least=least,
                    n=len(allowed),
                    key=key,
                    names=names,
                ),
            )


def _musts(static: _StaticRules, key: str) -> Iterator[Cause]:
    for site in static.scenario.sites:
        if static.decided(key, site) == "must":
            for rule, why in static.reasons(key, site):
                yield (
                    ("policy", "placements", key, site),
                    Message(
                        "decided as must, but the rule {rule} forbids it: {why}; change one of the two.",
                        rule=rule,
                        why=why,
                    ),
                )


def _rooms(static: _StaticRules) -> Iterator[Cause]:
    for key, site in static.scenario.sites.items():
        if static.is_hospital(key) or site.free_room_days_per_week is None:
            continue
        for room in {function.room for function in static.scenario.functions.values()}:
            free = _number(site.free_room_days_per_week.get(room))
            yield from _room(static, key, room, free + _number(site.let_room_days_per_week.get(room)))


def _number(quantity: Quantity | None) -> float:
    return 0.0 if quantity is None else quantity.value


def _room(static: _StaticRules, site: str, room: str, free: float) -> Iterator[Cause]:
    """A cause if decided new functions at a site need more room-days of a kind than are free or can be taken back."""
    new = {
        key: _fewest_days(static, key, site)
        for key, function in static.scenario.functions.items()
        if function.room == room and static.decided(key, site) == "must" and not static.open_today(key, site)
        if not static.waived(Rule.FREE_ROOM_DAYS, key, site)
    }
    need, given_up = sum(new.values()), _days_given_up(static, site, room)
    spare = given_up + static.may_lack(Rule.FREE_ROOM_DAYS, site=site, item=room)
    if new and need > free + spare + 1e-9:
        path = ("policy", "placements", next(iter(new)), site)
        message = Message(
            "{new} must be at {site} and need at least {need:g} days a week of {room}, but {free:g} "
            "are free or let there; give it more free_room_days_per_week.",
            new=all_of(new),
            site=site,
            need=need,
            room=room,
            free=free,
        )
        yield path, message


def _fewest_days(static: _StaticRules, key: str, site: str) -> float:
    """Fewest days a week that the function can have at the site."""
    function = static.scenario.functions[key]
    if function.days_per_week_exactly is not None:
        return function.days_per_week_exactly.value
    fewest = min((*function.days_per_week_steps, 1.0))
    if function.min_days_per_week:
        fewest = max(fewest, function.min_days_per_week.value)
    if function.max_days_between_clinics and not static.waived(Rule.MAX_DAYS_BETWEEN, key, site):
        fewest = max(fewest, 7 / function.max_days_between_clinics.value)
    return fewest


def _days_given_up(static: _StaticRules, site: str, room: str) -> float:
    """Room-days a week of today that a plan could give up: where houses keep what they have, only by a ``must_not``."""
    total = 0.0
    for key, function in static.scenario.functions.items():
        if function.room != room or not static.open_today(key, site):
            continue
        if static.scenario.policy.existing_in_houses != "keep" or static.decided(key, site) == "must_not":
            days = static.scenario.baseline.rows[key][site].days_per_week
            total += math.inf if days is None else days
    return total


def _changes(static: _StaticRules) -> Iterator[Cause]:
    limit = static.scenario.policy.max_changes
    pairs = [(key, site) for key in static.scenario.functions for site in static.scenario.sites]
    opened = [pair for pair in pairs if static.decided(*pair) == "must" and not static.open_today(*pair)]
    closed = [pair for pair in pairs if static.decided(*pair) == "must_not" and static.open_today(*pair)]
    today = any(static.open_today(*pair) for pair in pairs)
    spare = static.may_lack(Rule.MAX_CHANGES)
    if limit is not None and today and len(opened) + len(closed) > limit + spare:
        yield (
            ("policy", "max_changes"),
            Message(
                "{n} new and {n2} closed offers are decided, but max_changes allows {limit}.",
                n=len(opened),
                n2=len(closed),
                limit=limit,
            ),
        )
