"""``import sites``: where hospitals and houses lie, from a table or a map with a point for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.errors import Fault, Message
from placement.instance.travel import paired_km
from placement.locale import LANGUAGES
from placement.present.words.terms import NEUTRAL
from placement.questions.intake.findings import Cell, Findings, Names, as_id, sound_id
from placement.questions.intake.geo import Features, column, first_error, is_geographic, read_places, texts
from placement.questions.intake.reading import Aliases
from placement.questions.intake.scenario import Outcome, Provenance, Region, note_source
from placement.scenario.checks.notes import few
from placement.scenario.schema.terms import Terms

KNOWN: Aliases = {
    "id": ("id", "kode", "code", "key", "nr", "site", "sted", "sor", "shak"),
    "title": ("title", "titel", "name", "navn", "stednavn", "enhed"),
    "kind": ("kind", "type", "slags", "art"),
    "municipality": ("municipality", "kommune", "kommunenavn"),
    "parent_hospital": ("parent_hospital", "moderhospital", "hospital"),
    "address": ("address", "adresse", "vej", "adressebetegnelse"),
}
_DECIMALS = 5
_SAME_KM = 0.05
_FAR_KM = 5.0


@dataclass
class Request:
    """The options of ``import sites``.

    Attributes:
        kind: of sites whose row has none.
    """

    files: Sequence[str]
    columns: Mapping[str, str]
    sheet: str | None
    crs: str | None
    layer: str | None
    swap_axes: bool
    kind: str | None


def import_sites(region: Region, request: Request, source: Provenance, findings: Findings, *, replace: bool) -> Outcome:
    """Read the files; returns changes to the YAML for each site.

    Raises:
        ScenarioError: with all faults.
        UsageError: options that do not fit.
    """
    outcome = Outcome()
    names = Names(region.names("sites"), findings)
    found: dict[str, str] = {}
    for path in request.files:
        features = read_places(path, request, findings, KNOWN, [])
        if features is not None:
            _take(region, features, request, names, found, outcome, findings, replace=replace)
    findings.stop()
    names.tell()
    left = [key for key in names.ids if key not in found]
    if left:
        findings.say("Sites of the scenario that the file does not have stay as they are: {names}.", names=few(left))
    if outcome.changes:
        note_source(region, outcome, "sites", source, request.files, replace=replace)
    else:
        findings.say("Every site stands in the scenario as in the file already.")
    return outcome


def _take(
    region: Region,
    features: Features,
    request: Request,
    names: Names,
    found: dict[str, str],
    outcome: Outcome,
    findings: Findings,
    *,
    replace: bool,
) -> None:
    count = len(features.lonlat)
    asked = request.columns if is_geographic(features.file) else {}
    columns = {name: column(features, words, asked.get(name)) for name, words in KNOWN.items()}
    if columns["id"] is None and columns["title"] is None:
        findings.reject(
            "no column holds ids or names of sites. Say which with --column id=NAME or --column title=NAME.",
            features.file,
        )
        return
    cells = {name: texts(values, count) for name, values in columns.items()}
    written = region.rows("sites")
    for n in range(count):
        row = {name: values[n] for name, values in cells.items()}
        key = _key(row, names, findings)
        place = Message("{lat}, {lon}", lat=f"{features.lonlat[n, 1]:.5f}", lon=f"{features.lonlat[n, 0]:.5f}")
        broken = first_error(row.values())
        if broken is not None:
            findings.fault(_at(features, n, broken))
        elif not key or not sound_id(key):
            message = Message(
                "the id '{id}' is empty or has other signs than letters, digits, '_' and '-'.", id=row["id"][:60]
            )
            findings.fault(_at(features, n, message))
        elif key in found:
            message = Message(
                "'{name}' stands twice, at {first} and {second}; keep one of the rows.",
                name=key,
                first=found[key],
                second=place,
            )
            findings.fault(_at(features, n, message))
        else:
            found[key] = place
            lon, lat = (round(float(one), _DECIMALS) for one in features.lonlat[n])
            if key in written:
                _moved(region, key, written[key], (lon, lat), outcome, findings, replace=replace)
            else:
                _new(features, n, key, row, (lon, lat), request, region, names, outcome, findings)


def _key(row: Mapping[str, str], names: Names, findings: Findings) -> str:
    """The id of the site in a row; if the file has no ids, one made from the name."""
    for cell in (row["id"], row["title"]):
        known = names.find(cell) if cell else None
        if known is not None:
            return known
    if row["id"]:
        return as_id(row["id"])
    made = slug(row["title"])
    if made:
        findings.say("The file has no ids; they are made of the names, as {id}.", id=made)
    return made


def slug(title: Cell) -> str:
    """An id made of a name."""
    plain = str(title).casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^\w]+", "_", plain).strip("_")


def _at(features: Features, n: int, message: Message) -> Fault:
    file, number = features.where[n]
    if is_geographic(features.file):
        return Fault(Message("feature {n}: {what}", n=number, what=message), "", file)
    return Fault(message, "", file, number, 1 if number else 0)


def _moved(
    region: Region,
    key: str,
    site: Mapping[str, Any],
    lonlat: tuple[float, float],
    outcome: Outcome,
    findings: Findings,
    *,
    replace: bool,
) -> None:
    """Add the coordinates of a known site to the outcome, if it has none or others."""
    lon, lat = lonlat
    before = region.points().get(key)
    if before is not None:
        km = float(paired_km(*(np.array([one]) for one in (before[1], before[0], lat, lon)))[0])
        if km < _SAME_KM:
            return
        if not replace:
            message = Message(
                "{site} lies at {lat}, {lon} here, {km} km from where the file has it; --replace moves it.",
                site=key,
                lat=f"{before[1]:g}",
                lon=f"{before[0]:g}",
                km=f"{km:.1f}",
            )
            findings.fault(region.fault(("sites", key), message))
            return
        if km > _FAR_KM:
            findings.warnings.say("{site} moves {km} km.", site=key, km=f"{km:.1f}")
    del site
    outcome.changes["sites", key, "lat"] = lat
    outcome.changes["sites", key, "lon"] = lon


def kinds_of(region: Region) -> dict[str, str]:
    """By key and by each of its names, the key of each kind of site in the scenario."""
    terms = region.written.get("terms")
    declared = terms.get("site_kinds") if isinstance(terms, dict) else None
    kinds: dict[str, Any] = declared if isinstance(declared, dict) else dict.fromkeys(Terms().site_kinds)
    found = {_plain(key): key for key in kinds}
    for key, kind in kinds.items():
        name = kind.get("name") if isinstance(kind, dict) else None
        words = [*_words_in(name)] or [NEUTRAL.site_kind(key, lang) for lang in LANGUAGES]
        found |= {_plain(word): key for word in words}
    return found


def _words_in(term: Any) -> Iterator[str]:
    """Every form of a term, in every language."""
    if isinstance(term, dict):
        for each in term.values():
            yield from _words_in(each)
    elif isinstance(term, str):
        yield term


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())


def _new(
    features: Features,
    n: int,
    key: str,
    row: Mapping[str, str],
    lonlat: tuple[float, float],
    request: Request,
    region: Region,
    names: Names,
    outcome: Outcome,
    findings: Findings,
) -> None:
    kinds = kinds_of(region)
    kind = kinds.get(_plain(row["kind"]), "") or ("" if row["kind"] else kinds.get(_plain(request.kind or ""), ""))
    if not kind:
        near = names.nearest(key)
        message = Message(
            "the scenario has no site '{site}'; to add it, its kind is needed ({kinds}): a column 'kind', or --kind.",
            site=key,
            kinds=", ".join(dict.fromkeys(kinds.values())),
        )
        fault = _at(features, n, message)
        findings.fault(Fault(fault.message, "", fault.file, fault.line, fault.column, "", near))
        return
    entry: dict[str, Any] = {"title": row["title"] or key, "kind": kind}
    for name in ("parent_hospital", "municipality"):
        if row[name]:
            entry[name] = row[name]
    if row["address"]:
        entry["note"] = row["address"]
    outcome.changes["sites", key] = {**entry, "lat": lonlat[1], "lon": lonlat[0]}
    findings.say("New site: {site}.", site=key)
