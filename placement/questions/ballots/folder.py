"""The folder of ``ballots``: the JSON document, which ``--json`` prints too, the tables and the manifest."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import BALLOTS, Call, folder_manifest
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION, Document, plain, to_json
from placement.present.tables.tabular import tabular_files, variants_in
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.ballots.study import Count
from placement.questions.ballots.tables import TABLES, tables
from placement.questions.proposal.folder import write_files
from placement.scenario.schema.frame import AIMS
from placement.solve.versions import versions

DOCUMENT = "ballots.json"
WORKBOOK = "ballots.xlsx"


def ballots_document(found: Count, command: str) -> Document:
    """The whole answer, of plain JSON values; a number that is none is null."""
    made, mean = tables(found), found.by_mean
    document = {
        "schema_version": SCHEMA_VERSION,
        "kind": manifests.BALLOTS,
        "scenario": found.loaded.scenario.name,
        "variant": list(found.loaded.variants),
        "method": found.method,
        "gap": found.options.gap,
        "participants": len(found.ballots),
        "participants_solved": len(found.counted),
        "weightings": found.weightings,
        "complete": not found.unsolved,
        "stopped": found.stopped,
        "proven": found.proven,
        "ideal": dict(zip(AIM_NAMES, found.scale.ideal, strict=True)),
        "nadir": dict(zip(AIM_NAMES, found.scale.nadir, strict=True)),
        "baseline": None if found.reference is None else dict(zip(AIM_NAMES, found.reference, strict=True)),
        "mean_weights": dict(zip(AIMS, found.mean_shares, strict=True)),
        "mean_plan": None if mean is None else mean + 1,
        "compromise_plan": found.compromise + 1,
        "apart": _apart(found),
        "ballots": made["ballots"].records(),
        "plans": made["ballot_plans"].records(),
        "placements": made["ballot_placements"].records(),
        "plan_placements": made["ballot_plan_placements"].records(),
        "regrets": found.regrets.tolist(),
        "manifest": {
            "inputs": dict(found.loaded.inputs),
            "versions": versions(),
            "seed": found.options.seed,
            "command": command,
        },
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _apart(found: Count) -> Document:
    """How far apart weights and plans are: the mean over pairs of participants, and the pair farthest apart."""

    def named(pair: tuple[int, int, float] | None) -> Document | None:
        if pair is None:
            return None
        return {"participants": [found.ballots[n].participant for n in pair[:2]], "distance": pair[2]}

    return {
        "weights": {"mean": found.mean_weight_distance, "farthest": named(found.farthest_weights)},
        "placements": {"mean": found.mean_plan_distance, "farthest": named(found.farthest_plans)},
    }


def ballots_files(found: Count, call: Call) -> dict[str, bytes]:
    """Every file of the folder by name."""
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = tables(found, call.lang)
    files = tabular_files(made, found.loaded.scenario, call, WORKBOOK, variants_in(found.loaded))
    files[DOCUMENT] = to_json(ballots_document(found, call.command))
    told = folder_manifest(manifests.BALLOTS, found.loaded, found.options, found.loaded.variants, call, files)
    return {**files, manifests.NAME: to_json(told)}


def write_ballots(folder: Path | str, found: Count, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where that cannot be."""
    return write_files(folder, ballots_files(found, call))


HEAD = """\
## The folder of `ballots`

`placement ballots SCENARIO BALLOTS.csv --out DIR` writes these files, all of them or none. *Regret* is how much worse
a plan is than the best plan of the folder, by a participant's own weights and in the method's own measure: a share of
the range from ideal to nadir. The *compromise* is the plan whose worst regret is least.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "ballots": "What does each participant weigh, which plan is that, and how far is a compromise from it?",
    "ballot_placements": "Which placements do all, some or none of the participants' weights choose?",
    "ballot_plans": "Which plans are chosen, by how many, and whom does each suit least?",
    "ballot_plan_placements": "What is open in each plan, and what closes?",
    "ballot_regrets": "How much worse is each plan for each participant than the best of them?",
}
OTHERS = {
    "ballots.xlsx": "All tables in one workbook.",
    "ballots.json": "The whole answer in one document; `ballots --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=BALLOTS,
    document=DOCUMENT,
    head=HEAD,
    tables=TABLES,
    about=ABOUT,
    others=OTHERS,
)
