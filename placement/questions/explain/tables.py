"""``explain_*``: why a function is, or is not, at a site, and what it costs to insist, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from placement.locale import N_, P_
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
from placement.present.words.currency import unit_in_currency
from placement.present.words.voice import Language
from placement.questions.explain.break_even import Span
from placement.questions.explain.case import Remedy, RuleNote
from placement.questions.explain.difference import Difference, Displaced
from placement.questions.explain.study import Explanation
from placement.questions.proposal.findings import Study
from placement.questions.proposal.views import TableView, known
from placement.solve.result import Solved

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
        "shorter_visits_per_year", N_("Visits with a shorter way"), "visits/year", N_("Visits with a shorter trip.")
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
        "shorter_visits_per_year", N_("Visits with a shorter way"), "visits/year", N_("Visits with a shorter trip.")
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
