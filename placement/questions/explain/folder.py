"""The folder of ``explain`` for one pair: the JSON document, which ``--json`` prints too, tables and manifest."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import EXPLANATION, Call, folder_manifest
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.columns import Table
from placement.present.tables.tabular import tabular_files, variants_in
from placement.questions import Outputs
from placement.questions.explain.break_even import BreakEven, Span
from placement.questions.explain.difference import Difference, Scarce
from placement.questions.explain.price import Price
from placement.questions.explain.study import Explanation
from placement.questions.explain.tables import TABLES, explain_tables, ways
from placement.questions.proposal.document import exact_plan, outcome, repairs_document
from placement.questions.proposal.findings import PairNote, Study
from placement.questions.proposal.folder import write_files
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved
from placement.solve.versions import versions

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
