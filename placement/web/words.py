"""A what-if in words, and how far its search has come."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from placement.present.words.names import short_name
from placement.present.words.voice import Voice
from placement.web.controls import Controls, Field
from placement.web.jobs import Job
from placement.web.picture import Picture
from placement.web.refusal import Refusal
from placement.web.what_ifs import Pair, Setting, WhatIf

_FORMS = ("web.given", "web.weight", "web.save")
"""Where the words for fields of forms are."""
_QUOTING = ("ask.unknown", "ask.unknown.near", "ask.voted")
"""Phrases whose name is what somebody wrote, not the name of a field."""


class Words:
    """Titles and sentences of one scenario in one language."""

    def __init__(self, controls: Controls, say: Voice) -> None:
        self.controls, self.say = controls, say

    def function(self, name: str) -> str:
        """Title of a function."""
        return self.controls.scenario.functions[name].title.in_language(self.say.language)

    def site(self, name: str) -> str:
        """Title of a site."""
        return self.controls.scenario.sites[name].title.in_language(self.say.language)

    def pair(self, pair: Pair, *, short: bool = False) -> str:
        """A function and where."""
        names = self.function(pair[0]), self.site(pair[1])
        function, site = map(short_name, names) if short else names
        return self.say("web.pair", function=function, site=site)

    def asked(self, whatif: WhatIf) -> str:
        """What is asked otherwise than the scenario says."""
        return "; ".join(self._asked(whatif)) or self.say("web.changed.nothing")

    def _asked(self, whatif: WhatIf) -> Iterator[str]:
        say = self.say
        for name in whatif.variants:
            yield self.controls.scenario.variants[name].title.in_language(say.language)
        if whatif.weights is not None:
            yield say("what.weights", weights=" · ".join(say.short(weight, 3) for weight in whatif.weights))
        if whatif.method:
            yield say("what.method", method=say(f"web.method.{whatif.method}"))
        yield from map(self.decision, whatif.decisions)
        for function, site, rule in whatif.waived:
            yield say("what.waived", pair=self.pair((function, site), short=True), rule=say(f"rule.{rule}"))
        for name, value in whatif.fields:
            field = self.controls.fields[name]
            yield say("what.field", field=self.field(field), value=self.setting(field, value))

    def decision(self, decided: tuple[str, str, str]) -> str:
        """A decision about a pair."""
        function, site, decision = decided
        return self.say(f"what.{decision}", pair=self.pair((function, site), short=True))

    def field(self, field: Field) -> str:
        """What a field is called."""
        if field.function:
            return self.say("what.min", function=self.function(field.function))
        return self.say(f"web.field.{field.name}")

    def wrong(self, key: str, values: Mapping[str, str]) -> str:
        """What cannot be understood, with the field called what it is called on the page."""
        named = "name" in values and key not in _QUOTING
        bounds = {each: self.say.short(float(values[each])) for each in ("low", "high") if each in values}
        return self.say(key, **{**values, **bounds, **({"name": self._given(values["name"])} if named else {})})

    def _given(self, name: str) -> str:
        fields = self.controls.fields
        if name in fields:
            return self.field(fields[name])
        return next((self.say(f"{of}.{name}") for of in _FORMS if self.say.knows(f"{of}.{name}")), name)

    def setting(self, field: Field, value: Setting) -> str:
        """A field's value."""
        if value is None:
            return self.say("what.field.none")
        return self.say(f"web.{field.name}.{value}") if isinstance(value, str) else self.say.short(value, 6)


def status(job: Job, picture: Picture | None, say: Voice, *, warm: bool) -> str:
    """How far the search has come, in a sentence."""
    waiting = job.state in ("waiting", "aside") and job.why != "user"
    if isinstance(job.told, Refusal) and job.told.kind != "no_plan":
        return say("web.refused")
    if picture is None:
        return _without_plan(job, say, waiting=waiting, warm=warm)
    gap = gap_words(picture.gap, say)
    if job.state == "running" or waiting:
        return say("web.found.queued" if waiting else "web.found", gap=gap)
    if picture.proven:
        return say("web.proven.best") if picture.gap < _BEST else say("web.proven", gap=gap)
    return say("web.enough" if job.why == "user" or job.state == "aside" else "web.limit", gap=gap)


def _without_plan(job: Job, say: Voice, *, waiting: bool, warm: bool) -> str:
    if job.state == "done" or job.why == "user":
        return say("web.enough.none")
    if waiting and warm:
        return say("web.queued")
    return say("web.searching" if warm else "web.starting")


_BEST = 5e-7


def gap_words(gap: float, say: Voice) -> str:
    """A gap, rounded up so that it never promises too much."""
    if not math.isfinite(gap):
        return say("web.no_gap")
    decimals = 1 if gap >= 0.001 else 2
    unit = 10.0 ** -(decimals + 2)
    return say.percent(math.ceil(gap / unit - 1e-9) * unit, decimals)
