"""The tables of ``robust``, its JSON document, and the folder they are written to."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from placement.locale import N_, P_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import ROBUST, Call
from placement.present.folder.reading import SCHEMA_VERSION, Document, plain, to_json
from placement.present.tables.columns import Cell, Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.tables.tabular import tabular_files
from placement.present.words.terms import short_name
from placement.present.words.voice import Language, Voice
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.proposal.document import audit, exact_plan, made_of, outcome
from placement.questions.proposal.folder import write_files
from placement.questions.proposal.views import known
from placement.questions.robust.findings import Regret, Robust, good_plans, least_regret
from placement.questions.robust.hinges import Hinge
from placement.questions.robust.worlds import HOME, Found, Offers, Pair, World, offers_of
from placement.scenario.schema.frame import AIMS

VERDICTS = ("decide", "discuss", "drop")
OUTCOMES = ("solved", "infeasible", "contradiction", "stopped")
BASE = "base"

_PAIR = (
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id; `home` for a programme at home.")),
)
_ORDER = whole("order", N_("No."), "rows", N_("1, 2, 3, ... in the order shown."), is_key=True)
_WORLD = (
    key("variant", N_("Variant"), N_("Variants, with + between; `base` without.")),
    key("world", N_("World"), N_("`base`: the scenario's own numbers; `draw 3`: all drawn.")),
)
_DEARER = number(
    "worse_per_year",
    N_("Worse than the proposal, DKK a year"),
    "DKK/year",
    N_("How much dearer than the proposal, minutes and lost quality at their prices."),
)
_OPENS = text("opens", N_("Opens"), N_("What it has more than the proposal, function@site."))
_CLOSES = text("closes", P_("column", "Closes"), N_("What it lacks of the proposal, function@site."))

PLACEMENTS = table_kind(
    "robust_placements",
    N_("Placements"),
    N_("How sure each placement is: core index and class."),
    *_PAIR,
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    text("verdict", N_("Verdict"), N_("Class by the thresholds asked for."), VERDICTS),
    number(
        "core_index",
        N_("Core index"),
        "share",
        N_("Share of the good plans of all worlds that contain it; with prices each by its share of the range."),
    ),
    number(
        "core_index_own_numbers",
        N_("Core index, own numbers"),
        "share",
        N_("The same where only the prices, or weights, differ."),
    ),
    number(
        "share_of_worlds_own_price",
        N_("Share of worlds, own price"),
        "share",
        N_("Share of the worlds whose best plan at the scenario's own price, or for its weights, contains it."),
    ),
    flag("stands_today", N_("Stands today"), N_("Whether it is there today.")),
    flag("proposed", N_("In the proposal"), N_("Whether it is in the proposal.")),
)
PLANS = table_kind(
    "robust_plans",
    N_("Plans"),
    N_("Plans judged in every world, and the largest regret of each."),
    _ORDER,
    text("kind", N_("Kind"), N_("What the plan is."), ("proposal", "today", "least_regret", "found")),
    whole("worlds_broken", N_("Worlds in which it breaks a rule"), "worlds", N_("Worlds in which it breaks a rule.")),
    number(
        "largest_regret_per_year",
        N_("Largest regret, DKK a year"),
        "DKK/year",
        N_("How much dearer than the best plan, at most, over the worlds where it keeps the rules and all prices."),
    ),
    number("mean_regret_per_year", N_("Mean regret, DKK a year"), "DKK/year", N_("The mean of that.")),
    number(
        "largest_regret",
        N_("Largest regret"),
        "share of the range",
        N_("With weights: how much worse than the best plan, at most, over those worlds and all weights."),
    ),
    number("mean_regret", N_("Mean regret"), "share of the range", N_("The mean of that.")),
    text("worst_variant", N_("Worst variant"), N_("Variant of the largest regret.")),
    text("worst_world", N_("Worst world"), N_("World of it.")),
    number("worst_minute_price", N_("Price of a minute there, DKK"), "DKK/minute", N_("Price of a minute there.")),
    number("worst_weight_citizen", N_("Weight there, citizen"), "weight", N_("Weight of citizen there.")),
    number("worst_weight_quality", N_("Weight there, quality"), "weight", N_("Weight of quality there.")),
    number("worst_weight_economy", N_("Weight there, economy"), "weight", N_("Weight of economy there.")),
    text("most_often_broken", N_("Rule most often broken"), N_("Rule most often broken: rule function site.")),
    _OPENS,
    _CLOSES,
)
WORLDS = table_kind(
    "robust_worlds",
    N_("Worlds"),
    N_("The worlds of the sample, and whether there is a plan in each."),
    *_WORLD,
    text("outcome", N_("Outcome"), N_("Whether there is a plan."), OUTCOMES),
    text("why", N_("Why"), N_("Why not, where that is known.")),
    whole("plans", N_("Plans"), "plans", N_("Distinct plans found.")),
    whole(
        "plans_good",
        N_("Good plans"),
        "plans",
        N_("Those that are best at some price; with weights those no other beats."),
    ),
    number("minute_price_from", N_("Price of a minute from, DKK"), "DKK/minute", N_("Low end of its range there.")),
    number("minute_price_to", N_("Price of a minute to, DKK"), "DKK/minute", N_("High end of its range there.")),
    number(
        "lost_quality_visit_price",
        N_("Price of a lost-quality visit, DKK"),
        "DKK",
        N_("Price of a visit of lost quality there."),
    ),
    flag("proven", N_("Proven"), N_("Whether the asked gap was reached everywhere, and no price was left out.")),
    number("cpu_seconds", N_("Processor seconds"), "seconds", N_("Processor time.")),
)
VALUES = table_kind(
    "robust_values",
    N_("Numbers drawn"),
    N_("Every number drawn, world by world."),
    *_WORLD,
    key("path", N_("Path"), N_("Path of the number in the scenario.")),
    number("value", N_("Value"), "as in the scenario", N_("Its value in that world.")),
)
NUMBERS = table_kind(
    "robust_numbers",
    N_("Number by number"),
    N_("Numbers tried one at a time, at both ends of their ranges."),
    key("path", N_("Path"), N_("Path of the number in the scenario.")),
    key("end", N_("End of the range"), N_("Which end of its range."), ("low", "high")),
    whole("rank", N_("Rank"), "numbers", N_("1 is the most serious.")),
    number("value", N_("Value"), "as in the scenario", N_("As the scenario has it.")),
    number("value_at_end", N_("Value at the end"), "as in the scenario", N_("At this end.")),
    text("outcome", N_("Outcome"), N_("Whether there is a plan at this end."), OUTCOMES),
    text("broken", N_("Broken"), N_("Rule the proposal breaks there: rule function site.")),
    number(
        "regret_per_year",
        N_("Regret, DKK a year"),
        "DKK/year",
        N_("How much dearer the proposal is than the best plan there; empty where it breaks a rule."),
    ),
    number("regret", N_("Regret"), "share of the range", N_("The same with weights.")),
    _OPENS,
    _CLOSES,
    number(
        "tipping_value", N_("Tips at"), "as in the scenario", P_("tipping_value", "Where the proposal is known to tip.")
    ),
    text("source", N_("Source"), N_("Key of its source.")),
    text("quality", N_("Quality of the source"), N_("How good the source is."), ("sourced", "derived", "assumption")),
    text("owner", N_("Owner"), N_("Who can change it.")),
)
DIFFERENT = table_kind(
    "robust_different",
    N_("Most different"),
    N_("Plans nearly as good as the proposal that differ most from it."),
    _ORDER,
    whole("differences", N_("Differences"), "placements", N_("Differences to the nearest shown before.")),
    _DEARER,
    number(
        "worse",
        N_("Worse than the proposal, share"),
        "share",
        N_("How much worse, as a share of what is gained over today; with weights of the range."),
    ),
    _OPENS,
    _CLOSES,
)
STEPS = table_kind(
    "robust_steps",
    N_("Best changes"),
    N_("The best plans with at most 1, 2, 3 ... changes."),
    whole("changes", N_("Changes"), "placements", N_("At most so many changes from today."), is_key=True),
    number("gain", N_("Gain"), "share", N_("Share of what the proposal gains on today.")),
    _DEARER,
    number("worse", N_("Worse than the proposal"), "share of the range", N_("The same with weights.")),
    flag("nested", N_("Builds on the one before"), N_("Whether it keeps all of the plan before it.")),
    text("opens", N_("Opens"), N_("New offers, function@site.")),
    text("closes", P_("column", "Closes"), N_("Offers of today that close, function@site.")),
)
LOSSES = table_kind(
    "robust_losses",
    N_("A day lost"),
    N_("What gives way if a hospital's people lose a day."),
    key("hospital", N_("Hospital, id"), N_("Site id of the hospital.")),
    key("role", N_("Professional group, id"), N_("Id of the professional group.")),
    number("lacks_days_per_week", N_("Lacking, days a week"), "person-days/week", N_("Lacking when a day is lost.")),
    text("falls", N_("What falls"), N_("What the judge sees fall, all else as proposed.")),
    flag("solved_again", N_("Solved again"), N_("Whether the best plan was found anew.")),
    number("regret_per_year", N_("Regret, DKK a year"), "DKK/year", N_("How much dearer it is.")),
    number("regret", N_("Regret"), "share of the range", N_("The same with weights.")),
    _OPENS,
    _CLOSES,
)
TABLES = by_name(PLACEMENTS, PLANS, WORLDS, VALUES, NUMBERS, DIFFERENT, STEPS, LOSSES)
"""The columns of every table of ``robust``."""


def tables(found: Robust, lang: Language = "da") -> Mapping[str, Table]:
    """Every table by name."""
    rows: dict[str, Iterable[Row]] = {
        "robust_placements": _placements(found, Names(found, lang)),
        "robust_plans": _plans(found),
        "robust_worlds": _worlds(found),
        "robust_values": _values(found),
        "robust_numbers": _numbers(found),
        "robust_different": _different(found),
        "robust_steps": _steps(found),
        "robust_losses": _losses(found),
    }
    return {name: Table(TABLES[name], list(made)) for name, made in rows.items()}


def listed(pairs: Iterable[Pair]) -> str:
    """Pairs as ``function@site``, with spaces between."""
    return " ".join(f"{function}@{site}" for function, site in sorted(pairs))


def variant_of(found: Robust, world: World) -> str:
    """Names of a world's variants, with + between; ``base`` without."""
    return "+".join(found.loaded[world.variant].variants) or BASE


def _placements(found: Robust, names: Names) -> Iterator[Row]:
    for row in found.core:
        yield (
            row.function,
            row.site,
            names.function(row.function),
            names.site(row.site),
            row.verdict,
            row.index,
            row.at_base,
            row.own,
            row.stands,
            row.proposed,
        )


def ranked(found: Robust) -> list[Regret]:
    """The regrets sorted by fewest broken worlds, then by the largest regret."""
    return sorted(
        found.regrets,
        key=lambda one: (one.broken, math.inf if math.isnan(one.most) else one.most, one.mean, one.offers.key),
    )


def kind_of(found: Robust, offers: Offers) -> str:
    """The kind of a plan: ``proposal``, ``today``, ``least_regret``, or ``found``."""
    solved = found.solved
    if offers.key == found.proposal.key:
        return "proposal"
    if solved.today_plan is not None and offers.key == offers_of(solved.instance, solved.today, solved.today_plan).key:
        return "today"
    least = least_regret(found.regrets)
    return "least_regret" if least is not None and offers.key == least.offers.key else "found"


def differences(found: Robust, offers: Offers) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Placements that a plan has and the proposal has not, and the reverse."""
    own, proposed = offers.placements, found.proposal.placements
    return own - proposed, proposed - own


def _plans(found: Robust) -> Iterator[Row]:
    for n, one in enumerate(ranked(found)):
        largest, mean = (in_unit(found, known(regret)) for regret in (one.most, one.mean))
        yield (
            n + 1,
            kind_of(found, one.offers),
            one.broken,
            largest[0],
            mean[0],
            largest[1],
            mean[1],
            *(("", "", None, None, None, None) if math.isnan(one.most) else _worst(found, one)),
            one.why,
            *map(listed, differences(found, one.offers)),
        )


def _worst(found: Robust, one: Regret) -> tuple[Cell, ...]:
    """Where a plan's regret is largest: variant and world, and the price of a minute or the weights."""
    world, there = found.worlds[one.world], found.found[one.world]
    where = (variant_of(found, world), world.name)
    if found.weights:
        return (*where, None, *(getattr(found.weights[one.point], aim) for aim in AIMS))
    return (*where, there.prices[one.point] if there else None, None, None, None)


def in_unit(found: Robust, objective: float | None) -> tuple[float | None, float | None]:
    """A difference of objectives in the columns for DKK a year and for a share of the range; one of them is None."""
    return (None, objective) if found.weights else (objective, None)


def _worlds(found: Robust) -> Iterator[Row]:
    for world, one in zip(found.worlds, found.found, strict=True):
        there = one or Found("stopped")
        yield (
            variant_of(found, world),
            world.name,
            there.outcome,
            there.why,
            len({asked.offers.key for asked in there.asked}),
            len(good_plans(there)),
            *((there.prices[0], there.prices[-1], there.lost_quality_visit) if there.prices else (None, None, None)),
            bool(there.asked) and there.complete and all(asked.proven for asked in there.asked),
            there.seconds,
        )


def _values(found: Robust) -> Iterator[Row]:
    for world in found.worlds:
        for path, value in world.values:
            yield variant_of(found, world), world.name, path, value


def _numbers(found: Robust) -> Iterator[Row]:
    for rank, hinge in enumerate(found.hinges):
        yield from _ends(found, hinge, rank + 1)


def _ends(found: Robust, hinge: Hinge, rank: int) -> Iterator[Row]:
    written = hinge.number
    for end in hinge.ends:
        yield (
            written.path,
            end.side,
            rank,
            written.value,
            end.value,
            end.outcome,
            end.broken,
            *in_unit(found, end.regret),
            listed(end.opens),
            listed(end.closes),
            known(written.tipping_value),
            written.source,
            written.quality,
            written.owner,
        )


def _different(found: Robust) -> Iterator[Row]:
    for n, one in enumerate(found.different or ()):
        opens, closes = differences(found, offers_of(found.solved.instance, found.solved.today, one.plan))
        dearer, _ = in_unit(found, max(0.0, one.apart))
        yield n + 1, one.distance, dearer, max(0.0, one.worse), listed(opens), listed(closes)


def _steps(found: Robust) -> Iterator[Row]:
    for one in found.fewest:
        worse = in_unit(found, one.worse)
        yield one.changes, known(one.gain), *worse, one.nested, listed(one.opens), listed(one.closes)


def _losses(found: Robust) -> Iterator[Row]:
    for one in found.losses:
        again = one.regret is not None
        pool = one.pool
        yield (
            pool.hospital,
            pool.role,
            pool.lacks,
            listed(pool.falls),
            again,
            *in_unit(found, one.regret),
            listed(one.opens),
            listed(one.closes),
        )


class Names:
    """Titles of functions, sites and roles in one language, taken from the first variant that has them."""

    def __init__(self, found: Robust, lang: Language) -> None:
        self._scenarios = [one.scenario for one in found.loaded]
        self._say = Voice.of(self._scenarios[0], lang) if self._scenarios else Voice(lang)

    def function(self, name: str) -> str:
        """Title of a function; its id where no variant has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site, or the words for care at home."""
        return self._say("At home") if name == HOME else self._title("sites", name)

    def short(self, name: str) -> str:
        """Short name of a function or site."""
        return short_name(self.site(name) if name == HOME else self.thing(name))

    def role(self, name: str) -> str:
        """Title of a staff role."""
        return self._title("staff_roles", name)

    def thing(self, name: str) -> str:
        """Title of a function or site, whichever it is."""
        for table in ("functions", "sites"):
            title = self._title(table, name)
            if title != name:
                return title
        return name

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._say.language) for each in known if each is not None), name)


DOCUMENT = "robust.json"
WORKBOOK = "robust.xlsx"


def robust_document(found: Robust, command: str) -> Document:
    """The whole answer as JSON; NaN and infinity are null."""
    language = found.loaded[0].scenario.about.first_language
    made = {name.removeprefix("robust_"): table.records() for name, table in tables(found, language).items()}
    values = made.pop("values")
    for world in made["worlds"]:
        own = (row for row in values if (row["variant"], row["world"]) == (world["variant"], world["world"]))
        world["values"] = {row["path"]: row["value"] for row in own}
    design = found.design
    document = {
        "schema_version": SCHEMA_VERSION,
        "kind": manifests.ROBUST,
        "scenario": found.loaded[0].scenario.name,
        "variants": [list(one.variants) for one in found.loaded],
        "method": found.solved.method,
        "prices": _prices(found),
        "weights": [_weights(found, n) for n in range(len(found.weights))],
        "design": {
            "draws": design.draws,
            "numbers": design.numbers,
            "least_weight": design.least_weight,
            "within": design.within,
            "decide": design.thresholds.decide,
            "drop": design.thresholds.drop,
        },
        "stopped": found.stopped,
        "worlds_done": found.done,
        "worlds_impossible": len(found.impossible),
        "worlds_left": found.left,
        "plans_good": found.good,
        "plans_distinct": found.plans,
        "plans_judged": len(found.regrets),
        "numbers_ranged": len(found.numbers),
        "numbers_looked_at": found.looked,
        "functions_in_doubt": list(found.doubted),
        "never_in_a_plan": listed(found.never).split(),
        "rests_on_one_person": listed(found.on_one_person).split(),
        "solves": found.solves,
        "cpu_seconds_in_worlds": found.cpu_seconds,
        "seconds": found.seconds,
        **made,
        "different": None if found.different is None else made["different"],
        "proposal": {
            **outcome(found.solved),
            "audit": audit(found.solved.evaluation),
            "plan": exact_plan(found.solved.instance, found.solved.plan),
        },
        "manifest": made_of(found.loaded[0], found.options, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _prices(found: Robust) -> Document | None:
    """The price of a minute with its range, and that of a visit of lost quality; None with weights."""
    if found.prices is None or found.solved.prices is None:
        return None
    names = ("minute", "minute_low", "minute_high", "lost_quality_visit")
    return dict(zip(names, (*found.prices, found.solved.prices.lost_quality_visit), strict=True))


def _weights(found: Robust, n: int) -> dict[str, float]:
    """Weights number ``n`` as shares of their sum, by aim."""
    raw = found.weights[n].model_dump()
    return {aim: weight / sum(raw.values()) for aim, weight in raw.items()}


def robust_files(found: Robust, call: Call) -> dict[str, bytes]:
    """Every file of the folder by name."""
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = tables(found, call.lang)
    names = ["+".join(one.variants) for one in found.loaded if one.variants]
    files = tabular_files(made, found.loaded[0].scenario, call, WORKBOOK, ", ".join(names))
    files[DOCUMENT] = to_json(robust_document(found, call.command))
    told = manifests.folder_manifest(manifests.ROBUST, found.loaded[0], found.options, names, call, files)
    return {**files, manifests.NAME: to_json(told)}


def write_robust(folder: Path | str, found: Robust, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where it cannot be written."""
    return write_files(folder, robust_files(found, call))


HEAD = """\
## The folder of `robust`

`placement robust SCENARIO --out DIR` writes these files, all of them or none. A *world* is a variant with one set of
numbers. Regrets are in DKK a year, minutes and lost quality at their prices; with the methods that weigh they are
shares of the range from ideal to nadir instead, and what does not apply is empty. `opens` and `closes` are told from
the proposal, as `function@site`, except in `robust_steps.csv`, where they are told from today; a programme at home has
the site `home`.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "robust_placements": "What can be decided now, should be discussed, can be put aside?",
    "robust_plans": "Which plan is least to regret, and where does each break a rule?",
    "robust_worlds": "What was asked, and in which worlds is there no plan?",
    "robust_values": "Which numbers does each world have?",
    "robust_numbers": "Which numbers does the proposal hinge on?",
    "robust_different": "Which plans are nearly as good, and as different as can be?",
    "robust_steps": "What are the best 1, 2, 3 ... changes?",
    "robust_losses": "What gives way when a hospital's people lose a day a week?",
}
OTHERS = {
    "robust.xlsx": "All tables in one workbook.",
    "robust.json": "Everything in one document, the exact proposal too; `robust --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(kind=ROBUST, document=DOCUMENT, head=HEAD, tables=TABLES, about=ABOUT, others=OTHERS)
