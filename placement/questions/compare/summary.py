"""The sentences and rows that the screen and the page of a comparison share, in one language.

The summary: what the alternatives agree on, whose trips get longer and shorter, where, who pays, and the total of each.
Then the rows of the aims.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from placement.locale import N_, NN_
from placement.plan.compare import Moved, Some, Touched
from placement.plan.plan import Evaluation
from placement.present.words.currency import KRONER, currency, least_shown
from placement.present.words.quantities import money
from placement.present.words.voice import NOTHING, Voice, as_shown
from placement.questions.compare.choice import Alternative
from placement.questions.compare.sides import (
    FEW_VISITS,
    MOST_NAMED,
    Sides,
    change_share,
    paid,
    payer_groups,
    visits_by_hospital,
)
from placement.questions.compare.study import Total, totals
from placement.solve.result import Prices, Status

_CLOSES = NN_("closes {names}", "closes {n}: {names}")
_OPENS = NN_("opens {names}", "opens {n}: {names}")
_Told = tuple[tuple[str, str], tuple[str, str]]
_NAMED: _Told = (_CLOSES, _OPENS)
_COUNTED: _Told = (NN_("closes {n} offer", "closes {n} offers"), NN_("opens {n} offer", "opens {n} offers"))
"""What is closed and what is opened: by name, and how many."""

_NO_PLAN = {
    Status.INFEASIBLE: N_("{letter}: no plan keeps all the rules.{why}"),
    Status.NO_PLAN_FOUND: N_("{letter}: stopped before any proposal was found.{why}"),
}

LEFT_OUT_WITHOUT_PLAN = {
    str(Status.INFEASIBLE): N_("no plan keeps all the rules"),
    str(Status.NO_PLAN_FOUND): N_("stopped before any proposal was found"),
}
_SOMEBODY = 0.5
"""Fewer visits a year are nobody's."""
_FEW = 3
"""More alternatives than this leave less room for names."""


def without_plan(sides: Sides) -> list[str]:
    """Why alternatives have no proposal, a sentence for each."""
    return [_no_plan(sides, each) for each in sides.found.alternatives if each.solved is None]


def _no_plan(sides: Sides, each: Alternative) -> str:
    causes = [sides.say.told(cause.sentence) for cause in getattr(each.failure, "causes", ())]
    return sides.say(_NO_PLAN[each.status], letter=sides.letter[each.name], why=" ".join(["", *causes[:2]]))


def told_left_out(sides: Sides) -> list[str]:
    """The alternatives that are left out, and the shown one nearest to each."""
    say, plain = sides.say, sides.found.plain.scenario
    texts = []
    for each in sides.found.left_out:
        named = f"{sides.names.variants(plain, each.variants)} ({each.name})"
        if not each.nearest:
            texts.append(say("{name}: {why}", name=named, why=say(LEFT_OUT_WITHOUT_PLAN[each.status])))
        elif not each.apart:
            texts.append(say("{name}: offers the same as {letter}", name=named, letter=sides.letter[each.nearest]))
        else:
            texts.append(
                say.some(
                    "{name}: as {letter} but for {n} placement",
                    "{name}: as {letter} but for {n} placements",
                    each.apart,
                    name=named,
                    letter=sides.letter[each.nearest],
                )
            )
    return texts


def how_to_choose(sides: Sides) -> str:
    """How to show what is left out; empty where nothing is."""
    found = sides.found
    if not found.left_out:
        return ""
    return sides.say.some(
        "Of {every} alternatives those {shown} are shown that differ most in what is offered where; {n} is left out. "
        "Name those you want to see: --variant {example}.",
        "Of {every} alternatives those {shown} are shown that differ most in what is offered where; {n} are left out. "
        "Name those you want to see: --variant {example}.",
        len(found.left_out),
        every=len(found.left_out) + len(found.alternatives),
        shown=len(found.alternatives),
        example=f"{found.alternatives[0].name},{found.left_out[0].name}",
    )


def in_short(sides: Sides) -> list[str]:
    """What the alternatives agree on, whose trips change, where, who pays, and which hospital gives most away."""
    texts = [_agreement(sides), *_trips(sides), *_gain(sides), *_money(sides), *_in_all(sides), _gives_most(sides)]
    return list(filter(None, texts))


def _agreement(sides: Sides) -> str:
    """How many changes all share, and what some have alone; those that have the same are named together.

    Of many alternatives only the numbers are told: what opens and closes stands below.
    """
    say, changed = sides.say, sides.found.changed_by
    shared = sum(map(len, (*sides.found.agreed, sides.found.agreed_at_home)))
    letters = say.listed([sides.letter[name] for name in changed])
    texts = [
        say.some("{letters} agree on {n} change.", "{letters} agree on {n} changes.", shared, letters=letters)
        if shared
        else say("{letters} agree on no change.", letters=letters)
    ]
    if sides.many:
        counts = (
            say("{letter} {what}", letter=sides.letter[name], what=_alone(sides, name, _COUNTED)) for name in changed
        )
        return " ".join([*texts, say("Not common to all: {what}.", what=" · ".join(counts))])
    alike: dict[str, list[str]] = {}
    for name in changed:
        alike.setdefault(_alone(sides, name), []).append(sides.letter[name])
    texts += [say("{letters}: {what}.", letters=say.listed(who), what=what) for what, who in alike.items()]
    return " ".join(texts if len(changed) > 1 else texts[1:])


def _alone(sides: Sides, name: str, told: _Told = _NAMED) -> str:
    """What an alternative opens or closes against today and not all do."""
    say, (opens, closes) = sides.say, sides.found.changed_by[name]
    most = MOST_NAMED if len(sides.found.changed_by) <= _FEW else 2
    own = [sorted(mine - set(all_)) for mine, all_ in zip((closes, opens), reversed(sides.found.agreed), strict=True)]
    parts = [
        say.some(*text, len(pairs), names=sides.named(pairs, most))
        for text, pairs in zip(told, own, strict=True)
        if pairs
    ]
    return say.listed(parts) or say(
        N_("nothing else") if any((*sides.found.agreed, sides.found.agreed_at_home)) else N_("opens and closes nothing")
    )


def _trips(sides: Sides) -> list[str]:
    """How many visits a year get a longer trip, how many a shorter one, and how many are seen at home instead."""
    told = [(letter, each.touched) for letter, each in sides.versus if each.touched]
    if not told:
        return []

    def each_with(some: Callable[[Touched], Some]) -> str:
        return " · ".join(_some_visits(sides, letter, some(found)) for letter, found in told)

    say, home = sides.say, any(found.home.visits >= _SOMEBODY for _, found in told)
    return [
        say("Longer trips: {what}", what=each_with(lambda found: found.longer)),
        say("Shorter trips: {what}", what=each_with(lambda found: found.shorter)),
        *([say("Spared the trip, at home: {what}", what=each_with(lambda found: found.home))] if home else []),
    ]


def _some_visits(sides: Sides, letter: str, some: Some) -> str:
    say, (visits, minutes) = sides.say, (some.visits, some.minutes)
    if visits < FEW_VISITS:
        few = N_("{letter} nobody") if visits < _SOMEBODY else N_("{letter} fewer than 10 visits a year")
        return say(few, letter=letter)
    shown = say.number(minutes, 0 if minutes >= 2 else 1)
    return say(
        "{letter} {visits} visits a year, {minutes} minutes", letter=letter, visits=say.about(visits), minutes=shown
    )


def _gain(sides: Sides) -> list[str]:
    """Groups whose mean trip gets longest and shortest, and those where no alternative makes it shorter."""
    changes = [
        (_saved(figures.moved) / figures.visits, letter, name)
        for letter, each in sides.versus
        if each.moved
        for name, figures in each.groups.items()
        if name and figures.visits > 0
    ]
    if not changes:
        return []
    say, texts = sides.say, []
    (least, *who_loses), (most, *who_gains) = min(changes), max(changes)
    for text, minutes, (letter, name) in (
        (N_("Largest loss: {group} ({minutes} min. a visit in {letter})."), -least, who_loses),
        (N_("Largest gain: {group} ({minutes} min. a visit in {letter})."), most, who_gains),
    ):
        if minutes >= 0.005:
            shown = say.number(minutes, 1 if minutes >= 0.1 else 2)
            texts.append(say(text, group=name, minutes=shown, letter=letter))
    gaining = {name for saved, _, name in changes if saved > 1e-6}
    nowhere = sorted({name for *_, name in changes} - gaining)
    if nowhere:
        texts.append(_without_gain(sides, nowhere, some=bool(gaining)))
    return [" ".join(texts)] if texts else []


def _without_gain(sides: Sides, names: list[str], *, some: bool) -> str:
    if not some:
        return sides.say("Nowhere is the mean trip shorter.")
    shown, left = names[:MOST_NAMED], len(names) - MOST_NAMED
    return sides.say(
        "No gain: {groups}.", groups=sides.say.listed([*shown, sides.say("{n} more", n=left)] if left > 0 else shown)
    )


def _saved(moved: Moved) -> float:
    """Minutes one way that the moved visits save in all; negative where trips get longer."""
    return moved.visits * (moved.minutes_today - moved.minutes_now)


def _money(sides: Sides) -> list[str]:
    """Sentences on each payer against the reference; running cost and investment are never added."""
    say, found = sides.say, sides.found
    held = None if found.reference is None else found.alternatives[found.reference]
    parts, payers = [], payer_groups(found.plain.scenario)
    for each in found.solved:
        if each is held:
            continue
        own = [
            (
                _shown_money(each, of.payers) - (_shown_money(held, of.payers) if held else 0.0),
                say(of.name, payers=say.payers(of.payers)) if of.name else "",
            )
            for of in payers
        ]
        amounts = [
            say(
                N_("{millions} dearer for {who}") if money > 0 else N_("{millions} cheaper for {who}"),
                millions=say.millions(abs(money)),
                who=who,
            )
            for money, who in own
            if who and abs(money) >= least_shown()
        ]
        little = say("less than 0.1 in difference") if currency() == KRONER else say("no difference in money")
        what = say.listed(amounts) if amounts else little
        parts.append(say("{letter} {what}", letter=sides.letter[each.name], what=what))
    if not parts:
        return []
    what = " · ".join(parts)
    return [say("Running cost against {reference}, million kr. a year: {what}", reference=sides.reference, what=what)]


def _shown_money(each: Alternative, payers: Sequence[str]) -> float:
    """Running cost rounded as in the table of aims, so that sentences give differences of shown numbers."""
    return as_shown(paid(each, payers))


def _in_all(sides: Sides) -> list[str]:
    """The total of each against the reference at its prices, and which differences are no findings."""
    say, told = sides.say, totals(sides.found)
    by_prices: dict[Prices, list[str]] = {}
    for one in told.against:
        by_prices.setdefault(one.prices, []).append(_total(sides, one))
    texts = [
        say(
            "In all against {reference}, at {prices}: {what}",
            reference=sides.reference,
            prices=prices_in_words(say, prices),
            what=" · ".join(what),
        )
        for prices, what in by_prices.items()
    ]
    texts += [
        say(
            "{letter} has other prices ({prices}); in all it cannot be held against {reference}.",
            letter=sides.letter[one.name],
            prices=prices_in_words(say, one.prices),
            reference=sides.reference,
        )
        for one in told.other_prices
    ]
    texts += [
        say(
            "{first} and {second} are {money} a year apart, less than what is not proven ({gaps}): no finding.",
            first=sides.letter[first],
            second=sides.letter[second],
            money=money(say, apart),
            gaps=money(say, gaps),
        )
        for first, second, apart, gaps in told.undecided
    ]
    return texts


def _total(sides: Sides, one: Total) -> str:
    """A letter, how much better or worse its total is, and whether that is a finding."""
    say, letter = sides.say, sides.letter[one.name]
    if abs(one.better) < 1:
        return say("{letter} the same", letter=letter)
    text = N_("{letter} {money} a year better") if one.better > 0 else N_("{letter} {money} a year worse")
    unsure = ""
    if not math.isfinite(one.unproven):
        unsure = say(" (nothing is proven)")
    elif not one.is_finding:
        unsure = say(" (less than the {gaps} not proven: no finding)", gaps=money(say, one.unproven))
    return say(text, letter=letter, money=money(say, abs(one.better))) + unsure


def prices_in_words(say: Voice, prices: Prices) -> str:
    """The price of a minute, and of a visit of lost quality where it has one."""
    minute = say("{money} kr. a minute", money=say.exact_price(prices.minute))
    if not prices.lost_quality_visit:
        return minute
    lost = say("{money} kr. a visit of lost quality", money=say.exact_price(prices.lost_quality_visit))
    return say("{minute} and {lost}", minute=minute, lost=lost)


def _gives_most(sides: Sides) -> str:
    """The hospital that gives most of its visits away, in each alternative."""
    say, parts = sides.say, []
    for letter, each in sides.versus:
        totals = visits_by_hospital(each)
        hospital = min(totals, key=lambda name: (change_share(*totals[name]), name), default="")
        if hospital and change_share(*totals[hospital]) < -0.0005:
            share = say.percent(-change_share(*totals[hospital]), 1)
            parts.append(say("{letter} {site} ({share})", letter=letter, site=sides.names.site(hospital), share=share))
    return (
        say("Gives away most of its visits: {what}", what=" · ".join(parts))
        if parts
        else say("No hospital gives visits away.")
    )


_NAN = float("nan")
_INDICATORS = (
    ("citizen", "mean_minutes_per_visit", N_("Trip, all visits"), 1, 1.0),
    ("citizen", "share_beyond_45_min", N_("Visits beyond 45 minutes, %"), 1, 100.0),
    ("citizen", "home_share", N_("At home, %"), 1, 100.0),
    ("quality", "clinics_below_target", N_("Offers below target volume"), 0, 1.0),
    ("quality", "visits_below_target", N_("Visits in them"), 0, 1.0),
)
"""Aim, indicator, words, decimals, and the factor by which the indicator is multiplied."""


class Row(NamedTuple):
    """A row of the table of aims.

    Attributes:
        words: what is measured, with its unit.
        today: NaN where there is none.
        values: one for each alternative that has a proposal; NaN where there is none.
        decimals: shown.
        signed: whether the values are changes and have a sign.
        is_money: whether they are amounts, shown as millions of kroner or in full.
    """

    words: str
    today: float
    values: list[float]
    decimals: int
    signed: bool = False
    is_money: bool = False

    def shown(self, say: Voice, value: float, *, signed: bool) -> str:
        """A value of the row, as shown."""
        return (say.millions if self.is_money else say.number)(value, self.decimals, signed=signed)

    def cells(self, say: Voice) -> tuple[str, ...]:
        """The values of the row, as shown."""
        return tuple(self.shown(say, value, signed=self.signed) for value in self.values)

    def less(self, say: Voice) -> str:
        """The last value minus the first, both as rounded for the row, so that the shown numbers add up."""
        first, last = (
            as_shown(value) if self.is_money else round(value, self.decimals)
            for value in (self.values[0], self.values[-1])
        )
        return self.shown(say, last - first, signed=True) if math.isfinite(last - first) else NOTHING


def aim_heads(sides: Sides) -> list[str]:
    """Headings of the table of aims: today, the letters, and the difference of two."""
    shown = [sides.letter[each.name] for each in sides.found.solved]
    return [sides.say("Today"), *shown, *less(sides)]


def less(sides: Sides) -> list[str]:
    """The heading of the column with the difference of two; none where there are not two."""
    return [f"{sides.letter[sides.two[1].name]} − {sides.letter[sides.two[0].name]}"] if sides.two else []


def cells_of(sides: Sides, row: Row) -> list[str]:
    """A row as shown: words, then a cell for each of ``aim_heads``."""
    say = sides.say
    told = [row.less(say)] if sides.two else []
    return [row.words, row.shown(say, row.today, signed=False), *row.cells(say), *told]


def rows_by_aim(sides: Sides) -> dict[str, list[Row]]:
    """The rows of the screen's and the page's table of aims, by aim."""
    say, shown = sides.say, sides.found.solved
    rows: dict[str, list[Row]] = {"citizen": _affected(sides), "quality": [_lost_quality(sides)], "economy": []}
    for aim, name, words, decimals, times in _INDICATORS:
        values = [times * _indicator(each.solved.evaluation, name) for each in shown if each.solved]
        today = times * _indicator(sides.found.today.evaluation, name) if sides.found.today else _NAN
        if name == "visits_below_target":
            values, today = [_tens(value) for value in values], _tens(today)
        rows[aim].append(Row(say(words), today, values, decimals))
    for of in payer_groups(sides.found.plain.scenario):
        values = [paid(each, of.payers) for each in shown]
        words = say(of.row, payers=say.payers(of.payers))
        rows["economy"].append(Row(words, _NAN, values, 1, signed=True, is_money=True))
    investment = [sum(amounts[1] for amounts in each.money_by_payer.values()) for each in shown]
    rows["economy"].append(Row(say("Investment, million kr. in all"), _NAN, investment, 1, is_money=True))
    return rows


def _lost_quality(sides: Sides) -> Row:
    """The row of lost quality as the aim counts it; visits in offers below their target are more."""
    found = sides.found
    values = [each.solved.evaluation.objectives.quality_visits for each in found.solved if each.solved]
    today = found.today.evaluation.objectives.quality_visits if found.today else _NAN
    return Row(sides.say("Lost quality, visits a year"), today, values, 0)


def _affected(sides: Sides) -> list[Row]:
    """Rows of how many visits each moves, and of the mean trip of those that at least one of them moves."""
    found, shared = sides.found, sides.found.shared
    moved = [found.versus[each.name].moved for each in found.solved]
    counts = [_tens(one.visits) if one and one.visits > 0 else _NAN for one in moved]
    if shared is None or not any(map(math.isfinite, counts)):
        return []
    rows = [Row(sides.say("Visits a year affected, against {reference}", reference=sides.reference), _NAN, counts, 0)]
    if shared.visits > 0:
        today = shared.minutes_reference if found.reference is None else _NAN
        trips = [shared.minutes[each.name] for each in found.solved]
        others = [sides.letter[each.name] for each in found.solved if each.name != found.reference_name]
        text = (
            N_("Trip, visits {letter} affects, minutes")
            if len(others) == 1
            else N_("Trip, visits any of them affects, minutes")
        )
        rows.append(Row(sides.say(text, letter=others[0]), today, trips, 1))
    return rows


def whose_trip(sides: Sides) -> str:
    """A sentence on which visits the affected ones are; empty without any."""
    say, found, shared = sides.say, sides.found, sides.found.shared
    if shared is None or not shared.visits > 0:
        none_alike = shared is not None and not shared.everywhere
        text = N_("The scenarios do not have the same visits: the trip of those affected cannot be set side by side.")
        return say(text) if none_alike else ""
    others = [each for each in found.solved if each.name != found.reference_name]
    told = say(
        N_(
            "The visits {letters} affects are the {visits} a year that it sees elsewhere than {reference}: the same "
            "visits in every column, minutes one way."
        )
        if len(others) == 1
        else N_(
            "The visits any of them affects are the {visits} a year that at least one of {letters} sees elsewhere "
            "than {reference}: the same visits in every column, minutes one way."
        ),
        visits=say.about(shared.visits),
        letters=say.listed([sides.letter[each.name] for each in others]),
        reference=sides.reference,
    )
    left_out = say("Visits that are not the same in every scenario are not among them.")
    return told if shared.everywhere else f"{told} {left_out}"


def _tens(visits: float) -> float:
    """Visits rounded to tens: modelled numbers are no more exact."""
    return round(visits, -1) if math.isfinite(visits) else visits


def _indicator(judged: Evaluation, name: str) -> float:
    return float(judged.indicators.get(name, _NAN))
