"""The sheet about a place that is touched: an area, a group of areas or a site, today and in the plan.

It is made in a solving process, of a plan that is known; nothing is solved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.instance.instance import Floats, Ints
from placement.locale import LANGUAGES, N_
from placement.present.maps.draw import draw
from placement.present.maps.picture import Map
from placement.present.parts import Grid, Head, Part
from placement.present.screen.lines import NO_BREAK
from placement.present.tables.columns import Cell
from placement.present.words.quantities import Counts
from placement.present.words.terms import short_name
from placement.present.words.voice import NOTHING, Language
from placement.questions.proposal.findings import PairNote, Study
from placement.questions.proposal.left_out import notes_at
from placement.questions.proposal.page.places import in_short
from placement.questions.proposal.screen.left_out import is_barred, why_not
from placement.questions.proposal.sheets import CHANGE, site_sheet
from placement.questions.proposal.study import compared_with_today
from placement.questions.proposal.tables.citizens import SAME_MINUTES, told_of
from placement.questions.proposal.tables.placements import recommendation
from placement.questions.proposal.tables.resources import staff
from placement.questions.proposal.tables.volumes import hospitals, sites
from placement.questions.proposal.views import LESS, BrowserVoice, TableView, View
from placement.scenario.schema.offers import Function
from placement.solve.result import Solved
from placement.web.solving.answers import light_study, study_of_changes
from placement.web.solving.messages import Account

SMALL = 5.0
"""Fewer visits a year are masked for a single area."""
_MAINLY = 0.95
"""A site that sees at least this share of the visits is named alone."""
_SOME = 0.05
"""Sites that see a smaller share are not named."""
_AS_TODAY = 0.005
"""Shares of visits that differ by less read the same."""


def draw_touched(shown: Map) -> str:
    """A map as SVG whose areas and sites are links; ``placement.web.touch.led`` turns these into links of a page."""
    linked = shown.linked(site=lambda name: f"?site={name}", area=lambda name: f"?area={name}")
    return draw(linked, "map", marked=True)


def told_of_place(solved: Solved, kind: str, name: str) -> Account:
    """The sheet about an ``area``, a ``group`` or a ``site``, in every language."""
    if kind == "site":
        study = _study_at(solved, solved.instance.site_ids.index(name))
        return Account({lang: tuple(_House(solved, study, lang, name).parts()) for lang in LANGUAGES})
    study = light_study(solved)
    return Account({lang: tuple(_People(solved, study, lang, kind, name).parts()) for lang in LANGUAGES})


def _study_at(solved: Solved, site: int) -> Study:
    """The light study of a plan, with a note for every function at one site."""
    comparison = compared_with_today(solved)
    study = study_of_changes(comparison)
    return replace(study, pairs=notes_at(comparison, study.changes, site))


@dataclass(frozen=True, eq=False)
class _Place:
    """The sheet about a place, in one language.

    Attributes:
        solved, study: the plan and its study.
        lang: of the words.
    """

    solved: Solved
    study: Study
    lang: Language

    @cached_property
    def view(self) -> TableView:
        """The plan as tables take it."""
        return TableView(self.solved, self.study, self.lang)

    @cached_property
    def screen(self) -> View:
        """The plan as sentences take it."""
        return View(self.solved, self.study, BrowserVoice.of(self.solved.instance.scenario, self.lang))

    @property
    def say(self) -> BrowserVoice:
        """The voice."""
        return self.screen.say  # type: ignore[return-value]  # as it was given

    def grid(self, caption: str, heads: str, rows: Iterable[tuple[str, ...]], keys: Iterable[str] = ()) -> Grid:
        """A table; in ``heads`` a ``#`` ends the names of columns with numbers, and the first column names the rows."""
        named = tuple(Head(self.say(_HEAD[each.rstrip("#")]), each.endswith("#")) for each in heads.split())
        return Grid(caption, named, tuple(rows), self.say("None."), keys=tuple(keys))

    def both(self, before: str, now: str) -> str:
        """A value as ``today → plan``; once where both are the same, and where nobody says what stands today."""
        return now if before == now or self.view.before is None else f"{before} → {now}"

    def both_numbers(self, before: str, now: str) -> str:
        """The same of numbers, which may be parted after the arrow only."""
        return self.both(before, now).replace(" ", NO_BREAK).replace(f"→{NO_BREAK}", "→ ")


_HEAD = {
    "offer": N_("Offer"),
    "visits": N_("Visits a year"),
    "where": N_("Where"),
    "minutes": N_("Minutes one way"),
    "responsible": N_("Responsible"),
    "pays": N_("Pays"),
    "days": N_("Days/week"),
    "price": N_("Kr. a minute"),
    "against": N_("What speaks against it"),
}
"""Headings of columns."""


@dataclass(frozen=True, eq=False)
class _People(_Place):
    """The sheet about the people of an area or a group of areas; ``kind`` says which and ``name`` its id."""

    kind: str
    name: str

    @cached_property
    def units(self) -> Ints:
        """Indices of the demand units of these areas."""
        instance = self.solved.instance
        labels = instance.area_ids if self.kind == "area" else instance.group
        return np.flatnonzero(np.array([label == self.name for label in labels])[instance.unit_area])

    @cached_property
    def counts(self) -> Counts:
        """How visits are written: small numbers are masked for a single area."""
        return Counts(self.solved.instance.scenario, self.say, SMALL if self.kind == "area" else 0.0)

    def parts(self) -> Iterator[Part]:
        """A summary, then a table by function, then who decides and pays."""
        say, has_today = self.say, self.view.before is not None
        yield Part(items=tuple(in_short(self.counts, told_of(self.view, self.units), has_today)))
        used = sorted((one for f in range(len(self.solved.instance.function_ids)) if (one := self._use(f))), key=_first)
        caption = say("Offer by offer")
        rows = [
            (heading, [((one.title, self.counts(one.visits), one.where, one.minutes), _why(one)) for one in these])
            for heading, these in (
                (say("What changes"), [one for one in used if one.differs]),
                (say("As today"), [one for one in used if not one.differs]),
            )
        ]
        hint = say("Minutes one way per visit, at home as 0; today → in the plan. An offer leads to why it is there.")
        yield Part(caption, (hint,), grid=self.grid(caption, "offer visits# where minutes#", *_under(rows)))
        caption = say("Who decides and who pays")
        decides = [(one.title, one.function.responsible or NOTHING, self._pays(one.function)) for one in used]
        yield Part(caption, grid=self.grid(caption, "offer responsible pays", decides))

    def _use(self, f: int) -> _Use | None:
        """How these people use a function; None where nobody does."""
        view, name = self.view, self.solved.instance.function_ids[f]
        now, home = view.now.seen[f][self.units], float(view.now.home[f][self.units].sum())
        before, home_before = view.seen_before[f][self.units], float(view.home_before[f][self.units].sum())
        visits = float(now.sum()) + home
        if visits <= LESS:
            return None
        minutes = [self._minutes(before, home_before), self._minutes(now, home)]
        places = [_shares(before, home_before), _shares(now, home)]
        most = int(now.sum(axis=0).argmax())
        site = self.solved.instance.site_ids[most]
        return _Use(
            name,
            self.solved.instance.scenario.functions[name],
            self.screen.function(name),
            visits,
            self.both(*(self._where(each) for each in places)),
            self.both_numbers(*(self.say.number(each, 1) for each in minutes)),
            site if float(now.sum()) > LESS else "",
            self._differs(*places) or abs(minutes[0] - minutes[1]) > SAME_MINUTES,
        )

    def _differs(self, before: Floats, now: Floats) -> bool:
        return self.view.before is not None and bool((np.abs(before - now) > _AS_TODAY).any())

    def _minutes(self, seen: Floats, home: float) -> float:
        visits = float(seen.sum()) + home
        return float((seen * self.view.travel_minutes[self.units]).sum()) / visits if visits > LESS else float("nan")

    def _where(self, shares: Floats) -> str:
        """Where the visits take place, in words, the most used place first; ``shares``: at each site, last at home."""
        ids, say = self.solved.instance.site_ids, self.say
        named = [*(short_name(self.screen.site(each)) for each in ids), say("at home")]
        order = [int(at) for at in np.argsort(-shares, kind="stable") if shares[at] >= _SOME]
        if order and shares[order[0]] >= _MAINLY:
            return named[order[0]]
        told = [say("{place} {share}", place=named[at], share=say.percent(shares[at])) for at in order]
        return ", ".join(told) or NOTHING

    def _pays(self, function: Function) -> str:
        """Who pays for a function; for visits at home apart, where they have payers of their own."""
        say, scenario = self.say, self.solved.instance.scenario
        keys = [scenario.terms.own_payer]
        keys += [key for shares in scenario.prices.paid_by.values() for key, share in shares.items() if share]
        told = say.listed([say.payer(key) for key in dict.fromkeys(keys)])
        home = function.home.paid_by if function.home is not None else None
        if not home or {key for key, share in home.items() if share} <= set(keys):
            return told
        shares = ", ".join(
            say("{place} {share}", place=say.payer(key), share=say.percent(share)) for key, share in home.items()
        )
        return say("{payers}; at home {shares}", payers=told, shares=shares)


@dataclass(frozen=True)
class _Use:
    """How people use a function.

    Attributes:
        name, function, title: the function.
        visits: a year; ``where`` and ``minutes``: as shown.
        site: the one with most of these visits in the plan; empty where all are at home.
        differs: whether the plan differs from today.
    """

    name: str
    function: Function
    title: str
    visits: float
    where: str
    minutes: str
    site: str
    differs: bool


def _first(one: _Use) -> tuple[bool, float]:
    return not one.differs, -one.visits


def _why(one: _Use) -> str:
    return f"why {one.name}.{one.site}" if one.site else ""


def _under(
    groups: Iterable[tuple[str, Sequence[tuple[tuple[str, ...], str]]]],
) -> tuple[list[tuple[str, ...]], list[str]]:
    """Rows with the heading of each group before them, and a key for each row; a group without rows has none."""
    told = [each for heading, rows in groups if rows for each in (((heading,), ""), *rows)]
    return [row for row, _ in told], [key for _, key in told]


def _shares(seen: Floats, home: float) -> Floats:
    """``(S + 1)`` shares of the visits at each site, and last at home."""
    visits = np.append(seen.sum(axis=0), home)
    shares: Floats = visits / max(float(visits.sum()), LESS)
    return shares


@dataclass(frozen=True, eq=False)
class _House(_Place):
    """The sheet about a site; ``name`` is its id."""

    name: str

    def parts(self) -> Iterator[Part]:
        """The parts of the sheet: what is offered, what could come in, and what there is room for."""
        made = {kind.__name__: kind(self.view) for kind in (sites, recommendation, staff, hospitals)}
        sheet = site_sheet(self.view, made, self.name)
        yield self._offered(sheet.own["recommendation"])
        if self.screen.is_house(self.name):
            yield from self._could_come()
            yield from filter(None, (sheet.rooms_and_staff(), sheet.partners(), sheet.money()))
        else:
            yield from filter(None, (sheet.gives(), sheet.sent(), sheet.money()))

    def _offered(self, rows: Sequence[Mapping[str, Cell]]) -> Part:
        say = self.say
        groups = [
            (say(CHANGE[change]), [self._offer(row) for row in rows if row["change"] == change])
            for change in ("closed", "new", "kept")
        ]
        caption = say("What is offered")
        hint = say("Today → in the plan. An offer leads to why it is there.")
        return Part(caption, (hint,), grid=self.grid(caption, "offer days# visits#", *_under(groups)))

    def _offer(self, row: Mapping[str, Cell]) -> tuple[tuple[str, ...], str]:
        cells = (
            str(row["function_title"]),
            self.both_numbers(self._number(row["days_today"], 2), self._number(row["days_per_week"], 2)),
            self.both_numbers(self._number(row["visits_today"]), self._number(row["visits_per_year"])),
        )
        return cells, f"why {row['function']}.{self.name}"

    def _number(self, value: object, decimals: int = 0) -> str:
        if not isinstance(value, int | float):
            return NOTHING
        return self.say.short(value, decimals) if decimals else self.say.about(value)

    def _could_come(self) -> Iterator[Part]:
        """What is offered neither today nor in the plan: what prevents it, and what a saved minute would cost."""
        say = self.say
        out = [note for note in self.study.pairs if not note.recommended and note.change == "none"]
        near = sorted((note for note in out if not is_barred(note)), key=_nearest)
        cells = [
            (
                self.screen.function(note.function),
                say.price(note.money_per_minute),
                why_not(self.screen, note, brief=True),
            )
            for note in near
        ]
        caption = say("What could come in")
        hint = say("Added to the plan as it is, all else unchanged: what a saved minute would cost.")
        keys = [f"why {note.function}.{note.site}" for note in near]
        barred = say.listed([self.screen.function(note.function) for note in out if is_barred(note)])
        yield Part(caption, (hint,), grid=self.grid(caption, "offer price# against", cells, keys))
        if barred:
            yield Part(texts=(say("Out of the question here: {functions}.", functions=barred),))


def _nearest(note: PairNote) -> tuple[bool, float, float]:
    """Sort key: pairs that no rule forbids first, by price of a minute; the others by how little is missing."""
    price = note.money_per_minute
    return bool(note.blocking), note.shortfall, price if np.isfinite(price) else np.inf
