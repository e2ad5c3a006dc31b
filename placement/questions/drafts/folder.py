"""The folder of ``drafts``: the JSON document, which ``--json`` prints too, the tables and the manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import COMPARISON, Call
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.columns import by_name
from placement.present.tables.tabular import tabular_files
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.compare.folder import compare_document
from placement.questions.drafts.study import Drafts, PutBack
from placement.questions.drafts.tables import INPUTS, PUT_BACK, aims_changed, change_document, outcome, reason, tables
from placement.questions.proposal.folder import write_files
from placement.solve.result import Options

DOCUMENT = "drafts.json"
WORKBOOK = "drafts.xlsx"
AIMS = ("change_minutes_per_year", "change_quality_visits", "change_economy_per_year")


@dataclass(frozen=True)
class Version:
    """Where a version was read from.

    Attributes:
        path: the result folder or scenario, as given.
        variants: the variants and overrides in it, of a result folder.
        created: when a result folder was made; empty: solved now.
        status: of the scenario, in its own words: ``udkast``, ``hoering`` or ``behandlet``.
    """

    path: str
    variants: tuple[str, ...]
    created: str
    status: str


def drafts_document(
    found: Drafts, versions: tuple[Version, Version], options: Options, command: str
) -> Mapping[str, Any]:
    """The comparison of two versions as JSON; NaN and infinity are null.

    Args:
        found: the versions.
        versions: where they were read from, the old one first.
        options: as asked.
        command: the command line, as the user wrote it.
    """
    beside = compare_document(found.beside, options, command)
    own = {
        "old": asdict(versions[0]),
        "new": asdict(versions[1]),
        "inputs": [change_document(change) for change in found.inputs],
        "put_back": None if found.put_back is None else [_put_back(found, each) for each in found.put_back],
    }
    return {**beside, **plain(own)}


def _put_back(found: Drafts, each: PutBack) -> Document:
    return {
        "part": each.part,
        "inputs": each.inputs,
        "status": outcome(each),
        "opens": [{"function": function, "site": site} for function, site in each.opens],
        "closes": [{"function": function, "site": site} for function, site in each.closes],
        **dict(zip(AIMS, aims_changed(found, each), strict=True)),
        "reason": reason(each),
    }


def write_drafts(
    folder: Path | str, found: Drafts, versions: tuple[Version, Version], options: Options, call: Call
) -> Path:
    """Write the folder, whole or not at all, in place of an earlier one; ResultError where it cannot be written."""
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    scenario = found.new.loaded.scenario
    files = tabular_files(tables(found, call.lang), scenario, call, WORKBOOK, " → ".join(v.path for v in versions))
    files[DOCUMENT] = to_json(drafts_document(found, versions, options, call.command))
    names = [each.name for each in found.beside.alternatives]
    told = manifests.folder_manifest(manifests.COMPARISON, found.beside.plain, options, names, call, files)
    return write_files(folder, {**files, manifests.NAME: to_json(told)})


HEAD = """\
## The folder of drafts

`placement drafts OLD NEW --out DIR` writes these files, all of them or none. The old version is the reference; in
`draft_put_back` changes of the aims are those of the new version with the part put back, minus the new proposal's.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "draft_inputs": "Which input changed, and who stands by it?",
    "draft_put_back": "Which part of the changes does what? Empty unless `--put-back` was asked for.",
}
OTHERS = {
    "compare_*.csv": "The [tables of a comparison](#the-folder-of-a-comparison), without its inputs: `old`, `new`.",
    "drafts.xlsx": "All tables in one workbook.",
    "drafts.json": "Everything in one document; `drafts --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=COMPARISON, document=DOCUMENT, head=HEAD, tables=by_name(INPUTS, PUT_BACK), about=ABOUT, others=OTHERS
)
