"""What a group asks: a what-if as a value, and the page it is seen on. Both are text in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from placement.present.words.numbers import Language

Three = tuple[float, float, float]
Pair = tuple[str, str]
Setting = float | str | None
"""A field's value; None: no limit."""

DECISIONS = ("must", "must_not", "may")
NO_LIMIT = "none"
PLAIN = "plain"
"""How the what-if that changes nothing is written as a pin."""
_SAFE = ",.;:"
"""Signs of ours that an address may show as they are."""


@dataclass(frozen=True)
class WhatIf:
    """What is asked otherwise than the scenario says; what is None or empty is as the scenario has it.

    Attributes:
        weights: how much citizen, quality and economy count; ``method``: how they are traded off.
        variants: names of the scenario's variants, in its order.
        decisions: by function and site: ``must``, ``must_not`` or ``may``.
        waived: function, site and rule set aside there.
        fields: by name of the field: another threshold or budget.
    """

    weights: Three | None = None
    method: str = ""
    variants: tuple[str, ...] = ()
    decisions: tuple[tuple[str, str, str], ...] = ()
    waived: tuple[tuple[str, str, str], ...] = ()
    fields: tuple[tuple[str, Setting], ...] = ()

    def parts(self) -> Iterator[tuple[str, str]]:
        """Names and values as the address has them, always in the same order."""
        if self.weights is not None:
            yield "w", ",".join(map(short, self.weights))
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
    def text(self) -> str:
        """On one line, as a pin has it."""
        return ";".join(f"{name}:{value}" for name, value in self.parts()) or PLAIN

    @property
    def question(self) -> WhatIf:
        """The same with weights of which the largest is 1: their proportions are what is asked."""
        if self.weights is None:
            return self
        top = max(self.weights)
        citizen, quality, economy = (round(weight / top, 9) for weight in self.weights)
        return replace(self, weights=(citizen, quality, economy))

    def decision(self, pair: Pair) -> str:
        """What is decided about a pair here; empty where nothing is."""
        return next((what for *place, what in self.decisions if tuple(place) == pair), "")

    def deciding(self, pair: Pair, decision: str, waived: tuple[str, ...] = ()) -> WhatIf:
        """With another decision about a pair and the rules set aside for it; an empty one lets the scenario decide."""
        others = [each for each in self.decisions if each[:2] != pair]
        rules = [each for each in self.waived if each[:2] != pair]
        if decision:
            others.append((*pair, decision))
        rules += [(*pair, rule) for rule in waived]
        return replace(self, decisions=tuple(sorted(others)), waived=tuple(sorted(rules)))


@dataclass(frozen=True)
class Address:
    """A page of the workbench.

    Attributes:
        whatif: what is asked.
        lang: the language.
        pins: what-ifs pinned for comparison.
        at: the pair looked at.
        home: the language of an address that names none.
    """

    whatif: WhatIf = WhatIf()
    lang: Language = "da"
    pins: tuple[WhatIf, ...] = ()
    at: Pair | None = None
    home: Language = "da"

    def parts(self) -> Iterator[tuple[str, str]]:
        """Names and values of the address."""
        yield from self.whatif.parts()
        for pin in self.pins:
            yield "pin", pin.text
        if self.at is not None:
            yield "at", ".".join(self.at)
        if self.lang != self.home:
            yield "lang", self.lang

    @property
    def query(self) -> str:
        """What stands behind the question mark: the same page has always the same."""
        return "&".join(f"{quote(name, safe=_SAFE)}={quote(value, safe=_SAFE)}" for name, value in self.parts())

    def about(self, whatif: WhatIf, **changes: Any) -> Address:
        """Another page in the same language, which looks at no pair and has no pins unless ``changes`` says so."""
        return replace(self, whatif=whatif, **{"pins": (), "at": None, **changes})

    def link(self, path: str = "/", **more: str) -> str:
        """The address of a page about this."""
        extra = [f"{name}={quote(value, safe=_SAFE)}" for name, value in more.items()]
        query = "&".join(filter(None, [self.query, *extra]))
        return f"{path}?{query}" if query else path


def short(value: float) -> str:
    """A number with as few digits as say it, never with an exponent."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text or "0"


def shown(value: Setting) -> str:
    """A field's value as the address has it."""
    if value is None:
        return NO_LIMIT
    return value if isinstance(value, str) else short(value)
