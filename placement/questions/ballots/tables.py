"""The tables of ``ballots``: the participants, the placements they agree on, their plans, and what each costs whom."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.present.tables.columns import Column, Row, Table, flag, key, number, text, whole
from placement.present.words.numbers import Language
from placement.questions.ballots.study import Count
from placement.questions.proposal.tables.lookups import known
from placement.scenario.schema.frame import AIMS

CHANGES = ("new", "kept", "closed")
AGREEMENT = ("all", "some", "none")
_DANISH = {"citizen": "borger", "quality": "faglighed", "economy": "økonomi"}


def _plan(*, is_key: bool = True) -> Column:
    meaning = "Plan; 1 is the one most participants choose."
    return whole("plan", "plan", meaning, "Plan; 1 er den, flest deltagere vælger.", is_key=is_key)


_PARTICIPANT = key("participant", "Name as given, or a number.", "Navn som angivet, eller et nummer.")
_PAIR = (
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
)
BALLOTS = (
    _PARTICIPANT,
    *(
        number(f"weight_{aim}", "weight", f"Weight of {aim} as given.", f"Vægt på {_DANISH[aim]}, som angivet.")
        for aim in AIMS
    ),
    *(
        number(f"share_{aim}", "share", "Its share of the three.", f"Andel af de tre vægte på {_DANISH[aim]}.")
        for aim in AIMS
    ),
    whole(
        "plan",
        "plan",
        "The plan these weights choose; empty: not solved.",
        "Planen, vægtene vælger; tom: ikke beregnet.",
    ),
    number(
        "regret_at_compromise",
        "share",
        "How much worse the plan of least worst regret is by these weights, share of the range.",
        "Tab ved planen med det mindste største tab, andel af spændet.",
    ),
    number(
        "regret_at_mean",
        "share",
        "How much worse the plan of the mean weights is by these weights.",
        "Tab ved planen, gennemsnittet af vægtene vælger.",
    ),
    number(
        "distance_from_mean",
        "share",
        "Share of the weight that would have to be moved to get to the mean weights.",
        "Andel af vægten, der måtte flyttes for at nå gennemsnittet.",
    ),
)
PLACEMENTS = (
    *_PAIR,
    flag("today", "Whether it is open today.", "Om den er åben i dag."),
    whole("participants", "participants", "Participants whose weights choose it.", "Deltagere, hvis vægte vælger den."),
    number("share", "share", "Their share of the participants solved.", "Deres andel af de beregnede deltagere."),
    text("agreement", "Whether all, some or none choose it.", "Om alle, nogle eller ingen vælger den.", AGREEMENT),
)
PLANS = (
    _plan(),
    whole("participants", "participants", "Participants whose weights choose it.", "Deltagere, hvis vægte vælger den."),
    flag("by_mean", "Whether the mean of all weights chooses it.", "Om gennemsnittet af vægtene vælger den."),
    flag("compromise", "Whether its worst regret is least.", "Om dens største tab er mindst."),
    number("citizen_minutes", "minutes/year", "Citizen aim.", "Hensynet borger."),
    number("quality_visits", "visits/year", "Quality aim.", "Hensynet faglighed."),
    number("economy_dkk", "DKK/year", "Economy aim, relative to today.", "Hensynet økonomi i forhold til i dag."),
    number("operating_dkk_per_year", "DKK/year", "The region's running cost.", "Regionens drift."),
    number("investment_dkk", "DKK", "Investment.", "Anlæg."),
    whole("placements_new", "placements", "New placements.", "Nye placeringer."),
    whole("placements_closed", "placements", "Placements that close.", "Placeringer, der lukkes."),
    whole(
        "home_changed",
        "functions",
        "Functions with another share at home than today.",
        "Funktioner med en anden andel i eget hjem end i dag.",
    ),
    number(
        "worst_regret",
        "share",
        "How much worse it is than the best of these plans, for the participant it suits least; share of the range.",
        "Tab hos den deltager, den passer dårligst; andel af spændet.",
    ),
    text("worst_for", "The first participant with that regret.", "Den første deltager med det tab."),
    number("mean_regret", "share", "The same on average over participants.", "Det samme i gennemsnit."),
    text("status", "How the search ended.", "Hvordan søgningen endte."),
    number("gap", "share", "Proven gap, share of the range.", "Bevist afstand til bedste, andel af spændet."),
)
PLAN_PLACEMENTS = (
    _plan(),
    *_PAIR,
    text("change", "Against today.", "I forhold til i dag.", CHANGES),
    number(
        "days_per_week", "days/week", "Clinic days; calculated at hospitals.", "Klinikdage; beregnet på hospitaler."
    ),
)
REGRETS = (
    _PARTICIPANT,
    _plan(),
    number(
        "regret",
        "share",
        "How much worse the plan is than the best of these, by the participant's weights; share of the range.",
        "Hvor meget dårligere planen er end den bedste af dem med deltagerens vægte; andel af spændet.",
    ),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "ballots": BALLOTS,
    "ballot_placements": PLACEMENTS,
    "ballot_plans": PLANS,
    "ballot_plan_placements": PLAN_PLACEMENTS,
    "ballot_regrets": REGRETS,
}


def tables(found: Count, lang: Language = "da") -> dict[str, Table]:
    """Every table by its name; ``lang``: language of titles."""
    rows = {
        "ballots": _ballots(found),
        "ballot_placements": _placements(found, lang),
        "ballot_plans": (plan_row(found, n) for n in range(len(found.plans))),
        "ballot_plan_placements": _plan_placements(found, lang),
        "ballot_regrets": _regrets(found),
    }
    return {name: Table(name, COLUMNS[name], list(made)) for name, made in rows.items()}


def opened_and_closed(found: Count, plan: int) -> tuple[int, int]:
    """How many placements are new in a plan, and how many close."""
    now = found.opened[plan]
    return int((now & ~found.today).sum()), int((found.today & ~now).sum())


def agreement(found: Count, function: int, site: int) -> str:
    """Whether all, some or none of the participants' weights choose a placement."""
    votes = int(found.votes[function, site])
    return "none" if votes == 0 else "all" if votes == len(found.counted) else "some"


def worst_for(found: Count, plan: int) -> str:
    """The first participant whom the plan suits least; empty where it costs nobody anything."""
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
    """One plan with what it costs whom."""
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
