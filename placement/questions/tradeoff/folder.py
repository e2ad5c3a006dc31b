"""The folder of ``tradeoff``: the JSON document, the tables, and a state file from which a later run resumes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Set
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError, ResultError, why
from placement.locale import N_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import TRADEOFF as KIND
from placement.present.folder.manifest import TRADEOFF_DOCUMENT as DOCUMENT
from placement.present.folder.manifest import Call
from placement.present.folder.reading import AIM_NAMES, json_of, plain, to_json
from placement.present.folder.writing import put
from placement.present.tables.tabular import DATAPACKAGE, tabular_files, variants_in
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.proposal.document import exact_plan, made_of, scale_document
from placement.questions.tradeoff.steps.study import Stairway
from placement.questions.tradeoff.steps.tables import PICTURE
from placement.questions.tradeoff.steps.tables import TABLES as STEPS_TABLES
from placement.questions.tradeoff.steps.tables import document as steps_document
from placement.questions.tradeoff.steps.tables import picture as steps_picture
from placement.questions.tradeoff.steps.tables import tables as steps_tables
from placement.questions.tradeoff.study import Point, Tradeoff
from placement.questions.tradeoff.tables import TABLES, payoff_rows, tables
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import AIMS
from placement.scenario.source.files import read_bytes
from placement.solve.pareto_front import Proven
from placement.solve.result import Scale, fingerprint
from placement.solve.stage import INF, three

STATE = "tradeoff.state.json"
WORKBOOK = "tradeoff.xlsx"
IN_BOTH = (DOCUMENT, WORKBOOK, DATAPACKAGE, manifests.NAME)
OURS = frozenset({STATE, *IN_BOTH, *(f"{name}.csv" for name in TABLES)})
"""Files of the folder with the Pareto set (``--all``)."""
OURS_OF_STEPS = frozenset({PICTURE, *IN_BOTH, *(f"{name}.csv" for name in STEPS_TABLES)})
"""Files of the folder of a staircase."""
SET = "all"
"""The value of ``set`` in the document of the Pareto set."""


def document(found: Tradeoff, loaded: Loaded, command: str) -> dict[str, Any]:
    """The Pareto set as JSON; NaN and infinity are null."""
    made = {
        "schema_version": 1,
        "kind": KIND,
        "set": SET,
        "scenario": loaded.scenario.name,
        "variant": list(found.variants),
        "complete": found.complete,
        "stopped": found.stopped,
        "spacing": found.spacing,
        "reached_spacing": found.reached,
        "step": dict(zip(AIM_NAMES, found.step, strict=True)),
        "open_zones": found.open_zones,
        "points_asked": found.most,
        "points_resumed": found.resumed,
        "solves": found.solves,
        "seconds": found.seconds,
        "gap": found.options.gap,
        "formulation": found.formulation,
        "method": found.method,
        "weights": dict(zip(AIMS, found.own_weights, strict=True)),
        "chosen": found.best + 1,
        "weights_may_be": {aim: list(span) for aim, span in zip(AIMS, found.own_spans, strict=True)},
        "scale": scale_document(found.scale),
        "measured_by": _ends(found.measured_by),
        "payoff": [dict(zip(("row", *AIM_NAMES, "proven"), row, strict=True)) for row in payoff_rows(found)],
        "baseline": dict(zip(AIM_NAMES, found.reference, strict=True)) if found.today_plan else None,
        "plans": [_plan(found, n, point) for n, point in enumerate(found.points)],
        "exchange_rates": tables(found)["exchange_rates"].records(),
        "next_100000": [asdict(one) for one in _numbered(found)],
        "manifest": made_of(loaded, found.options, command),
    }
    return plain(made)  # type: ignore[no-any-return]  # a mapping stays a mapping


def document_of(found: Tradeoff | Stairway, loaded: Loaded, command: str) -> dict[str, Any]:
    """The answer as JSON, be it the staircase or the Pareto set."""
    if isinstance(found, Stairway):
        return steps_document(found, loaded, command)
    return document(found, loaded, command)


def _ends(scale: Scale) -> dict[str, Any]:
    """A scale as JSON: the best and the worst of each aim, and its unit where the two are the same."""
    ends = {"ideal": scale.ideal, "nadir": scale.nadir, "unit": scale.unit}
    return {name: dict(zip(AIM_NAMES, values, strict=True)) for name, values in ends.items()}


def _numbered(found: Tradeoff) -> list[Any]:
    """``Tradeoff.next`` with positions of plans from 1."""

    def one(each: Any) -> Any:
        return None if each is None else replace(each, before=each.before + 1, after=each.after + 1)

    return [replace(each, within=one(each.within), beyond=one(each.beyond)) for each in found.next]


def _plan(found: Tradeoff, n: int, point: Point) -> dict[str, Any]:
    return {
        "plan": n + 1,
        "objectives": dict(zip(AIM_NAMES, point.aims, strict=True)),
        "indicators": dict(point.evaluation.indicators),
        "weights": None if point.weights is None else dict(zip(AIMS, point.weights, strict=True)),
        "weights_may_be": {aim: list(span) for aim, span in zip(AIMS, point.spans, strict=False)},
        "share_of_weights": point.share,
        "exact": exact_plan(found.instance, point.plan),
    }


def check_folder(folder: Path, ours: Set[str]) -> None:
    """Raise ResultError where the folder holds anything but the files ``ours``.

    The Pareto set and the staircase do not share a folder: files left by one would look like a part of the other.
    """
    beside = next(parent for parent in (folder.resolve(), *folder.resolve().parents) if parent.exists())
    if not beside.is_dir():
        text = (
            N_("{folder} is a file; a result is a folder. Choose another name with --out.")
            if beside == folder.resolve()
            else N_("{folder} cannot be made: {beside} is a file. Choose another folder with --out.")
        )
        raise RefusedError(Message(text, folder=folder, beside=beside))
    strange = {entry.name for entry in folder.iterdir()} - ours if folder.is_dir() else set()
    strange = {name for name in strange if not name.startswith(".")}
    if strange:
        raise RefusedError(
            Message(
                "{folder} holds something else than an earlier trade-off: {found}. Choose another folder with --out.",
                folder=folder,
                found=", ".join(sorted(strange)[:3]),
            )
        )


def write_folder(folder: Path, found: Tradeoff | Stairway, loaded: Loaded, call: Call) -> None:
    """Write every table, the document, a description and last the manifest, each file whole or not at all.

    Raises:
        ResultError: a file cannot be written.
    """
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = steps_tables(found, call.lang) if isinstance(found, Stairway) else tables(found, call.lang)
    files = tabular_files(made, loaded.scenario, call, WORKBOOK, variants_in(loaded))
    files[DOCUMENT] = to_json(document_of(found, loaded, call.command))
    if isinstance(found, Stairway):
        files[PICTURE] = steps_picture(found, call.lang).encode()
    told = manifests.folder_manifest(KIND, loaded, found.options, found.variants, call, files)
    for name, content in {**files, manifests.NAME: to_json(told)}.items():
        put(folder / name, content)


def write_state(folder: Path, loaded: Loaded, formulation: str, proven: Proven) -> None:
    """Write the state from which a later run resumes.

    Raises:
        ResultError: it cannot be written.
    """
    made = {
        "kind": f"{KIND}-state",
        "of": fingerprint(loaded.scenario, formulation),
        "scale": asdict(proven.scale),
        "empty": proven.empty,
        "plans": proven.plans,
    }
    put(folder / STATE, (json.dumps(plain(made), allow_nan=False) + "\n").encode())


def read_state(folder: Path, loaded: Loaded, formulation: str) -> Proven | None:
    """The state that an earlier run wrote for the same scenario; None where there was none.

    Raises:
        ResultError: the file cannot be read, or is of another scenario, version or formulation.
    """
    path = folder / STATE
    if not path.exists():
        return None
    try:
        found = json_of(read_bytes(path))
        if found["of"] != fingerprint(loaded.scenario, formulation):
            raise RefusedError(
                Message(
                    "{path} belongs to another scenario, formulation or version. Choose another "
                    "folder with --out, or delete the file to begin again.",
                    path=path,
                )
            )
        return Proven(tuple(found["plans"]), tuple(map(_corner, found["empty"])), _scale(found["scale"]))
    except RefusedError:
        raise
    except (OSError, ValueError, KeyError, TypeError, ResultError) as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Delete the file to begin again.", path=path, why=why(error))
        ) from error


def _corner(values: list[float | None]) -> tuple[float, float, float]:
    return three(INF if value is None else value for value in values)


def _scale(found: Mapping[str, Any]) -> Scale:
    rows = tuple(three(row) for row in found["rows"])
    return Scale(three(found["ideal"]), three(found["nadir"]), rows, bool(found["proven"]), three(found["unit"]))


HEAD = """\
## The folder of `tradeoff`

Without `--all` it holds the staircase, with it all plans; `set` in `tradeoff.json` says which. The two do not share a
folder.

In the staircase `proven` says that no other plan is best at any price of a minute. Where it is false, `complete` says
whether all prices were asked, `unproven` of a step by how much another plan may be cheaper there, and `low` and `high`
between which prices the step then lies.

Of all plans `complete` says whether the asked `spacing` is proven, and `reached_spacing` what is proven: for any other
plan there is one here that is worse by no more than that share of the range in any aim. `null` there: not known.

| file | what |
| --- | --- |
"""
ABOUT = {
    "staircase": "What does the next step cost for each minute it saves, and who gains and loses?",
    "staircase_plans": "Which plan is best at which prices of a minute?",
    "staircase_changes": "What comes in and goes out at each step, and what is scarce where something goes out?",
    "staircase_groups": "Which groups of areas get shorter and longer trips at each step?",
    "staircase_today": "What does keeping each of today's offers cost for each minute it saves?",
    "pareto": "With `--all`: between which plans is there a choice, and for which weights is each best?",
    "pareto_placements": "With `--all`: what is open in each plan, and what closes?",
    "exchange_rates": "With `--all`: what does more of one aim buy of another, from plan to plan?",
    "payoff": "With `--all`: how good and how bad can each aim get? The pay-off table, and the worst in the set.",
}
OTHERS = {
    "staircase.svg": "The steps as a picture, with the lines of the prices to hold them against.",
    "tradeoff.xlsx": "All tables in one workbook.",
    "tradeoff.json": "The whole answer in one document; `tradeoff --json` prints the same.",
    "tradeoff.state.json": "With `--all`: what a later run with the same `--out` goes on from; not in the manifest.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=KIND, document=DOCUMENT, head=HEAD, tables={**STEPS_TABLES, **TABLES}, about=ABOUT, others=OTHERS
)
