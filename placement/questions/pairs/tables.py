"""``pairs``: every function at every site, which rule decides, and between what the price of the contrary lies."""

from __future__ import annotations

from placement.present.tables.columns import Cell, Column, Row, Table, flag, key, number, text
from placement.present.words.numbers import Language
from placement.questions.explain.findings import RuleNote
from placement.questions.pairs.study import PairPrice, PairRow, PairTable
from placement.questions.proposal.tables.lookups import known
from placement.solve.result import Solved

NAME = "pairs"
PAIRS = (
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    flag("in_proposal", "Whether the proposal has it.", "Om forslaget har det."),
    text("change", "Against today.", "I forhold til i dag.", ("new", "kept", "closed", "none")),
    text("deciding_limit", "The rule that decides; price: the trade-off.", "Det, der afgør; price: afvejningen."),
    text("blocking", "Every rule that says no when it is added.", "Alle regler, der siger nej."),
    text("rule", "Rule of the numbers; in the proposal the tightest.", "Reglen bag tallene."),
    number("have", "as in unit", "What the judge sees with the pair in place.", "Hvad efterregningen ser."),
    number("need", "as in unit", "The bound.", "Grænsen."),
    number("slack", "as in unit", "Room left; negative: lacking.", "Luft; negativ: mangler."),
    text("unit", "Unit of have, need and slack.", "Enhed for de tre tal."),
    text("owner", "Who owns the rule.", "Hvem der ejer reglen."),
    text("path", "Path of its number in the scenario.", "Tallets sti i scenariet."),
    text("quality", "How good its source is.", "Kildens kvalitet.", ("", "sourced", "derived", "assumption")),
    number("tipping_value", "as in unit", "Where the rule's answer changes.", "Her skifter reglens svar."),
    number("visits_per_year", "visits/year", "Visits there, or that would be.", "Besøg dér, eller som ville være."),
    text("forced", "What is asked: to put it in, or to leave it out.", "Lægges ind eller undværes.", ("in", "out")),
    text(
        "price_kind",
        "exact: solved again; bound: between a proof and a plan; none: no plan does it.",
        "exact: regnet om; bound: mellem et bevis og en plan; none: ingen plan kan.",
        ("exact", "bound", "none"),
    ),
    number("price_low", "share", "Worse by at least so much of the range; empty: unknown.", "Mindst så meget."),
    number("price_high", "share", "Worse by at most so much; empty: no plan is known.", "Højst så meget."),
    flag("difference_proven", "Whether the interval leaves out 0.", "Om intervallet udelukker 0."),
    text("waived", "Rules set aside for the pair.", "Regler sat ud af kraft for det ene."),
    number("change_minutes_per_year", "minutes/year", "Citizen aim, both ways; exact alone.", "Rejsetid, begge veje."),
    number("change_quality_visits", "visits/year", "Quality aim; exact alone.", "Faglighed."),
    number("change_operating_dkk_per_year", "DKK/year", "Region's running cost; exact alone.", "Regionens drift."),
    number("change_investment_dkk", "DKK", "Investment; exact alone.", "Anlæg."),
    number("change_economy_dkk_per_year", "DKK/year", "Economy aim; exact alone.", "Økonomi, afskrivning med."),
    number("dkk_per_minute", "DKK/minute", "Kroner for a minute; exact alone.", "Kr. pr. minut."),
    text("displaces", "What closes then: function site, with commas.", "Hvad der viger."),
    text("brings", "What opens besides.", "Hvad der ellers kommer til."),
)
COLUMNS: dict[str, tuple[Column, ...]] = {NAME: PAIRS}


def pair_tables(solved: Solved, found: PairTable, lang: Language = "da") -> dict[str, Table]:
    """The table by its name; titles in ``lang``."""
    return {NAME: Table(NAME, PAIRS, [_row(solved, row, lang) for row in found.rows])}


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
