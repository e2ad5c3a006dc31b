"""Words of the workbench: names of its parts, what-ifs in sentences, progress of a search; and the templates."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment

from placement.locale import N_, P_
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Voice
from placement.questions.proposal.page.page import environment
from placement.web.solving.answers import Picture, Refusal
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Solution
from placement.web.steps import Change
from placement.web.what_ifs import PRICES, Controls, Field, Pair, Setting, WhatIf

METHOD: dict[str, str] = {
    "price": N_("In kroner: a minute has a price"),
    "balanced": N_("Balanced: the worst aim counts"),
    "weighted": N_("Weighted sum: the sum counts"),
    "lexicographic": N_("In order: the first aim first"),
    "epsilon": N_("One aim within bounds on the others"),
}
"""Words for how the aims are traded off."""
AIM_QUESTION: dict[str, str] = {
    "citizen": N_("Citizens' travel: how far do people have to go for their visits?"),
    "quality": N_("Quality: does each clinic see enough patients to be good at it?"),
    "economy": N_("Economy: what does it cost to run and to build?"),
}
"""The question beside each weight's slider in a ballot."""
PRICE: dict[str, str] = {
    "minute": N_("What a saved minute may cost"),
    "lost": N_("What it may cost to keep a visit out of a clinic that is too small"),
}
"""Labels of the two sliders of prices."""
PRICED: dict[str, str] = {
    "minute": N_("{money} kr. a minute"),
    "lost": N_("{money} kr. a visit"),
}
"""A price in words, by what is priced."""
_ASKED_PRICE: dict[str, str] = {
    "minute": N_("a minute may cost {money} kr."),
    "lost": N_("keeping a visit out of a clinic that is too small may cost {money} kr."),
}
WEIGHT: dict[str, str] = {
    "citizen": N_("Citizen: short trips"),
    "quality": N_("Quality: volume"),
    "economy": N_("Economy: few kroner"),
}
"""Labels of the weights' sliders."""
PANEL: dict[str, str] = {
    "indicators": N_("Against today"),
    "where": N_("What is where?"),
    "places": N_("Areas and sites"),
    "changes": N_("What changes, and why"),
    "notes": N_("For the minutes"),
}
"""Titles of the panels beside the picture."""
CELL: dict[str, str] = {
    "k": N_("as today"),
    "n": N_("new"),
    "c": N_("closes"),
    "a": N_("not here"),
    "b": N_("cannot be here"),
    "must": N_("must be here"),
    "must_not": N_("must not be here"),
}
"""Words for a cell of the matrix by its sign (see ``answers``), and for a decision about it."""
SIGN: dict[str, str] = {
    "k": N_("as today"),
    "n": N_("new"),
    "c": N_("closes"),
    "a": N_("not in the plan"),
    "b": P_("web", "out of the question"),
}
"""Words for each sign in the legend of the matrix."""
DECISION_BUTTON: dict[str, str] = {
    "must": N_("Must be here"),
    "must_not": N_("Must not be here"),
    "may": N_("Free choice"),
}
DECIDED: dict[str, str] = {
    "must": N_("{pair}: must"),
    "must_not": N_("{pair}: must not"),
    "may": N_("{pair}: free"),
}
EXPORT: dict[str, str] = {
    "csv": N_("Tables (CSV)"),
    "xlsx": N_("Workbook (XLSX)"),
    "report": N_("Report (HTML)"),
}
"""Words for each download."""
LOG: dict[str, str] = {
    "move": N_("Asked"),
    "stop": N_("Stopped"),
    "keep": P_("web", "Kept"),
    "strike": N_("Struck out"),
    "save": N_("Saved"),
    "ballot": P_("web", "Ballot"),
    "count": N_("Counted"),
}
"""Words for kinds of entries in the minutes."""
FIELD: dict[str, str] = {
    "changes": N_("At most so many changes"),
    "investment": N_("Investment, at most million kr."),
    "operating": N_("Extra running cost, {own_payer}, at most million kr. a year"),
    "existing": N_("What the houses offer today"),
}

_EXISTING: dict[str, str] = {
    "keep": N_("stay as they are"),
    "days_may_grow": N_("may get more days"),
    "days_may_change": N_("may get more or fewer days"),
    "free": N_("may also be closed"),
}
"""Words for what may happen to existing offers."""
_FORM_FIELD: dict[str, str] = {
    "w": N_("Weight"),
    "minute": N_("What a saved minute may cost"),
    "lost": N_("What it may cost to keep a visit out of a clinic that is too small"),
    "participant": N_("Name"),
    "v": N_("Variant"),
    "m": N_("Method"),
    "citizen": N_("Citizen: short trips"),
    "quality": N_("Quality: volume"),
    "economy": N_("Economy: few kroner"),
    "name": N_("Name"),
    "reason": N_("The group's reason"),
    "who": N_("Asked by"),
    "area": N_("Area"),
    "group": N_("{Grouping}"),
    "within": N_("{Grouping}"),
    "site": N_("Site"),
    "step": N_("Step"),
    "pair": N_("Offer"),
    "find": N_("Search for"),
    "only": N_("Show"),
    "rows": N_("Functions by"),
    "columns": N_("Sites by"),
}
"""Labels of form fields."""
_QUOTING = (
    N_("'{name}' is nothing that can be asked."),
    N_("'{name}' is nothing that can be asked. Is '{near}' meant?"),
    N_("'{name}' has voted. Write another name."),
)
"""Phrases whose ``name`` is what somebody wrote, not the name of a field."""
_BEST = 5e-7
"""Plans with a smaller gap are called proven best."""
_SPACES = re.compile(r"\n\s*")
_CAPITALS = re.compile(r"\b[A-ZÆØÅ]{2,}\b")


class Words:
    """Titles and sentences about one scenario in one language."""

    def __init__(self, controls: Controls, say: Voice) -> None:
        self.controls, self.say = controls, say

    def function(self, name: str) -> str:
        """Title of a function."""
        return self.controls.scenario.functions[name].title.in_language(self.say.language)

    def site(self, name: str) -> str:
        """Title of a site."""
        return self.controls.scenario.sites[name].title.in_language(self.say.language)

    def pair(self, pair: Pair, *, short: bool = False) -> str:
        """Titles of a function and a site."""
        names = self.function(pair[0]), self.site(pair[1])
        function, site = map(short_name, names) if short else names
        return self.say("{function}, {site}", function=function, site=site)

    def asked(self, whatif: WhatIf) -> str:
        """The what-if in words."""
        return "; ".join(self._asked(whatif)) or self.say("The scenario as it is written")

    def _asked(self, whatif: WhatIf) -> Iterator[str]:
        say = self.say
        for name in whatif.variants:
            yield self.controls.scenario.variants[name].title.in_language(say.language)
        if whatif.weights is not None:
            yield say("weights {weights}", weights=" · ".join(say.short(weight, 3) for weight in whatif.weights))
        own = dict(zip(PRICES, self.controls.prices, strict=True))
        for name, price in whatif.prices:
            told, before = say(_ASKED_PRICE[name], money=say.exact_price(price, 4)), own[name]
            if before is not None and before != price:
                told = say("{asked} (was {money})", asked=told, money=say.exact_price(before, 4))
            yield told
        if whatif.method:
            yield say("method: {method}", method=say(METHOD[whatif.method]))
        yield from map(self.decision, whatif.decisions)
        for function, site, rule in whatif.waived:
            yield say("{pair}: {rule} is set aside", pair=self.pair((function, site), short=True), rule=say(RULE[rule]))
        for name, value in whatif.fields:
            field = self.controls.fields[name]
            yield say("{field}: {value}", field=self.field(field), value=self.setting(value))

    def decision(self, decided: tuple[str, str, str]) -> str:
        """A decision on a pair in words."""
        function, site, decision = decided
        return self.say(DECIDED[decision], pair=self.pair((function, site), short=True))

    def change(self, change: Change) -> str:
        """What a step of the staircase changes, in words."""
        say = self.say
        told = [
            *(f"+\N{NO-BREAK SPACE}{self.pair(pair, short=True)}" for pair in change.opened),
            *(f"−\N{NO-BREAK SPACE}{self.pair(pair, short=True)}" for pair in change.closed),
            *(
                say("{function} at home {before} → {after}", function=short_name(self.function(name)), **shares)
                for name, before, after in change.home
                for shares in [{"before": say.percent(before), "after": say.percent(after)}]
            ),
        ]
        return "; ".join(told) or say("other days or other trips")

    def field(self, field: Field) -> str:
        """Label of a field."""
        if field.function:
            return self.say("minimum of {function}", function=self.function(field.function))
        return self.say(FIELD[field.name])

    def wrong(self, key: str, values: Mapping[str, str]) -> str:
        """A fault of an address or form in words; fields are called as on the page."""
        named = "name" in values and key not in _QUOTING
        bounds = {each: self.say.short(float(values[each])) for each in ("low", "high") if each in values}
        return self.say(key, **{**values, **bounds, **({"name": self._given(values["name"])} if named else {})})

    def _given(self, name: str) -> str:
        fields = self.controls.fields
        if name in fields:
            return self.field(fields[name])
        return self.say(_FORM_FIELD[name]) if name in _FORM_FIELD else name

    def setting(self, value: Setting) -> str:
        """The value of a field in words."""
        if value is None:
            return self.say("no limit")
        return self.say(_EXISTING[value]) if isinstance(value, str) else self.say.short(value, 6)


def status(job: Job, picture: Picture | None, say: Voice, *, warm: bool) -> str:
    """A sentence on how far the search has come."""
    waiting = job.state in ("waiting", "aside") and job.why != "user"
    if isinstance(job.told, Refusal) and job.told.kind != "no_plan":
        return say("There is no plan.")
    if picture is None:
        return _without_plan(job, say, waiting=waiting, warm=warm)
    gap = gap_words(picture, say)
    if job.state == "running" and picture.gap_money is not None and _is_best(picture):
        return say("Plan found: none is better. The last checks go on.")
    if job.state == "running" or waiting:
        return say(
            N_("Plan found. At most {gap} from proven best; the proof waits for a free calculator.")
            if waiting
            else N_("Plan found. At most {gap} from proven best; the proof goes on."),
            gap=gap,
        )
    if picture.proven:
        return (
            say("Proven: no plan is better.")
            if _is_best(picture)
            else say("Proven. At most {gap} from proven best.", gap=gap)
        )
    return say(_ended(job), gap=gap)


def _ended(job: Job) -> str:
    """The sentence for a search that has ended with a plan it has not proven best."""
    if job.why == "user" or job.state == "aside":
        return N_("Stopped. Best plan so far, at most {gap} from proven best.")
    if isinstance(job.told, Solution) and not job.told.stopped:
        return N_("The search is over. At most {gap} from proven best.")
    return N_("Out of time. Best plan so far, at most {gap} from proven best.")


def _without_plan(job: Job, say: Voice, *, waiting: bool, warm: bool) -> str:
    if job.state == "done" or job.why == "user":
        return say("Stopped before there was a plan.")
    if waiting and warm:
        return say("Waiting for a free calculator …")
    return say(N_("Calculating …") if warm else N_("The model is being set up. It takes some seconds."))


def _is_best(picture: Picture) -> bool:
    return picture.gap < _BEST if picture.gap_money is None else picture.gap_money < 1


def gap_words(picture: Picture, say: Voice) -> str:
    """The proven distance from the best plan in words, rounded up so that it never promises too much."""
    gap = picture.gap if picture.gap_money is None else picture.gap_money
    if not math.isfinite(gap):
        return say("an unknown distance")
    if picture.gap_money is not None:
        return say("{money} kr. a year", money=say.money(math.ceil(gap - 1e-9), None))
    decimals = 1 if gap >= 0.001 else 2
    unit = 10.0 ** -(decimals + 2)
    return say.percent(math.ceil(gap / unit - 1e-9) * unit, decimals)


@cache
def templates() -> Environment:
    """The Jinja environment of the workbench; everything is escaped."""
    made = environment("placement.web")
    made.filters["sentence"] = sentence
    made.globals |= {
        "AIM_QUESTION": AIM_QUESTION,
        "CELL": CELL,
        "DECISION_BUTTON": DECISION_BUTTON,
        "EXPORT": EXPORT,
        "PANEL": PANEL,
        "SIGN": SIGN,
        "once": partial(secrets.token_urlsafe, 16),
    }
    return made


def sentence(words: str) -> str:
    """Words in capitals, as headings are on the terminal screen, in ordinary letters."""
    plain = _CAPITALS.sub(lambda found: found[0].lower(), words)
    return plain[:1].upper() + plain[1:]


def render(template: str, **values: Any) -> str:
    """A template filled in, without the white space of its layout."""
    return _SPACES.sub("\n", templates().get_template(template).render(**values))
