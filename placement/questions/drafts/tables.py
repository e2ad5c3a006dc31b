"""The tables of ``drafts``, its JSON document, and the folder they are written to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from placement.locale import N_, P_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import COMPARISON, Call
from placement.present.folder.reading import Document, plain, to_json
from placement.present.tables.columns import Row, Table, by_name, key, number, table_kind, text, whole
from placement.present.tables.tabular import tabular_files
from placement.present.words.voice import Language
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.compare.folder import compare_document
from placement.questions.compare.tables import TABLES as COMPARED
from placement.questions.compare.tables import tables as compared
from placement.questions.drafts.study import Drafts, InputChange, PutBack
from placement.questions.proposal.against_reference import Pair
from placement.questions.proposal.folder import write_files
from placement.solve.result import Options

KINDS = ("added", "removed", "changed")
QUALITIES = ("sourced", "derived", "assumption")
OUTCOMES = ("optimal", "feasible", "infeasible", "no_plan_found", "not_alone")

INPUTS = table_kind(
    "draft_inputs",
    N_("Input that changed"),
    N_("Every input that changed, with its value before and now, and who stands by it."),
    key("path", N_("Path"), N_("Dotted path of what changed.")),
    text("part", N_("Part of the scenario"), N_("Part of the scenario.")),
    text("change", P_("column", "Change"), N_("Whether the new version has it, the old, or both."), KINDS),
    text("value_before", N_("Before, value"), N_("The old value; empty where there is none.")),
    text("value_after", N_("Now, value"), N_("The new value; empty where there is none.")),
    number("number_before", N_("Before, number"), "", N_("The old value where it is one number.")),
    number("number_after", N_("Now, number"), "", N_("The new value where it is one number.")),
    text("source_before", N_("Before, source"), N_("Key of the old version's sources.")),
    text("source_after", N_("Now, source"), N_("Key of the new version's sources.")),
    text("quality_before", N_("Before, quality of the source"), N_("How good the old source is."), QUALITIES),
    text("quality_after", N_("Now, quality of the source"), N_("How good the new source is."), QUALITIES),
    text("owner_before", N_("Before, owner"), N_("Who could change the number.")),
    text("owner_after", N_("Now, owner"), N_("Who can change the number.")),
    text("responsible", N_("Responsible"), N_("Who is responsible for the function.")),
    text("decided_by", P_("column", "Decided by"), N_("Who decided it, where it is a decision.")),
)
PUT_BACK = table_kind(
    "draft_put_back",
    N_("Put back"),
    N_("The new version solved again with one part at a time as before: what each part does."),
    key("part", N_("Part of the scenario"), N_("Part of the scenario that is as in the old version.")),
    whole("inputs", N_("Values changed"), "inputs", N_("Values in it that changed.")),
    text("status", N_("How it ended"), N_("How that search ended; not_alone: other parts need it."), OUTCOMES),
    text("offers_opening", N_("Offers open then"), N_("Offers only open then, function@site.")),
    text("offers_closing", N_("Offers closed then"), N_("Offers closed then, function@site.")),
    number(
        "change_minutes_per_year",
        N_("Change, minutes a year"),
        "minutes/year",
        N_("Citizen aim, against the new proposal."),
    ),
    number(
        "change_quality_visits",
        N_("Change in quality, visits"),
        "visits/year",
        N_("Quality aim, against the new proposal."),
    ),
    number(
        "change_economy_per_year",
        N_("Change in economy, DKK a year"),
        "DKK/year",
        N_("Economy aim, against the new one."),
    ),
    text("reason", N_("Reason"), N_("Why there is no proposal.")),
)
TABLES = {**by_name(INPUTS, PUT_BACK), **{name: kind for name, kind in COMPARED.items() if name != "compare_inputs"}}
"""Every table; what changed first, then its effect."""


def tables(found: Drafts, lang: Language = "da") -> dict[str, Table]:
    """Every table of two versions by its name; titles in ``lang``."""
    own = {
        "draft_inputs": Table(INPUTS, list(map(_input, found.inputs))),
        "draft_put_back": Table(PUT_BACK, list(_put_back(found))),
    }
    beside = compared(found.beside, lang)
    return {name: own.get(name) or beside[name] for name in TABLES}


def _input(change: InputChange) -> Row:
    before, after = change.before_from, change.after_from
    latest = before if change.kind == "removed" else after
    return (
        change.path,
        change.part,
        change.kind,
        change.before.text,
        change.after.text,
        change.before.number,
        change.after.number,
        *(before.source, after.source),
        *(before.quality, after.quality),
        *(before.owner, after.owner),
        latest.responsible,
        latest.decided_by,
    )


def _put_back(found: Drafts) -> Iterator[Row]:
    for each in found.put_back or ():
        ends = (_offers(each.opens), _offers(each.closes))
        yield each.part, each.inputs, outcome(each), *ends, *aims_changed(found, each), reason(each)


def outcome(each: PutBack) -> str:
    """How the search with a part put back ended, in one of ``OUTCOMES``."""
    return each.status or "not_alone"


def aims_changed(found: Drafts, each: PutBack) -> tuple[float | None, float | None, float | None]:
    """Citizen, quality and economy with the part put back, minus the new proposal's."""
    if each.solved is None or found.asked_again is None:
        return None, None, None
    now, then = found.asked_again.objectives.as_tuple(), each.solved.objectives.as_tuple()
    citizen, quality, economy = (there - here for here, there in zip(now, then, strict=True))
    return citizen, quality, economy


def reason(each: PutBack) -> str:
    """Why there is no proposal with the part put back; empty where there is one."""
    return str(each.failure).partition("\n")[0] if each.failure else ""


def _offers(pairs: tuple[Pair, ...]) -> str:
    return " ".join(f"{function}@{site}" for function, site in pairs)


def change_document(change: InputChange) -> dict[str, object]:
    """One changed input as in ``drafts.json``."""
    return {**asdict(change), "part": change.part}


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
        "put_back": None if found.put_back is None else [_put_back_document(found, each) for each in found.put_back],
    }
    return {**beside, **plain(own)}


def _put_back_document(found: Drafts, each: PutBack) -> Document:
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
