"""The folder of ``robust``: the JSON document, which ``--json`` prints too, the tables and the manifest."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import ROBUST, Call
from placement.present.folder.reading import SCHEMA_VERSION, Document, plain, to_json
from placement.present.tables.tabular import tabular_files
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.proposal.document import audit, exact_plan, made_of, outcome
from placement.questions.proposal.folder import write_files
from placement.questions.robust.findings import Robust
from placement.questions.robust.tables import TABLES, listed, tables

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
