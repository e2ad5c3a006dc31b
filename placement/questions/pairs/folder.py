"""The folder of ``explain`` for all pairs: the JSON document, which ``--json`` prints too, the table, the manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import EXPLANATION, Call, folder_manifest
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.tabular import tabular_files, variants_in
from placement.questions import Outputs
from placement.questions.explain.folder import proposal_and_manifest
from placement.questions.pairs.findings import Kind, PairTable
from placement.questions.pairs.tables import NAME, SCARCE_NAME, TABLES, pair_tables
from placement.questions.proposal.folder import write_files
from placement.scenario.load import Loaded
from placement.solve.result import Solved

DOCUMENT = "pairs.json"
WORKBOOK = "pairs.xlsx"


def every_pair_document(solved: Solved, loaded: Loaded, found: PairTable, command: str) -> Document:
    """The table of all pairs as JSON; NaN and infinity are null."""
    made = pair_tables(solved, found, loaded.scenario.about.first_language)
    document = {
        "schema_version": 1,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "pairs": made[NAME].records(),
        "money_per_minute": found.minute,
        "every_price_known": found.every_price,
        "scarce": made[SCARCE_NAME].records(),
        "counts": {str(kind): found.count(kind) for kind in Kind},
        "seconds": found.seconds,
        "time_limit": found.limit,
        "stopped": found.stopped,
        **proposal_and_manifest(solved, loaded, command),
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


def write_every_pair(folder: Path | str, solved: Solved, loaded: Loaded, found: PairTable, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where it cannot be written."""
    return write_files(folder, every_pair_files(solved, loaded, found, call))


HEAD = """\
## All pairs

`placement explain SCENARIO --out DIR`, without a function and a site (or with a function alone), writes `pairs.csv`,
`pairs.xlsx`, `pairs.json` (what `--json` prints), `datapackage.json` and `manifest.json`. A price is how much worse
the best plan with the pair decided otherwise is than the best plan, by the proposal's own measure: DKK a year or, with
methods that weigh, a share of the range from ideal to nadir. `in_from_price_per_minute` is the price of a minute from
which the best plan has the pair. `scarce.csv` has what a little more of each scarce thing is worth.
"""
OUTPUTS = Outputs(kind=EXPLANATION, document=DOCUMENT, head=HEAD, tables=TABLES)
