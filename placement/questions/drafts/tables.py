"""``draft_inputs`` and ``draft_put_back``: what changed from one version to the next, and what each change does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from placement.present.tables.columns import Row, Table, key, number, text, whole
from placement.present.words.numbers import Language
from placement.questions.compare.tables import TABLES as COMPARED
from placement.questions.compare.tables import tables as compared
from placement.questions.drafts.study import Drafts, InputChange, PutBack
from placement.questions.proposal.versus import Pair

KINDS = ("added", "removed", "changed")
QUALITIES = ("sourced", "derived", "assumption")
OUTCOMES = ("optimal", "feasible", "infeasible", "no_plan_found", "not_alone")

INPUTS = (
    key("path", "Dotted path of what changed.", "Stien til det, der er ændret."),
    text("part", "Part of the scenario.", "Del af scenariet."),
    text("change", "Whether the new version has it, the old, or both.", "Kommet til, faldet bort eller ændret.", KINDS),
    text("value_before", "The old value; empty where there is none.", "Den gamle værdi; tom, hvor der ingen er."),
    text("value_after", "The new value; empty where there is none.", "Den nye værdi; tom, hvor der ingen er."),
    number("number_before", "", "The old value where it is one number.", "Den gamle værdi som tal."),
    number("number_after", "", "The new value where it is one number.", "Den nye værdi som tal."),
    text("source_before", "Key of the old version's sources.", "Kilde i den gamle version."),
    text("source_after", "Key of the new version's sources.", "Kilde i den nye version."),
    text("quality_before", "How good the old source is.", "Den gamle kildes kvalitet.", QUALITIES),
    text("quality_after", "How good the new source is.", "Den nye kildes kvalitet.", QUALITIES),
    text("owner_before", "Who could change the number.", "Hvem der kunne ændre tallet."),
    text("owner_after", "Who can change the number.", "Hvem der kan ændre tallet."),
    text("responsible", "Who is responsible for the function.", "Hvem der har ansvar for funktionen."),
    text("decided_by", "Who decided it, where it is a decision.", "Hvem der har besluttet det, hvor det er besluttet."),
)
PUT_BACK = (
    key("part", "Part of the scenario that is as in the old version.", "Den del, der er som i den gamle version."),
    whole("inputs", "inputs", "Values in it that changed.", "Værdier i den, der er ændret."),
    text("status", "How that search ended; not_alone: other parts need it.", "Hvordan søgningen endte.", OUTCOMES),
    text("offers_opening", "Offers only open then, function@site.", "Tilbud, der kun er åbne da."),
    text("offers_closing", "Offers closed then, function@site.", "Tilbud, der er lukkede da."),
    number(
        "change_minutes_per_year", "minutes/year", "Citizen aim, against the new proposal.", "Rejsetid, mod det nye."
    ),
    number("change_quality_visits", "visits/year", "Quality aim, against the new proposal.", "Faglighed, mod det nye."),
    number("change_economy_dkk_per_year", "DKK/year", "Economy aim, against the new one.", "Økonomi, mod det nye."),
    text("reason", "Why there is no proposal.", "Hvorfor der intet forslag er."),
)
TABLES = {
    "draft_inputs": INPUTS,
    "draft_put_back": PUT_BACK,
    **{name: columns for name, columns in COMPARED.items() if name != "compare_inputs"},
}
"""Columns of every table; what changed first, then what it did."""


def tables(found: Drafts, lang: Language = "da") -> dict[str, Table]:
    """Every table of two versions by its name; titles in ``lang``."""
    own = {
        "draft_inputs": Table("draft_inputs", INPUTS, list(map(_input, found.inputs))),
        "draft_put_back": Table("draft_put_back", PUT_BACK, list(_put_back(found))),
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
    """How the search with the part put back ended, in one of ``OUTCOMES``."""
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
    """One changed input for ``drafts.json``."""
    return {**asdict(change), "part": change.part}
