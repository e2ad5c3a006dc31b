"""The screen of ``ballots``: what all weights choose and what not, the plans' regrets, and how far apart all are."""

from __future__ import annotations

import math

import numpy as np

from placement.locale import N_
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.screen.sections import headed, paragraph, spaced
from placement.present.words.vocabulary import METHOD
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.ballots.study import Count
from placement.questions.ballots.tables import opened_and_closed, worst_for
from placement.questions.tradeoff.screen import AIM_COLUMN, shown
from placement.scenario.schema.frame import AIMS
from placement.solve.stage import Three

_WEIGHT_COLUMN = {
    "citizen": N_("Citizen"),
    "quality": N_("Quality"),
    "economy": N_("Economy"),
}
MOST = 15
"""Rows of a table shown without ``--all``."""


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
    return spaced(sections)


def _headline(found: Count, say: Voice) -> list[Line]:
    title, names = found.instance.scenario.title.in_language(say.language), " + ".join(found.loaded.variants)
    counts = " ".join(
        (
            say.some("{n} participant", "{n} participants", len(found.ballots)),
            say.some("with one way of weighing", "with {n} ways of weighing", found.weightings) + ";",
            say.some(
                "all of them choose the same plan.",
                "they choose {n} different plans.",
                sum(bool(plan.chosen_by) for plan in found.plans),
            ),
        )
    )
    missing = len(found.counted) < len(found.ballots)
    so_far = (
        say(
            "Only {n} of {of} participants' weights are solved; the rest of the page is about those.",
            n=len(found.counted),
            of=len(found.ballots),
        )
        if missing
        else ""
    )
    return [
        *map(Line, wrapped(f"{title} ({names})" if names else title, " ")),
        *paragraph(
            say("BALLOTS"), [counts, so_far, say("The weights are the participants' own, and nobody has decided them.")]
        ),
    ]


def _names(found: Count, say: Voice, f: int, s: int) -> tuple[str, str]:
    scenario = found.instance.scenario
    function, site = scenario.functions[found.instance.function_ids[f]], scenario.sites[found.instance.site_ids[s]]
    return function.title.in_language(say.language), site.title.in_language(say.language)


def _agreed(found: Count, say: Voice, *, every: bool) -> list[Line]:
    everyone = found.agreed & (found.votes > 0)
    who = say.some("{n} participant", "{n} participants", len(found.counted))
    lines = [headed(say("AGREED"), who)]
    changed = [(N_("new:"), everyone & ~found.today), (N_("closed:"), found.agreed & ~everyone & found.today)]
    for key, pairs in changed:
        named = [say("{function} at {site}", function=f, site=s) for f, s in _listed(found, say, pairs)]
        shown_names = [*named[:MOST], *_more(say, len(named) - MOST)] if not every else named
        lines += [Line(line) for each in shown_names for line in wrapped(each, f"    {say(key)} ")]
    said = [] if len(lines) > 1 else [say("No change is chosen by all.")]
    said += [
        say.some("{n} placement is as today for all.", "{n} placements are as today for all.", kept)
        if (kept := int((everyone & found.today).sum()))
        else say("No placement is as today for all.")
    ]
    if unchosen := int((found.agreed & ~everyone & ~found.today).sum()):
        said.append(
            say.some(
                "{n} possible placement is chosen by nobody.", "{n} possible placements are chosen by nobody.", unchosen
            )
        )
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
            say("open") if found.today[f, s] else NOTHING,
            say("{n} of {of}", n=int(found.votes[f, s]), of=len(found.counted)),
        ]
        for f, s in (pairs if every else pairs[:MOST])
    ]
    columns = [
        Column((say("Function"),), gives=True, names=True),
        Column((say("Site"),), gives=True, names=True),
        Column((say("Today"),)),
        Column(tuple(say("Would|have it").split("|")), right=True),
    ]
    return _table(say("NOT AGREED"), "", columns, rows, _more(say, len(pairs) - len(rows)))


def _table(heading: str, beside: str, columns: list[Column], rows: list[list[str]], below: list[str]) -> list[Line]:
    return [
        headed(heading, beside),
        *map(Line, table(columns, rows, indent=2)),
        *(Line(line) for each in below for line in wrapped(each, "    ")),
    ]


def _more(say: Voice, left: int) -> list[str]:
    return (
        [
            say.some(
                "... and {n} more: --all, or the table of placements (ballot_placements.csv)",
                "... and {n} more: --all, or the table of placements (ballot_placements.csv)",
                left,
            )
        ]
        if left > 0
        else []
    )


def _heads(say: Voice, *keys: str) -> list[Column]:
    return [Column(tuple(say(key).split("|")), right=True) for key in keys]


def _plans(found: Count, say: Voice, *, every: bool) -> list[Line]:
    told_of = {found.compromise, found.compromise if found.by_mean is None else found.by_mean}
    numbers = [n for n in range(len(found.plans)) if every or n < MOST or n in told_of]
    columns = [
        Column(),
        *_heads(say, N_("Plan"), N_("Chosen|by")),
        *_heads(say, *(AIM_COLUMN[aim] for aim in AIMS), N_("New"), N_("Closed")),
        *_heads(say, N_("Worst|regret"), N_("Mean|regret")),
    ]
    beside = say(N_("a year") if found.reference is None else N_("difference from today, a year"))
    below = [
        *_more(say, len(found.plans) - len(numbers)),
        say(
            "Regret: how much worse the plan is than the best of these, by the participant's "
            "own weights, as a share of the range from best to worst."
        ),
        _compromise(found, say),
        _mean(found, say),
    ]
    return _table(say("PLANS"), beside, columns, [_plan(found, say, n) for n in numbers], below)


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
        return say("▸ Plan {plan} costs no participant anything.", plan=n + 1)
    regret = say.percent(float(found.worst_regrets[n]), 1)
    return say(
        "▸ Plan {plan} has the least worst regret: {regret}, for {who}. A plan nobody chose may be milder still.",
        plan=n + 1,
        regret=regret,
        who=who,
    )


def _mean(found: Count, say: Voice) -> str:
    weights = _shares(say, found.mean_shares)
    if found.by_mean is None:
        return say("The mean of the weights ({weights}) is not solved.", weights=weights)
    return say("The mean of the weights ({weights}) chooses plan {plan}.", weights=weights, plan=found.by_mean + 1)


def _shares(say: Voice, shares: Three) -> str:
    return " · ".join(say.percent(share) for share in shares)


def _apart(found: Count, say: Voice) -> list[Line]:
    if len(found.ballots) == 1:
        return []
    return paragraph(say("APART"), [_apart_weights(found, say), _apart_plans(found, say)])


def _apart_weights(found: Count, say: Voice) -> str:
    if found.farthest_weights is None:
        return say("All weigh alike.")
    first, second, distance = found.farthest_weights
    return say(
        "Weights: farthest apart are {first} and {second}; {share} of the weight would "
        "have to be moved for them to agree. On average two participants are {mean} "
        "apart.",
        first=found.ballots[first].participant,
        second=found.ballots[second].participant,
        share=say.percent(distance),
        mean=say.percent(found.mean_weight_distance),
    )


def _apart_plans(found: Count, say: Voice) -> str:
    if found.farthest_plans is None:
        return say("All choose the same placements.")
    first, second, distance = found.farthest_plans
    return say(
        "Plans: farthest apart are {first} and {second}; their plans differ in {n} "
        "placements. On average it is {mean}.",
        first=found.ballots[first].participant,
        second=found.ballots[second].participant,
        n=distance,
        mean=say.number(found.mean_plan_distance, 1),
    )


def _participants(found: Count, say: Voice, *, every: bool) -> list[Line]:
    numbers = range(len(found.ballots) if every else min(len(found.ballots), MOST))
    columns = [
        Column((say("Participant"),), gives=True, least=12),
        *_heads(say, *(_WEIGHT_COLUMN[aim] for aim in AIMS), N_("Plan")),
        Column(tuple(say("Regret at|plan {plan}", plan=found.compromise + 1).split("|")), right=True),
    ]
    heading, beside = say("PARTICIPANTS"), say("share of the weight")
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
    method = say(METHOD[found.method])
    proven = say(
        N_("Method: {method}. For each participant's weights no plan is more than {gap} better, measured on the range.")
        if found.proven
        else N_("Method: {method}. Not every plan is proven best: the largest gap is {gap} of the range."),
        method=method,
        gap=gap,
    )
    again = (
        say(
            N_("The same command goes on from here.")
            if folder
            else N_("With --out it is kept on the way, and the same command goes on.")
        )
        if found.unsolved
        else ""
    )
    stopped = say("Stopped by the user.") if found.stopped else ""
    where = say("Tables: {folder}", folder=folder) if folder else ""
    return paragraph(
        say("EVIDENCE"), [proven, say("All are measured by the scenario's own scale."), stopped, again, where]
    )
