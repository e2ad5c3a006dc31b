"""``steps`` and ``league``: the changes one after the other, and every offer by its kroner per saved minute."""

from __future__ import annotations

from placement.locale import N_, P_
from placement.present.tables.columns import Cell, Row, Table, flag, number, table_kind, text, whole
from placement.questions.proposal.findings import Change, Priced, Step
from placement.questions.proposal.views import TableView, known

KINDS = ("new", "closed", "days", "home", "units")
_OF_WHAT = (("new", "closed", "days"), ("home",), ("units",))
"""Kinds of change by the unit of their numbers: days, a ceiling, units."""

STEPS = table_kind(
    "steps",
    N_("Steps"),
    N_("The changes in the order that gives most at each step: each on top of those before it."),
    whole("step", N_("Step"), "step", N_("1 is the best first change."), is_key=True),
    text("function", N_("Function, id"), N_("Function id.")),
    text("site", N_("Site, id"), N_("Site id, or home.")),
    text("change", P_("column", "Change"), N_("What changes; days: only the clinic days."), KINDS),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days after the step.")),
    number("days_today", N_("Days a week, today"), "days/week", N_("Clinic days today.")),
    number("home_ceiling", N_("Ceiling at home"), "share", N_("Ceiling of the share at home after the step.")),
    number("home_ceiling_today", N_("Ceiling at home, today"), "share", N_("Ceiling of the share at home today.")),
    text("equipment", N_("Equipment, id"), N_("Equipment whose units change.")),
    number("units", N_("Units"), "units", N_("Its units after the step.")),
    number("units_today", N_("Units today"), "units", N_("Its units today.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits seen there; today's when it closes.")),
    number("min_visits_per_year", N_("Minimum, visits a year"), "visits/year", N_("Hard minimum; empty without.")),
    number("headroom", N_("Room above the minimum"), "share", N_("Visits above the minimum as a share of it.")),
    number("affected_visits_per_year", N_("Visits affected a year"), "visits/year", N_("Visits whose trip changes.")),
    number(
        "minutes_saved_per_visit",
        N_("Saved per visit, minutes, step by step"),
        "minutes one way",
        N_("Mean saved by those affected, on top of the steps before; negative: longer."),
    ),
    number(
        "change_minutes_per_year",
        N_("Change, minutes a year, step by step"),
        "minutes/year",
        N_("Change of the citizen aim, both ways, on top of the steps before."),
    ),
    number(
        "operating_per_year",
        N_("Running cost, {own_payer}, DKK a year"),
        "DKK/year",
        N_("Running cost of the step, for {the_own_payer}."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment of the step.")),
    number(
        "economy_per_year",
        N_("Economy aim, DKK a year"),
        "DKK/year",
        N_("Change of the economy aim, annuities included."),
    ),
    number(
        "lost_quality_visits_per_year",
        N_("Change in lost quality, visits a year"),
        "visits/year",
        N_("Change of lost quality; positive: worse."),
    ),
    number(
        "lost_quality_price_per_year",
        N_("Lost quality at its price, DKK a year"),
        "DKK/year",
        N_("The same at the price of a visit of lost quality; 0 where it has none."),
    ),
    number(
        "money_per_minute",
        N_("DKK per minute saved, step by step"),
        "DKK/minute",
        N_("Economy and lost quality per minute saved; empty where none is saved."),
    ),
    number(
        "leave_one_out_minutes_saved_per_visit",
        N_("Saved per visit, minutes, leave-one-out"),
        "minutes one way",
        N_("The same with it against without it, all else as proposed; as on the screen."),
    ),
    number(
        "leave_one_out_change_minutes_per_year",
        N_("Change, minutes a year, leave-one-out"),
        "minutes/year",
        N_("Change of the citizen aim, counted so; as in league."),
    ),
    number(
        "leave_one_out_price_per_minute",
        N_("DKK per minute saved, leave-one-out"),
        "DKK/minute",
        N_("Price of a saved minute, counted so; as on the screen and in league."),
    ),
    number("citizen_minutes", N_("Citizen, minutes a year"), "minutes/year", N_("Citizen aim after this step.")),
    number(
        "quality_visits",
        N_("Lost quality, visits a year"),
        "visits/year",
        N_("Visits of lost quality after this step."),
    ),
    number("economy", N_("Economy, DKK a year"), "DKK/year", N_("Economy aim after this step.")),
    flag("feasible", N_("All rules kept"), N_("Whether every rule is kept after this step.")),
)


def steps(view: TableView) -> Table:
    """One row per change, best first."""
    return Table(STEPS, [_step(step) for step in view.study.steps])


def _step(step: Step) -> Row:
    change = step.change
    return (
        step.order,
        change.function,
        change.site,
        change.kind,
        *(cell for kinds in _OF_WHAT[:2] for cell in _before_and_after(change, kinds)),
        change.item,
        *_before_and_after(change, _OF_WHAT[2]),
        known(change.visits),
        known(change.threshold) if change.threshold > 0 else None,
        known(change.headroom),
        known(change.affected_visits),
        known(change.minutes_saved),
        known(change.minutes_per_year),
        known(change.operating_per_year),
        known(change.investment),
        known(change.economy),
        known(change.lost_quality_visits),
        known(change.lost_quality_price),
        known(change.money_per_minute),
        known(step.alone.minutes_saved),
        known(step.alone.minutes_per_year),
        known(step.alone.money_per_minute),
        known(step.citizen_minutes),
        known(step.quality_visits),
        known(step.economy),
        step.feasible,
    )


def _before_and_after(change: Change, kinds: tuple[str, ...]) -> tuple[Cell, Cell]:
    """The change's amount and today's; both empty where the change is of another kind."""
    return (known(change.days), known(change.days_today)) if change.kind in kinds else (None, None)


OFFERS = ("today", "proposed", "home", "package")
"""Kinds of rows: open at a house today, new, more at home than today, or several changes together."""

VERDICT: dict[str, str] = {
    "priced": N_("saves time, costs money"),
    "saves_both": N_("saves time and no dearer"),
    "saves_money": N_("saves money, costs time"),
    "no_difference": N_("no difference"),
    "costs_both": N_("costs money, saves no time"),
    "needed": N_("nobody else can see its visits"),
}
"""Words for which of time and money an offer saves; only the first has a price, the last none at all."""

LEAGUE = table_kind(
    "league",
    N_("League table"),
    N_("Today's offers, the proposed ones and more care at home on one scale: kroner per saved minute."),
    whole("rank", N_("Rank"), "rank", N_("1 is the cheapest minute; packages come after all offers."), is_key=True),
    text(
        "kind", N_("Kind"), N_("today: open at a house today; home: more at home; package: several together."), OFFERS
    ),
    text("function", N_("Function, id"), N_("Function id; empty for a package of several.")),
    text("site", N_("Site, id"), N_("Site id, or home; empty for a package.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    whole("changes", N_("Offers"), "changes", N_("How many offers and programmes are priced together.")),
    number(
        "affected_visits_per_year", N_("Visits affected a year"), "visits/year", N_("Visits whose trip it changes.")
    ),
    number(
        "change_minutes_per_year",
        N_("Minutes a year, leave-one-out"),
        "minutes/year",
        N_("The citizen aim with it against without it, all else as proposed; negative: saved."),
    ),
    number(
        "economy_per_year",
        N_("Economy, DKK a year, leave-one-out"),
        "DKK/year",
        N_("The economy aim with it against without it, annuities included."),
    ),
    number(
        "lost_quality_visits_per_year",
        N_("Lost quality, visits a year, leave-one-out"),
        "visits/year",
        N_("Visits of lost quality with it against without it; positive: worse."),
    ),
    number(
        "lost_quality_price_per_year",
        N_("Lost quality at its price, DKK a year"),
        "DKK/year",
        N_("The same at the price of a visit of lost quality; 0 where it has none."),
    ),
    number(
        "money_per_minute",
        N_("DKK per minute saved, leave-one-out"),
        "DKK/minute",
        N_("Economy and lost quality per minute saved; empty where it does not both save time and cost money."),
    ),
    text("verdict", N_("Saves and costs"), N_("Which of time and money it saves."), tuple(VERDICT)),
    flag("within_price", N_("Within the price"), N_("Whether it costs no more than a minute may; empty: no price.")),
)


def league(view: TableView) -> Table:
    """One row per offer or programme, the cheapest minute first, then the packages."""
    return Table(LEAGUE, [(rank, *_priced(view, one)) for rank, one in enumerate(view.study.league, 1)])


def within_price(one: Priced, price: float | None) -> bool | None:
    """Whether an offer is worth its cost at a price of a minute; None without a price or for ``needed``."""
    if price is None or one.verdict == "needed":
        return None
    return one.worth.money + price * one.worth.minutes <= 0 if price < float("inf") else one.worth.minutes <= 0


def _priced(view: TableView, one: Priced) -> Row:
    screen, worth = view.screen, one.worth
    has_price = one.verdict != "needed"
    numbers = (worth.minutes, worth.economy, worth.lost_visits, worth.lost_price)
    return (
        one.kind,
        one.function,
        one.site,
        screen.function(one.function) if one.function else "",
        screen.place(one.site) if one.site else "",
        one.offers,
        known(one.affected_visits),
        *(known(value) if has_price else None for value in numbers),
        known(one.money_per_minute),
        one.verdict,
        within_price(one, view.solved.implied_price_per_minute),
    )
