"""``placement import``: read a file of the region, write tables that the scenario reads, and say what was done."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from placement.console.endings import Exit
from placement.console.output import show, show_json
from placement.errors import Message, UsageError
from placement.present.screen.lines import Line, wrapped
from placement.present.words.voice import Voice
from placement.questions.intake.areas import Request as AreasRequest
from placement.questions.intake.areas import import_areas
from placement.questions.intake.findings import Findings
from placement.questions.intake.observed import Request as ObservedRequest
from placement.questions.intake.observed import import_observed
from placement.questions.intake.people import Request as PeopleRequest
from placement.questions.intake.people import import_people
from placement.questions.intake.scenario import Outcome, Provenance, Region, new_text, read_region, sound_date, write
from placement.questions.intake.sites import Request as SitesRequest
from placement.questions.intake.sites import import_sites
from placement.questions.intake.times import Request as TravelRequest
from placement.questions.intake.travel import import_travel
from placement.scenario.source.edit import written
from placement.scenario.source.positions import Path as Place

_PARTS = ("value", "low", "high", "source", "quality", "year", "visits_observed_per_year")


@dataclass(frozen=True, kw_only=True)
class Into:
    """The options of all imports: the scenario to write into, and how.

    Attributes:
        accept: whether proposals are written too.
    """

    scenario: str
    replace: bool
    dry_run: bool
    as_json: bool
    accept: bool = False


def bring_in(table: str, voice: Voice, /, **asked: Any) -> Exit:
    """Import one kind of table.

    Raises:
        UsageError: options that do not fit.
        ScenarioError: faults in the file.
        ResultError: a file cannot be written.
    """
    into = Into(**{name: asked.pop(name) for name in Into.__dataclass_fields__ if name in asked})
    source = _provenance(asked)
    asked["columns"] = _columns(asked["columns"])
    findings = Findings()
    region = read_region(into.scenario)
    outcome = IMPORTS[table](region, asked, source, findings, replace=into.replace)
    if into.accept:
        outcome.accept()
    new_text(region, outcome.changes)  # raises if the scenario cannot be changed so
    names = _named(region, outcome) if into.dry_run else write(region, outcome)
    if into.as_json:
        show_json(_document(table, into, outcome, findings, names, voice))
    else:
        show(lambda: _screen(into, outcome, findings, names, voice))
    return Exit.DONE


def _provenance(asked: dict[str, Any]) -> Provenance:
    title, date, key = asked.pop("source").strip(), asked.pop("date").strip(), asked.pop("source_id")
    if not title:
        raise UsageError(Message("--source is empty; say where the figures come from."))
    if not sound_date(date):
        raise UsageError(Message("--date {seen} is no date; write it as 2026-05-01, 2026-05 or 2026.", seen=date))
    return Provenance(title, date, key or "")


def _columns(given: Sequence[str]) -> Mapping[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = next((name for name, sign, heading in pairs if not (sign and name.strip() and heading.strip())), None)
    if wrong is not None:
        raise UsageError(Message("--column {seen} is no NAME=TEXT, as in id=KOMKODE.", seen=wrong))
    return {name.strip(): heading.strip() for name, _, heading in pairs}


def _travel(region: Region, asked: dict[str, Any], source: Provenance, findings: Findings, *, replace: bool) -> Outcome:
    return import_travel(region, TravelRequest(**asked), source, findings, replace=replace)


def _people(region: Region, asked: dict[str, Any], source: Provenance, findings: Findings, *, replace: bool) -> Outcome:
    return import_people(region, PeopleRequest(**asked), source, findings, replace=replace)


def _areas(region: Region, asked: dict[str, Any], source: Provenance, findings: Findings, *, replace: bool) -> Outcome:
    return import_areas(region, AreasRequest(**asked), source, findings, replace=replace)


def _sites(region: Region, asked: dict[str, Any], source: Provenance, findings: Findings, *, replace: bool) -> Outcome:
    return import_sites(region, SitesRequest(**asked), source, findings, replace=replace)


def _observed(
    region: Region, asked: dict[str, Any], source: Provenance, findings: Findings, *, replace: bool
) -> Outcome:
    return import_observed(region, ObservedRequest(**asked), source, findings, replace=replace)


IMPORTS: Mapping[str, Callable[..., Outcome]] = {
    "travel": _travel,
    "people": _people,
    "areas": _areas,
    "sites": _sites,
    "observed": _observed,
}


def _named(region: Region, outcome: Outcome) -> list[str]:
    return [*outcome.files, *([region.file.name] if outcome.changes else [])]


def _screen(into: Into, outcome: Outcome, findings: Findings, names: Sequence[str], say: Voice) -> list[Line]:
    lines = [Line(line) for one in findings.said for line in wrapped(say.told(one))]
    for one in findings.warnings:
        lines += [Line(line, mark="warning" if "!" in line[:2] else "") for line in wrapped(say.told(one), "! ", "  ")]
    if outcome.proposed or outcome.proposals:
        lines += [Line(""), *_proposals(into, outcome, say), Line("")]
    listed = say.listed(list(names))
    said = say("Would write {files}.", files=listed) if into.dry_run else say("Wrote {files}.", files=listed)
    lines += map(Line, wrapped(said))
    return lines if into.dry_run else [*lines, Line(f"  {shlex.join(['placement', 'check', into.scenario])}")]


def _proposals(into: Into, outcome: Outcome, say: Voice) -> list[Line]:
    heading = say("Set, as accepted:") if into.accept else say("To be set; --accept writes it, or paste it yourself:")
    texts = [f"{'.'.join(path)}: {written(value)}" for path, value in _whole(outcome).items()]
    texts += [say.told(one) for one in outcome.proposals]
    return [Line(heading, len(heading)), *(Line(line) for text in texts for line in wrapped(text, "  ", "    "))]


def _whole(outcome: Outcome) -> dict[Place, Any]:
    """The proposals by path, with the parts of one number or column joined, for pasting into the YAML."""
    found: dict[Place, Any] = {}
    for path, value in outcome.proposed.items():
        if path[-1] in _PARTS:
            found.setdefault(path[:-1], {})[path[-1]] = value
        else:
            found[path] = value
    return found


def _document(
    table: str, into: Into, outcome: Outcome, findings: Findings, names: Sequence[str], say: Voice
) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "scenario": into.scenario,
        "status": "would_write" if into.dry_run else "written",
        "kind": table,
        "files": list(names),
        "said": [say.told(one) for one in findings.said],
        "warnings": [say.told(one) for one in findings.warnings],
        "changes": {".".join(path): value for path, value in outcome.changes.items()},
        "proposed": {".".join(path): value for path, value in outcome.proposed.items()},
        "proposals": [say.told(one) for one in outcome.proposals],
        "faults": [asdict(fault) for fault in findings.faults],
    }
