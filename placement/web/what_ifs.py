"""What can be asked in the workbench: the controls of a scenario, a what-if, and the address of the page that shows it.

A what-if is a value: equal questions are equal. The address holds a page's whole state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import quote

from placement.errors import PlacementError
from placement.present.words.currency import KRONER
from placement.present.words.voice import Language
from placement.questions.explain.price import REASON
from placement.scenario.load import Loaded, Opened
from placement.scenario.schema.frame import AIMS, Method, Objectives, Policy
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import WAIVABLE
from placement.scenario.schema.scenario import Scenario

Three = tuple[float, float, float]
Pair = tuple[str, str]
Setting = float | str | None
"""A field's value; None: no limit."""

DECISIONS = ("must", "must_not", "may")
NO_LIMIT = "none"
PLAIN = "plain"
"""The text of the what-if without changes, as a pin."""
PRICES = {"minute": "minute", "lost": "lost_quality_visit"}
"""The two prices' names in the address, and their names in the scenario."""
_SAFE = ",.;:"
"""Characters that are not escaped in an address."""


@dataclass(frozen=True)
class WhatIf:
    """The changes to a scenario that a page asks about; what is None or empty is as the scenario has it.

    Attributes:
        weights: how much citizen, quality and economy count, for the methods that weigh.
        minute, lost: DKK that a saved minute, and a visit of lost quality less, may cost; for ``price``.
        method: how the aims are traded off.
        variants: names of the scenario's variants, in its order.
        decisions: by function and site: ``must``, ``must_not`` or ``may``.
        waived: function, site and rule set aside there.
        fields: by name of the field: another threshold or budget.
    """

    weights: Three | None = None
    minute: float | None = None
    lost: float | None = None
    method: str = ""
    variants: tuple[str, ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    waived: tuple[tuple[str, str, str], ...] = ()
    fields: tuple[tuple[str, Setting], ...] = ()

    def parts(self) -> Iterator[tuple[str, str]]:
        """Names and values for the address, always in the same order."""
        if self.weights is not None:
            yield "w", ",".join(map(short, self.weights))
        for name, price in self.prices:
            yield name, short(price)
        if self.method:
            yield "m", self.method
        if self.variants:
            yield "v", ",".join(self.variants)
        for decision in DECISIONS:
            pairs = [f"{function}.{site}" for function, site, what in self.decisions if what == decision]
            if pairs:
                yield decision, ",".join(pairs)
        if self.waived:
            yield "waive", ",".join(".".join(each) for each in self.waived)
        for name, value in self.fields:
            yield name, shown(value)

    @property
    def prices(self) -> tuple[tuple[str, float], ...]:
        """The prices that are asked for, by their name in the address."""
        both = (("minute", self.minute), ("lost", self.lost))
        return tuple((name, price) for name, price in both if price is not None)

    @property
    def text(self) -> str:
        """The what-if on one line, as pins and the log have it."""
        return ";".join(f"{name}:{value}" for name, value in self.parts()) or PLAIN

    @property
    def question(self) -> WhatIf:
        """The same what-if with weights scaled to a maximum of 1, since only their proportions matter."""
        if self.weights is None:
            return self
        top = max(self.weights)
        citizen, quality, economy = (round(weight / top, 9) for weight in self.weights)
        return replace(self, weights=(citizen, quality, economy))

    def decision(self, pair: Pair) -> str:
        """The decision on a pair in this what-if; empty where it has none."""
        return next((what for *place, what in self.decisions if tuple(place) == pair), "")

    def deciding(self, pair: Pair, decision: str, waived: tuple[str, ...] = ()) -> WhatIf:
        """The what-if with another decision on a pair and the rules waived for it.

        An empty decision leaves the pair to the scenario.
        """
        others = [each for each in self.decisions if each[:2] != pair]
        rules = [each for each in self.waived if each[:2] != pair]
        if decision:
            others.append((*pair, decision))
        rules += [(*pair, rule) for rule in waived]
        return replace(self, decisions=tuple(sorted(others)), waived=tuple(sorted(rules)))


PANELS = ("indicators", "where", "places", "changes", "notes")
"""Panels beside the picture, in the order of the page, by the id of their element."""


TOUCHED = ("area", "group", "site", "step")
"""Kinds of things that can be touched: the name in the address, before an id or, of a step, a price of a minute."""


@dataclass(frozen=True)
class Filter:
    """Which part of the matrix is shown, and how it is grouped; an empty filter shows all of it.

    Attributes:
        find: words that stand in what is shown; ``only``: the kind of cell, of ``ONLY`` in ``matrix``.
        rows, columns: what functions, and sites, are grouped by, of ``GROUPINGS`` in ``matrix``.
    """

    find: str = ""
    only: str = ""
    rows: str = ""
    columns: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """The values, in the order of the page's fields."""
        return tuple(asdict(self).values())

    def parts(self) -> Iterator[tuple[str, str]]:
        """Names and values for the address."""
        yield from ((name, value) for name, value in asdict(self).items() if value)


@dataclass(frozen=True)
class Address:
    """The address of a page of the workbench, which is its whole state.

    Attributes:
        whatif: what is asked.
        lang: the language.
        pins: what-ifs pinned for comparison.
        at: function and site whose panel is open, if any.
        panels: which panels are open beside the picture, of ``PANELS``.
        home: the language of an address that names none.
        touched: kind, of ``TOUCHED``, and id of what is touched, if anything is.
        within: the group of areas that maps and lists are limited to; empty: all.
        filter: what of the matrix is shown.
    """

    whatif: WhatIf = WhatIf()
    lang: Language = "da"
    pins: tuple[WhatIf, ...] = ()
    at: Pair | None = None
    home: Language = "da"
    panels: tuple[str, ...] = ()
    touched: Pair | None = None
    within: str = ""
    filter: Filter = Filter()

    def parts(self) -> Iterator[tuple[str, str]]:
        """Names and values of the address."""
        yield from self.whatif.parts()
        for pin in self.pins:
            yield "pin", pin.text
        if self.at is not None:
            yield "at", ".".join(self.at)
        if self.touched is not None:
            yield self.touched
        if self.within:
            yield "within", self.within
        for panel in self.panels:
            yield "show", panel
        yield from self.filter.parts()
        if self.lang != self.home:
            yield "lang", self.lang

    @property
    def query(self) -> str:
        """The query string; equal pages have equal ones."""
        return "&".join(f"{quote(name, safe=_SAFE)}={quote(value, safe=_SAFE)}" for name, value in self.parts())

    def about(self, whatif: WhatIf, **changes: Any) -> Address:
        """The page of another what-if in the same language, with no pair, pins or touch unless in ``changes``."""
        return replace(self, whatif=whatif, **{"pins": (), "at": None, "touched": None, "within": "", **changes})

    def touching(self, kind: str = "", name: str = "") -> Address:
        """The same page with something touched; without arguments with nothing touched."""
        return replace(self, touched=(kind, name) if kind else None)

    def link(self, path: str = "/", **more: str) -> str:
        """The URL of a page at ``path`` with this state."""
        extra = [f"{name}={quote(value, safe=_SAFE)}" for name, value in more.items()]
        query = "&".join(filter(None, [self.query, *extra]))
        return f"{path}?{query}" if query else path


def short(value: float) -> str:
    """A number with as few digits as express it, never with an exponent."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text or "0"


def shown(value: Setting) -> str:
    """A field's value as it stands in the address."""
    if value is None:
        return NO_LIMIT
    return value if isinstance(value, str) else short(value)


MIDDLE, TOP = 5.0, 10.0
"""The slider position of the largest of the scenario's own weights, and the end of the slider."""
STEP = 0.5
"""Step of the sliders of weights."""
MILLION = 1e6
_MOST = 10_000.0
"""The largest amount of a field, in millions; the largest threshold, in thousands."""

Kind = Literal["whole", "millions", "money", "visits", "choice"]


@dataclass(frozen=True)
class Field:
    """A threshold or a budget in the form.

    Attributes:
        name: in the address.
        path: dotted path in the scenario.
        kind: ``whole``, ``millions`` of kroner, ``money`` of another currency, ``visits`` a year, or a ``choice`` of
            words.
        own: what the scenario says; None: no limit.
        function: whose threshold it is.
        choices: the words of a choice.
    """

    name: str
    path: str
    kind: Kind
    own: Setting
    function: str = ""
    choices: tuple[str, ...] = ()

    @property
    def high(self) -> float:
        """The largest value the form takes."""
        return _MOST * {"visits": 1e3, "money": MILLION}.get(self.kind, 1.0)

    def written(self, value: Setting) -> float | str | None:
        """A value in the unit of the scenario."""
        if not isinstance(value, float):
            return value
        amount = round(value * MILLION if self.kind == "millions" else value, 6)
        return int(amount) if amount.is_integer() else amount


@dataclass(frozen=True)
class Question:
    """A what-if in the form that solving processes take.

    Attributes:
        variants, overrides: as of `placement.scenario.load.load`.
        method, weights: as of `placement.solve.result.Options`; None: the scenario's.
        minute, lost: the prices, as of ``WhatIf``; None: the scenario's, with the variants.
    """

    variants: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    method: Method | None = None
    weights: Three | None = None
    minute: float | None = None
    lost: float | None = None


@dataclass(frozen=True, eq=False)
class Controls:
    """What can be changed of a scenario in the workbench: sliders, switches, cells and fields.

    Attributes:
        opened: the scenario.
        home: the language of a page whose address names none.
    """

    opened: Opened
    home: Language = "da"

    @property
    def scenario(self) -> Scenario:
        """The unchanged scenario."""
        return self.opened.plain.scenario

    @property
    def folder(self) -> Path:
        """The scenario's folder."""
        return self.opened.file.parent

    def asked(self, whatif: WhatIf) -> Loaded:
        """The scenario with a what-if's changes.

        Raises:
            ScenarioError: a change does not fit the scenario.
        """
        question = self.question(whatif)
        return self.opened.asked(question.variants, question.overrides)

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants."""
        return tuple(self.scenario.variants)

    @cached_property
    def weights(self) -> Three:
        """The scenario's weights, scaled to the sliders."""
        own = self.scenario.objectives.weights
        citizen, quality, economy = (getattr(own, aim) for aim in AIMS)
        top = max(citizen, quality, economy) / MIDDLE
        return (_rounded(citizen / top), _rounded(quality / top), _rounded(economy / top))

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Ids of the areas in each group, by the scenario's own grouping; areas without a group are in none."""
        areas, found = self.scenario.areas, dict[str, tuple[str, ...]]()
        for name, area in areas.rows.items():
            if group := str(getattr(area, areas.group_by) or ""):
                found[group] = (*found.get(group, ()), name)
        return dict(sorted(found.items()))

    @property
    def prices(self) -> tuple[float | None, float]:
        """The scenario's price of a minute, if it gives one, and of a lost-quality visit."""
        own = self.scenario.objectives.prices
        return None if own.minute is None else own.minute.value, own.lost_quality_visit.value

    def objectives(self, variants: tuple[str, ...]) -> Objectives:
        """The scenario's objectives with some variants; without them where the variants contradict each other."""
        if not variants:
            return self.scenario.objectives
        try:
            return self.opened.asked(variants).scenario.objectives
        except PlacementError:  # the fault is reported with the answer to the question
            return self.scenario.objectives

    def method_of(self, whatif: WhatIf) -> str:
        """The method a what-if is answered by."""
        return whatif.method or self.objectives(whatif.variants).method

    def minute_of(self, whatif: WhatIf) -> float | None:
        """The price of a minute a what-if is answered by, DKK; None where nobody gives one."""
        own = self.objectives(whatif.variants).prices.minute
        return whatif.minute if whatif.minute is not None else own.value if own is not None else None

    @cached_property
    def methods(self) -> tuple[str, ...]:
        """The methods for which the scenario has the prices or bounds they need."""
        objectives = self.scenario.objectives
        bounds = objectives.epsilon
        given = (bounds.citizen_minutes, bounds.quality_visits, bounds.economy)
        lacking = {"price": objectives.prices.minute is None, "epsilon": all(bound is None for bound in given)}
        return tuple(
            method
            for method in cast("tuple[str, ...]", get_args(Method))
            if method == objectives.method or not lacking.get(method)
        )

    @property
    def method(self) -> str:
        """The scenario's own method."""
        return self.scenario.objectives.method

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The form's thresholds and budgets, by name in the address."""
        return {field.name: field for field in (*self._frame(), *self._thresholds())}

    def _frame(self) -> Iterator[Field]:
        policy = self.scenario.policy
        changes = None if policy.max_changes is None else float(policy.max_changes)
        yield Field("changes", "policy.max_changes", "whole", changes)
        for name, path in (
            ("investment", "max_investment"),
            ("operating", "max_extra_operating_per_year"),
        ):
            own = getattr(policy, path)
            if self.scenario.about.currency == KRONER:
                yield Field(name, f"policy.{path}", "millions", _amount(own, MILLION))
            else:
                yield Field(name, f"policy.{path}", "money", _amount(own))
        words = cast("tuple[str, ...]", get_args(Policy.model_fields["existing_in_houses"].annotation))
        yield Field("existing", "policy.existing_in_houses", "choice", policy.existing_in_houses, choices=words)

    def _thresholds(self) -> Iterator[Field]:
        for name, function in self.scenario.functions.items():
            own = _amount(function.min_visits_per_year)
            yield Field(f"min.{name}", f"functions.{name}.min_visits_per_year", "visits", own, name)

    def question(self, whatif: WhatIf) -> Question:
        """A what-if in the form that solving processes take."""
        asked = whatif.question
        overrides = [f"{path}={json.dumps(value)}" for path, value in self.changes(asked).items()]
        method = cast("Method | None", asked.method or None)
        return Question(asked.variants, tuple(overrides), method, asked.weights, asked.minute, asked.lost)

    def changes(
        self,
        whatif: WhatIf,
        reason: str = REASON,
        who: str = "",
        given: Mapping[tuple[str, str, str], tuple[str, str]] | None = None,
    ) -> dict[str, Any]:
        """New values by path of the scenario, apart from variants and how the aims are traded off.

        Args:
            whatif: what is asked.
            reason: written with every decision.
            who: decided it.
            given: reason and author of decisions that have their own.
        """
        changed: dict[str, Any] = {self.fields[name].path: self.fields[name].written(v) for name, v in whatif.fields}
        signed = _signed(reason, who)
        for function, site, decision in whatif.decisions:
            own = (given or {}).get((function, site, decision))
            why = _signed(*own) if own else signed
            changed[f"policy.placements.{function}.{site}"] = {"decision": decision, **why}
        rules: dict[tuple[str, str], list[str]] = {}
        for function, site, rule in whatif.waived:
            rules.setdefault((function, site), []).append(rule)
        for name, ((function, site), names) in zip(self._free_names(len(rules)), rules.items(), strict=True):
            changed[f"exceptions.{name}"] = {"function": function, "site": site, "rules": names, **signed}
        return changed

    def _free_names(self, count: int) -> list[str]:
        """``count`` names that no exception of the scenario has."""
        names = (f"what_if_{n}" for n in range(1, 1000))
        return [name for name in names if name not in self.scenario.exceptions][:count]

    def knows_rule(self, rule: str) -> bool:
        """Whether a rule exists and may be waived."""
        return rule in {str(each) for each in WAIVABLE}


def _signed(reason: str, who: str) -> dict[str, str]:
    return {"reason": reason, **({"decided_by": who} if who else {})}


def _amount(quantity: Quantity | None, unit: float = 1.0) -> float | None:
    return None if quantity is None else round(quantity.value / unit, 6)


def _rounded(weight: float) -> float:
    return round(weight, 3)
