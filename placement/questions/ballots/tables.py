"""The tables of ``ballots``: participants, placements, plans, and every participant's regret of every plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.locale import N_, P_
from placement.present.tables.columns import Column, Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.words.voice import Language
from placement.questions.ballots.study import Count
from placement.questions.proposal.views import known
from placement.questions.tradeoff.tables import CHANGES, PLAN_COLUMNS

AGREEMENT = ("all", "some", "none")


def _plan(*, is_key: bool = True) -> Column:
    return whole("plan", N_("Plan"), "plan", N_("Plan; 1 is the one most participants choose."), is_key=is_key)


_PARTICIPANT = key("participant", N_("Participant"), N_("Name as given, or a number."))
_PAIR = (
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
)
BALLOTS = table_kind(
    "ballots",
    N_("Ballots"),
    N_("Each participant's weights, and the plan they choose."),
    _PARTICIPANT,
    number("weight_citizen", N_("Weight, citizen"), "weight", N_("Weight of citizen as given.")),
    number("weight_quality", N_("Weight, quality"), "weight", N_("Weight of quality as given.")),
    number("weight_economy", N_("Weight, economy"), "weight", N_("Weight of economy as given.")),
    number("share_citizen", N_("Share, citizen"), "share", P_("share_citizen", "Its share of the three.")),
    number("share_quality", N_("Share, quality"), "share", P_("share_quality", "Its share of the three.")),
    number("share_economy", N_("Share, economy"), "share", P_("share_economy", "Its share of the three.")),
    whole(
        "plan",
        N_("Plan"),
        "plan",
        N_("The plan these weights choose; empty: not solved."),
    ),
    number(
        "regret_at_compromise",
        N_("Regret at the compromise"),
        "share",
        N_("How much worse the plan of least worst regret is by these weights, share of the range."),
    ),
    number(
        "regret_at_mean",
        N_("Regret at the mean weights"),
        "share",
        N_("How much worse the plan of the mean weights is by these weights."),
    ),
    number(
        "distance_from_mean",
        N_("Distance from the mean weights"),
        "share",
        N_("Share of the weight that would have to be moved to get to the mean weights."),
    ),
)
PLACEMENTS = table_kind(
    "ballot_placements",
    N_("Placements"),
    N_("Each placement there is or could be, and how many participants' weights choose it."),
    *_PAIR,
    flag("today", N_("Today"), N_("Whether it is open today.")),
    whole("participants", N_("Participants"), "participants", N_("Participants whose weights choose it.")),
    number("share", N_("Share"), "share", N_("Their share of the participants solved.")),
    text("agreement", N_("Agreement"), N_("Whether all, some or none choose it."), AGREEMENT),
)
PLANS = table_kind(
    "ballot_plans",
    N_("Plans"),
    N_("Each plan chosen by somebody, or by the mean of the weights."),
    _plan(),
    whole("participants", N_("Participants"), "participants", N_("Participants whose weights choose it.")),
    flag("by_mean", N_("Chosen by the mean weights"), N_("Whether the mean of all weights chooses it.")),
    flag("compromise", N_("Compromise"), N_("Whether its worst regret is least.")),
    *PLAN_COLUMNS,
    whole(
        "home_changed",
        N_("Functions with another home level"),
        "functions",
        N_("Functions with another share at home than today."),
    ),
    number(
        "worst_regret",
        N_("Worst regret"),
        "share",
        N_(
            "How much worse it is than the best of these plans, for the participant it suits least; share of the range."
        ),
    ),
    text("worst_for", N_("Worst for"), N_("The first participant with that regret.")),
    number("mean_regret", N_("Mean regret"), "share", N_("The same on average over participants.")),
    text("status", N_("How it ended"), N_("How the search ended.")),
    number("gap", N_("Gap to the best"), "share", N_("Proven gap, share of the range.")),
)
PLAN_PLACEMENTS = table_kind(
    "ballot_plan_placements",
    N_("Placements of plans"),
    N_("What is open in each plan, and what closes."),
    _plan(),
    *_PAIR,
    text("change", P_("column", "Change"), N_("Against today."), CHANGES),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days; calculated at hospitals.")),
)
REGRETS = table_kind(
    "ballot_regrets",
    N_("Regrets"),
    N_("How much worse each plan is for each participant than the best of them."),
    _PARTICIPANT,
    _plan(),
    number(
        "regret",
        N_("Regret"),
        "share",
        N_("How much worse the plan is than the best of these, by the participant's weights; share of the range."),
    ),
)
TABLES = by_name(BALLOTS, PLACEMENTS, PLANS, PLAN_PLACEMENTS, REGRETS)


def tables(found: Count, lang: Language = "da") -> dict[str, Table]:
    """Every table by its name; ``lang``: language of titles."""
    rows = {
        "ballots": _ballots(found),
        "ballot_placements": _placements(found, lang),
        "ballot_plans": (plan_row(found, n) for n in range(len(found.plans))),
        "ballot_plan_placements": _plan_placements(found, lang),
        "ballot_regrets": _regrets(found),
    }
    return {name: Table(TABLES[name], list(made)) for name, made in rows.items()}


def opened_and_closed(found: Count, plan: int) -> tuple[int, int]:
    """How many placements are new in a plan, and how many close."""
    now = found.opened[plan]
    return int((now & ~found.today).sum()), int((found.today & ~now).sum())


def agreement(found: Count, function: int, site: int) -> str:
    """Whether all, some or none of the participants' weights choose a placement."""
    votes = int(found.votes[function, site])
    return "none" if votes == 0 else "all" if votes == len(found.counted) else "some"


def worst_for(found: Count, plan: int) -> str:
    """The first participant with the largest regret of a plan; empty where nobody has any."""
    n = max(found.counted, key=lambda n: found.regrets[n, plan])
    return found.ballots[n].participant if found.regrets[n, plan] > 0 else ""


def _ballots(found: Count) -> Iterator[Row]:
    mean = np.array(found.mean_shares)
    for n, ballot in enumerate(found.ballots):
        choice = found.choices[n]
        yield (
            ballot.participant,
            *ballot.weights,
            *ballot.shares,
            None if choice is None else choice + 1,
            float(found.regrets[n, found.compromise]),
            None if found.by_mean is None else float(found.regrets[n, found.by_mean]),
            float(np.abs(found.shares[n] - mean).sum() / 2),
        )


def _titled(found: Count, f: int, s: int, lang: Language) -> tuple[str, str, str, str]:
    scenario = found.instance.scenario
    function, site = found.instance.function_ids[f], found.instance.site_ids[s]
    titles = scenario.functions[function].title, scenario.sites[site].title
    return function, site, titles[0].in_language(lang), titles[1].in_language(lang)


def _placements(found: Count, lang: Language) -> Iterator[Row]:
    for f, s in np.argwhere(found.considered).tolist():
        votes = int(found.votes[f, s])
        yield (
            *_titled(found, f, s, lang),
            bool(found.today[f, s]),
            votes,
            votes / len(found.counted),
            agreement(found, f, s),
        )


def plan_row(found: Count, n: int) -> Row:
    """A row of ``ballot_plans``: plan ``n``, counted from 0."""
    plan, one = found.plans[n], found.plans[n].proposed
    return (
        n + 1,
        len(plan.chosen_by),
        plan.by_mean,
        n == found.compromise,
        *one.aims,
        one.operating_dkk_per_year,
        one.investment_dkk,
        *opened_and_closed(found, n),
        sum(level > 0 for level in one.home),
        float(found.worst_regrets[n]),
        worst_for(found, n),
        float(found.mean_regrets[n]),
        str(one.status),
        known(one.gap),
    )


def _plan_placements(found: Count, lang: Language) -> Iterator[Row]:
    for n, plan in enumerate(found.plans):
        days = dict(zip(plan.proposed.open, plan.proposed.days, strict=True))
        now = found.opened[n]
        for f, s in np.argwhere(now | found.today).tolist():
            pair = found.instance.function_ids[f], found.instance.site_ids[s]
            change = "closed" if not now[f, s] else "kept" if found.today[f, s] else "new"
            yield (n + 1, *_titled(found, f, s, lang), change, days.get(pair, 0.0))


def _regrets(found: Count) -> Iterator[Row]:
    for n, ballot in enumerate(found.ballots):
        for plan in range(len(found.plans)):
            yield ballot.participant, plan + 1, float(found.regrets[n, plan])
