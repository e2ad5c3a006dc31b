"""The screen of ``ballots``: what is agreed and what not, the plans and whom each suits least, how far apart."""

from __future__ import annotations

import math

import numpy as np

from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.ballots.study import Count
from placement.questions.ballots.tables import opened_and_closed, worst_for
from placement.questions.tradeoff.screen import paragraph, shown
from placement.scenario.schema.frame import AIMS
from placement.solve.stage import Three

MOST = 15
"""Rows of a table shown without ``--all``."""
_BLANK = Line("")


def ballots_screen(found: Count, language: Language = "da", *, folder: str = "", every: bool = False) -> list[Line]:
    """Sentences first, then what is and is not agreed, the plans, the distances, the participants and the evidence."""
    say = Voice(language)
    sections = [
        _headline(found, say),
        _agreed(found, say, every=every),
        _disagreed(found, say, every=every),
        _plans(found, say, every=every),
        _apart(found, say),
        _participants(found, say, every=every),
        _evidence(found, say, folder),
    ]
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [_BLANK, *section] if lines else section
    return lines


def _headline(found: Count, say: Voice) -> list[Line]:
    title, names = found.instance.scenario.title.in_language(say.language), " + ".join(found.loaded.variants)
    counts = " ".join(
        (
            say.some("ballots.who", len(found.ballots)),
            say.some("ballots.ways", found.weightings) + ";",
            say.some("ballots.plans", sum(bool(plan.chosen_by) for plan in found.plans)),
        )
    )
    missing = len(found.counted) < len(found.ballots)
    so_far = say("ballots.so_far", n=len(found.counted), of=len(found.ballots)) if missing else ""
    return [
        *map(Line, wrapped(f"{title} ({names})" if names else title, " ")),
        *paragraph(say("ballots"), [counts, so_far, say("ballots.theirs")]),
    ]


def _names(found: Count, say: Voice, f: int, s: int) -> tuple[str, str]:
    scenario = found.instance.scenario
    function, site = scenario.functions[found.instance.function_ids[f]], scenario.sites[found.instance.site_ids[s]]
    return function.title.in_language(say.language), site.title.in_language(say.language)


def _agreed(found: Count, say: Voice, *, every: bool) -> list[Line]:
    everyone = found.agreed & (found.votes > 0)
    heading, who = say("ballots.agreed"), say.some("ballots.who", len(found.counted))
    lines = [Line(f" {heading}  {who}", len(heading) + 1)]
    changed = [("ballots.new", everyone & ~found.today), ("ballots.closed", found.agreed & ~everyone & found.today)]
    for key, pairs in changed:
        named = [say("ballots.pair", function=f, site=s) for f, s in _listed(found, say, pairs)]
        most = len(named) if every else MOST
        more = [say.some("ballots.more", len(named) - most)] if len(named) > most else []
        lines += [Line(line) for each in (*named[:most], *more) for line in wrapped(each, f"    {say(key)} ")]
    said = [] if len(lines) > 1 else [say("ballots.agreed.nothing")]
    said += [
        say.some("ballots.kept", kept) if (kept := int((everyone & found.today).sum())) else say("ballots.kept.none")
    ]
    if unchosen := int((found.agreed & ~everyone & ~found.today).sum()):
        said.append(say.some("ballots.unchosen", unchosen))
    return [*lines, *(Line(line) for line in wrapped(" ".join(said), "    "))]


def _listed(found: Count, say: Voice, pairs: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[str, str]]:
    return [_names(found, say, f, s) for f, s in np.argwhere(pairs).tolist()]


def _disagreed(found: Count, say: Voice, *, every: bool) -> list[Line]:
    pairs = np.argwhere(found.considered & ~found.agreed).tolist()
    if not pairs:
        return []
    pairs.sort(key=lambda pair: -int(found.votes[tuple(pair)]))
    rows = [
        [
            *_names(found, say, f, s),
            say("ballots.open") if found.today[f, s] else NOTHING,
            say("ballots.of", n=int(found.votes[f, s]), of=len(found.counted)),
        ]
        for f, s in (pairs if every else pairs[:MOST])
    ]
    columns = [
        Column((say("ballots.column.function"),), gives=True, names=True),
        Column((say("ballots.column.site"),), gives=True, names=True),
        Column((say("ballots.column.today"),)),
        Column(tuple(say("ballots.column.for").split("|")), right=True),
    ]
    return _table(say("ballots.disagreed"), "", columns, rows, _more(say, len(pairs) - len(rows)))


def _table(heading: str, beside: str, columns: list[Column], rows: list[list[str]], below: list[str]) -> list[Line]:
    return [
        Line(f" {heading}  {beside}".rstrip(), len(heading) + 1),
        *map(Line, table(columns, rows, indent=2)),
        *(Line(line) for each in below for line in wrapped(each, "    ")),
    ]


def _more(say: Voice, left: int) -> list[str]:
    return [say.some("ballots.more", left)] if left > 0 else []


def _heads(say: Voice, *keys: str) -> list[Column]:
    return [Column(tuple(say(key).split("|")), right=True) for key in keys]


def _plans(found: Count, say: Voice, *, every: bool) -> list[Line]:
    told_of = {found.compromise, found.compromise if found.by_mean is None else found.by_mean}
    numbers = [n for n in range(len(found.plans)) if every or n < MOST or n in told_of]
    columns = [
        Column(),
        *_heads(say, "ballots.column.plan", "ballots.column.chosen"),
        *_heads(say, *(f"front.aim.{aim}" for aim in AIMS), "front.new", "front.closed"),
        *_heads(say, "ballots.column.worst", "ballots.column.mean_regret"),
    ]
    beside = say("ballots.plans.absolute" if found.reference is None else "ballots.plans.against")
    below = [
        *_more(say, len(found.plans) - len(numbers)),
        say("ballots.regret"),
        _compromise(found, say),
        _mean(found, say),
    ]
    return _table(say("ballots.plans"), beside, columns, [_plan(found, say, n) for n in numbers], below)


def _plan(found: Count, say: Voice, n: int) -> list[str]:
    plan, against = found.plans[n], found.reference or (0.0, 0.0, 0.0)
    aims = zip(plan.proposed.aims, against, strict=True)
    return [
        "▸" if n == found.compromise else "",
        str(n + 1),
        str(len(plan.chosen_by)),
        *(shown(say, value - base, signed=found.reference is not None) for value, base in aims),
        *map(str, opened_and_closed(found, n)),
        say.percent(float(found.worst_regrets[n]), 1),
        say.percent(float(found.mean_regrets[n]), 1),
    ]


def _compromise(found: Count, say: Voice) -> str:
    n = found.compromise
    who = worst_for(found, n)
    if not who:
        return say("ballots.compromise.none", plan=n + 1)
    regret = say.percent(float(found.worst_regrets[n]), 1)
    return say("ballots.compromise", plan=n + 1, regret=regret, who=who)


def _mean(found: Count, say: Voice) -> str:
    weights = _shares(say, found.mean_shares)
    if found.by_mean is None:
        return say("ballots.mean.unsolved", weights=weights)
    return say("ballots.mean", weights=weights, plan=found.by_mean + 1)


def _shares(say: Voice, shares: Three) -> str:
    return " · ".join(say.percent(share) for share in shares)


def _apart(found: Count, say: Voice) -> list[Line]:
    if len(found.ballots) == 1:
        return []
    return paragraph(say("ballots.apart"), [_apart_weights(found, say), _apart_plans(found, say)])


def _apart_weights(found: Count, say: Voice) -> str:
    if found.farthest_weights is None:
        return say("ballots.apart.weights.none")
    first, second, distance = found.farthest_weights
    return say(
        "ballots.apart.weights",
        first=found.ballots[first].participant,
        second=found.ballots[second].participant,
        share=say.percent(distance),
        mean=say.percent(found.mean_weight_distance),
    )


def _apart_plans(found: Count, say: Voice) -> str:
    if found.farthest_plans is None:
        return say("ballots.apart.plans.none")
    first, second, distance = found.farthest_plans
    return say(
        "ballots.apart.plans",
        first=found.ballots[first].participant,
        second=found.ballots[second].participant,
        n=distance,
        mean=say.number(found.mean_plan_distance, 1),
    )


def _participants(found: Count, say: Voice, *, every: bool) -> list[Line]:
    numbers = range(len(found.ballots) if every else min(len(found.ballots), MOST))
    columns = [
        Column((say("ballots.participant"),), gives=True, least=12),
        *_heads(say, *(f"ballots.column.{aim}" for aim in AIMS), "ballots.column.plan"),
        Column(tuple(say("ballots.column.regret", plan=found.compromise + 1).split("|")), right=True),
    ]
    heading, beside = say("ballots.participants"), say("ballots.participants.heading")
    below = _more(say, len(found.ballots) - len(numbers))
    return _table(heading, beside, columns, [_participant(found, say, n) for n in numbers], below)


def _participant(found: Count, say: Voice, n: int) -> list[str]:
    ballot, choice = found.ballots[n], found.choices[n]
    return [
        ballot.participant,
        *(say.percent(share) for share in ballot.shares),
        NOTHING if choice is None else str(choice + 1),
        say.percent(float(found.regrets[n, found.compromise]), 1),
    ]


def _evidence(found: Count, say: Voice, folder: str) -> list[Line]:
    asked = max(found.worst_gap, found.options.gap) if found.proven else found.worst_gap
    gap = NOTHING if math.isinf(asked) else say.percent(asked, 2)
    method = say(f"method.{found.method}")
    proven = say("ballots.proven" if found.proven else "ballots.unproven", method=method, gap=gap)
    again = say("ballots.resume" if folder else "ballots.use_out") if found.unsolved else ""
    stopped = say("ballots.stopped") if found.stopped else ""
    where = say("ballots.folder", folder=folder) if folder else ""
    return paragraph(say("evidence"), [proven, say("ballots.scale"), stopped, again, where])
