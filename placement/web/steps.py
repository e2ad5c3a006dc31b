"""The two prices of the workbench, and at which prices of a minute its plan changes, and how.

It is searched in a solving process (``Climb``), sent to the server (``Steps``), and drawn along the slider of the
minute (``ladder``).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from placement.errors import NoPlanError
from placement.locale import LANGUAGES, N_
from placement.plan.compare import GroupChange, Moved, compare_with_today
from placement.plan.phases import Situation
from placement.plan.plan import same_plan
from placement.present.parts import Grid, Head, Part, parts_of
from placement.present.words.quantities import Counts
from placement.present.words.vocabulary import BOTH_WAYS
from placement.present.words.voice import NOTHING, Voice
from placement.questions.explain.break_even import tight
from placement.questions.proposal.page.stairs import MinutePrice, lines, place
from placement.questions.tradeoff.steps.screen import remark, stairway_screen
from placement.questions.tradeoff.steps.screen import rows as rows_of
from placement.questions.tradeoff.steps.study import Difference, Evidence, Stairway, Stand, told
from placement.questions.tradeoff.steps.tables import Words, picture
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Objectives
from placement.scenario.schema.quantity import Quantity
from placement.solve.result import Options, Solved
from placement.solve.run import Live
from placement.solve.stage import Clock
from placement.solve.staircase import Memory, Staircase, Step, staircase_on
from placement.web.places import SMALL
from placement.web.solving.messages import Stairs, StepTold
from placement.web.solving.shelf import Range, ranges_of
from placement.web.what_ifs import PRICES, Controls, Pair, WhatIf, short

MOST = {"minute": 1_000.0, "lost": 1_000_000.0}
"""The largest price that can be asked for, in DKK."""
_ABOVE = 1.5
"""A slider ends at this many times the scenario's own value or the end of its range, whichever is larger."""
_UNKNOWN = {"minute": 20.0, "lost": 1_000.0}
"""The end of a slider where the scenario gives no price, or 0."""
_NOTCHES = 200
"""About how many positions a slider has."""


@dataclass(frozen=True)
class Slider:
    """The slider of a price, in DKK.

    Attributes:
        name: in the address: ``minute`` or ``lost``.
        own: the scenario's price; None where it gives none.
        low, high: of its range; None where it gives none.
        value: what is asked for, else the scenario's.
        notch: step of the slider; ``top``: its maximum.
    """

    name: str
    own: float | None
    low: float | None
    high: float | None
    value: float
    notch: float
    top: float

    @property
    def step(self) -> str:
        """The ``step`` attribute; ``any`` for a price between two notches, which the browser would else round."""
        apart = self.value / self.notch
        return short(self.notch) if abs(apart - round(apart)) < 1e-6 else "any"

    def at(self, price: float) -> float:
        """Position of a price, in per cent of the slider."""
        return round(100 * price / self.top, 2)


def sliders(controls: Controls, whatif: WhatIf) -> list[Slider]:
    """Both prices, the minute first."""
    asked, given = dict(whatif.prices), controls.objectives(whatif.variants).prices
    return [_slider(name, getattr(given, field), asked.get(name)) for name, field in PRICES.items()]


def _slider(name: str, own: Quantity | None, asked: float | None) -> Slider:
    value, low, high = (None, None, None) if own is None else (own.value, own.low, own.high)
    end = _ABOVE * max(value or 0.0, high or 0.0) or _UNKNOWN[name]
    notch = _notch(end / _NOTCHES)
    shown = next((price for price in (asked, value) if price is not None), 0.0)
    top = notch * math.ceil(max(end, shown) / notch - 1e-9)
    return Slider(name, value, low, high, shown, notch, round(top, 6))


def _notch(least: float) -> float:
    """The least number from ``least`` up among 1, 2 and 5 times powers of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return round(next(n * power for n in (1, 2, 5, 10) if n * power >= least * (1 - 1e-9)), 6)


def price_between(low: float, high: float, notch: float) -> float:
    """A round price just above ``low`` and below ``high`` (may be infinite): on a notch, or with few digits."""
    for unit in (notch, *(10.0**-places for places in range(7))):
        found = round((math.floor(low / unit + 1e-9) + 1) * unit, 6)
        if low < found < high:
            return found
    return (low + high) / 2


def price_inside(low: float, high: float, notch: float) -> float | None:
    """A price well inside a range (may end at infinity), in few digits; None where no slider reaches it."""
    if high == math.inf:
        high = min(MOST["minute"], 3 * low) if low else notch * 2
    third = (high - low) / 3
    if third <= 0 or low + third >= MOST["minute"]:
        return None
    return price_between(low + third, min(high - third, MOST["minute"]), notch)


def traded_off(controls: Controls, whatif: WhatIf) -> dict[str, Any]:
    """What a saved what-if sets in the scenario's objectives: new values by path."""
    own = controls.scenario.objectives
    asked: dict[str, Any] = {}
    if whatif.weights is not None:
        asked["objectives.weights"] = dict(zip(("citizen", "quality", "economy"), whatif.weights, strict=True))
    asked.update(_prices_set(own, whatif))
    if whatif.method:
        asked["objectives.method"] = whatif.method
    return asked


def _prices_set(own: Objectives, whatif: WhatIf) -> Iterator[tuple[str, float | str | None]]:
    """Paths and values of the prices that a what-if sets.

    A price within its range keeps the range, any other stands alone; decided prices become undecided, since a price
    that was tried in a meeting has not been decided by anybody.
    """
    for name, price in whatif.prices:
        field = PRICES[name]
        given: Quantity | None = getattr(own.prices, field)
        path = f"objectives.prices.{field}"
        if given is not None and _holds(given, price):
            yield f"{path}.value", price
            if given.year is not None:  # price and range are in money of the price year now
                yield from ((f"{path}.{end}", getattr(given, end)) for end in ("low", "high", "year"))
        else:
            yield path, price
    if whatif.prices and own.prices.status == "decided":
        yield "objectives.prices.status", "not_decided"


def _holds(given: Quantity, price: float) -> bool:
    """Whether a price lies in the range of an assumption, so that unit, source and range stay true."""
    low = price if given.low is None else given.low
    high = price if given.high is None else given.high
    ranged = given.low is not None or given.high is not None
    return ranged and given.quality == "assumption" and low <= price <= high


_SAME_SHARE = 0.005
"""Shares of visits at home that differ by less read the same."""
_SAME_PRICE = 0.01
"""DKK a minute: a price in an address within this distance of a step means that step."""
_NOBODY = 0.5
"""Fewer visits a year than this are shown as none."""
_LABEL_APART = 9.0
"""Prices drawn nearer to each other than this, in per cent of the slider, share a label."""


@dataclass(frozen=True)
class Change:
    """One step as it is sent to the server.

    Attributes:
        low, high: DKK a minute; below ``low`` the plan before is best, above ``high`` the one after.
        minutes, money: saved, and paid for it, a year; DKK.
        opened, closed: function and site of the offers that come and go.
        home: function, and the share of its visits that take place at home before and after.
    """

    low: float
    high: float
    minutes: float
    money: float
    opened: tuple[Pair, ...]
    closed: tuple[Pair, ...]
    home: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Steps:
    """The steps known so far.

    Attributes:
        changes: their prices rising.
        complete: whether every price was asked that had to be.
        unproven: DKK a year by which plans that were not found are at most better at some price; infinite where nothing
            is known about that.
        ranges: for each plan the prices of a minute between which it is proven best, as of ``ranges_of``.
    """

    changes: tuple[Change, ...] = ()
    complete: bool = False
    unproven: float = math.inf
    ranges: tuple[Range, ...] = ()


class Climb:
    """The search for the steps of one question, which can be interrupted and resumed.

    Plans are searched to the last printed krone: steps lie close to each other, and sentences about prices must be
    true.

    Args:
        options: of the question; its price of a minute does not matter.
        known: a plan that answers it at some price.

    Attributes:
        staircase: what is found; None before anything is.
        seconds: spent on the search so far.
    """

    def __init__(self, options: Options, known: Solved) -> None:
        self._options = tight(options)
        self._known = known
        self._lost = known.prices.lost_quality_visit or 0.0 if known.prices else 0.0
        self._memory = Memory()
        self._told: tuple[Staircase, Stairway] | None = None
        self.staircase: Staircase | None = None
        self.seconds = 0.0

    @property
    def steps(self) -> Steps:
        """The steps found so far, as they are drawn along the slider."""
        return Steps() if self.staircase is None else _steps(self.staircase)

    @property
    def complete(self) -> bool:
        """Whether every price was asked that had to be."""
        return self.staircase is not None and self.staircase.complete

    def search(self, live: Live, loaded: Loaded, stop: threading.Event) -> None:
        """Search to the end, or until stopped, which may be before anything is found.

        Raises:
            InfeasibleError, NoPlanError, SolverError: as `placement.solve.staircase.staircase_on`.
        """
        if self.complete:
            return
        began = time.perf_counter()
        clock = Clock(self._options.time_limit, stop)
        bench = live.bench_for(loaded, self._options, clock)
        try:
            self.staircase = staircase_on(bench, loaded, self._options, clock, self._lost, self._memory)
        except NoPlanError:
            if not stop.is_set():
                raise
        finally:
            self.seconds += time.perf_counter() - began

    def stairway(self, loaded: Loaded, options: Options) -> Stairway:
        """What was found, with what each step changes by the judge.

        Args:
            loaded: the scenario.
            options: of the question, with the price that is marked.
        """
        if self._told is not None and self._told[0] is self.staircase:  # a new price changes only the mark
            return replace(self._told[1], options=options, price=MinutePrice.of(loaded.scenario, options))
        found = self.staircase
        if found is None:
            raise AssertionError("nothing has been searched for")
        known = self._known
        course = known.course
        last = course.phases[-1].situation if course else Situation(known.instance, known.today, known.today_plan)
        stands = [Stand(each.plan, each.evaluation, each.objectives.as_tuple()) for each in found.plans]
        evidence = Evidence(
            found.asked,
            found.complete,
            "" if found.complete else next((each.stopped for each in found.plans if each.stopped), "interrupt"),
            found.unproven_money,
            found.unproven_minutes,
            self.seconds,
            known.formulation,
        )
        made = told(last, loaded, options, stands, found.steps, known.reference, evidence)
        self._told = found, made
        return made


def _steps(found: Staircase) -> Steps:
    pairs = zip(found.steps, pairwise(found.plans), strict=True)
    changes = tuple(_change(step, *plans) for step, plans in pairs if step.price > 0 and step.unproven < math.inf)
    unproven = max((step.unproven for step in found.steps), default=0.0)
    return Steps(changes, found.complete, 0.0 if found.proven else unproven or math.inf, ranges_of(found))


def _change(step: Step, before: Solved, after: Solved) -> Change:
    now, then = before.plan.open, after.plan.open
    shares = zip(_home_shares(before), _home_shares(after), strict=True)
    names = before.instance.function_ids
    return Change(
        low=step.low,
        high=step.high,
        minutes=step.minutes,
        money=step.money,
        opened=tuple(_pairs(before, then & ~now)),
        closed=tuple(_pairs(before, now & ~then)),
        home=tuple((names[n], *both) for n, both in enumerate(shares) if abs(both[0] - both[1]) >= _SAME_SHARE),
    )


def _pairs(solved: Solved, chosen: np.ndarray) -> Iterator[Pair]:
    ids = solved.instance
    return ((ids.function_ids[f], ids.site_ids[s]) for f, s in np.argwhere(chosen))


def _home_shares(solved: Solved) -> list[float]:
    """Share of each function's visits that take place at home."""
    visits = solved.instance.demand.visits.sum(axis=1)
    shares: list[float] = (solved.evaluation.home.sum(axis=1) / np.maximum(visits, 1.0)).tolist()
    return shares


def stairs_of(found: Stairway, proposal: Solved) -> Stairs:
    """The staircase as a page shows it; ``proposal`` is the plan of the workbench."""
    chosen, rows, remarks, told = found.chosen, {}, {}, {}
    for lang in LANGUAGES:
        words = Words(found, Voice.of(found.instance.scenario, lang))
        rows[lang], remarks[lang] = tuple(rows_of(words)), remark(words)
        told[lang] = parts_of(stairway_screen(found, lang, folder=None, steps=False))[1:]
    dearer, same = 0.0, False
    if chosen is not None and found.price.value is not None:
        best, price = found.plans[chosen], found.price.value
        here = Stand(proposal.plan, proposal.evaluation, proposal.objectives.as_tuple())
        totals = [one.money(found.lost_quality_visit) + price * one.aims[0] for one in (here, best)]
        same, dearer = same_plan(best.plan, proposal.plan), max(0.0, totals[0] - totals[1])
    pictures = {lang: picture(found, lang) for lang in LANGUAGES}
    return Stairs(told, (), rows, remarks, pictures, found.proven_ranges, chosen, same, dearer)


def told_of_step(found: Stairway, price: float, group: str) -> StepTold:
    """The sheet of the step at a price: what it costs, who gains and who loses, and what is closed for it.

    Args:
        found: the staircase.
        price: of a minute, as the address of a page has it; where no step is at that price, the sheet says where they
            are.
        group: whose areas are listed one by one; empty: all groups are.
    """
    at = min(range(len(found.steps)), key=lambda n: abs(middle(found.steps[n]) - price), default=-1)
    every = {lang: Words(found, Voice.of(found.instance.scenario, lang)) for lang in LANGUAGES}
    if at < 0 or abs(middle(found.steps[at]) - price) > _SAME_PRICE:
        return StepTold({lang: (_no_step(words, price),) for lang, words in every.items()})
    step, told = found.steps[at], found.differences[at]
    travel = _travel_in(found, at, group)
    pairs = {kind: tuple((one.function, one.site) for one in told.of(kind)) for kind in ("in", "out")}
    return StepTold(
        told={
            lang: (_costs(words, told), _who(words, travel, group), _displaced(words, told))
            for lang, words in every.items()
        },
        price={lang: words.step_price(step) for lang, words in every.items()},
        opened=pairs["in"],
        closed=pairs["out"],
    )


def _no_step(words: Words, price: float) -> Part:
    say, steps = words.say, words.found.steps
    known = say.listed([words.step_price(step) for step in steps])
    where = say("There are steps at {prices} kr. a minute.", prices=known) if known else say("There is no step.")
    return Part(texts=(say("There is no step at {money} kr. a minute.", money=say.exact_price(price, 6)), where))


def _costs(words: Words, told: Difference) -> Part:
    say, (minutes, quality, economy) = words.say, told.aims
    money = economy + words.found.lost_quality_visit * quality
    amounts = {"minutes": say.about(-minutes), "money": say.millions(money, 2)}
    return Part(
        items=(
            *(tuple(lines(words, told.changes)) or (say("the same offers, other visits"),)),
            say(
                N_("{minutes} minutes less for {money} million kr. a year, lost quality included")
                if words.found.lost_quality_visit
                else N_("{minutes} minutes less for {money} million kr. a year"),
                **amounts,
            ),
            say("Running cost of {the_own_payer}: {money} kr. a year", money=say.money(told.operating, signed=True)),
            say("Investment: {money} kr.", money=say.money(told.investment, signed=True)),
            say("Visits of lost quality a year: {visits}", visits=say.about(quality, signed=True)),
        )
    )


def _travel_in(found: Stairway, at: int, group: str) -> Mapping[str, GroupChange]:
    """Whose trips change at a step, by the key of a row.

    The rows are the areas of the given group, or else all groups, and the areas that belong to none.
    """
    instance = found.instance
    areas = zip(instance.area_ids, instance.group, strict=True)
    if group:
        keys = tuple(f"area {area}" if of == group else "" for area, of in areas)
    else:
        keys = tuple(f"within {of}" if of else f"area {area}" for area, of in areas)
    before, after = (found.plans[n].evaluation for n in (at, at + 1))
    return compare_with_today(replace(instance, group=keys), before, after).groups


def _who(words: Words, travel: Mapping[str, GroupChange], group: str) -> Part:
    """Table of those whose trips change: who loses first, then who gains most."""
    say = words.say
    moved = {key: each.moved for key, each in travel.items() if key}
    moved = {key: one for key, one in moved.items() if max(one.visits_longer, one.visits_shorter) >= _NOBODY}
    keys = sorted(moved, key=lambda key: (-moved[key].visits_longer, -moved[key].visits_shorter, key))
    by_area = all(key.startswith("area ") for key in travel if key)
    rows = []
    for key in keys:
        kind, _, name = key.partition(" ")
        counts = Counts(words.instance.scenario, say, SMALL if kind == "area" else 0.0)
        rows.append((words.area(name) if kind == "area" else name, *_trips(counts, moved[key])))
    caption = say("Who loses and who gains") + (f": {group}" if group else "")
    heads = [say("Area") if by_area else say("{Grouping}"), say("Longer trip"), say("Shorter trip")]
    hint = say("Visits a year, and how many minutes one way each gets longer or shorter on average.")
    columns = tuple(Head(head, n > 0) for n, head in enumerate(heads))
    grid = Grid(caption, columns, tuple(rows), say("Nobody."), keys=tuple(keys))
    return Part(caption, (hint, say(BOTH_WAYS)) if rows else (), grid=grid)


def _trips(counts: Counts, moved: Moved) -> Iterator[str]:
    for visits, minutes in (
        (moved.visits_longer, moved.minutes_longer),
        (moved.visits_shorter, moved.minutes_shorter),
    ):
        told = N_("{visits} × {minutes} min.")
        amounts = {"visits": counts(visits), "minutes": counts.say.number(minutes, 1)}
        yield counts.say(told, **amounts) if visits >= _NOBODY else NOTHING


def _displaced(words: Words, told: Difference) -> Part:
    say = words.say
    out = [
        say("{place} goes out. {why}", place=place(words, one), why=words.why(one)) for one in told.changes if one.kept
    ]
    heading = say("What it displaces")
    return Part(heading, items=tuple(out)) if out else Part(heading, (say("Nothing goes out for it."),))


def middle(step: Step | Change) -> float:
    """The price by which a step is named: the middle of the interval in which it is taken."""
    return (step.low + step.high) / 2


@dataclass(frozen=True)
class Rung:
    """A step with its place on the slider.

    Attributes:
        change: the step.
        price: above the step and below the next, in few digits.
        at: in per cent of the slider; None above its end.
        label: whether there is room for its price.
    """

    change: Change
    price: float
    at: float | None
    label: bool


def ladder(steps: Steps, slider: Slider) -> list[Rung]:
    """Every step with its place on the slider, the cheapest first."""
    made: list[Rung] = []
    last = -math.inf
    lows = [*(change.low for change in steps.changes), math.inf]
    for change, above in zip(steps.changes, lows[1:], strict=True):
        price = price_between(change.high, above, slider.notch)
        price_there = middle(change)
        at = slider.at(price_there) if price_there <= slider.top else None
        label = at is not None and at - last >= _LABEL_APART
        last = at if at is not None and label else last
        made.append(Rung(change, price, at, label))
    return made
