"""``league``: today's offers and the proposed ones on the same scale, kroner per saved minute."""

from __future__ import annotations

from placement.locale import N_
from placement.present.tables.columns import Row, Table, flag, number, table_kind, text, whole
from placement.questions.proposal.findings import Priced
from placement.questions.proposal.views import TableView, known

KINDS = ("today", "proposed", "home", "package")
"""What a row is about: open at a house today, new, more at home than today, or several changes together."""

VERDICT: dict[str, str] = {
    "priced": N_("saves time, costs money"),
    "saves_both": N_("saves time and no dearer"),
    "saves_money": N_("saves money, costs time"),
    "no_difference": N_("no difference"),
    "costs_both": N_("costs money, saves no time"),
    "needed": N_("nobody else can see its visits"),
}
"""Which of time and money an offer saves; only the first has a price, the last none at all."""

LEAGUE = table_kind(
    "league",
    N_("League table"),
    N_("Today's offers, the proposed ones and more care at home on one scale: kroner per saved minute."),
    whole("rank", N_("Rank"), "rank", N_("1 is the cheapest minute; packages come after all offers."), is_key=True),
    text("kind", N_("Kind"), N_("today: open at a house today; home: more at home; package: several together."), KINDS),
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
        "economy_dkk_per_year",
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
        "lost_quality_dkk_per_year",
        N_("Lost quality at its price, DKK a year"),
        "DKK/year",
        N_("The same at the price of a visit of lost quality; 0 where it has none."),
    ),
    number(
        "dkk_per_minute",
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
    """Whether it is worth its cost at a price of a minute; None where there is no price, or it can not be judged."""
    if price is None or one.verdict == "needed":
        return None
    return one.worth.dkk + price * one.worth.minutes <= 0 if price < float("inf") else one.worth.minutes <= 0


def _priced(view: TableView, one: Priced) -> Row:
    screen, worth = view.screen, one.worth
    has_price = one.verdict != "needed"
    numbers = (worth.minutes, worth.economy_dkk, worth.lost_visits, worth.lost_dkk)
    return (
        one.kind,
        one.function,
        one.site,
        screen.function(one.function) if one.function else "",
        screen.place(one.site) if one.site else "",
        one.offers,
        known(one.affected_visits),
        *(known(value) if has_price else None for value in numbers),
        known(one.dkk_per_minute),
        one.verdict,
        within_price(one, view.solved.implied_dkk_per_minute),
    )
