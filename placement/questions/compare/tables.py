"""The tables of ``compare``: alternatives, placements, groups, hospitals, payers, inputs and turning points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from placement.locale import N_, P_
from placement.plan.plan import Evaluation
from placement.present.tables.columns import Cell, Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.words.voice import Language
from placement.questions.compare.assumptions import Turn, Turning
from placement.questions.compare.choice import Alternative, LeftOut
from placement.questions.compare.sides import Names
from placement.questions.compare.study import SideBySide
from placement.questions.proposal.against_reference import GroupFigures, Pair
from placement.questions.proposal.tables.volumes import RETAINED
from placement.questions.proposal.views import known
from placement.scenario.schema.frame import TODAY
from placement.solve.result import Solved

CHANGES = ("opens", "closes", "days", "stays")
_STATES = ("optimal", "feasible", "infeasible", "no_plan_found", TODAY)
_ALTERNATIVE = key("alternative", N_("Alternative"), N_("The variants, with + between; `base` without any."))
_WITH_TODAY = key("alternative", N_("Alternative"), N_("`today`, or the variants, or `base`."))

ALTERNATIVES = table_kind(
    "compare_alternatives",
    N_("Alternatives"),
    N_("Today and each alternative: aims, indicators and who is affected."),
    _WITH_TODAY,
    text("title", N_("Name"), N_("The question it asks.")),
    text("reference", N_("Reference"), N_("What it is held against.")),
    text("status", N_("How it ended"), N_("How the search ended."), _STATES),
    number(
        "gap",
        N_("Gap to the best"),
        "share",
        N_("Proven distance from best, as a share of what is gained over today; with weights of the range."),
    ),
    number("gap_money", N_("Gap to the best, DKK a year"), "DKK/year", N_("The same in kroner; empty without prices.")),
    number(
        "total",
        N_("In all, DKK a year"),
        "DKK/year",
        N_("Economy, and minutes and lost quality at their prices; empty without prices."),
    ),
    number("price_minute", N_("Price of a minute, DKK"), "DKK/minute", N_("What a saved minute may cost.")),
    number(
        "price_lost_quality_visit",
        N_("Price of a lost-quality visit, DKK"),
        "DKK",
        N_("What it may cost to avoid a visit of lost quality."),
    ),
    number("citizen_minutes", N_("Citizen, minutes a year"), "minutes/year", N_("Citizen: travel, both ways.")),
    number("quality_visits", N_("Quality, visits a year"), "visits/year", N_("Quality: visits of lost quality.")),
    number("economy", N_("Economy, DKK a year"), "DKK/year", N_("Economy, annuities included, against today.")),
    number(
        "affected_visits",
        N_("Visits affected a year"),
        "visits/year",
        N_("Visits that this alternative moves, against the reference."),
    ),
    number(
        "affected_mean_minutes_reference",
        N_("Trip of the affected before, minutes"),
        "minutes one way",
        N_("The mean trip, before, of the visits that this alternative moves: other visits in each row."),
    ),
    number("affected_mean_minutes", N_("Trip of the affected now, minutes"), "minutes one way", N_("Their trip now.")),
    number(
        "shared_visits",
        N_("Visits affected by any, a year"),
        "visits/year",
        N_("Visits that at least one alternative moves, against the reference: the same for all."),
    ),
    number(
        "shared_mean_minutes",
        N_("Trip of those affected by any, minutes"),
        "minutes one way",
        N_("Their mean trip; that of the reference in its own row."),
    ),
    number("visits_longer_per_year", N_("Visits with a longer way"), "visits/year", N_("Visits with a longer way.")),
    number(
        "visits_shorter_per_year",
        N_("Visits with a shorter way"),
        "visits/year",
        N_("Visits with a shorter way, or seen at home instead."),
    ),
    number(
        "mean_minutes_per_visit",
        N_("Mean trip, minutes"),
        "minutes one way",
        N_("Mean over all visits, home as 0."),
    ),
    number("share_beyond_45_min", N_("Beyond 45 minutes"), "share", N_("Visits with a longer trip than that.")),
    number("home_share", N_("Share at home"), "share", N_("Visits at home.")),
    whole("clinics_below_target", N_("Offers below the target"), "offers", N_("Offers below the target volume.")),
    number("visits_below_target", N_("Visits below the target"), "visits/year", N_("Visits in them.")),
    number(
        "region_cost_per_year",
        N_("{Own_payer}, DKK a year"),
        "DKK/year",
        N_("Running cost, against today."),
    ),
    number(
        "municipality_cost_per_year",
        N_("{Other_payers}, DKK a year"),
        "DKK/year",
        N_("Running cost, against today."),
    ),
    number("state_cost_per_year", N_("{Further_payers}, DKK a year"), "DKK/year", N_("Running cost, against today.")),
    number(
        "citizen_cost_per_year",
        N_("Citizens, DKK a year"),
        "DKK/year",
        N_("Running cost of the citizen, against today."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment of all payers.")),
    whole("opens", N_("Opens"), "offers", N_("Offers that open, against the reference.")),
    whole("closes", P_("column", "Closes"), "offers", N_("Offers that close, against the reference.")),
    whole("moves", N_("Of these, move"), "offers", N_("Of these, offers that close in one place and open in another.")),
)

PLACEMENTS = table_kind(
    "compare_placements",
    N_("Placements"),
    N_("What opens, closes, moves or stays in each alternative."),
    _ALTERNATIVE,
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    text("change", P_("column", "Change"), N_("Against the reference; days: only the days."), CHANGES),
    text("moved_with", N_("Moves to or from"), N_("Site it moves to or from; empty: it does not move.")),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits seen there.")),
    text(
        "agreed",
        N_("All agree"),
        N_("Opened or closed, against today, in every alternative."),
        ("opens", "closes"),
    ),
    changes_first=True,
)

GROUPS = table_kind(
    "compare_groups",
    N_("{Groupings} and groups"),
    N_("What each alternative means in each {grouping} or other group."),
    key("group", N_("Group"), N_("Label of the group.")),
    _WITH_TODAY,
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits of all functions, home included.")),
    number(
        "mean_minutes_per_visit",
        N_("Mean trip, minutes"),
        "minutes one way",
        N_("Mean over all visits, home as 0."),
    ),
    whole(
        "functions_within_30_min",
        N_("Functions within 30 min"),
        "functions",
        N_("Offered within 30 minutes of at least half the people."),
    ),
    number(
        "visits_longer_per_year",
        N_("Visits with a longer way"),
        "visits/year",
        N_("With a longer way than the reference."),
    ),
    number("minutes_longer", N_("How much longer, minutes"), "minutes one way", N_("How much longer.")),
    number(
        "visits_shorter_per_year",
        N_("Visits with a shorter way"),
        "visits/year",
        N_("With a shorter way than the reference, or seen at home instead."),
    ),
    number("minutes_shorter", N_("How much shorter, minutes"), "minutes one way", N_("How much shorter.")),
    number(
        "region_cost_per_year",
        N_("{Own_payer}, DKK a year"),
        "DKK/year",
        N_("Transport and care at home, against the reference."),
    ),
    number(
        "municipality_cost_per_year",
        N_("{Other_payers}, DKK a year"),
        "DKK/year",
        N_("Transport and care at home, against the reference."),
    ),
    number(
        "citizen_cost_per_year",
        N_("Citizens, DKK a year"),
        "DKK/year",
        N_("Transport and care at home paid by the citizen, against the reference."),
    ),
)

HOSPITALS = table_kind(
    "compare_hospitals",
    N_("Hospitals"),
    N_("What the giving hospitals lose in each alternative."),
    _ALTERNATIVE,
    key("hospital", N_("Hospital, id"), N_("Site id of the hospital.")),
    key("function", N_("Function, id"), N_("Function id.")),
    text("hospital_title", N_("Hospital"), N_("Name of the hospital.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    number(
        "visits_reference",
        N_("Visits a year, reference"),
        "visits/year",
        N_("Visits with the reference, fixed included."),
    ),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits, fixed ones included.")),
    number(
        "change_visits_per_year",
        N_("Change, visits a year"),
        "visits/year",
        N_("Visits gained; negative: given away."),
    ),
    number("change_share", N_("Change, share"), "share", N_("The change as a share.")),
    *RETAINED,
)

PAYER_ITEMS = table_kind(
    "compare_payers",
    N_("Who pays"),
    N_("Who pays what in each alternative, against today and against the reference."),
    _ALTERNATIVE,
    key("payer", N_("Payer"), N_("Who pays.")),
    key("item", N_("Item"), N_("Cost item.")),
    number("money_per_year", N_("Running cost, DKK a year"), "DKK/year", N_("Running cost, against today.")),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment.")),
    number(
        "difference_per_year",
        N_("Against reference, DKK a year"),
        "DKK/year",
        N_("Running cost, against the reference."),
    ),
    number(
        "difference_investment",
        N_("Investment against reference, DKK"),
        "DKK",
        N_("Investment, against the reference."),
    ),
)

INPUTS = table_kind(
    "compare_inputs",
    N_("Assumptions"),
    N_("The assumptions that are not the same everywhere."),
    key("path", N_("Path"), N_("Dotted path of what differs.")),
    key(
        "alternative",
        N_("Alternative"),
        N_("`scenario` without variants and overrides from them, or the alternative."),
    ),
    text("value", N_("Value"), N_("The value; empty where there is none.")),
    number("number", N_("Number"), "", N_("The same where it is one number.")),
    text("quality", N_("Quality of the source"), N_("What is known of it."), ("sourced", "derived", "assumption")),
)
TIPS = table_kind(
    "compare_tips",
    N_("Where it turns"),
    N_("Where the difference between two alternatives turns, one number at a time."),
    key("first", N_("First"), N_("The alternative that is held against.")),
    key("second", N_("Second"), N_("The other; all else is as in this one.")),
    key("path", N_("Path"), N_("Dotted path of the one number that is put back.")),
    number("value_first", N_("Value in the first"), "", N_("Its value in the first.")),
    number("value_second", N_("Value in the second"), "", N_("Its value in the second.")),
    text(
        "turn",
        N_("What happens"),
        N_("What the second does at the first one's value."),
        tuple(str(turn) for turn in Turn),
    ),
    number("alike_up_to", N_("Alike up to"), "", N_("The two are alike from the first one's value to here.")),
    number("differ_at", N_("Different at"), "", N_("Here they differ.")),
    flag("proven", N_("Proven"), N_("Whether every answer was solved to the asked gap.")),
)
LEFT_OUT = table_kind(
    "compare_left_out",
    N_("Left out"),
    N_("The alternatives that are not shown because there are too many: those that differ least from the others."),
    key("alternative", N_("Alternative"), N_("Its name, to ask for it by.")),
    text("status", N_("How it ended"), N_("How the search ended."), _STATES[:-1]),
    text("nearest", N_("Most like"), N_("The alternative that is shown and most like it; empty without a plan.")),
    whole(
        "placements_apart",
        N_("Placements apart"),
        "placements",
        N_("Placements that only one of the two has; 0: the same."),
    ),
)
PLAIN = "scenario"
"""The column of the scenario without variants in the table of inputs."""

OPTIONAL = by_name(LEFT_OUT, TIPS)
"""Tables only made where asked for, or where there are too many alternatives."""
TABLES = by_name(ALTERNATIVES, PLACEMENTS, GROUPS, HOSPITALS, PAYER_ITEMS, INPUTS)


def tables(found: SideBySide, lang: Language = "da") -> dict[str, Table]:
    """Every table of a comparison by its name; titles in ``lang``."""
    names = Names(found, lang)
    rows = {
        "compare_alternatives": _alternatives(found, names),
        "compare_placements": _placements(found, names),
        "compare_groups": _groups(found),
        "compare_hospitals": _hospitals(found, names),
        "compare_payers": _payers(found),
        "compare_inputs": _inputs(found),
    }
    made = {name: Table(kind, list(rows[name])) for name, kind in TABLES.items()}
    if found.left_out:
        made["compare_left_out"] = Table(LEFT_OUT, [_left_out(each) for each in found.left_out])
    if found.turnings is not None:
        made["compare_tips"] = Table(TIPS, [_tip(each) for each in found.turnings.found])
    return made


def _left_out(each: LeftOut) -> Row:
    return each.name, each.status, each.nearest, each.apart if each.nearest else None


def _tip(each: Turning) -> Row:
    values = each.at_first, each.at_second
    ends = known(each.last), known(each.next)
    return each.first, each.second, each.path, *values, str(each.turn), *ends, each.proven


def _indicators(judged: Evaluation) -> tuple[Cell, ...]:
    told = judged.indicators
    return (
        *(known(told[name]) for name in ("mean_minutes_per_visit", "share_beyond_45_min", "home_share")),
        int(told["clinics_below_target"]),
        known(told["visits_below_target"]),
    )


def _alternatives(found: SideBySide, names: Names) -> Iterator[Row]:
    if found.today is not None:
        judged = found.today.evaluation
        aims = judged.objectives.as_tuple()
        shared = _shared(found, None) if found.reference is None else (None, None)
        told = (*aims, None, None, None, *shared, None, None, *_indicators(judged))
        yield (TODAY, "", "", TODAY, *(None,) * 5, *told, *(None,) * 8)
    for each in found.alternatives:
        yield _alternative(found, names, each)


def _alternative(found: SideBySide, names: Names, each: Alternative) -> Row:
    head = (each.name, names.alternative(each), found.reference_name)
    if each.solved is None:
        return (*head, str(each.status), *(None,) * (len(ALTERNATIVES.columns) - len(head) - 1))
    solved, against = each.solved, found.versus[each.name]
    moved = asdict(against.moved) if against.moved else {}
    trips, ways = ("visits", "minutes_today", "minutes_now"), ("visits_longer", "visits_shorter")
    columns = (*each.loaded.scenario.terms.payer_columns.values(), ("citizen",))
    by_payer = [_paid(each, payers) for payers in columns]
    return (
        *head,
        str(each.status),
        solved.gap,
        *_in_money(solved),
        *solved.objectives.as_tuple(),
        *(moved.get(name) for name in trips),
        *_shared(found, each.name),
        *(moved.get(name) for name in ways),
        *_indicators(solved.evaluation),
        *(running for running, _ in by_payer),
        sum(investment for _, investment in by_payer),
        len(against.opens),
        len(against.closes),
        len(against.moves),
    )


def _shared(found: SideBySide, name: str | None) -> tuple[Cell, Cell]:
    """The visits that any alternative moves, and their mean trip with one of them; None: with the reference."""
    shared = found.shared
    if shared is None:
        return None, None
    return shared.visits, shared.minutes_reference if name is None else shared.minutes[name]


def _in_money(solved: Solved) -> tuple[Cell, ...]:
    """Gap, total and prices; empty cells where the method has none."""
    if solved.prices is None or solved.gap_money is None:
        return (None,) * 4
    return known(solved.gap_money), solved.objective, solved.prices.minute, solved.prices.lost_quality_visit


def _paid(each: Alternative, payers: Sequence[str]) -> tuple[float, float]:
    own = [amounts for (who, _), amounts in each.money_by_payer.items() if who in payers]
    return sum(running for running, _ in own), sum(investment for _, investment in own)


def _placements(found: SideBySide, names: Names) -> Iterator[Row]:
    agreed = {"opens": set(found.agreed[0]), "closes": set(found.agreed[1])}
    for each in found.solved:
        against = found.versus[each.name]
        standing = against.now
        instance = standing.instance
        change: dict[Pair, str] = {}
        for name in ("opens", "closes", "days"):
            change |= dict.fromkeys(getattr(against, name), name)
        with_: dict[Pair, str] = {}
        for move in against.moves:
            with_ |= {(move.function, move.origin): move.target, (move.function, move.target): move.origin}
        at = {
            (function, site): (f, s)
            for f, function in enumerate(instance.function_ids)
            for s, site in enumerate(instance.site_ids)
        }
        stays = {pair for pair, place in at.items() if standing.plan.open[place]}
        for pair in sorted(stays | change.keys()):
            place = at.get(pair)
            shared = next((what for what, pairs in agreed.items() if pair in pairs), "")
            judged = standing.evaluation
            amounts = (float(judged.days[place]), float(judged.volume[place])) if place else (0.0, 0.0)
            told = (change.get(pair, "stays"), with_.get(pair, ""))
            yield (each.name, *pair, names.function(pair[0]), names.site(pair[1]), *told, *amounts, shared)


def _groups(found: SideBySide) -> Iterator[Row]:
    per = {TODAY: found.groups_today} | {name: against.groups for name, against in found.versus.items()}
    for group in dict.fromkeys(group for figures in per.values() for group in figures):
        for name, figures in per.items():
            if group in figures:
                yield group, name, *_group(figures[group])


def _group(figures: GroupFigures) -> tuple[Cell, ...]:
    moved = figures.moved
    return (
        figures.visits,
        figures.mean_minutes,
        figures.functions_near,
        moved.visits_longer,
        moved.minutes_longer,
        moved.visits_shorter,
        moved.minutes_shorter,
        *figures.money.values(),
    )


def _hospitals(found: SideBySide, names: Names) -> Iterator[Row]:
    for name, against in found.versus.items():
        for each in against.hospitals:
            before = each.visits_reference
            share = each.change / before if before > 0 else None
            ids = (name, each.hospital, each.function)
            titles = (names.site(each.hospital), names.function(each.function))
            bound = None if each.bound is None or not math.isfinite(each.bound) else each.bound
            yield (*ids, *titles, before, each.visits, each.change, share, bound, each.slack if bound else None)


def _payers(found: SideBySide) -> Iterator[Row]:
    held = {} if found.reference is None else found.alternatives[found.reference].money_by_payer
    for each in found.solved:
        own = each.money_by_payer
        for who in sorted(own.keys() | held.keys()):
            now, before = own.get(who, (0.0, 0.0)), held.get(who, (0.0, 0.0))
            yield (each.name, *who, *now, now[0] - before[0], now[1] - before[1])


def _inputs(found: SideBySide) -> Iterator[Row]:
    names = (PLAIN, *(each.name for each in found.alternatives))
    for difference in found.inputs:
        for name, value in zip(names, difference.values, strict=True):
            yield difference.path, name, value.text, value.number, value.quality
