"""The table ``pairs``: every function at every site, the deciding rule, and the price of the contrary."""

from __future__ import annotations

from placement.locale import N_, P_
from placement.present.tables.columns import Cell, Row, Table, by_name, flag, key, number, table_kind, text
from placement.present.words.voice import Language
from placement.questions.explain.case import RuleNote
from placement.questions.pairs.study import PairPrice, PairRow, PairTable
from placement.questions.proposal.views import known
from placement.solve.result import Solved

NAME = "pairs"
PAIRS = table_kind(
    "pairs",
    N_("All pairs"),
    N_("Every function at every site: what decides it, and the price of deciding it otherwise."),
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    flag("in_proposal", N_("In the proposal"), N_("Whether the proposal has it.")),
    text("change", P_("column", "Change"), N_("Against today."), ("new", "kept", "closed", "none")),
    text("deciding_limit", N_("Deciding rule"), N_("The rule that decides; price: the trade-off.")),
    text("blocking", N_("Rules that say no"), N_("Every rule that says no when it is added.")),
    text("rule", N_("Rule"), N_("Rule of the numbers; in the proposal the tightest.")),
    number("have", N_("Here"), "as in unit", N_("What the judge sees with the pair in place.")),
    number("need", N_("Needed"), "as in unit", N_("The bound.")),
    number("slack", N_("Room left"), "as in unit", N_("Room left; negative: lacking.")),
    text("unit", N_("Unit"), N_("Unit of have, need and slack.")),
    text("owner", N_("Owner"), N_("Who owns the rule.")),
    text("path", N_("Path"), N_("Path of its number in the scenario.")),
    text(
        "quality", N_("Quality of the source"), N_("How good its source is."), ("", "sourced", "derived", "assumption")
    ),
    number("tipping_value", N_("Tips at"), "as in unit", N_("Where the rule's answer changes.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits there, or that would be.")),
    text("forced", N_("Put in or left out"), N_("What is asked: to put it in, or to leave it out."), ("in", "out")),
    text(
        "price_kind",
        N_("How the price is known"),
        N_("exact: solved again; bound: between a proof and a plan; none: no plan does it."),
        ("exact", "bound", "none"),
    ),
    number("price_low", N_("Price, at least"), "share", N_("Worse by at least so much of the range; empty: unknown.")),
    number("price_high", N_("Price, at most"), "share", N_("Worse by at most so much; empty: no plan is known.")),
    flag("difference_proven", N_("Difference proven"), N_("Whether the interval leaves out 0.")),
    text("waived", N_("Set aside"), N_("Rules set aside for the pair.")),
    number(
        "change_minutes_per_year",
        N_("Change, minutes a year"),
        "minutes/year",
        N_("Citizen aim, both ways; exact alone."),
    ),
    number("change_quality_visits", N_("Change in quality, visits"), "visits/year", N_("Quality aim; exact alone.")),
    number(
        "change_operating_dkk_per_year",
        N_("Change in running cost, DKK a year"),
        "DKK/year",
        N_("Region's running cost; exact alone."),
    ),
    number("change_investment_dkk", N_("Change in investment, DKK"), "DKK", N_("Investment; exact alone.")),
    number(
        "change_economy_dkk_per_year", N_("Change in economy, DKK a year"), "DKK/year", N_("Economy aim; exact alone.")
    ),
    number("dkk_per_minute", N_("DKK per minute saved"), "DKK/minute", N_("Kroner for a minute; exact alone.")),
    text("displaces", N_("Displaces"), N_("What closes then: function site, with commas.")),
    text("brings", N_("Brings with it"), N_("What opens besides.")),
)
TABLES = by_name(PAIRS)


def pair_tables(solved: Solved, found: PairTable, lang: Language = "da") -> dict[str, Table]:
    """The table by its name; titles in ``lang``."""
    return {NAME: Table(PAIRS, [_row(solved, row, lang) for row in found.rows])}


def _row(solved: Solved, row: PairRow, lang: Language) -> Row:
    note, scenario = row.note, solved.instance.scenario
    return (
        note.function,
        note.site,
        scenario.functions[note.function].title.in_language(lang),
        scenario.sites[note.site].title.in_language(lang),
        note.recommended,
        note.change,
        note.deciding_limit,
        ", ".join(dict.fromkeys(str(check.rule) for check in note.blocking)),
        *_rule(row.rule),
        known(note.visits),
        *_price(row.price),
    )


def _rule(rule: RuleNote | None) -> tuple[Cell, ...]:
    if rule is None:
        return "", None, None, None, "", "", "", "", None
    check = rule.check
    numbers = known(check.have), known(check.need), known(check.slack)
    return str(check.rule), *numbers, check.unit, rule.owner, rule.path, rule.quality, known(rule.tipping_value)


def _price(price: PairPrice) -> tuple[Cell, ...]:
    solved = price.solved
    amounts: tuple[Cell, ...] = (None,) * 6
    if solved:
        amounts = (
            known(solved.minutes_per_year),
            known(solved.quality_visits),
            known(solved.operating_dkk_per_year),
            known(solved.investment_dkk),
            known(solved.economy_dkk),
            known(solved.dkk_per_minute),
        )
    others = [
        ", ".join(f"{one.function} {one.site}" for one in price.displaced if one.opens is opens)
        for opens in (False, True)
    ]
    waived = ", ".join(dict.fromkeys(str(rule) for rule, _ in price.waived))
    ends = known(price.low), known(price.high)
    return price.forced, str(price.kind), *ends, price.proven, waived, *amounts, *others
