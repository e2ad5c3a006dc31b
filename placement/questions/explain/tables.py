"""``explain_*``: why a function is, or is not, at a site, and what it costs to insist, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from placement.present.tables.columns import Cell, Column, Row, Table, flag, key, number, suppressed, text, whole
from placement.present.words.numbers import Language
from placement.questions.explain.findings import Difference, Explanation, Remedy, RuleNote
from placement.questions.proposal.findings import Study
from placement.questions.proposal.tables.lookups import View, known
from placement.solve.result import Solved

_PAIR = (key("function", "Function id.", "Funktionens id."), key("site", "Site id.", "Stedets id."))

_ORDER = whole("order", "rows", "1, 2, 3, ... in the order shown.", "1, 2, 3, ... i den viste orden.", is_key=True)

EXPLAIN_RULES = (
    *_PAIR,
    _ORDER,
    text("rule", "Name of the rule.", "Reglens navn."),
    text("place", "Function and site the rule is about, where they are others.", "Hvad reglen ellers handler om."),
    text("item", "What else it is about: equipment, role, room, another function.", "Apparatur, rolle, lokale m.m."),
    text("unit", "Unit of have, need and slack.", "Enhed for de tre tal."),
    text("answer", "What the rule says when the pair is there.", "Hvad reglen siger.", ("no", "yes")),
    number("have", "as in unit", "What the judge sees with the pair in place.", "Hvad efterregningen ser."),
    number("need", "as in unit", "The bound.", "Grænsen."),
    number("slack", "as in unit", "Room left; negative: lacking.", "Luft; negativ: mangler."),
    text("owner", "Who owns the rule.", "Hvem der ejer reglen."),
    text("path", "Path of its number in the scenario.", "Tallets sti i scenariet."),
    text("quality", "How good its source is.", "Kildens kvalitet.", ("", "sourced", "derived", "assumption")),
    number("low", "as in unit", "Lowest plausible value.", "Laveste rimelige værdi."),
    number("high", "as in unit", "Highest plausible value.", "Højeste rimelige værdi."),
    number("tipping_value", "as in unit", "Where the rule's answer changes.", "Her skifter reglens svar."),
)

EXPLAIN_AREAS = (
    *_PAIR,
    key("area", "Area id.", "Områdets id."),
    number("inhabitants", "persons", "Inhabitants of the area, not patients.", "Indbyggere i området, ikke patienter."),
    number("visits_per_year", "visits/year", "Visits that come, or would.", "Besøg, der kommer eller ville komme."),
    number("minutes", "minutes one way", "To the site.", "Til stedet."),
    number("minutes_otherwise", "minutes one way", "To where they go without it.", "Til hvor de ellers kommer hen."),
    number(
        "knife_edge_minutes",
        "minutes one way",
        "Difference to the next site where a little decides; empty elsewhere.",
        "Forskel til næste sted, hvor lidt afgør det.",
    ),
    text("knife_edge_site", "That next site.", "Det næste sted."),
    text("hangs_on_it", "Rules these visits would break or mend.", "Regler, der vipper med besøgene."),
)

EXPLAIN_PRICE = (
    *_PAIR,
    text("forced", "Whether the pair is put in or left out.", "Om tilbuddet lægges ind eller undværes.", ("in", "out")),
    Column(
        "all_else",
        "string",
        "All else as in the proposal, or decided again.",
        "Om alt andet er som i forslaget eller regnet om.",
        key=True,
        allowed=("as_proposed", "decided_again"),
    ),
    text("status", "How the search ended.", "Hvordan søgningen endte.", ("", "optimal", "feasible", "infeasible")),
    number("change_minutes_per_year", "minutes/year", "Citizen aim, both ways.", "Rejsetid, begge veje."),
    number("change_quality_visits", "visits/year", "Quality aim.", "Faglighed."),
    number("change_operating_dkk_per_year", "DKK/year", "Region's running cost.", "Regionens drift."),
    number("change_investment_dkk", "DKK", "Investment.", "Anlæg."),
    number("change_economy_dkk_per_year", "DKK/year", "Economy aim, annuities included.", "Økonomi, afskrivning med."),
    number(
        "dkk_per_minute",
        "DKK/minute",
        "Kroner for a minute; empty where time and money go the same way.",
        "Kr. pr. minut; tom, hvor tid og penge går samme vej.",
    ),
    number("shorter_visits_per_year", "visits/year", "Visits with a shorter trip.", "Besøg med kortere vej."),
    number("longer_visits_per_year", "visits/year", "Visits with a longer trip.", "Besøg med længere vej."),
    text("waived", "Rules set aside that the plan breaks.", "Regler sat ud af kraft, som planen bryder."),
    text("broken", "Rules broken with all else as proposed.", "Regler, der brydes, når alt andet er som i forslaget."),
)

EXPLAIN_DISPLACED = (
    *_PAIR,
    key("other_function", "Function that is decided otherwise.", "Funktionen, der bliver afgjort anderledes."),
    key("other_site", "Where.", "Hvor."),
    flag("opens", "true: opens; false: gives way.", "true: kommer til; false: viger."),
    number("visits_per_year", "visits/year", "Visits seen there where it is open.", "Besøg, der ses der."),
)

EXPLAIN_GROUPS = (
    *_PAIR,
    _ORDER,
    text("all_else", "as_proposed or decided_again.", "Som i forslaget eller regnet om."),
    text("group", "Municipality or other group.", "Kommune eller anden gruppe."),
    number("shorter_visits_per_year", "visits/year", "Visits with a shorter trip.", "Besøg med kortere vej."),
    number("longer_visits_per_year", "visits/year", "Visits with a longer trip.", "Besøg med længere vej."),
    number("minutes_shorter", "minutes one way", "Mean saved by the first.", "Sparet i gennemsnit."),
    number("minutes_longer", "minutes one way", "Mean added for the second.", "Længere i gennemsnit."),
)

EXPLAIN_CHANGES = (
    *_PAIR,
    _ORDER,
    text(
        "kind",
        "What sort of change.",
        "Slags ændring.",
        ("threshold", "decision", "rule", "demand", "home", "minute"),
    ),
    text("rule", "The rule that says no.", "Reglen, der siger nej."),
    text("path", "Path of what changes.", "Stien til det, der ændres."),
    number("before", "as in unit", "Now.", "Nu."),
    number("after", "as in unit", "What it would have to be.", "Hvad det skulle være."),
    text("unit", "Unit of before and after.", "Enhed for de to tal."),
    flag("enough", "Whether it would do alone.", "Om det er nok alene."),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "explain_rules": EXPLAIN_RULES,
    "explain_areas": EXPLAIN_AREAS,
    "explain_price": EXPLAIN_PRICE,
    "explain_displaced": EXPLAIN_DISPLACED,
    "explain_groups": EXPLAIN_GROUPS,
    "explain_changes": EXPLAIN_CHANGES,
}
"""The columns of every table of an explanation."""


def explain_tables(
    solved: Solved, study: Study, explained: Explanation, *, lang: Language = "da", suppress_below: float = 0.0
) -> dict[str, Table]:
    """Every table of an explanation by its name; arguments as of `placement.questions.proposal.tables.all.tables`."""
    rows: dict[str, list[Row]] = {
        "explain_rules": [(n, *_rule(explained, rule)) for n, rule in enumerate(explained.rules, 1)],
        "explain_areas": list(_areas(View(solved, study, lang), explained)),
        "explain_price": list(_prices(explained)),
        "explain_displaced": [(d.function, d.site, d.opens, known(d.visits)) for d in explained.price.displaced],
        "explain_groups": [(n, *row) for n, row in enumerate(_groups(explained), 1)],
        "explain_changes": [(n, *_remedy(remedy)) for n, remedy in enumerate(explained.remedies, 1)],
    }
    pair = explained.function, explained.site
    made = {name: Table(name, COLUMNS[name], [(*pair, *row) for row in found]) for name, found in rows.items()}
    return {name: suppressed(table, suppress_below) for name, table in made.items()}


def ways(explained: Explanation) -> Iterator[tuple[str, Difference]]:
    """The price with all else as proposed, and with all else decided again; those that are known."""
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
        check.unit,
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


def _areas(view: View, explained: Explanation) -> Iterator[Row]:
    """Those who come, and those whom a few minutes keep from coming."""
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
            known(found.operating_dkk_per_year),
            known(found.investment_dkk),
            known(found.economy_dkk),
            known(found.dkk_per_minute),
            known(found.moved.visits_shorter),
            known(found.moved.visits_longer),
            "" if alone else needed,
            ", ".join(dict.fromkeys(str(check.rule) for check in found.broken)),
        )
    if price.solved is None:
        yield (price.forced, "decided_again", price.status, *(None,) * 8, needed, "")


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
        remedy.unit,
        remedy.enough,
    )
