"""The folder of ``compare``: the JSON document, which ``--json`` prints too, the tables, the page and the manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from placement.plan.compare import Moved
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import COMPARISON, Call, Page
from placement.present.folder.reading import SCHEMA_VERSION, Document, plain, to_json
from placement.present.tables.tabular import tabular_files
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.compare.choice import Alternative
from placement.questions.compare.page import comparison_page
from placement.questions.compare.study import SideBySide, totals
from placement.questions.compare.tables import OPTIONAL, PLAIN, TABLES, tables
from placement.questions.proposal.against_reference import GroupFigures, Pair, Versus
from placement.questions.proposal.document import audit, course_document, exact_plan, made_of, scale_document
from placement.questions.proposal.folder import REPORT, write_files
from placement.solve.result import Options, Solved

DOCUMENT = "compare.json"
WORKBOOK = "compare.xlsx"


def compare_document(found: SideBySide, options: Options, command: str) -> Document:
    """The whole comparison as JSON; NaN and infinity are null.

    Args:
        found: today and the alternatives.
        options: as asked.
        command: the command line, as the user wrote it.
    """
    today = found.today
    document = {
        "schema_version": SCHEMA_VERSION,
        "scenario": found.plain.scenario.name,
        "reference": found.reference_name,
        "today": None
        if today is None
        else {
            "objectives": asdict(today.evaluation.objectives),
            "indicators": dict(today.evaluation.indicators),
            "groups": _groups(found.groups_today),
        },
        "alternatives": [_alternative(found, each) for each in found.alternatives],
        "agreed": {
            **dict(zip(("opens", "closes"), map(_pairs, found.agreed), strict=True)),
            "home": [asdict(each) for each in found.agreed_at_home],
        },
        "shared": None if found.shared is None else asdict(found.shared),
        "totals": asdict(totals(found)),
        "inputs": [_input(found, n) for n in range(len(found.inputs))],
        "tips": _tips(found),
        "left_out": [asdict(each) for each in found.left_out],
        "manifest": made_of(found.plain, options, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _alternative(found: SideBySide, each: Alternative) -> Document:
    head = {"name": each.name, "variant": list(each.loaded.variants), "status": str(each.status)}
    if each.solved is None:
        causes = getattr(each.failure, "causes", ())
        return {**head, "causes": [str(cause) for cause in causes]}
    return {**head, **_solved(each.solved), **_versus(found.versus[each.name]), "payers": _payers(each)}


def _solved(solved: Solved) -> Document:
    return {
        "stopped": solved.stopped,
        "method": solved.method,
        "weights": {name: float(value) for name, value in solved.weights.model_dump().items()},
        "prices": None if solved.prices is None else asdict(solved.prices),
        "bound": solved.bound,
        "objective": solved.objective,
        "gap": solved.gap,
        "gap_money": solved.gap_money,
        "seconds": dict(solved.seconds),
        "objectives": asdict(solved.objectives),
        "indicators": dict(solved.evaluation.indicators),
        "audit": audit(solved.evaluation),
        "plan": exact_plan(solved.instance, solved.plan),
        "scale": scale_document(solved.scale),
        "implied_price_per_minute": solved.implied_price_per_minute,
        "formulation": solved.formulation,
        "formulation_reason": solved.formulation_reason,
        **course_document(solved.course),
    }


def _versus(against: Versus) -> Document:
    return {
        "opens": _pairs(against.opens),
        "closes": _pairs(against.closes),
        "other_days": _pairs(against.days),
        "moves": [asdict(move) for move in against.moves],
        "home": [asdict(each) for each in against.home],
        "moved": _moved(against.moved),
        "groups": _groups(against.groups),
        "hospitals": [{**asdict(each), "change": each.change} for each in against.hospitals],
    }


def _pairs(pairs: tuple[Pair, ...]) -> list[Document]:
    return [{"function": function, "site": site} for function, site in pairs]


def _moved(moved: Moved | None) -> Document | None:
    if moved is None:
        return None
    return {
        "affected_visits": moved.visits,
        "mean_minutes_reference": moved.minutes_today,
        "mean_minutes": moved.minutes_now,
        "longer_visits": moved.visits_longer,
        "longer_minutes": moved.minutes_longer,
        "shorter_visits": moved.visits_shorter,
        "shorter_minutes": moved.minutes_shorter,
    }


def _groups(groups: Mapping[str, GroupFigures]) -> list[Document]:
    return [{"group": name, **_group(figures)} for name, figures in groups.items()]


def _group(figures: GroupFigures) -> Document:
    return {
        "visits_per_year": figures.visits,
        "mean_minutes_per_visit": figures.mean_minutes,
        "functions_within_30_min": figures.functions_near,
        "moved": _moved(figures.moved),
        "money_per_year": dict(figures.money),
    }


def _payers(each: Alternative) -> list[Document]:
    return [
        {"payer": payer, "item": item, "money_per_year": running, "investment": investment}
        for (payer, item), (running, investment) in sorted(each.money_by_payer.items())
    ]


def _input(found: SideBySide, n: int) -> Document:
    names = (PLAIN, *(each.name for each in found.alternatives))
    difference = found.inputs[n]
    values = {name: asdict(value) for name, value in zip(names, difference.values, strict=True)}
    return {"path": difference.path, "values": values}


def _tips(found: SideBySide) -> Document | None:
    """Where the differences turn; None where that was not asked for."""
    told = found.turnings
    if told is None:
        return None
    untold = [{"first": first, "second": second, "paths": list(paths)} for first, second, paths in told.untold]
    alike = [{"first": first, "second": second} for first, second in told.alike]
    return {"found": [asdict(each) for each in told.found], "alike": alike, "untold": untold, "solves": told.solves}


def compare_files(found: SideBySide, options: Options, call: Call) -> dict[str, bytes]:
    """Every file of the folder by name.

    Args:
        found: today and the alternatives.
        options: as asked.
        call: how the program was called.
    """
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = tables(found, call.lang)
    page = Page(call.moment.astimezone().date().isoformat(), call.lang)
    names = [each.name for each in found.alternatives]
    files = tabular_files(made, found.plain.scenario, call, WORKBOOK, ", ".join(names))
    files[DOCUMENT] = to_json(compare_document(found, options, call.command))
    files[REPORT] = comparison_page(found, date=page.day, lang=page.lang).encode()
    told = manifests.folder_manifest(
        manifests.COMPARISON,
        found.plain,
        options,
        names,
        call,
        files,
        reference=found.reference_name,
        page=asdict(page),
    )
    return {**files, manifests.NAME: to_json(told)}


def write_comparison(folder: Path | str, found: SideBySide, options: Options, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where it cannot be written."""
    return write_files(folder, compare_files(found, options, call))


HEAD = """\
## The folder of a comparison

`placement compare SCENARIO --variant a,b --out DIR` writes these files, all of them or none. `today` stands for what is
there today, `base` for the scenario without variants, and the *reference* is what the alternatives are held against:
today, unless `--reference` says otherwise. Money is relative to today, where a column does not say otherwise. Of a
scenario with phases everything but the three aims is told of the last phase; those are means over the years.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "compare_alternatives": "How does each alternative do, and whom does it touch?",
    "compare_placements": "What opens, closes, moves and stays, and what do all agree on?",
    "compare_groups": "What does my part of the region get from each of them?",
    "compare_hospitals": "What does my hospital lose with each of them?",
    "compare_payers": "Who pays for each of them?",
    "compare_inputs": "Which assumptions are not the same?",
    "compare_left_out": "Where there are too many to show: which are left out, and which is each most like?",
    "compare_tips": "With `--tips`: where does the difference between two of them turn?",
}
OTHERS = {
    "compare.xlsx": "All tables in one workbook.",
    "report.html": "The report of the comparison: one page, for a screen and for print.",
    "compare.json": "Everything in one document, exact plans too; `compare --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=COMPARISON,
    document=DOCUMENT,
    head=HEAD,
    tables=TABLES | OPTIONAL,
    about=ABOUT,
    others=OTHERS,
)
