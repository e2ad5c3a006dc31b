"""What ``ballots`` writes: one document, and a folder of tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import Call, folder_manifest
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION, Document, plain, to_json
from placement.present.tables.columns import Table
from placement.present.tables.tabular import tabular_files, variants_in
from placement.questions.ballots.study import Count
from placement.questions.ballots.tables import tables
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
        "ballots": _records(made["ballots"]),
        "plans": _records(made["ballot_plans"]),
        "placements": _records(made["ballot_placements"]),
        "plan_placements": _records(made["ballot_plan_placements"]),
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
    def named(pair: tuple[int, int, float] | None) -> Document | None:
        if pair is None:
            return None
        return {"participants": [found.ballots[n].participant for n in pair[:2]], "distance": pair[2]}

    return {
        "weights": {"mean": found.mean_weight_distance, "farthest": named(found.farthest_weights)},
        "placements": {"mean": found.mean_plan_distance, "farthest": named(found.farthest_plans)},
    }


def _records(table: Table) -> list[Document]:
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


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
