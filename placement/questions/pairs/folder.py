"""The table of all pairs as JSON, and as a folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import Call, folder_manifest
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.csv_dialect import dialect_named
from placement.present.tables.tabular import tabular_files, variants_in
from placement.present.words.voice import Language
from placement.questions.pairs.study import Kind, PairTable
from placement.questions.pairs.tables import NAME, pair_tables
from placement.questions.proposal.document import exact_plan, outcome
from placement.questions.proposal.folder import read_from, write_files
from placement.scenario.load import Loaded
from placement.solve.result import Solved
from placement.solve.versions import versions

DOCUMENT = "pairs.json"
WORKBOOK = "pairs.xlsx"


def every_pair_document(solved: Solved, loaded: Loaded, found: PairTable, command: str) -> Document:
    """The whole table, of plain JSON values; a number that is none is null."""
    table = pair_tables(solved, found)[NAME]
    document = {
        "schema_version": 1,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "pairs": [dict(zip(table.headings, row, strict=True)) for row in table.rows],
        "counts": {str(kind): found.count(kind) for kind in Kind},
        "seconds": found.seconds,
        "time_limit": found.limit,
        "stopped": found.stopped,
        "proposal": {
            **outcome(solved),
            "objectives": asdict(solved.objectives),
            "plan": exact_plan(solved.instance, solved.plan),
        },
        "manifest": {"inputs": dict(loaded.inputs), "versions": versions(), "command": command},
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


def write_every_pair(
    folder: Path | str,
    solved: Solved,
    loaded: Loaded,
    found: PairTable,
    *,
    command: str,
    scenario: str = "",
    csv: str = "standard",
    lang: Language = "da",
) -> Path:
    """Write the folder, whole or not at all; arguments as of `placement.questions.proposal.folder.write_result`."""
    call = Call(command, scenario or read_from(loaded), lang, dialect_named(csv))
    return write_files(folder, every_pair_files(solved, loaded, found, call))
