"""The result folder: every file made in memory first, then all written or none.

RFC 7946: longitude before latitude in degrees (WGS 84), outer rings counter-clockwise, no ``crs``. Areas are points
unless the scenario has outlines of them; where it has outlines of groups of areas, these are features too. A place
without coordinates has a null geometry, so that it is not lost. Properties are named as the columns of the tables they
come from.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from placement.errors import Message, RefusedError, ResultError, why
from placement.instance.land import area
from placement.locale import N_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import Call, manifest, manifest_in
from placement.present.folder.reading import to_json
from placement.present.folder.writing import alone, beside, check_name, clear
from placement.present.folder.writing import write as write_file
from placement.present.tables.columns import Cell, Table, suppressed
from placement.present.tables.csv_dialect import STANDARD, dialect_named
from placement.present.tables.tabular import tabular_files, variants_in
from placement.present.words.voice import Language
from placement.questions.proposal.document import RESULT, result_document
from placement.questions.proposal.findings import Study
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.page.page import page_for, page_of
from placement.questions.proposal.sheets import sheets
from placement.questions.proposal.views import TableView
from placement.scenario.dump import lock
from placement.scenario.load import Loaded
from placement.scenario.schema.places import Area, Site
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.text import settled
from placement.scenario.source.boundaries import Ring, polygons
from placement.solve.result import Solved

NAME = "placements.geojson"
_PLACEMENT = ("function", "change", "days_per_week", "days_today", "visits_per_year", "visits_today")
_LISTS = {"offers": ("new", "kept"), "opens": ("new",), "closes": ("closed",)}
"""Ids of the functions by what becomes of them, with a space between, for programs that read no lists."""
Feature = dict[str, Any]


def geojson(scenario: Scenario, made: Mapping[str, Table]) -> dict[str, Any]:
    """The FeatureCollection.

    Args:
        scenario: where places are.
        made: the tables of the result, small numbers suppressed.
    """
    features = [*_sites(scenario, made), *_areas(scenario, made["areas"]), *_groups(scenario, made["groups"])]
    return {"type": "FeatureCollection", "features": features}


def written(document: Mapping[str, Any]) -> bytes:
    """The document as UTF-8, with one feature on each line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in document["features"])
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def _sites(scenario: Scenario, made: Mapping[str, Table]) -> Iterator[Feature]:
    placements: dict[Cell, list[dict[str, Cell]]] = {}
    for row in _rows(made["recommendation"]):
        if row["change"] != "none":
            placements.setdefault(row["site"], []).append({name: row[name] for name in _PLACEMENT})
    for row in _rows(made["sites"]):
        there = placements.get(row["site"], [])
        lists = {name: _ids(there, changes) for name, changes in _LISTS.items()}
        place = scenario.sites[str(row["site"])]
        yield _feature("site", row, _point(place), {**lists, "placements": there})


def _areas(scenario: Scenario, table: Table) -> Iterator[Feature]:
    own = _outlines(scenario, "area")
    for row in _rows(table):
        name = str(row["area"])
        yield _feature("area", row, own.get(name) or _point(scenario.areas.rows[name]), {})


def _groups(scenario: Scenario, table: Table) -> Iterator[Feature]:
    """Groups of areas with an outline, with the figures of the groups' table where it is of the same groups."""
    told = {row["group"]: row for row in _rows(table)} if scenario.areas.group_by == "municipality" else {}
    for name, outline in _outlines(scenario, "municipality").items():
        yield _feature("municipality", {"municipality": name, **told.get(name, {})}, outline, {})


def _outlines(scenario: Scenario, of: str) -> dict[str, Feature]:
    """The scenario's own outlines as geometries."""
    boundaries = scenario.boundaries
    return (
        {key: _multipolygon(one) for key, one in boundaries.rows.items()} if boundaries and boundaries.of == of else {}
    )


def _multipolygon(outline: str) -> Feature:
    parts = [[_turned(ring, outer=not at) for at, ring in enumerate(polygon)] for polygon in polygons(outline)]
    return {"type": "MultiPolygon", "coordinates": parts}


def _turned(ring: Ring, *, outer: bool) -> list[list[float]]:
    """A closed ring, counter-clockwise outside and clockwise around holes."""
    corners = list(ring) if (area(np.array(ring)) > 0) is outer else list(ring[::-1])
    return [list(corner) for corner in (*corners, corners[0])]


def _feature(kind: str, row: Mapping[str, Cell], geometry: Feature | None, more: Feature) -> Feature:
    """One place; since ids of sites and areas may be equal, the kind is part of the feature's id."""
    properties = {"feature": kind, **row, **more}
    return {"type": "Feature", "id": f"{kind}:{row[kind]}", "geometry": geometry, "properties": properties}


def _point(place: Site | Area) -> Feature | None:
    if place.lon is None or place.lat is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _ids(placements: list[dict[str, Cell]], changes: tuple[str, ...]) -> str:
    return " ".join(str(one["function"]) for one in placements if one["change"] in changes)


def _rows(table: Table) -> Iterator[dict[str, Cell]]:
    return (dict(zip(table.headings, row, strict=True)) for row in table.rows)


LOCK = "scenario.lock.yaml"
REPORT = "report.html"
PAPER = "report.pdf"
WORKBOOK = "recommendation.xlsx"
OTHERS = frozenset({NAME, REPORT, PAPER})
"""Files of ours that other commands may add later."""

Write = Callable[[Path, bytes], None]


def result_files(
    solved: Solved, study: Study, loaded: Loaded, call: Call, extra: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Every file of the result folder by name.

    Args:
        solved: the plan and what the judge says of it.
        study: the findings about it.
        loaded: where the scenario was read.
        call: how the program was called.
        extra: other files to lie in the folder, such as a report; the manifest lists them too.
    """
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    whole, page = tables(solved, study, lang=call.lang), page_for(call)
    made = {name: suppressed(table, call.suppress_below) for name, table in whole.items()}
    files = tabular_files(made, loaded.scenario, call, WORKBOOK, variants_in(loaded))
    files |= {name: page.encode() for name, page in sheets(TableView(solved, study, call.lang), made).items()}
    files[RESULT] = to_json(result_document(solved, study, loaded, call.command))
    files[LOCK] = lock(loaded.scenario).encode()
    files[NAME] = written(geojson(loaded.scenario, made))
    files[REPORT] = page_of(solved, study, loaded, whole, page).encode()
    files |= extra or {}
    return {**files, manifests.NAME: to_json(manifest(solved, loaded, call, files, page))}


def write_result(
    folder: Path | str,
    solved: Solved,
    study: Study,
    loaded: Loaded,
    *,
    command: str,
    scenario: str = "",
    csv: str = STANDARD.name,
    lang: Language = "da",
    suppress_below: float = 0,
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """Write the result folder, in place of an earlier result where there is one.

    Args:
        folder: where the result shall lie.
        solved: the plan and what the judge says of it.
        study: the findings about it.
        loaded: where the scenario was read.
        command: the command line.
        scenario: path of the scenario as given; empty: where it was read from.
        csv: ``standard`` or ``excel-da``.
        lang: language of titles and sentences.
        suppress_below: visits above 0 and below this are left out of tables by area.
        extra: other files to lie in the folder.

    Returns:
        The folder.

    Raises:
        ResultError: the folder cannot be written, or is not a result of this program.
    """
    call = Call(command, scenario or read_from(loaded), lang, dialect_named(csv), suppress_below)
    return write_files(folder, result_files(solved, study, loaded, call, extra))


def read_from(loaded: Loaded) -> str:
    """Path of the scenario's own file: the first one that was read."""
    return (loaded.folder / next(iter(loaded.inputs), "")).as_posix()


def check_shared(folder: Path | str) -> None:
    """Raise ResultError where ``folder`` is itself an earlier result, and several results shall lie within it."""
    target = _place(folder)
    if is_result(target):
        raise RefusedError(
            Message(
                "{folder} holds one earlier result, and here come several. Choose another folder, or delete it.",
                folder=folder,
            )
        )


def check_target(folder: Path | str) -> None:
    """Raise ResultError where a result could not be written to ``folder``; to be called before a long solve."""
    target = _place(folder)
    with _refused(folder):
        if target.exists():
            _refuse_what_is_not_ours(target)
        near = next(parent for parent in target.parents if parent.exists())
        if not near.is_dir():
            raise RefusedError(
                Message(
                    "{folder} cannot be made: {beside} is a file. Choose another folder with --out.",
                    folder=folder,
                    beside=near,
                )
            )
        if not os.access(near, os.W_OK | os.X_OK):
            raise RefusedError(
                Message(
                    "{folder} cannot be written: no permission in {beside}. Choose another folder, "
                    "or have that changed.",
                    folder=folder,
                    beside=near,
                )
            )


@contextmanager
def _refused(folder: Path | str) -> Iterator[None]:
    """Turns an OSError while a folder is looked at or written into a RefusedError with a remedy."""
    try:
        yield
    except OSError as error:
        raise RefusedError(
            Message(
                "{folder} cannot be written: {why}. Nothing was changed; free some space or "
                "choose another folder with --out.",
                folder=folder,
                why=why(error),
            )
        ) from error


def _place(folder: Path | str) -> Path:
    """The real path of a folder, links followed."""
    check_name(folder)
    with _refused(folder):
        return Path(os.path.realpath(folder))


def write_files(folder: Path | str, files: Mapping[str, bytes], write: Write | None = None) -> Path:
    """Write files to a new folder beside ``folder``, sync them to the disk, then rename it into place.

    Leftovers of earlier runs that were killed are removed.

    Args:
        folder: where the result shall lie.
        files: content by name, the manifest among them.
        write: writes one file; for tests.

    Returns:
        The folder.
    """
    check_target(folder)
    target = _place(folder)
    fresh = beside(target, "new")
    try:
        with _refused(folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            with alone(target.parent) as nobody_else:
                if nobody_else:
                    clear(target)
                if target.exists():
                    _refuse_what_is_not_ours(target)
                fresh.mkdir()
                for name, content in files.items():
                    (write or write_file)(fresh / name, content)
                _sync(fresh)
                _put_in_place(fresh, target, fresh.with_suffix(".old"))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def _refuse_what_is_not_ours(target: Path) -> None:
    """Raise ResultError where a folder holds anything this program did not write: it is never deleted."""
    if not target.is_dir():
        raise RefusedError(
            Message("{folder} is a file; a result is a folder. Choose another name with --out.", folder=target)
        )
    there = {entry.name for entry in target.iterdir()}
    if not there:
        return
    if manifests.NAME not in there:
        ours = all(_left_behind(name) or is_result(target / name) for name in there)
        text = (
            N_("{folder} holds earlier results side by side ({found}). Choose another folder, or delete them.")
            if ours
            else N_("{folder} is not empty and holds no earlier result ({found}). Choose an empty or new folder.")
        )
        raise RefusedError(Message(text, folder=target, found=_few(there)))
    listed = manifest_in(target)["outputs"]
    strange = strangers(set(map(settled, there)), set(listed) if isinstance(listed, Mapping) else set())
    if strange:
        raise RefusedError(
            Message(
                "{folder} holds an earlier result and something else: {found}. Move it, or choose another folder.",
                folder=target,
                found=_few(strange),
            )
        )


def is_result(folder: Path) -> bool:
    """Whether a folder holds an earlier result."""
    try:
        return folder.is_dir() and bool(manifest_in(folder))
    except ResultError:
        return False


def strangers(there: set[str], listed: set[str], others: frozenset[str] = OTHERS) -> set[str]:
    """Names in a result folder that are neither listed in its manifest, nor known, nor left by desktop programs."""
    unknown = there - listed - others - {manifests.NAME}
    return {name for name in unknown if not _left_behind(name)}


def _left_behind(name: str) -> bool:
    return name in {".DS_Store", "Thumbs.db", "desktop.ini"} or name.startswith(("~$", ".~lock."))


def _few(names: set[str]) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (", ..." if len(names) > len(shown) else "")


def _sync(folder: Path) -> None:
    """Sync the folder's directory entries to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(fresh: Path, target: Path, old: Path) -> None:
    """Rename the earlier result aside and the new one into place; undo the first where the second fails."""
    if not target.exists():
        fresh.rename(target)
    else:
        target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    _sync(target.parent)
