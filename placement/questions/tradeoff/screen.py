"""The screen of ``tradeoff``: the range of the aims, the plans, what kroner buy, the weights, and what is proven."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.locale import N_
from placement.present.screen.lines import Column, Line, headed, paragraph, spaced, table, wrapped
from placement.present.words.vocabulary import AIM, WHY_STOPPED
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.proposal.views import without_range
from placement.questions.tradeoff.study import Exchange, Next, Point, Tradeoff
from placement.questions.tradeoff.tables import opened_and_closed, payoff_rows
from placement.scenario.schema.frame import AIMS
from placement.solve.result import WEIGHING

AIM_COLUMN = {"citizen": N_("Travel|minutes"), "quality": N_("Lost quality,|visits"), "economy": N_("Economy|kr.")}
"""Headings of the three aims over rows of plans."""
_WEIGHT_OF = {"citizen": N_("citizen"), "quality": N_("quality"), "economy": N_("economy")}
_GOOD_OF = {"citizen": N_("shorter trips"), "quality": N_("better quality")}
"""What an improvement of an aim is called; these two can be bought with kroner."""
_GAIN = {"citizen": N_("{gain} minutes a year"), "quality": N_("{gain} fewer visits of lost quality")}
_GAIN_UNIT = {"citizen": N_("minutes"), "quality": N_("visits")}
_THIRD_AIM = {"citizen": N_(", with {change} minutes a year"), "quality": N_(", with {change} visits of lost quality")}
"""The change of the aim that is neither paid with nor bought."""
_SMALL = 100
"""Numbers below this keep a decimal."""


def tradeoff_screen(found: Tradeoff, language: Language = "da", *, folder: str | None = "") -> list[Line]:
    """A summary, the range, the plans, the exchange rates, the weights and the evidence.

    ``folder`` is where the tables are, empty where none are written; None: folders are not mentioned.
    """
    say = Voice.of(found.instance.scenario, language)
    sections = [
        _headline(found, say),
        _payoff(found, say),
        _plans(found, say),
        _next(found, say),
        _steps(found, say),
        _weights(found, say),
        _evidence(found, say, folder),
    ]
    return spaced(sections)


def _headline(found: Tradeoff, say: Voice) -> list[Line]:
    title = found.instance.scenario.title.in_language(say.language)
    names = " + ".join(found.variants)
    top = [Line(line) for line in wrapped(f"{title} ({names})" if names else title, " ")]
    by_phase = bool(found.instance.scenario.phases)
    phases = say("The plans go by phases; the offers are those of the last one.") if by_phase else ""
    if len(found.points) == 1:
        return [
            *top,
            *paragraph(
                say("TRADE-OFF"),
                [
                    say(
                        N_("There is nothing to choose between: one plan is best in all three aims.")
                        if found.complete
                        else N_("One plan is found; whether there are others to choose between has not been settled.")
                    ),
                    phases,
                ],
            ),
        ]
    many = (
        N_("{n} plans in which no aim can get better without another getting worse.")
        if found.complete
        else N_("{n} plans, none of which is worse than another in all three aims.")
    )
    spread = [shown(say, float(value)) for value in np.ptp(found.aims, axis=0)]
    ends = say(
        "From the best to the worst: {citizen} minutes a year, {quality} visits of lost "
        "quality and {economy} kr. a year.",
        **dict(zip(AIMS, spread, strict=True)),
    )
    return [*top, *paragraph(say("TRADE-OFF"), [say(many, n=len(found.points)), ends, phases])]


def _aim_columns(say: Voice) -> list[Column]:
    return [Column(tuple(say(AIM_COLUMN[aim]).split("|")), right=True) for aim in AIMS]


def _aim_cells(found: Tradeoff, say: Voice, aims: Sequence[float | None]) -> list[str]:
    """The three aims as changes from today, or as they are where nothing is known of today."""
    against = found.reference if found.today_plan is not None else (0.0, 0.0, 0.0)
    signed = found.today_plan is not None
    return [
        NOTHING if value is None else shown(say, value - base, signed=signed)
        for value, base in zip(aims, against, strict=True)
    ]


def shown(say: Voice, value: float, *, signed: bool = False) -> str:
    """An amount a year to three digits, small ones with a decimal."""
    if abs(value) < _SMALL:
        return say.short(value, 1, signed=signed)
    return say.about(value, signed=signed)


def _payoff(found: Tradeoff, say: Voice) -> list[Line]:
    how = say(N_("difference from today, a year") if found.today_plan is not None else N_("a year"))
    names = {f"first_{aim}": say("{aim} first", aim=say(AIM[aim])) for aim in AIMS}
    names |= {"ideal": say("Ideal"), "nadir": say("Nadir, from the table"), "worst": say("Worst among the plans")}
    rows = [
        [names[str(row[0])], *_aim_cells(found, say, [None if v is None else float(v) for v in row[1:4]])]
        for row in payoff_rows(found)
    ]
    remarks = [
        say("Each row makes one aim as good as can be, then the other two. The nadir is the worst of the rows."),
        *_about_nadir(found, say),
    ]
    lines = table([Column(gives=True), *_aim_columns(say)], rows, indent=4)
    return [
        headed(say("PAY-OFF"), how),
        *map(Line, lines),
        *(Line(line) for line in wrapped(" ".join(remarks), "    ")),
    ]


def _about_nadir(found: Tradeoff, say: Voice) -> list[str]:
    if not found.scale.proven:
        return [say("The table was not finished; the range is an estimate.")]
    beyond = [
        say(_WEIGHT_OF[aim])
        for aim, worst, nadir, step in zip(AIMS, found.worst, found.scale.nadir, found.step, strict=True)
        if worst > nadir + step
    ]
    said = (
        [say("The set is complete, so the worst among the plans is the true nadir.")]
        if found.complete and found.spacing <= 0
        else []
    )
    return (
        [*said, say("The plans reach beyond the table's nadir: {aims}.", aims=say.listed(beyond))] if beyond else said
    )


def _plans(found: Tradeoff, say: Voice) -> list[Line]:
    columns = [
        Column(),
        Column(right=True),
        *_aim_columns(say),
        Column((say("New"),), right=True),
        Column((say("Closed"),), right=True),
        Column(tuple(say("Best with weights|C · Q · E").split("|")), right=True),
        Column(tuple(say("Share of|all weights").split("|")), right=True),
    ]
    rows = [_plan(found, say, n) for n in range(len(found.points))]
    remark = say("▸ the plan that the weights {weights} choose.", weights=_own(found, say))
    return [headed(say("PLANS, the cheapest first")), *map(Line, table(columns, rows, indent=2)), Line(f"    {remark}")]


def _plan(found: Tradeoff, say: Voice, n: int) -> list[str]:
    point = found.points[n]
    opened, closed = opened_and_closed(found, point)
    return [
        "▸" if n == found.best else "",
        str(n + 1),
        *_aim_cells(found, say, point.aims),
        str(opened),
        str(closed),
        _stands_for(point, say),
        say.percent(point.share),
    ]


def _stands_for(point: Point, say: Voice) -> str:
    if point.weights is None:
        return say("none")
    return " · ".join(say.number(float(weight), 2) for weight in point.weights)


def _own(found: Tradeoff, say: Voice) -> str:
    return " · ".join(say.short(float(weight)) for weight in found.own_weights)


def _next(found: Tradeoff, say: Voice) -> list[Line]:
    if len(found.points) == 1:
        return []
    heading = headed(say("THE NEXT 100,000 KR. A YEAR"), say("counted from plan {plan}", plan=found.best + 1))
    return [heading, *(Line(line) for one in found.next for line in wrapped(_buys(one, say), "  · ", "    "))]


def _buys(one: Next, say: Voice) -> str:
    aim = say(_GOOD_OF[one.gained])
    offer = one.within or one.beyond
    if offer is None:
        return say("buy no {aim}, nor does any dearer plan here.", aim=aim)
    return say(
        N_("buy {what} (plan {plan}, {price} kr.){other}.")
        if one.within
        else N_("buy no {aim}; the next plan here that does is no. {plan}: {price} kr. for {what}{other}."),
        aim=aim,
        what=say(_GAIN[one.gained], gain=shown(say, offer.gain)),
        plan=offer.after + 1,
        price=shown(say, offer.price),
        other=_other(offer, say),
    )


def _other(offer: Exchange, say: Voice) -> str:
    """How the third aim changes; empty where the rounded change is 0."""
    third = next(aim for aim in AIMS if aim not in (offer.paid, offer.gained))
    change = shown(say, offer.other, signed=True)
    return say(_THIRD_AIM[third], change=change) if change[0] in "+−" else ""


def _steps(found: Tradeoff, say: Voice) -> list[Line]:
    rows = [
        [
            say(_GAIN_UNIT[one.gained]),
            str(one.before + 1),
            str(one.after + 1),
            shown(say, one.price),
            shown(say, one.gain),
            shown(say, one.per_unit),
            shown(say, one.other, signed=True),
        ]
        for one in found.exchanges
        if one.paid == "economy"
    ]
    if not rows:
        return []
    numbers = (
        say("From"),
        say("To"),
        say("Price|kr. a year"),
        say("Gain|a year"),
        say("Per 100,000|kr."),
        say("The other|aim"),
    )
    columns = [Column((say("Buys"),)), *(Column(tuple(words.split("|")), right=True) for words in numbers)]
    heading = headed(say("FROM PLAN TO PLAN: what more kroner buy when the other aim may follow"))
    return [heading, *map(Line, table(columns, rows, indent=4))]


def _weights(found: Tradeoff, say: Voice) -> list[Line]:
    spans = [_span(say, aim, *span) for aim, span in zip(AIMS, found.own_spans, strict=True)]
    sentences = [
        say(
            "With {weights} (method {method}) plan {plan} is the best of these. It stays so "
            "as long as the weight of {spans}; one at a time, the others as they are.",
            weights=_own(found, say),
            method=found.method,
            plan=found.best + 1,
            spans=say.listed(spans),
        ),
        _decided(found, say),
        without_range(say, found.measured_by),
        ""
        if found.options.method or found.instance.scenario.objectives.method in WEIGHING
        else say("The scenario's own method uses no weights."),
    ]
    never = sum(point.weights is None for point in found.points)
    return paragraph(
        say("WEIGHTS"),
        [
            *sentences,
            say.some(
                "{n} plan is best for no weights, and may still be a good compromise.",
                "{n} plans are best for no weights, and may still be good compromises.",
                never,
            )
            if never
            else "",
        ],
    )


def _span(say: Voice, aim: str, low: float, high: float) -> str:
    name = say(_WEIGHT_OF[aim])
    if math.isinf(high):
        return (
            say("{aim} is anything", aim=name)
            if low <= 0
            else say("{aim} is at least {low}", aim=name, low=_weight(say, low))
        )
    return say("{aim} is between {low} and {high}", aim=name, low=_weight(say, low), high=_weight(say, high))


def _weight(say: Voice, value: float) -> str:
    return say.about(value) if value >= _SMALL else say.short(value)


def _decided(found: Tradeoff, say: Voice) -> str:
    """A sentence on who has decided the weights, if anybody."""
    objectives, shown = found.instance.scenario.objectives, _own(found, say)
    if found.weights != objectives.weights:
        return say("The weights {weights} were chosen for this calculation.", weights=shown)
    if objectives.weights_status == "decided":
        who = ", ".join(part for part in (objectives.decided_by, objectives.date) if part)
        return say("The weights {weights} are decided: {who}.", weights=shown, who=who)
    return say("The weights {weights} have not been decided.", weights=shown)


def _evidence(found: Tradeoff, say: Voice, folder: str | None) -> list[Line]:
    work = say(
        "{solves} questions to the solver, {seconds} seconds.",
        solves=found.solves,
        seconds=say.number(found.seconds, 1),
    )
    resumed = say("{n} plans are from an earlier run.", n=found.resumed) if found.resumed else ""
    where = say("Everything is in {folder}.", folder=folder) if folder else ""
    return paragraph(say("EVIDENCE"), [_proven(found, say), *_unfinished(found, say, folder), resumed, work, where])


def _proven(found: Tradeoff, say: Voice) -> str:
    if math.isinf(found.reached):
        return say("The set is not complete, and how much is missing is not known.")
    share = say.percent(math.ceil(found.reached * 1000) / 1000, 1)
    if not found.complete:
        return say(
            "The set is not complete. Proven is: for any other plan there is one here that "
            "is worse by no more than {share} of the range in any aim.",
            share=share,
        )
    if found.spacing > 0:
        return say(
            "Proven with a spacing of {share}: for any other plan there is one here that is "
            "worse by no more than {share} of the range in any aim.",
            share=share,
        )
    minutes, visits, money = (say.short(step, 3) for step in found.step)
    return say(
        "The set is complete: any other plan is at most as good, in all three aims, as "
        "one of these. Differences below {minutes} minutes, {visits} visits and {money} "
        "kr. a year are not told apart.",
        minutes=minutes,
        visits=visits,
        money=money,
    )


def _unfinished(found: Tradeoff, say: Voice, folder: str | None) -> list[str]:
    """Sentences on why the search stopped before the end, and how to resume it."""
    if found.complete:
        return []
    enough = found.most is not None and len(found.points) >= found.most
    why = found.stopped or ("points" if enough else "doubtful")
    again = (
        N_("Run again with the same --out and more --points to go on from here.")
        if why == "points"
        else N_("Run again with the same --out to go on from here.")
    )
    go_on = say(again) if folder else say("With --out a later run can go on where this one left off.")
    return [
        say(WHY_STOPPED[why], n=len(found.points)),
        say.some("{n} zone has not been looked into.", "{n} zones have not been looked into.", found.open_zones),
        "" if why == "doubtful" or folder is None else go_on,
    ]
