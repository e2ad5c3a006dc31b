"""The proposal beside today: the rows of the three aims, and the report card of the scenario's visions."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from placement.locale import N_
from placement.plan.aims import falls_short
from placement.plan.compare import AgainstToday
from placement.plan.money import CITIZEN
from placement.plan.plan import Evaluation, Plan
from placement.present.screen.lines import Column, Line, cells, table
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import AIM_HEADING, AIM_MEASURES
from placement.present.words.voice import NOTHING, Voice
from placement.questions.proposal.screen.patients import FEW_VISITS
from placement.questions.proposal.tables.visions import MEASURE, VERDICT, Measure, measures
from placement.questions.proposal.views import TableView, View, other_payers
from placement.scenario.schema.rules import Rule

_EQUITY = {
    "ede": ("ede_minutes", N_("Trip, weighed for equity (EDE)")),
    "worst_share": ("worst_tenth_minutes", N_("Trip, the tenth with the longest way")),
}
"""Indicator and words of the trip, by how the citizen aim weighs trips."""

_NAN = float("nan")
_SEEN = 0.05
"""Minutes; smaller differences are invisible with one decimal."""

_RELEASED = (
    "operating_gross_per_year",
    "operating_release_50_per_year",
    "operating_release_100_per_year",
)

_MOST_CELLS = 42
"""Width of the words of a row on the screen; longer ones leave too little room for the remark."""


class Row(NamedTuple):
    """One row of the table of aims: words, today's value, the plan's, the difference, and a remark."""

    words: str
    today: str
    plan: str
    difference: str
    remark: str = ""


def aims(view: View) -> list[Line]:
    """The table of the three aims, and below it where visits are seen and what hospitals may release."""
    say = view.say
    columns = (
        Column(),
        Column(gives=True),
        Column((say("Today"),), right=True),
        Column((say("Proposal"),), right=True),
        Column((say("Change"),), right=True),
        Column(),
    )
    cells: list[tuple[str, ...]] = []
    starts: dict[int, int] = {}
    for aim, rows in rows_by_aim(view).items():
        starts[len(cells) + 1] = len(say(AIM_HEADING[aim])) + 1
        labels = (say(AIM_HEADING[aim]), say(AIM_MEASURES[aim]))
        cells += [(labels[n] if n < 2 else "", *row) for n, row in enumerate(rows)]
    lines = table(columns, cells)
    return [
        *(Line(line, starts.get(n, len(line) if n == 0 else 0)) for n, line in enumerate(lines)),
        Line(f" {where(view)}"),
        Line(f" {released(view)}"),
    ]


def rows_by_aim(view: View) -> dict[str, list[Row]]:
    """The rows of each aim, at most four."""
    return {"citizen": _citizen(view), "quality": _quality(view), "economy": _economy(view)}


def where(view: View) -> str:
    """A sentence on the shares of visits at home, at houses and at hospitals."""
    before, now = (_shares(view, each) for each in (view.today, view.evaluation))
    return (
        view.say("Visits at home · at houses · at hospitals: {now}% (today {today}%)", now=now, today=before)
        if view.today
        else view.say("Visits at home · at houses · at hospitals: {now}%", now=now)
    )


def _shares(view: View, evaluation: Evaluation | None) -> str:
    shares = [100 * _indicator(evaluation, name) for name in ("home_share", "house_share", "hospital_share")]
    return " · ".join(view.say.number(share, 1) for share in shares)


def released(view: View) -> str:
    """A sentence on the running cost of all payers if hospitals save none, half or all of the cost of lost visits."""
    say, indicators = view.say, view.evaluation.indicators
    none, half, whole = (say.millions(indicators[name], signed=True) for name in _RELEASED)
    return say(
        "Running cost in all if hospitals release 0 · 50 · 100%: {none} · {half} · {whole} million kr. a year",
        none=none,
        half=half,
        whole=whole,
    )


def _compared(view: View, words: str, today: float, plan: float, decimals: int, remark: str = "") -> Row:
    say = view.say
    return Row(
        words,
        say.number(today, decimals),
        say.number(plan, decimals),
        say.number(round(plan, decimals) - round(today, decimals), decimals, signed=True)
        if math.isfinite(today) and math.isfinite(plan)
        else NOTHING,
        remark,
    )


def _indicator(evaluation: Evaluation | None, name: str) -> float:
    return float(evaluation.indicators.get(name, _NAN)) if evaluation else _NAN


def _citizen(view: View) -> list[Row]:
    say, today, plan = view.say, view.today, view.evaluation
    before, now = (_indicator(each, "mean_minutes_per_visit") for each in (today, plan))
    return [
        *([_affected(view, view.against)] if view.against else []),
        _compared(view, say("Trip, all visits, minutes"), before, now, 1),
        _weighed(view) or _beyond(view),
        *_worst_off(view),
    ]


def _affected(view: View, against: AgainstToday) -> Row:
    """How many visits are seen elsewhere than today, and how many of them at home.

    Their mean trip is no row: it would be of other visits in every plan, and so its today would not be the same either.
    """
    say, home = view.say, against.touched.home.visits
    remark = say("{n} at home", n=say.number(round(home, -1))) if home >= FEW_VISITS else ""
    return Row(say("Visits a year affected"), NOTHING, say.number(round(against.moved.visits, -1)), "", remark)


def _weighed(view: View) -> Row | None:
    """The mean trip as the equity setting of the aim weighs it; None where that is the plain mean."""
    equity = view.instance.scenario.objectives.citizen.equity
    if equity not in _EQUITY:
        return None
    name, words = _EQUITY[equity]
    before, after = (_indicator(each, name) for each in (view.today, view.evaluation))
    return _compared(view, view.say(words), before, after, 1)


def _beyond(view: View) -> Row:
    say = view.say
    before, after = (_indicator(each, "share_beyond_45_min") for each in (view.today, view.evaluation))
    points = _compared(view, "", 100 * before, 100 * after, 1).difference
    shown = [say.percent(share, 1) for share in (before, after)]
    return Row(say("Visits beyond 45 minutes"), shown[0], shown[1], points, say("points") if points != NOTHING else "")


def _worst_off(view: View) -> list[Row]:
    """The group with the longest mean trip today and, if it is another, the one in the proposal."""
    worst = view.against.worst_group_today if view.against and view.against.groups else ""
    if view.against is None or not worst:
        return []
    rows = [_trip(view, N_("Longest trip: {group}"), worst)]
    now = view.against.worst_group
    longer = view.against.groups[now].minutes_now > view.against.groups[worst].minutes_now + _SEEN
    return [*rows, _trip(view, N_("Longest in proposal: {group}"), now)] if longer else rows


def _trip(view: View, key: str, name: str) -> Row:
    group = view.against.groups[name] if view.against else None
    before, after = (group.minutes_today, group.minutes_now) if group else (math.nan, math.nan)
    return _compared(view, view.say(key, group=name), before, after, 1)


def _quality(view: View) -> list[Row]:
    say, solved = view.say, view.solved
    after, waived = _below_minimum(view, solved.plan, view.evaluation)
    before = float("nan")
    if solved.today_plan is not None and view.today is not None:
        before, _ = _below_minimum(view, solved.today_plan, view.today)
    remark = say("{n} excepted", n=waived) if waived else ""
    aim = [each.objectives.quality_visits if each else _NAN for each in (view.today, view.evaluation)]
    lost = _worse(view, aim[0], aim[1])
    return [
        _compared(view, say("Offers below the professional minimum"), before, after, 0, remark),
        _compared(view, say("Lost quality, visits a year"), aim[0], aim[1], 0, lost),
        *([_gives_most(view, view.today)] if view.today else []),
    ]


def _worse(view: View, before: float, now: float) -> str:
    """Whether more of it is worse, in a word; empty where both numbers are shown the same."""
    if math.isnan(before) or round(now) == round(before):
        return ""
    return view.say(N_("worse") if now > before else N_("better"))


def _below_minimum(view: View, plan: Plan, evaluation: Evaluation) -> tuple[float, int]:
    """The number of open pairs at houses below their hard minimum, and how many of them an exception waives."""
    clinics, waived = view.instance.clinics, view.instance.waived
    least = np.maximum(clinics.min_visits, clinics.min_patients)[:, np.newaxis]
    below = falls_short(plan.open & ~view.instance.is_hospital[np.newaxis], evaluation.volume, least)
    excepted = np.zeros_like(below)
    for rule in (Rule.MIN_VISITS, Rule.MIN_PATIENTS):
        if rule in waived:
            excepted |= waived[rule]
    return float(below.sum()), int((below & excepted).sum())


def _gives_most(view: View, today: Evaluation) -> Row:
    say, instance = view.say, view.instance
    open_today = view.solved.today.open & instance.is_hospital[np.newaxis] & (today.volume > 0)
    before = np.where(open_today, today.volume, 1.0)
    change = np.where(open_today, (view.evaluation.volume - today.volume) / before, 0.0)
    function, site = (int(n) for n in np.unravel_index(int(change.argmin()), change.shape))
    if change[function, site] > -0.0005:
        return Row(say("Gives most: none"), NOTHING, say.percent(0), "")
    equal = int((change <= change[function, site] + 0.0005).sum())
    kept = instance.clinics.retained_share[function]
    words = (
        say("Gives most: {n} offers alike", n=say.number(equal))
        if equal > 1
        else _from_where(view, view.site(instance.site_ids[site]), view.function(instance.function_ids[function]))
    )
    limit = say("at most {share}", share=say.percent(float(kept) - 1)) if kept > 0 and equal == 1 else ""
    return Row(words, NOTHING, say.percent(float(change[function, site])), "", limit)


def _from_where(view: View, site: str, function: str) -> str:
    """A hospital and the function of which it gives most; short names where there is no room."""
    for names in ((site, function), (short_name(site), function)):
        words = view.say("Gives most: {site}, {function}", site=names[0], function=names[1])
        if cells(words) <= _MOST_CELLS:
            return words
    return view.say("Gives most: {site}, {function}", site=short_name(site), function=short_name(function))


def _economy(view: View) -> list[Row]:
    say, money = view.say, view.evaluation.money
    economics = view.instance.economics

    own = sum(item.money_per_year for item in money if item.own)
    citizens = sum(item.money_per_year for item in money if item.payer == CITIZEN)

    def row(key: str, amount: float, remark: str = "", *, signed: bool = True) -> Row:
        return Row(say(key), NOTHING, say.millions(amount, signed=signed), "", remark)

    def budget(limit: float) -> str:
        return say("budget {amount}", amount=say.millions(limit)) if math.isfinite(limit) else ""

    keys, rest = other_payers(view.instance.scenario, money)
    words = N_("Running, {payers}, million kr.") if len(keys) > 1 else N_("Running, {payers}, million kr. a year")
    others = Row(say(words, payers=say.payers(keys)), NOTHING, say.millions(rest, signed=True), "", "")
    investment = sum(item.investment for item in money)
    return [
        row(N_("Running, {own_payer}, million kr. a year"), own, budget(economics.max_extra_operating)),
        *([others] if keys else []),
        row(N_("Patients' own transport, million kr."), citizens, say("not in running")),
        row(N_("Investment, million kr. in all"), investment, budget(economics.max_investment), signed=False),
    ]


def card(screen: View) -> list[Line]:
    """The report card: each vision, and under it its measures, today and in the proposal."""
    say = screen.say
    found = measures(TableView(screen.solved, screen.study, say.language))
    if not found:
        return []
    heading = say("{THE_VISIONS}")
    lines = [Line(f" {heading}", len(heading) + 1)]
    columns = (
        Column(gives=True),
        Column((say("Today"),), right=True),
        Column((say("Proposal"),), right=True),
        Column(),
    )
    rows: list[tuple[str, ...]] = []
    starts: dict[int, int] = {}
    for vision in screen.instance.scenario.terms.visions:
        title = say.vision(vision)
        starts[len(rows) + 1] = len(title) + 4
        rows.append((title, "", "", ""))
        rows += [_row(say, measure) for measure in found if measure.vision == vision]
    made = table(columns, rows, indent=4)
    return [*lines, *(Line(line, min(len(line), starts.get(n, 0))) for n, line in enumerate(made))]


def _row(say: Voice, measure: Measure) -> tuple[str, ...]:
    title = say(MEASURE[measure.name])
    return (
        f"· {title}",
        shown(say, measure.before, measure.unit),
        shown(say, measure.now, measure.unit),
        say(VERDICT[measure.verdict]),
    )


def shown(say: Voice, value: float, unit: str) -> str:
    """A value in its unit: shares in per cent, kroner in millions, visits whole, minutes with one decimal."""
    if math.isnan(value):
        return NOTHING
    if unit == "share":
        return say.percent(value, 1)
    if unit.startswith("visits"):
        return say.number(value, 0)
    if unit.startswith("DKK"):
        return say("{millions} million kr.", millions=say.millions(value, signed=True))
    return say("{minutes} min.", minutes=say.number(value, 1))
