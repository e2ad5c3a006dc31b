"""The paper for a meeting: what is to be decided, the calculated proposal, and all that a decision on it needs.

Every number in it is read through ``Figures``, so that it can be traced to a table of the result.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from placement.locale import N_, P_
from placement.plan.compare import Touched
from placement.plan.money import CITIZEN
from placement.present.maps.draw import draw
from placement.present.parts import Grid, Head
from placement.present.staircase_chart import HALF_WIDTH
from placement.present.svg import described
from placement.present.tables.columns import Table
from placement.present.words.quantities import as_told, money, path_in_words
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import NOTHING, Voice
from placement.questions.paper.figures import Figures
from placement.questions.proposal.findings import HOME, Study
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.page.stairs import lines
from placement.questions.proposal.screen.first import what_changes
from placement.questions.proposal.screen.left_out import near_misses, prices
from placement.questions.proposal.screen.patients import (
    FEW_VISITS,
    differences,
    minutes_told,
    visits_told,
    who_is_touched,
)
from placement.questions.proposal.screen.proof import proof, ties_told
from placement.questions.proposal.screen.rests_on import trade_off, unknown
from placement.questions.proposal.views import PageVoice, View
from placement.questions.tradeoff.steps.study import Stairway
from placement.questions.tradeoff.steps.tables import picture
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import AIMS
from placement.solve.result import WEIGHING, Solved

_MOST = 3
"""The most hospitals, groups, offers, and numbers that may change the answer, that are named."""
_FEW = 10
"""Visits a year: fewer are not named as a loss of one group."""
_SHOWN = 0.5
"""Visits a year: fewer are shown as none."""


@dataclass(frozen=True)
class Room:
    """How much a paper has room for.

    Attributes:
        offers: the most offers in its table.
        items: the most what-ifs, changes of a step, and things that are not measured, that are named.
    """

    offers: int
    items: int


ROOMS = (Room(12, 12), Room(8, 5), Room(4, 2))
"""From the most to the least; the first with which a paper has two pages is taken."""


@dataclass(frozen=True)
class Topic:
    """A heading and what stands below it.

    Attributes:
        title: the heading.
        texts: sentences, each a paragraph.
        items: a list.
    """

    title: str
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture with its caption.

    Attributes:
        svg: the picture.
        caption: below it.
    """

    svg: str
    caption: str

    @property
    def described(self) -> str:
        """Alternative text: its title and its description."""
        return described(self.svg)


@dataclass(frozen=True)
class AgendaItem:
    """The paper, with its parts in order; empty parts are left out.

    Attributes:
        title, status, date, machine_date: of the scenario, and of the day.
        lines: what it is for, by whom, and which variants are applied.
        decide: what is to be decided.
        proposal: the calculated proposal in sentences.
        offers: its offers.
        stairs, map: the staircase of prices and the map; None where there is none.
        aims: citizens, quality and economy beside today; None where nothing is known of today.
        losers: who loses.
        hinges: what the answer depends on.
        not_measured: what the model leaves out.
        alternatives: what was considered and why it is not proposed.
        next_steps: what follows, and the hearing.
        appendices: by name.
        figures: the source of each figure.
    """

    title: str
    status: str
    date: str
    machine_date: str
    lines: tuple[str, ...]
    decide: Topic
    proposal: Topic
    offers: Grid | None
    stairs: Picture | None
    map: Picture | None
    aims: Grid | None
    losers: Topic
    hinges: Topic
    not_measured: Topic
    alternatives: Topic
    next_steps: Topic
    appendices: Topic
    figures: Table


def agenda_item(
    solved: Solved,
    study: Study,
    loaded: Loaded,
    tables: Mapping[str, Table],
    document: Mapping[str, Any],
    stairway: Stairway | None,
    *,
    date: dt.date,
    say: Voice,
    room: Room = ROOMS[0],
) -> AgendaItem:
    """The paper of a proposal.

    Args:
        solved: the plan and what the judge says of it.
        study: the findings about it.
        loaded: the scenario.
        tables: of the result, and of the staircase where there is one.
        document: ``result.json``.
        stairway: the staircase of prices; None for a method without prices.
        date: printed on it.
        say: its voice.
        room: how much it has room for.
    """
    own = _PaperVoice(say.language, say.words)
    return _Writer(solved, study, loaded, Figures(tables, document, own), stairway, own, room).paper(date)


class _PaperVoice(PageVoice):
    """The voice of a page that may be printed, which keeps a number and its unit on one line."""

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return _BEFORE_UNIT.sub("\u00a0", super()._filled(text, values))


_BEFORE_UNIT = re.compile(
    r"(?<=\d) (?=kr\.|mio\.|million|percentage|procentpoint)|(?<=mio\.) (?=kr\.)|(?<=million) (?=kr\.)"
)


@dataclass(eq=False)
class _Writer:
    solved: Solved
    study: Study
    loaded: Loaded
    figures: Figures
    stairway: Stairway | None
    say: Voice
    room: Room

    @cached_property
    def view(self) -> View:
        """The scenario as sentences take it, with titles."""
        return View(self.solved, self.study, self.say)

    @property
    def has_today(self) -> bool:
        """Whether anything is known of today."""
        return self.view.today is not None

    @property
    def affects(self) -> bool:
        """Whether any visit gets another trip than today."""
        return self.figures.of("indicators.affected_visits") > _SHOWN

    def paper(self, date: dt.date) -> AgendaItem:
        """The whole paper, made from top to bottom so that figures are numbered in the order of reading."""
        say, scenario = self.say, self.loaded.scenario
        about = scenario.about
        applied = " + ".join(self.solved.variants)
        lines = (
            about.purpose,
            say("Prepared by: {who}", who=about.prepared_by) if about.prepared_by else "",
            say("Variants: {names}", names=applied) if applied else "",
        )
        return AgendaItem(
            title=scenario.title.in_language(say.language),
            status=say.status(scenario.status),
            date=say.dated(date),
            machine_date=date.isoformat(),
            lines=tuple(filter(None, lines)),
            decide=Topic(say("To be decided"), items=tuple(self._decide())),
            proposal=Topic(say("Calculated proposal"), tuple(self._proposal())),
            offers=self._offers(),
            stairs=self._stairs(),
            map=self._map(),
            aims=self._aims(),
            losers=Topic(say("Who loses"), items=tuple(self._losers())),
            hinges=Topic(say("What it hinges on"), items=tuple(self._hinges())),
            not_measured=self._not_measured(),
            alternatives=Topic(say("Considered, and why not"), items=tuple(self._alternatives())),
            next_steps=self._next_steps(),
            appendices=Topic(say("Appendices"), items=tuple(map(say, APPENDICES))),
            figures=self.figures.table(),
        )

    # ---- how numbers are said

    def _count(self, visits: float) -> str:
        return self.say.about(visits)

    def _minutes(self, minutes: float) -> str:
        return self.say.number(minutes, 1)

    def _money(self, amount: float) -> str:
        return money(self.say, amount)

    def _more_money(self, amount: float) -> str:
        sign = "+" if amount > 0 else ""
        return sign + self._money(amount)

    def _price(self, price: float) -> str:
        return self.say("{money} kr.", money=self.say.price(price, 2))

    # ---- what is to be decided

    def _decide(self) -> Iterator[str]:
        say, figures = self.say, self.figures
        new = figures.count("recommendation", "change", change="new")
        if new:
            yield say.some(
                "Whether the new offer below is to be prepared.",
                "Whether the {n} new offers below are to be prepared.",
                new,
            )
        for row in figures.records("steps", change="home"):
            key = {"step": row["step"]}
            yield say(
                "Whether {function} at home is to be offered to up to {share} of the visits (today {before}).",
                function=self.view.function(row["function"]),
                share=figures.cell("steps", "home_ceiling", say.percent, **key),
                before=figures.cell("steps", "home_ceiling_today", say.percent, **key),
            )
        closed = figures.count("recommendation", "change", change="closed") if self.has_today else 0
        if closed:
            yield say.some("Whether {n} offer is to be closed.", "Whether {n} offers are to be closed.", closed)
        days = figures.count("recommendation", "change", change="days") if self.has_today else 0
        if days:
            yield say.some(
                "Whether {n} offer is to have other days.", "Whether {n} offers are to have other days.", days
            )
        if not (new or closed or days or figures.records("steps", change="home")):
            yield say("Whether things are to stay as they are: the calculation proposes no change.")
        if self.solved.prices is not None and math.isfinite(self.solved.prices.minute):
            yield self._whether_the_price()

    def _whether_the_price(self) -> str:
        say, given = self.say, self.loaded.scenario.objectives.prices
        price = self.figures.told("prices.minute", self._price)
        if (
            given.status == "decided"
            and given.minute
            and self.solved.prices
            and self.solved.prices.minute == given.minute.value
        ):
            return say("Whether this still fits: a saved minute may cost {price}, which is decided.", price=price)
        return say("What a saved minute may cost; {price} in this calculation, which nobody has decided.", price=price)

    # ---- the proposal

    def _proposal(self) -> Iterator[str]:
        yield self._what_changes()
        if self.view.against is not None:
            yield from self._whom_it_touches(self.view.against.touched)
            yield self._what_it_costs()
        yield proof(self.view)[0]

    def _what_changes(self) -> str:
        figures = self.figures
        if self.has_today:
            for change in ("new", "closed", "days", "kept"):
                figures.count("recommendation", "change", change=change)
            figures.distinct("recommendation", "site", change="new")
        else:
            figures.count("recommendation", "recommended", recommended=True)
            figures.distinct("recommendation", "site", recommended=True)
        return what_changes(self.view)

    def _whom_it_touches(self, touched: Touched) -> Iterator[str]:
        if not self.affects:
            yield self.say("No visit gets another trip.")
            return
        for kind in ("home", "shorter", "longer"):
            if self.figures.of(f"indicators.moved_{kind}_visits") >= FEW_VISITS:
                self.figures.told(f"indicators.moved_{kind}_visits", partial(visits_told, self.say))
                self.figures.told(f"indicators.moved_{kind}_minutes", partial(minutes_told, self.say))
        yield from who_is_touched(self.view, touched)

    def _what_it_costs(self) -> str:
        say, figures = self.say, self.figures
        total = sum(as_told(figures.total("payers", "money_per_year", payer=payer)) for payer in self._public())
        investment = figures.of("indicators.investment")
        if abs(total) < 1 and abs(investment) < 1:
            return say("It costs nothing to run or in investment.")
        return say(
            N_("Running costs fall by {operating} a year{whose}. Investment costs {investment}.")
            if total <= -1
            else N_("It costs {operating} a year to run{whose} and {investment} in investment."),
            operating=figures.told("indicators.operating_per_year", lambda _: self._money_or_nothing(abs(total))),
            investment=figures.told("indicators.investment", self._money_or_nothing),
            whose="",
        )

    def _public(self) -> list[str]:
        """The payers whose costs are shown, the one with the own budget first; citizens are not among them."""
        paid = {str(row["payer"]) for row in self.figures.records("payers")}
        return [payer for payer in self.loaded.scenario.terms.payer_keys if payer in paid]

    def _money_or_nothing(self, amount: float) -> str:
        return self._money(amount) if amount >= 1 else self.say("nothing")

    def _offers(self) -> Grid | None:
        say, figures = self.say, self.figures
        rows = [row for row in figures.records("recommendation") if row["change"] in _CHANGE]
        rows.sort(key=lambda row: (list(_CHANGE).index(row["change"]), _or_infinite(row["money_per_minute"])))
        made = [self._offer(row) for row in rows[: self.room.offers]]
        made += [self._at_home(row) for row in figures.records("steps", change="home")]
        if (left := len(rows) - self.room.offers) > 0:
            made.append((say("{n} more are in the appendix.", n=left),))
        if len(made) > 1:
            made += self._all_together()
        heads = (
            Head(say("Offer")),
            Head(say("Place")),
            Head(say(P_("paper", "Change"))),
            Head(say("Clinic days/week"), right=True),
            Head(say("Visits/year"), right=True),
            Head(say("Minimum"), right=True),
            Head(say("Price of a saved minute"), right=True),
        )
        return Grid(say("What is proposed"), heads, tuple(made)) if made else None

    def _offer(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        where = {"function": row["function"], "site": row["site"]}

        def shown(column: str, show: Any) -> str:
            return NOTHING if row[column] is None else self.figures.cell("recommendation", column, show, **where)

        return (
            self.view.function(row["function"]),
            short_name(self.view.site(row["site"])),
            self.say(_CHANGE[row["change"]]),
            shown("days_per_week", self.say.short),
            shown("visits_per_year", self._count),
            shown("min_visits_per_year", self._count),
            self._own_price(**where),
        )

    def _at_home(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        def shown(column: str, show: Any) -> str:
            return NOTHING if row[column] is None else self.figures.cell("steps", column, show, step=row["step"])

        return (
            self.view.function(row["function"]),
            self.say("at home"),
            self.say(N_("more")),
            NOTHING,
            shown("visits_per_year", self._count),
            NOTHING,
            self._own_price(function=row["function"], site=HOME),
        )

    def _own_price(self, **where: str) -> str:
        """What a minute costs with a proposed offer held against being without it; a dash where it has no price."""
        for row in self.figures.records("league", **where):
            if row["kind"] in ("proposed", "home") and row["money_per_minute"] is not None:
                return self.figures.cell("league", "money_per_minute", self._price, rank=row["rank"])
        return NOTHING

    def _all_together(self) -> Iterator[tuple[str, ...]]:
        """The row of the whole proposal, where it has a price of a minute."""
        *_, whole = self.figures.records("league", kind="package", function="") or [{}]
        if whole.get("money_per_minute") is not None:
            price = self.figures.cell("league", "money_per_minute", self._price, rank=whole["rank"])
            yield (self.say("The whole proposal"), *(NOTHING,) * 5, price)

    # ---- the pictures

    def _stairs(self) -> Picture | None:
        found, say = self.stairway, self.say
        if found is None or not found.steps:
            return None
        return Picture(picture(found, say.language, HALF_WIDTH), " ".join(self._where_the_price_stands(found)))

    def _where_the_price_stands(self, found: Stairway) -> Iterator[str]:
        say, at = self.say, found.chosen
        if at is None or found.price.value is None:
            yield say("It is not said what a saved minute may cost.")
            return
        if at:
            yield say("The last step that is taken begins at {price}: {what}.", **self._step(found, at))
        if at < len(found.steps):
            yield say("The next one begins at {price}: {what}.", **self._step(found, at + 1))
        else:
            yield say("No step costs more.")

    def _step(self, found: Stairway, step: int) -> dict[str, str]:
        """The price of a step and what it changes, as values for a sentence; each number is recorded as a figure."""
        for row in self.figures.records("staircase_changes", step=step):
            if row["change"] in ("days", "home", "units"):
                key = {name: row[name] for name in ("step", "function", "site", "change", "item")}
                show = self.say.percent if row["change"] == "home" else self.say.short
                self.figures.cell("staircase_changes", "before", show, **key)
                self.figures.cell("staircase_changes", "after", show, **key)
        what = self._at_most(list(lines(self.view, found.differences[step - 1].changes)), "; ")
        return {"price": self.figures.cell("staircase", "price", self._price, step=step), "what": what}

    def _map(self) -> Picture | None:
        shown = Atlas(self.solved, self.say.language).change()
        return None if shown is None else Picture(draw(shown, "paper-map", small=True), shown.title)

    # ---- beside today

    def _aims(self) -> Grid | None:
        if not self.has_today:
            return None
        say = self.say
        rows: list[tuple[str, ...]] = [(say("Citizens"),)]
        rows += self._affected() if self.affects else []
        rows += [self._row(*row) for row in _CITIZENS]
        rows += [(say("Quality"),), *(self._row(*row) for row in _QUALITY)]
        rows += [(say("Economy"),), *self._economy()]
        heads = (
            Head(say("Measure")),
            Head(say("Today"), right=True),
            Head(say("Proposal"), right=True),
            Head(say(P_("paper", "Change")), right=True),
        )
        return Grid(say("Citizens, quality and economy beside today"), heads, tuple(rows))

    def _affected(self) -> list[tuple[str, ...]]:
        """How many visits are affected; not their mean trip, which today would be another beside every proposal."""
        say, figures = self.say, self.figures

        def tens(visits: float) -> str:
            return say.number(round(visits, -1))

        home = "indicators.moved_home_visits"
        told = say("{n} at home", n=figures.told(home, tens)) if figures.of(home) >= FEW_VISITS else ""
        return [(say("Visits a year affected"), NOTHING, figures.told("indicators.affected_visits", tens), told)]

    def _row(self, words: str, today: str, plan: str, kind: str) -> tuple[str, ...]:
        show, change, decimals = self._shows(kind)
        figures = self.figures
        return (
            self.say(words),
            figures.told(today, show),
            figures.told(plan, show),
            figures.difference(plan, today, decimals, change),
        )

    def _shows(self, kind: str) -> tuple[Callable[[float], str], Callable[[float], str], int]:
        """Functions that write a value of a measure and its change, and the decimals in the measure's own unit."""
        say = self.say
        if kind == "share":
            return (
                lambda share: say.percent(share, 1),
                lambda share: say("{n} percentage points", n=say.number(100 * share, 1, signed=True)),
                3,
            )
        if kind == "minutes":
            return self._minutes, lambda minutes: say.number(minutes, 1, signed=True), 1
        return say.number, lambda visits: say.number(visits, signed=True), 0

    def _economy(self) -> Iterator[tuple[str, ...]]:
        say, figures = self.say, self.figures
        for payer in (*self._public(), CITIZEN):
            if abs(figures.total("payers", "money_per_year", payer=payer)) >= 1:
                words = say(_OWN_TRAVEL) if payer == CITIZEN else say(_RUNNING, payer=say.payer(payer))
                said = figures.said_total("payers", "money_per_year", self._more_money, payer=payer)
                yield words, NOTHING, NOTHING, said
        yield say("Investment"), NOTHING, NOTHING, figures.told("indicators.investment", self._more_money)

    # ---- who loses, what it hinges on, what is not measured

    def _losers(self) -> Iterator[str]:
        if not self.has_today:
            yield self.say("Nothing is known of today, so nobody can be said to lose.")
            return
        yield from self._longer_trips()
        yield from self._lost_quality()
        yield from self._giving_hospitals()

    def _longer_trips(self) -> Iterator[str]:
        say, figures = self.say, self.figures
        if figures.of("indicators.longer_visits") <= _SHOWN:
            yield say("Nobody gets a longer trip.")
            return
        total = figures.told("indicators.longer_visits", self._count)
        named = self._named_with_longer_trips("groups", "group", "group")
        named = named or self._named_with_longer_trips("areas", "area", "name")
        yield (
            say("{visits} visits a year get a longer trip, most of them from: {what}.", visits=total, what=named)
            if named
            else say("{visits} visits a year get a longer trip.", visits=total)
        )

    def _named_with_longer_trips(self, table: str, key: str, name: str) -> str:
        """The rows of a table with most visits whose trip gets longer, by name."""
        column = "visits_longer_per_year"
        rows = [row for row in self.figures.records(table) if row[key] and row[column] >= _FEW]
        rows.sort(key=lambda row: (-row[column], row[key]))
        shown = [
            self.say(
                "{name} {visits}",
                name=row[name],
                visits=self.figures.cell(table, column, self._count, **{key: row[key]}),
            )
            for row in rows[:_MOST]
        ]
        return self.say.listed(shown)

    def _lost_quality(self) -> Iterator[str]:
        say = self.say
        worse = [(function, site) for function, site, change in differences(self.view) if change > 0]
        shown = worse if len(worse) == _MOST + 1 else worse[:_MOST]
        named = [
            say("{function} at home", function=self.view.function(function))
            if site == HOME
            else say(
                "{function} in {site}", function=self.view.function(function), site=short_name(self.view.site(site))
            )
            for function, site in shown
        ]
        if len(worse) > len(shown):
            named.append(say("others"))
        if named:
            yield say.some(
                "More quality is lost than today with {what}.",
                "More quality is lost than today with {what}, most first.",
                len(worse),
                what=say.listed(named),
            )

    def _giving_hospitals(self) -> Iterator[str]:
        say, figures = self.say, self.figures
        names = dict.fromkeys(str(row["hospital"]) for row in figures.records("hospitals"))
        change = {name: figures.total("hospitals", "change_visits_per_year", hospital=name) for name in names}
        given = [name for name in sorted(names, key=lambda name: (change[name], name)) if change[name] <= -_FEW]
        if given:
            named = [
                say(
                    "{name} {visits}",
                    name=short_name(self.view.site(name)),
                    visits=figures.said_total(
                        "hospitals",
                        "change_visits_per_year",
                        lambda visits: say.about(visits, signed=True),
                        hospital=name,
                    ),
                )
                for name in given[:_MOST]
            ]
            yield say.some(
                "Visits leave a hospital: {what} a year.",
                "Visits leave the hospitals, most first: {what} a year.",
                len(given),
                what=say.listed(named),
            )
        if figures.total("hospitals", "stranded_cost_per_year") >= 1:
            amount = figures.said_total("hospitals", "stranded_cost_per_year", self._money)
            yield say(
                "{amount} a year of staff cost stays at the hospitals when the visits leave; the running cost above "
                "has it in it.",
                amount=amount,
            )

    def _hinges(self) -> Iterator[str]:
        say, figures = self.say, self.figures
        yield self._trade_off()
        tipping = [row for row in figures.records("assumptions") if row["tipping_value"] is not None]
        tipping.sort(key=lambda row: (abs(_apart(row)), row["path"]))
        for row in tipping[:_MOST]:
            yield say(
                "{number}: {value} here; the answer is another at about {tip} at the latest.",
                number=path_in_words(row["path"], say, [self.loaded.scenario]),
                value=figures.cell("assumptions", "value", self._short, path=row["path"]),
                tip=figures.cell("assumptions", "tipping_value", self._short, path=row["path"]),
            )
        if not self.study.examined:
            yield say("There was no time to find out which numbers would change the answer.")
        yield from self._exceptions()
        yield from self._broken_at_a_price()
        if figures.count("recommendation", "today", today="unknown"):
            yield unknown(self.view)
        yield say(
            "{n} of {all} numbers are assumptions.",
            n=say.number(figures.count("assumptions", "path", quality="assumption")),
            all=say.number(figures.count("assumptions", "path")),
        )

    def _trade_off(self) -> str:
        """The sentence on what the aims weigh; each of its numbers is recorded as a figure."""
        say, figures, solved = self.say, self.figures, self.solved
        told = trade_off(self.view)
        if solved.prices is not None and solved.prices.lost_quality_visit:
            whole = partial(say.price, decimals=0)
            figures.told("prices.lost_quality_visit", whole)
            row = {"path": "objectives.prices.lost_quality_visit"}
            for end in ("low", "high"):
                if any(one[end] is not None for one in figures.records("assumptions", **row)):
                    figures.cell("assumptions", end, whole, **row)
        elif solved.prices is None:
            for aim in AIMS if solved.method in WEIGHING else ():
                figures.told(f"weights.{aim}", say.short)
            price = figures.of("implied_price_per_minute")
            if math.isfinite(price):
                figures.told("implied_price_per_minute", partial(say.price, decimals=0 if price >= 10 else 1))
        return told

    def _broken_at_a_price(self) -> Iterator[str]:
        """A sentence for each rule broken at a price, the dearest first."""
        say, figures = self.say, self.figures
        for what in prices(self.view)[1:][:_MOST]:
            yield say("A rule is broken at a price that is weighed and that nobody pays: {what}", what=what)
        for number in range(figures.length("soft_rules")):
            figures.told(f"soft_rules.{number}.slack", lambda slack: say.short(abs(slack)))
            figures.told(f"soft_rules.{number}.money_per_year", partial(say.money, digits=None))

    def _exceptions(self) -> Iterator[str]:
        """A sentence for each new offer that an exception lets break a rule."""
        say, known = self.say, self.loaded.scenario.exceptions
        new = {(change.function, change.site) for change in self.view.new}
        waived: dict[tuple[str, str, str], list[str]] = {}
        for check in self.solved.evaluation.checks:
            if check.waived_by and not check.kept and (check.function, check.site) in new:
                waived.setdefault((check.function, check.site, check.waived_by), []).append(say(RULE[check.rule]))
        for (function, site, exception), rules in list(waived.items())[:_MOST]:
            yield say(
                "{function} in {site} is excepted from a rule ({rules}). {reason}.",
                function=self.view.function(function),
                site=short_name(self.view.site(site)),
                rules=", ".join(rules),
                reason=known[exception].reason,
            )

    def _short(self, value: float) -> str:
        return self.say.about(value, 4) if abs(value) >= 100 else self.say.short(value, 3)

    def _not_measured(self) -> Topic:
        say, left_out = self.say, self.loaded.scenario.about.not_in_model
        title = say("Not measured")
        if not left_out:
            return Topic(title, (say("The scenario does not say what is not measured (about.not_in_model)."),))
        return Topic(title, (f"{self._at_most(left_out, '; ')}.",))

    # ---- what else was considered, and what follows

    def _alternatives(self) -> Iterator[str]:
        say, figures = self.say, self.figures
        notes = near_misses(self.study.pairs, self.view.is_house, self.view.price_of_minute)
        for note in notes[:_MOST]:
            key = {"function": note.function, "site": note.site}
            yield say(
                "{function} in {site}: {why}",
                function=self.view.function(note.function),
                site=short_name(self.view.site(note.site)),
                why=figures.cell("recommendation", "reason", str, **key),
            )
        if not self.study.examined:
            yield say("There was no time to look for offers that came close.")
        elif not notes:
            yield say("No other offer came close.")
        if self.solved.ties is not None:
            figures.length("ties.plans")
            yield from filter(None, (" ".join(ties_told(self.view, self.solved.ties)),))
        variants = [variant.title.in_language(say.language) for variant in self.loaded.base.variants.values()]
        if variants:
            yield say("What-ifs that can be calculated: {titles}", titles=self._at_most(variants, " · "))

    def _at_most(self, items: Sequence[str], between: str) -> str:
        """The items with something between, and how many more there are than a paper has room for."""
        shown, left = items[: self.room.items], len(items) - self.room.items
        return between.join([*shown, self.say("and {n} more", n=left)] if left > 0 else shown)

    def _next_steps(self) -> Topic:
        say, about = self.say, self.loaded.scenario.about
        title = say("Next steps and hearing")
        items = tuple(about.next_steps)
        hearing = say("Hearing: {who}", who=about.hearing) if about.hearing else ""
        if not items and not hearing:
            return Topic(title, (say("To be written: the scenario names none (about.next_steps, about.hearing)."),))
        return Topic(title, items=tuple(filter(None, (*items, hearing))))


_RUNNING = N_("Running, a year: {payer}")
_OWN_TRAVEL = N_("Citizens' own transport, a year; not in running")
_CHANGE: dict[str, str] = {"new": N_("new"), "closed": N_("closed"), "days": N_("other days")}
_CITIZENS = (
    (
        N_("Trip, all visits, minutes each way"),
        "baseline.indicators.mean_minutes_per_visit",
        "indicators.mean_minutes_per_visit",
        "minutes",
    ),
    (
        N_("Visits beyond 45 minutes"),
        "baseline.indicators.share_beyond_45_min",
        "indicators.share_beyond_45_min",
        "share",
    ),
    (N_("Visits at home"), "baseline.indicators.home_share", "indicators.home_share", "share"),
)
_QUALITY = (
    (N_("Lost quality, visits a year"), "baseline.objectives.quality_visits", "objectives.quality_visits", "visits"),
    (
        N_("Offers below the professional minimum"),
        "baseline.indicators.clinics_below_minimum",
        "indicators.clinics_below_minimum",
        "visits",
    ),
)
"""Words, the paths of today's and of the proposal's number in ``result.json``, and the kind of number."""
APPENDICES = (
    N_("The whole report (report.html)"),
    N_("Every table (recommendation.xlsx)"),
    N_("Every number, its source and who owns it (assumptions.csv)"),
    N_("Where each figure of this paper is from (paper_figures.csv)"),
)


def _or_infinite(value: float | None) -> float:
    return math.inf if value is None else value


def _apart(row: Mapping[str, Any]) -> float:
    """Relative distance of an assumption's value from the value at which the proposal changes."""
    return float(row["tipping_value"]) / float(row["value"]) - 1 if row["value"] else math.inf


def sections(paper: AgendaItem) -> Sequence[Topic]:
    """The parts after the tables, in order."""
    return (
        paper.losers,
        paper.hinges,
        paper.alternatives,
        paper.not_measured,
        paper.next_steps,
        paper.appendices,
    )
