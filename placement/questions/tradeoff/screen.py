"""The screen of ``tradeoff``: the choice in a sentence, the range, the plans, what buys what, and what is proven."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.proposal.screen.context import without_range
from placement.questions.tradeoff.study import Point, Tradeoff
from placement.questions.tradeoff.tables import opened_and_closed, payoff_rows
from placement.questions.tradeoff.weighing import Exchange, Next
from placement.scenario.schema.frame import AIMS
from placement.solve.result import WEIGHING

MOST_PLANS = 15
"""Plans shown without ``--all``."""
_BLANK = Line("")
_SMALL = 100
"""Numbers below this keep a decimal."""


def tradeoff_screen(
    found: Tradeoff, language: Language = "da", *, folder: str | None = "", every: bool = False
) -> list[Line]:
    """Sentences first, then the range, the plans, the exchange rates, the weights and the evidence.

    ``folder`` is where the plans are kept; None where there is no word to be said of folders.
    """
    say = Voice(language)
    sections = [
        _headline(found, say),
        _payoff(found, say),
        _plans(found, say, every=every),
        _next(found, say),
        _steps(found, say) if every else [],
        _weights(found, say),
        _evidence(found, say, folder),
    ]
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [_BLANK, *section] if lines else section
    return lines


def paragraph(heading: str, sentences: Sequence[str]) -> list[Line]:
    """Sentences behind a heading; empty ones are left out."""
    first = f" {heading}  "
    lines = wrapped(" ".join(filter(None, sentences)), first)
    return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]


def _headline(found: Tradeoff, say: Voice) -> list[Line]:
    title = found.instance.scenario.title.in_language(say.language)
    names = " + ".join(found.variants)
    top = [Line(line) for line in wrapped(f"{title} ({names})" if names else title, " ")]
    so_far = "" if found.complete else ".so_far"
    if len(found.points) == 1:
        return [*top, *paragraph(say("tradeoff"), [say(f"tradeoff.one{so_far}")])]
    spread = [shown(say, float(value)) for value in np.ptp(found.aims, axis=0)]
    ends = say("tradeoff.ends", **dict(zip(AIMS, spread, strict=True)))
    return [*top, *paragraph(say("tradeoff"), [say(f"tradeoff.many{so_far}", n=len(found.points)), ends])]


def _aim_columns(say: Voice) -> list[Column]:
    return [Column(tuple(say(f"front.aim.{aim}").split("|")), right=True) for aim in AIMS]


def _aim_cells(found: Tradeoff, say: Voice, aims: Sequence[float | None]) -> list[str]:
    """The three aims against today, or as they are where nothing is known of today."""
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
    heading = say("payoff")
    how = say("payoff.against" if found.today_plan is not None else "payoff.absolute")
    names = {f"first_{aim}": say("payoff.row", aim=say(f"aim.{aim}")) for aim in AIMS}
    names |= {name: say(f"payoff.{name}") for name in ("ideal", "nadir", "worst")}
    rows = [
        [names[str(row[0])], *_aim_cells(found, say, [None if v is None else float(v) for v in row[1:4]])]
        for row in payoff_rows(found)
    ]
    remarks = [say("payoff.how"), *_about_nadir(found, say)]
    lines = table([Column(gives=True), *_aim_columns(say)], rows, indent=4)
    return [
        Line(f" {heading}  {how}", len(heading) + 1),
        *map(Line, lines),
        *(Line(line) for line in wrapped(" ".join(remarks), "    ")),
    ]


def _about_nadir(found: Tradeoff, say: Voice) -> list[str]:
    if not found.scale.proven:
        return [say("payoff.rough")]
    beyond = [
        say(f"name.{aim}")
        for aim, worst, nadir, step in zip(AIMS, found.worst, found.scale.nadir, found.step, strict=True)
        if worst > nadir + step
    ]
    said = [say("payoff.true")] if found.complete and found.spacing <= 0 else []
    return [*said, say("payoff.beyond", aims=say.listed(beyond))] if beyond else said


def _plans(found: Tradeoff, say: Voice, *, every: bool) -> list[Line]:
    columns = [
        Column(),
        Column(right=True),
        *_aim_columns(say),
        Column((say("front.new"),), right=True),
        Column((say("front.closed"),), right=True),
        Column(tuple(say("front.stands_for").split("|")), right=True),
        Column(tuple(say("front.share").split("|")), right=True),
    ]
    shown = range(len(found.points)) if every else _spread(len(found.points), found.best)
    rows = [_plan(found, say, n) for n in shown]
    heading, left = say("plans"), len(found.points) - len(shown)
    chosen = say("plans.chosen", weights=_own(found, say))
    return [
        Line(f" {heading}", len(heading) + 1),
        *map(Line, table(columns, rows, indent=2)),
        Line(f"    {chosen}"),
        *([Line(f"    {say.some('plans.more', left)}")] if left else []),
    ]


def _spread(count: int, best: int) -> list[int]:
    """Positions spread over all, both ends and the best among them."""
    if count <= MOST_PLANS:
        return list(range(count))
    picked = {round(n) for n in np.linspace(0, count - 1, MOST_PLANS)}
    if best not in picked:
        inner = picked - {0, count - 1}
        picked.remove(min(inner, key=lambda n: abs(n - best)))
    return sorted(picked | {best})


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
        return say("plans.never")
    return " · ".join(say.number(float(weight), 2) for weight in point.weights)


def _own(found: Tradeoff, say: Voice) -> str:
    return " · ".join(say.short(float(weight)) for weight in found.own_weights)


def _next(found: Tradeoff, say: Voice) -> list[Line]:
    if len(found.points) == 1:
        return []
    heading = say("exchange")
    lines = [Line(f" {heading}  {say('exchange.from', plan=found.best + 1)}", len(heading) + 1)]
    return [*lines, *(Line(line) for one in found.next for line in wrapped(_buys(one, say), "  · ", "    "))]


def _buys(one: Next, say: Voice) -> str:
    aim = say(f"exchange.aim.{one.gained}")
    offer = one.within or one.beyond
    if offer is None:
        return say("exchange.nothing", aim=aim)
    return say(
        "exchange.within" if one.within else "exchange.beyond",
        aim=aim,
        what=say(f"exchange.{one.gained}", gain=shown(say, offer.gain)),
        plan=offer.after + 1,
        price=shown(say, offer.price),
        other=_other(offer, say),
    )


def _other(offer: Exchange, say: Voice) -> str:
    """What the third aim does, where it does anything that shows."""
    third = next(aim for aim in AIMS if aim not in (offer.paid, offer.gained))
    change = shown(say, offer.other, signed=True)
    return say(f"exchange.other.{third}", change=change) if change[0] in "+−" else ""


def _steps(found: Tradeoff, say: Voice) -> list[Line]:
    rows = [
        [
            say(f"gained.{one.gained}"),
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
    keys = ("gained", "from", "to", "price", "gain", "per_unit", "third")
    columns = [Column(tuple(say(f"front.{name}").split("|")), right=name != "gained") for name in keys]
    heading = say("exchange.steps")
    return [Line(f" {heading}", len(heading) + 1), *map(Line, table(columns, rows, indent=4))] if rows else []


def _weights(found: Tradeoff, say: Voice) -> list[Line]:
    spans = [_span(say, aim, *span) for aim, span in zip(AIMS, found.own_spans, strict=True)]
    sentences = [
        say(
            "weighing.best",
            weights=_own(found, say),
            method=found.method,
            plan=found.best + 1,
            spans=say.listed(spans),
        ),
        _decided(found, say),
        without_range(say, found.measured_by),
        "" if found.options.method or found.instance.scenario.objectives.method in WEIGHING else say("weighing.method"),
    ]
    never = sum(point.weights is None for point in found.points)
    return paragraph(say("weighing"), [*sentences, say.some("weighing.never", never) if never else ""])


def _span(say: Voice, aim: str, low: float, high: float) -> str:
    name = say(f"name.{aim}")
    if math.isinf(high):
        return say("weighing.any", aim=name) if low <= 0 else say("weighing.above", aim=name, low=_weight(say, low))
    return say("weighing.between", aim=name, low=_weight(say, low), high=_weight(say, high))


def _weight(say: Voice, value: float) -> str:
    return say.about(value) if value >= _SMALL else say.short(value)


def _decided(found: Tradeoff, say: Voice) -> str:
    """Whether anybody has decided the weights."""
    objectives, shown = found.instance.scenario.objectives, _own(found, say)
    if found.weights != objectives.weights:
        return say("rests.weights.own", weights=shown)
    if objectives.weights_status == "decided":
        who = ", ".join(part for part in (objectives.decided_by, objectives.date) if part)
        return say("rests.weights.decided", weights=shown, who=who)
    return say("rests.weights.not_decided", weights=shown)


def _evidence(found: Tradeoff, say: Voice, folder: str | None) -> list[Line]:
    work = say("proof.work", solves=found.solves, seconds=say.number(found.seconds, 1))
    resumed = say("proof.resumed", n=found.resumed) if found.resumed else ""
    where = say("proof.folder", folder=folder) if folder else ""
    return paragraph(say("evidence"), [_proven(found, say), *_unfinished(found, say, folder), resumed, work, where])


def _proven(found: Tradeoff, say: Voice) -> str:
    if math.isinf(found.reached):
        return say("proof.unknown")
    share = say.percent(math.ceil(found.reached * 1000) / 1000, 1)
    if not found.complete:
        return say("proof.partial", share=share)
    if found.spacing > 0:
        return say("proof.spaced", share=share)
    minutes, visits, dkk = (say.short(step, 3) for step in found.step)
    return say("proof.complete", minutes=minutes, visits=visits, dkk=dkk)


def _unfinished(found: Tradeoff, say: Voice, folder: str | None) -> list[str]:
    """Why it stopped before the end, and how to go on."""
    if found.complete:
        return []
    enough = found.most is not None and len(found.points) >= found.most
    why = found.stopped or ("points" if enough else "doubtful")
    again = "proof.again.points" if why == "points" else "proof.again"
    go_on = say(again) if folder else say("proof.use_out")
    return [
        say(f"proof.{why}", n=len(found.points)),
        say.some("proof.zones", found.open_zones),
        "" if why == "doubtful" or folder is None else go_on,
    ]
