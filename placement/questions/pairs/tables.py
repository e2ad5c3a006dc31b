"""The table ``pairs``, every function at every site, its JSON document, and the folder they are written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from placement.locale import N_, P_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import EXPLANATION, Call, folder_manifest
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.columns import Cell, Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.tables.tabular import tabular_files, variants_in
from placement.present.words.currency import unit_in_currency
from placement.present.words.voice import Language
from placement.questions import Outputs
from placement.questions.explain.case import RuleNote
from placement.questions.explain.price import NO_PAIR, Displaced, displaced
from placement.questions.explain.price_screen import span_in_figures
from placement.questions.explain.tables import proposal_and_manifest
from placement.questions.pairs.findings import Kind, PairPrice, PairRow, PairTable
from placement.questions.proposal.folder import write_files
from placement.questions.proposal.views import known
from placement.scenario.load import Loaded
from placement.solve.result import Solved
from placement.solve.scarce import Thing

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
    text(
        "price_unit",
        N_("Unit of the price"),
        N_("DKK a year, or a share of the range with methods that weigh."),
        ("DKK/year", "share"),
    ),
    number("price_low", N_("Price, at least"), "as in price_unit", N_("Worse by at least so much; empty: unknown.")),
    number(
        "price_high", N_("Price, at most"), "as in price_unit", N_("Worse by at most so much; empty: no plan known.")
    ),
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
        "change_operating_per_year",
        N_("Change in running cost, DKK a year"),
        "DKK/year",
        N_("{The_own_payer}'s running cost; exact alone."),
    ),
    number("change_investment", N_("Change in investment, DKK"), "DKK", N_("Investment; exact alone.")),
    number("change_economy_per_year", N_("Change in economy, DKK a year"), "DKK/year", N_("Economy aim; exact alone.")),
    number("money_per_minute", N_("DKK per minute saved"), "DKK/minute", N_("Kroner for a minute; exact alone.")),
    number(
        "change_total_per_year",
        N_("Change all in all, DKK a year"),
        "DKK/year",
        N_("Economy, minutes and lost quality at their prices; exact alone."),
    ),
    text("displaces", N_("Displaces"), N_("What gives way then: function site, with commas.")),
    text("brings", N_("Brings with it"), N_("What opens besides, or there is more of.")),
    number(
        "in_from_price_per_minute",
        N_("In from, DKK a minute"),
        "DKK/minute",
        N_("The lowest price of a minute at which the best plan has it; empty: at none that is known."),
    ),
    number(
        "in_to_price_per_minute",
        N_("In up to, DKK a minute"),
        "DKK/minute",
        N_("The highest such price; empty: every higher one, or none."),
    ),
    text("in_at_price_per_minute", N_("In at, DKK a minute"), N_("Every span of such prices, with commas.")),
    number(
        "misses_per_year",
        N_("Misses by, DKK a year"),
        "DKK/year",
        N_("In at no price, and no rule says no: dearer by so much at the proposal's price; empty: not asked."),
    ),
    number(
        "least_miss_per_year",
        N_("Misses at least by, DKK a year"),
        "DKK/year",
        N_("The same at the price of a minute where it is least."),
    ),
    number("least_miss_at_price_per_minute", N_("Misses least at, DKK a minute"), "DKK/minute", N_("That price.")),
    flag("every_price_known", N_("Every price known"), N_("Whether those are all the prices at which it is in.")),
)
SCARCE_NAME = "scarce"
SCARCE = table_kind(
    "scarce",
    N_("Scarce things"),
    N_("What binds or nearly binds in the proposal, and what a little more of it is worth, by solving again."),
    whole(
        "order",
        N_("No."),
        "rows",
        N_("1, 2, 3, ... by what they are worth; then what nobody had time to ask."),
        is_key=True,
    ),
    text("rule", N_("Rule"), N_("Rule that limits it.")),
    text("function", N_("Function, id"), N_("Function it is about.")),
    text("site", N_("Site, id"), N_("Site it is about.")),
    text("item", N_("Item"), N_("Room, role or apparatus it is about.")),
    number("used", N_("Used"), "as in unit", N_("What the proposal uses; of retained volume what is kept.")),
    number("limit", N_("Limit"), "as in unit", N_("How much there is; of retained volume what must be kept.")),
    number("room", N_("Room left"), "as in unit", N_("How much is left.")),
    number("more", N_("One step more"), "as in unit", N_("How much more was asked for.")),
    text("unit", N_("Unit"), N_("Unit of used, limit, room and more.")),
    number("worth_per_year", N_("Worth, DKK a year"), "DKK/year", N_("Better by so much; empty: not asked.")),
    number("worth_low", N_("Worth, at least"), "DKK/year", N_("The same as proven.")),
    number("worth_high", N_("Worth, at most"), "DKK/year", N_("The same as proven.")),
    text("displaces", N_("Displaces"), N_("What gives way with it: function site, with commas.")),
    text("brings", N_("Brings with it"), N_("What opens with it, or there is more of.")),
)
TABLES = by_name(PAIRS, SCARCE)


def pair_tables(solved: Solved, found: PairTable, lang: Language = "da") -> dict[str, Table]:
    """The tables by their names; titles in ``lang``."""
    pairs = [(*_row(solved, row, lang), *_prices(row, found)) for row in found.rows]
    return {NAME: Table(PAIRS, pairs), SCARCE_NAME: Table(SCARCE, list(_scarce(solved, found)))}


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
    return (
        str(check.rule),
        *numbers,
        unit_in_currency(check.unit),
        rule.owner,
        rule.path,
        rule.quality,
        known(rule.tipping_value),
    )


def _price(price: PairPrice) -> tuple[Cell, ...]:
    solved = price.solved
    amounts: tuple[Cell, ...] = (None,) * 7
    if solved:
        amounts = (
            known(solved.minutes_per_year),
            known(solved.quality_visits),
            known(solved.operating_per_year),
            known(solved.investment),
            known(solved.economy),
            known(solved.money_per_minute),
            known(solved.total),
        )
    others = _others(price.displaced)
    waived = ", ".join(dict.fromkeys(str(rule) for rule, _ in price.waived))
    ends = known(price.low), known(price.high)
    return price.forced, str(price.kind), unit_in_currency(price.unit), *ends, price.proven, waived, *amounts, *others


def _others(displaced: Iterable[Displaced]) -> tuple[str, str]:
    """What gives way and what comes instead, as ids."""
    told: dict[bool, list[str]] = {False: [], True: []}
    for one in displaced:
        told[one.opens].append(f"{one.function} {one.site}")
    return ", ".join(told[False]), ", ".join(told[True])


def _prices(row: PairRow, found: PairTable) -> tuple[Cell, ...]:
    """The lowest and the highest price at which the pair is in, every interval, and whether these are all."""
    spans = row.spans
    ends = (known(spans[0].low), known(spans[-1].high)) if spans else (None, None)
    one = row.missed
    misses = (None,) * 3 if one is None else (known(one.misses), known(one.least_miss), known(one.least_at))
    return *ends, ", ".join(map(span_in_figures, spans)), *misses, found.every_price


def _scarce(solved: Solved, found: PairTable) -> Iterator[Row]:
    """Rows of scarce things: by worth, then those worth nothing, then those there was no time to ask about."""
    if found.scarce is None:
        return
    worths = found.scarce.known
    for n, worth in enumerate(worths, 1):
        others = ("", "")
        if worth.answer is not None:
            others = _others(displaced(solved, worth.answer, NO_PAIR))
        values = known(worth.money_per_year), known(worth.low), known(worth.high)
        yield n, *_thing(worth.thing), *values, *others
    for n, thing in enumerate(found.scarce.unasked, len(worths) + 1):
        yield n, *_thing(thing), None, None, None, "", ""


def _thing(thing: Thing) -> tuple[Cell, ...]:
    numbers = known(thing.used), known(thing.limit), known(thing.room), known(thing.more)
    return *thing.key, *numbers, unit_in_currency(thing.unit)


DOCUMENT = "pairs.json"
WORKBOOK = "pairs.xlsx"


def every_pair_document(solved: Solved, loaded: Loaded, found: PairTable, command: str) -> Document:
    """The table of all pairs as JSON; NaN and infinity are null."""
    made = pair_tables(solved, found, loaded.scenario.about.first_language)
    document = {
        "schema_version": 1,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "pairs": made[NAME].records(),
        "money_per_minute": found.minute,
        "every_price_known": found.every_price,
        "scarce": made[SCARCE_NAME].records(),
        "counts": {str(kind): found.count(kind) for kind in Kind},
        "seconds": found.seconds,
        "time_limit": found.limit,
        "stopped": found.stopped,
        **proposal_and_manifest(solved, loaded, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def every_pair_files(solved: Solved, loaded: Loaded, found: PairTable, call: Call) -> Mapping[str, bytes]:
    """Every file of the folder by name."""
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = pair_tables(solved, found, call.lang)
    files = tabular_files(made, loaded.scenario, call, WORKBOOK, variants_in(loaded))
    files[DOCUMENT] = to_json(every_pair_document(solved, loaded, found, call.command))
    told = folder_manifest(manifests.EXPLANATION, loaded, solved.options, loaded.variants, call, files)
    return {**files, manifests.NAME: to_json(told)}


def write_every_pair(folder: Path | str, solved: Solved, loaded: Loaded, found: PairTable, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where it cannot be written."""
    return write_files(folder, every_pair_files(solved, loaded, found, call))


HEAD = """\
## All pairs

`placement explain SCENARIO --out DIR`, without a function and a site (or with a function alone), writes `pairs.csv`,
`pairs.xlsx`, `pairs.json` (what `--json` prints), `datapackage.json` and `manifest.json`. A price is how much worse
the best plan with the pair decided otherwise is than the best plan, by the proposal's own measure: DKK a year or, with
methods that weigh, a share of the range from ideal to nadir. `in_from_price_per_minute` is the price of a minute from
which the best plan has the pair. `scarce.csv` has what a little more of each scarce thing is worth.
"""
OUTPUTS = Outputs(kind=EXPLANATION, document=DOCUMENT, head=HEAD, tables=TABLES)
