"""The tables of ``explain`` for one pair, row by row, its JSON document, and the folder they are written to."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from placement.locale import N_, P_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import EXPLANATION, Call, folder_manifest
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.columns import (
    Cell,
    Row,
    Table,
    by_name,
    flag,
    key,
    number,
    suppressed,
    table_kind,
    text,
    whole,
)
from placement.present.tables.tabular import tabular_files, variants_in
from placement.present.words.currency import unit_in_currency
from placement.present.words.voice import Language
from placement.questions import Outputs
from placement.questions.explain.break_even import BreakEven, Span
from placement.questions.explain.case import Remedy, RuleNote
from placement.questions.explain.price import Difference, Displaced, Price, Scarce
from placement.questions.explain.study import Explanation
from placement.questions.proposal.document import exact_plan, outcome, repairs_document
from placement.questions.proposal.findings import PairNote, Study
from placement.questions.proposal.folder import write_files
from placement.questions.proposal.views import TableView, known
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved, versions

_PAIR = (key("function", N_("Function, id"), N_("Function id.")), key("site", N_("Site, id"), N_("Site id.")))

_ORDER = whole("order", N_("No."), "rows", N_("1, 2, 3, ... in the order shown."), is_key=True)

EXPLAIN_RULES = table_kind(
    "explain_rules",
    N_("Rules"),
    N_("Rules that say no and yes to one function at one site."),
    *_PAIR,
    _ORDER,
    text("rule", N_("Rule"), N_("Name of the rule.")),
    text("place", N_("Also about"), N_("Function and site the rule is about, where they are others.")),
    text("item", N_("Item"), N_("What else it is about: equipment, role, room, another function.")),
    text("unit", N_("Unit"), N_("Unit of have, need and slack.")),
    text("answer", N_("Answer"), N_("What the rule says when the pair is there."), ("no", "yes")),
    number("have", N_("Here"), "as in unit", N_("What the judge sees with the pair in place.")),
    number("need", N_("Needed"), "as in unit", N_("The bound.")),
    number("slack", N_("Room left"), "as in unit", N_("Room left; negative: lacking.")),
    text("owner", N_("Owner"), N_("Who owns the rule.")),
    text("path", N_("Path"), N_("Path of its number in the scenario.")),
    text(
        "quality", N_("Quality of the source"), N_("How good its source is."), ("", "sourced", "derived", "assumption")
    ),
    number("low", N_("Lowest"), "as in unit", N_("Lowest plausible value.")),
    number("high", N_("Highest"), "as in unit", N_("Highest plausible value.")),
    number("tipping_value", N_("Tips at"), "as in unit", N_("Where the rule's answer changes.")),
)

EXPLAIN_AREAS = table_kind(
    "explain_areas",
    N_("Where patients live"),
    N_("Where its patients live."),
    *_PAIR,
    key("area", N_("Area, id"), N_("Area id.")),
    number("inhabitants", N_("Inhabitants"), "persons", N_("Inhabitants of the area, not patients.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits that come, or would.")),
    number("minutes", N_("Trip, minutes"), "minutes one way", N_("To the site.")),
    number("minutes_otherwise", N_("Otherwise, minutes"), "minutes one way", N_("To where they go without it.")),
    number(
        "knife_edge_minutes",
        N_("On the edge by, minutes"),
        "minutes one way",
        N_("Difference to the next site where a little decides; empty elsewhere."),
    ),
    text("knife_edge_site", N_("On the edge to, id"), N_("That next site.")),
    text("hangs_on_it", N_("What hangs on it"), N_("Rules these visits would break or mend.")),
    by_area=True,
)

EXPLAIN_PRICE = table_kind(
    "explain_price",
    N_("Price of insisting"),
    N_("What it costs to decide it otherwise than proposed."),
    *_PAIR,
    text("forced", N_("Put in or left out"), N_("Whether the pair is put in or left out."), ("in", "out")),
    key(
        "all_else",
        N_("All else"),
        N_("All else as in the proposal, or decided again."),
        ("as_proposed", "decided_again"),
    ),
    text("status", N_("How it ended"), N_("How the search ended."), ("", "optimal", "feasible", "infeasible")),
    number("change_minutes_per_year", N_("Change, minutes a year"), "minutes/year", N_("Citizen aim, both ways.")),
    number(
        "change_quality_visits",
        N_("Change in quality, visits"),
        "visits/year",
        P_("change_quality_visits", "Quality aim."),
    ),
    number(
        "change_operating_per_year",
        N_("Change in running cost, DKK a year"),
        "DKK/year",
        N_("{The_own_payer}'s running cost."),
    ),
    number("change_investment", N_("Change in investment, DKK"), "DKK", N_("Investment.")),
    number(
        "change_economy_per_year",
        N_("Change in economy, DKK a year"),
        "DKK/year",
        N_("Economy aim, annuities included."),
    ),
    number(
        "money_per_minute",
        N_("DKK per minute saved"),
        "DKK/minute",
        N_("Kroner for a minute; empty where time and money go the same way."),
    ),
    number(
        "shorter_visits_per_year",
        N_("Visits with a shorter way"),
        "visits/year",
        N_("Visits with a shorter trip, or seen at home instead."),
    ),
    number("longer_visits_per_year", N_("Visits with a longer way"), "visits/year", N_("Visits with a longer trip.")),
    number(
        "change_total_per_year",
        N_("Change all in all, DKK a year"),
        "DKK/year",
        N_("Economy, minutes and lost quality at their prices; empty with other methods."),
    ),
    text("waived", N_("Set aside"), N_("Rules set aside that the plan breaks.")),
    text("broken", N_("Broken"), N_("Rules broken with all else as proposed.")),
)

EXPLAIN_DISPLACED = table_kind(
    "explain_displaced",
    N_("What it displaces"),
    N_("What else is decided otherwise then."),
    *_PAIR,
    key("other_function", N_("Other function, id"), N_("Function that is decided otherwise.")),
    key("other_site", N_("Other site, id"), N_("Where; home for the share at home.")),
    text("kind", N_("Kind"), N_("The offer itself, its clinic days, or the share at home."), ("offer", "days", "home")),
    flag("opens", N_("Opens"), N_("true: opens, or more of it; false: gives way, or less.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits seen there where it is open.")),
    number("before", N_("Before"), "days/week or share", N_("In the proposal; empty for an offer.")),
    number("after", N_("After"), "days/week or share", N_("What it is then; empty for an offer.")),
    text("scarce_rule", N_("Scarce: rule"), N_("With plenty of this it would not give way; empty: none found.")),
    text("scarce_function", N_("Scarce: function, id"), N_("Function it is about.")),
    text("scarce_site", N_("Scarce: site, id"), N_("Site it is about.")),
    text("scarce_item", N_("Scarce: item"), N_("Room, role or apparatus it is about.")),
)

EXPLAIN_GROUPS = table_kind(
    "explain_groups",
    N_("{Groupings} and groups"),
    N_("For whom trips get shorter or longer then."),
    *_PAIR,
    _ORDER,
    text("all_else", N_("All else"), N_("as_proposed or decided_again.")),
    text("group", N_("Group"), N_("{Grouping} or other group.")),
    number(
        "shorter_visits_per_year",
        N_("Visits with a shorter way"),
        "visits/year",
        N_("Visits with a shorter trip, or seen at home instead."),
    ),
    number("longer_visits_per_year", N_("Visits with a longer way"), "visits/year", N_("Visits with a longer trip.")),
    number("minutes_shorter", N_("How much shorter, minutes"), "minutes one way", N_("Mean saved by the first.")),
    number("minutes_longer", N_("How much longer, minutes"), "minutes one way", N_("Mean added for the second.")),
)

EXPLAIN_CHANGES = table_kind(
    "explain_changes",
    N_("What would have to change"),
    N_("What would have to change, one thing at a time."),
    *_PAIR,
    _ORDER,
    text(
        "kind",
        N_("Kind"),
        N_("What sort of change."),
        ("threshold", "decision", "rule", "demand", "home", "minute", "cheaper_minute"),
    ),
    text("rule", N_("Rule"), N_("The rule that says no.")),
    text("path", N_("Path"), N_("Path of what changes.")),
    number("before", N_("Before"), "as in unit", N_("Now.")),
    number("after", N_("After"), "as in unit", N_("What it would have to be.")),
    text("unit", N_("Unit"), N_("Unit of before and after.")),
    flag("enough", N_("Enough alone"), N_("Whether it would do alone.")),
    flag("allowed", N_("Allowed then"), N_("Whether no rule says no then, all else as proposed.")),
    flag("tried", N_("Tried"), N_("Whether it was solved with it.")),
)

EXPLAIN_BREAK_EVEN = table_kind(
    "explain_break_even",
    N_("Prices of a minute"),
    N_("At which prices of a minute it is in the plan; no row: at none."),
    *_PAIR,
    _ORDER,
    number("from_price_per_minute", N_("From, DKK a minute"), "DKK/minute", N_("The lowest price.")),
    number(
        "to_price_per_minute", N_("To, DKK a minute"), "DKK/minute", N_("The highest price; empty: every higher one.")
    ),
    number("enough_from", N_("Enough from"), "DKK/minute", N_("A round price inside; empty: too narrow for one.")),
    number("enough_to", N_("Enough to"), "DKK/minute", N_("A round price inside, at the other end.")),
)

TABLES = by_name(
    EXPLAIN_RULES, EXPLAIN_AREAS, EXPLAIN_PRICE, EXPLAIN_DISPLACED, EXPLAIN_GROUPS, EXPLAIN_CHANGES, EXPLAIN_BREAK_EVEN
)
"""The columns of every table of an explanation."""


def explain_tables(
    solved: Solved, study: Study, explained: Explanation, *, lang: Language = "da", suppress_below: float = 0.0
) -> dict[str, Table]:
    """Every table of an explanation by its name; arguments as of `placement.questions.proposal.outputs.tables`."""
    rows: dict[str, list[Row]] = {
        "explain_rules": [(n, *_rule(explained, rule)) for n, rule in enumerate(explained.rules, 1)],
        "explain_areas": list(_areas(TableView(solved, study, lang), explained)),
        "explain_price": list(_prices(explained)),
        "explain_displaced": [_displaced(one) for one in explained.price.displaced],
        "explain_groups": [(n, *row) for n, row in enumerate(_groups(explained), 1)],
        "explain_changes": [(n, *_remedy(remedy)) for n, remedy in enumerate(explained.remedies, 1)],
        "explain_break_even": [(n, *_span(span)) for n, span in enumerate(_spans(explained), 1)],
    }
    pair = explained.function, explained.site
    made = {name: Table(TABLES[name], [(*pair, *row) for row in found]) for name, found in rows.items()}
    return {name: suppressed(table, suppress_below) for name, table in made.items()}


def ways(explained: Explanation) -> Iterator[tuple[str, Difference]]:
    """The names and differences of the two prices (all else as proposed, all else decided again) that are known."""
    for name, found in (("as_proposed", explained.price.alone), ("decided_again", explained.price.solved)):
        if found is not None:
            yield name, found


def _rule(explained: Explanation, rule: RuleNote) -> Row:
    check = rule.check
    about = [name for name in (check.function, check.site) if name not in ("", explained.function, explained.site)]
    return (
        str(check.rule),
        " ".join(about),
        check.item,
        unit_in_currency(check.unit),
        "no" if rule.says_no else "yes",
        known(check.have),
        known(check.need),
        known(check.slack),
        rule.owner,
        rule.path,
        rule.quality,
        known(rule.low),
        known(rule.high),
        known(rule.tipping_value),
    )


def _areas(view: TableView, explained: Explanation) -> Iterator[Row]:
    """Rows of areas that send visits to the site, then of areas that a few minutes keep from it."""
    edges = {edge.area: edge for edge in reversed(explained.edges)}
    seen = {area.area for area in explained.areas}
    for area in explained.areas:
        edge = edges.get(area.area)
        there: tuple[Cell, ...] = (None, "", "")
        if edge:
            other = edge.next_site if edge.site == explained.site else edge.site
            there = (known(edge.difference_minutes), other, edge.hangs_on_it)
        times = known(area.minutes_here), known(area.minutes_otherwise)
        yield (area.area, known(area.people), known(area.visits), *times, *there)
    for name, edge in edges.items():
        if name not in seen:
            people = view.instance.scenario.areas.rows[name].people
            yield name, float(people), 0.0, None, None, known(edge.difference_minutes), edge.site, edge.hangs_on_it


def _prices(explained: Explanation) -> Iterator[Row]:
    price = explained.price
    needed = ", ".join(str(waiver.rule) for waiver in price.waivers if waiver.needed)
    for name, found in ways(explained):
        alone = name == "as_proposed"
        yield (
            price.forced,
            name,
            "" if alone else price.status,
            known(found.minutes_per_year),
            known(found.quality_visits),
            known(found.operating_per_year),
            known(found.investment),
            known(found.economy),
            known(found.money_per_minute),
            known(found.moved.visits_shorter),
            known(found.moved.visits_longer),
            known(found.total),
            "" if alone else needed,
            ", ".join(dict.fromkeys(str(check.rule) for check in found.broken)),
        )
    if price.solved is None:
        yield (price.forced, "decided_again", price.status, *(None,) * 9, needed, "")


def _groups(explained: Explanation) -> Iterator[Row]:
    for name, found in ways(explained):
        for group, change in found.groups:
            moved = change.moved
            if moved.visits_shorter or moved.visits_longer:
                yield (
                    name,
                    group,
                    known(moved.visits_shorter),
                    known(moved.visits_longer),
                    known(moved.minutes_shorter),
                    known(moved.minutes_longer),
                )


def _remedy(remedy: Remedy) -> Row:
    return (
        remedy.kind,
        str(remedy.rule),
        remedy.path,
        known(remedy.before),
        known(remedy.after),
        unit_in_currency(remedy.unit),
        remedy.enough,
        remedy.allowed,
        remedy.tried,
    )


def _displaced(one: Displaced) -> Row:
    rule, *about = one.scarce or ("", "", "", "")
    amounts = known(one.visits), known(one.before), known(one.after)
    return one.function, one.site, one.kind, one.opens, *amounts, str(rule), *about


def _spans(explained: Explanation) -> Sequence[Span]:
    return explained.break_even.spans if explained.break_even else ()


def _span(span: Span) -> Row:
    return known(span.low), known(span.high), known(span.least), known(span.most)


EXPLAIN = "explain.json"
WORKBOOK = "explain.xlsx"
_PRICES = ("price", "enough", "cheap_enough", "misses", "least_miss", "least_at")
_NOTE = ("site", "change", "deciding_limit", "visits", "days", "tipping_value", "money_per_minute", "minutes_per_year")


def explain_document(
    solved: Solved, study: Study, loaded: Loaded, explained: Explanation, command: str, suppress_below: float = 0
) -> Document:
    """The whole explanation as JSON; NaN, infinity and small numbers left out are null."""
    language = loaded.scenario.about.first_language
    made = explain_tables(solved, study, explained, lang=language, suppress_below=suppress_below)
    price = explained.price
    document = {
        "schema_version": 1,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "function": explained.function,
        "site": explained.site,
        "in_proposal": explained.is_in,
        **_note(explained.note),
        "rules": _rows(made["explain_rules"]),
        "areas": _rows(made["explain_areas"]),
        "price": {
            "forced": price.forced,
            "status": price.status,
            "gap": None if price.answer is None else price.answer.gap,
            "change_of_objective": price.objective,
            "waived": [{**asdict(waiver), "rule": str(waiver.rule)} for waiver in price.waivers],
            **{name: _difference(found) for name, found in ways(explained)},
            "ways": _rows(made["explain_price"]),
            "displaced": _rows(made["explain_displaced"]),
            "groups": _rows(made["explain_groups"]),
            "repairs": repairs_document(price.repairs),
            "plan": None if price.answer is None else exact_plan(price.answer.instance, price.answer.plan),
        },
        "changes": _rows(made["explain_changes"]),
        "break_even": None if explained.break_even is None else break_even_document(explained.break_even),
        "alternative": None if explained.alternative is None else _note(explained.alternative),
        **proposal_and_manifest(solved, loaded, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def proposal_and_manifest(solved: Solved, loaded: Loaded, command: str) -> Document:
    """The part of the documents of one pair and of all pairs that describes the proposal and its making."""
    return {
        "proposal": {
            **outcome(solved),
            "objectives": asdict(solved.objectives),
            "plan": exact_plan(solved.instance, solved.plan),
        },
        "manifest": {"inputs": dict(loaded.inputs), "versions": versions(), "command": command},
    }


def _note(note: PairNote) -> Document:
    found = {name: getattr(note, name) for name in _NOTE}
    return {**found, "blocking": [str(check.rule) for check in note.blocking]}


def break_even_document(found: BreakEven) -> Document:
    """The prices of a minute at which a pair is in, as JSON; an infinite price is null."""
    return {**asdict(found), "spans": [asdict(span) for span in found.spans]}


def break_even_of(told: Mapping[str, Any] | None) -> BreakEven | None:
    """The inverse of `break_even_document`."""
    if told is None:
        return None
    numbers = {name: math.nan if told[name] is None else float(told[name]) for name in _PRICES}
    spans = tuple(_span_of(each) for each in told["spans"])
    return BreakEven(**numbers, spans=spans, proven=told["proven"], possible=told["possible"])


def _span_of(told: Mapping[str, Any]) -> Span:
    """A span from JSON; null is an infinite end, or NaN where the span is too narrow for a round price."""
    low, high, least, most = (told[name] for name in ("low", "high", "least", "most"))
    if least is None:
        return Span(low, math.inf if high is None else high, math.nan, math.nan)
    return Span(low, math.inf if high is None else high, least, math.inf if most is None else most)


def with_scarce(price: Price, told: Sequence[Mapping[str, Any]]) -> Price:
    """A price with the scarce things of a document; what is displaced stays as it is."""
    scarce = {(each["other_function"], each["other_site"], each["kind"], each["opens"]): each for each in told}
    displaced = tuple(
        replace(one, scarce=_scarce(scarce[one.key])) if one.key in scarce else one for one in price.displaced
    )
    return replace(price, displaced=displaced)


def _scarce(told: Mapping[str, Any]) -> Scarce | None:
    about = told["scarce_function"], told["scarce_site"], told["scarce_item"]
    return Scarce(Rule(told["scarce_rule"]), *about) if told["scarce_rule"] else None


def _difference(found: Difference) -> Document:
    return {
        "change_minutes_per_year": found.minutes_per_year,
        "change_quality_visits": found.quality_visits,
        "change_economy": found.economy,
        "change_operating_per_year": found.operating_per_year,
        "change_investment": found.investment,
        "money_per_minute": found.money_per_minute,
        "change_total_per_year": found.total,
        "items": [asdict(item) for item in found.items],
        "moved": asdict(found.moved),
        "broken": [str(check.rule) for check in found.broken],
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    """Rows by column, without the first two columns, which name the pair."""
    return [dict(list(zip(table.headings, row, strict=True))[2:]) for row in table.rows]


def explain_files(
    solved: Solved, study: Study, loaded: Loaded, explained: Explanation, call: Call
) -> Mapping[str, bytes]:
    """Every file of an explanation's folder by name."""
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = explain_tables(solved, study, explained, lang=call.lang, suppress_below=call.suppress_below)
    files = tabular_files(made, loaded.scenario, call, WORKBOOK, variants_in(loaded))
    document = explain_document(solved, study, loaded, explained, call.command, call.suppress_below)
    files[EXPLAIN] = to_json(document)
    told = folder_manifest(manifests.EXPLANATION, loaded, solved.options, loaded.variants, call, files)
    return {**files, manifests.NAME: to_json(told)}


def write_explanation(
    folder: Path | str, solved: Solved, study: Study, loaded: Loaded, explained: Explanation, call: Call
) -> Path:
    """Write the folder, in place of an earlier one; ResultError where it cannot be written."""
    return write_files(folder, explain_files(solved, study, loaded, explained, call))


HEAD = """\
## An explanation

`placement explain SCENARIO FUNCTION SITE --out DIR` writes these tables, `explain.xlsx` (all in one workbook),
`explain.json` (what `--json` prints), `datapackage.json` and `manifest.json`. `as_proposed` is the pair added or taken
away with all else as in the proposal; `decided_again` is the best plan there is with the pair in, or without it.
Changes are measured from the proposal. `explain_break_even` has the prices of a minute at which the pair is in the
plan; where a change is said to be enough and `tried`, the scenario was solved with it.
"""
OUTPUTS = Outputs(kind=EXPLANATION, document=EXPLAIN, head=HEAD, tables=TABLES)
