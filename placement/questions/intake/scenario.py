"""The scenario that tables are written into: its present content, and writing all changes or none."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import itertools
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placement.errors import Fault, Message, RefusedError, ScenarioError, UsageError, why
from placement.present.folder.writing import alone, behind, beside, clear, move
from placement.questions.intake.findings import Findings
from placement.scenario.load import FILE_NAME
from placement.scenario.source.edit import EditError, edited
from placement.scenario.source.files import MAX_SCENARIO_BYTES, Folder, Unreadable, on_disk, read_text
from placement.scenario.source.normalise import Normaliser
from placement.scenario.source.positions import Path as Place
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse

Tree = dict[str, Any]
_BOM = "\ufeff"
INLINE_KEYS = {
    "areas": ("file", "only", "columns", "group_by", "social_share"),
    "baseline": ("file", "date"),
    "demand": ("file",),
    "observed": ("file",),
}
"""Keys of a section other than the ids of rows written in the YAML."""


@dataclass(frozen=True)
class Provenance:
    """The source of the figures, from the command's options.

    Attributes:
        title: of the source; date: of the figures, as YYYY-MM-DD, YYYY-MM or YYYY.
        key: id of the entry in ``sources``; empty: made from the kind and the year.
    """

    title: str
    date: str
    key: str = ""

    @property
    def year(self) -> int:
        """The year of the figures."""
        return int(self.date[:4])

    def id_for(self, kind: str) -> str:
        """The id of the entry in ``sources``."""
        return self.key or f"{kind}_{self.year}"

    def entry(self, files: Iterable[str]) -> Tree:
        """The entry in ``sources``, with a fingerprint of each file."""
        note = "; ".join(f"{Path(name).name} (SHA-256 {fingerprint(Path(name))[:12]})" for name in files)
        return {"title": self.title, "year": self.year, "note": f"{self.date}: {note}"}


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


@dataclass
class Region:
    """A scenario as it is written; it may still have faults.

    Attributes:
        written: the tree of the YAML; ``tables``: the same with the rows of its tables read in, except for travel,
            boundaries and counts by area, which may be large.
    """

    file: Path
    shown: str
    text: str
    bom: bool
    written: Tree
    tables: Tree
    positions: Positions

    @property
    def folder(self) -> Path:
        """The folder of its files."""
        return self.file.parent

    def rows(self, section: str) -> dict[str, Tree]:
        """The entries of `areas`, or of another section, by id."""
        found = self.tables.get(section)
        if section in INLINE_KEYS and isinstance(found, dict):
            found = found.get("rows")
        return {str(key): row for key, row in found.items() if isinstance(row, dict)} if isinstance(found, dict) else {}

    def names(self, section: str) -> dict[str, str]:
        """By id, the name or title of each entry."""
        return {key: _title(row) for key, row in self.rows(section).items()}

    def english(self, section: str) -> dict[str, str]:
        """By English title, the id of each entry that has one."""
        titles = ((key, row.get("title")) for key, row in self.rows(section).items())
        return {str(title["en"]): key for key, title in titles if isinstance(title, dict) and title.get("en")}

    def file_of(self, section: str) -> str:
        """The name of a section's file; empty if it names none."""
        found = self.written.get(section)
        name = found.get("file") if isinstance(found, dict) else None
        return name if isinstance(name, str) else ""

    def inline(self, section: str) -> bool:
        """Whether the section's rows are written in the YAML."""
        found = self.written.get(section)
        if not isinstance(found, dict):
            return False
        return bool(found.get("rows")) or any(
            isinstance(part, dict) and key not in INLINE_KEYS.get(section, ()) for key, part in found.items()
        )

    def points(self) -> dict[str, tuple[float, float]]:
        """By id, longitude and latitude of each area and site that has them, in degrees."""
        found = {}
        for section in ("areas", "sites"):
            for key, row in self.rows(section).items():
                with contextlib.suppress(KeyError, TypeError, ValueError):
                    found[key] = (float(row["lon"]), float(row["lat"]))
        return found

    def fault(self, path: Place, message: Message) -> Fault:
        """A fault about the value at a path."""
        return self.positions.fault(path, message, key=True)


def _title(row: Tree) -> str:
    title = row.get("title", row.get("name", ""))
    if isinstance(title, dict):
        title = title.get("da") or title.get("en") or ""
    return str(title)


def read_region(path: str) -> Region:
    """The scenario in a folder or file.

    Raises:
        ScenarioError: it cannot be read as YAML; other faults do not matter here.
    """
    file = Path(path)
    file = file / FILE_NAME if file.is_dir() else file
    found = read_text(file, MAX_SCENARIO_BYTES)
    if isinstance(found, Unreadable):
        raise ScenarioError([Fault(found.message, "", str(file), found.line, found.column)])
    text, _ = found
    positions = Positions()
    parsed = parse(text, str(file), positions)
    if parsed.faults or not isinstance(parsed.value, dict):
        wrong = Fault(Message("the file is no scenario; placement init DIR writes one to begin with."), "", str(file))
        raise ScenarioError(parsed.faults or [wrong])
    normaliser = Normaliser(Folder(file.parent, str(file.parent)), positions, {})
    tables = normaliser.tables(
        {key: part for key, part in parsed.value.items() if key not in ("travel", "boundaries", "observed")}
    )
    bom = file.read_bytes().startswith(_BOM.encode())
    return Region(file, path, text, bom, parsed.value, tables, positions)


@dataclass
class Outcome:
    """The result of an import, before anything is written.

    Attributes:
        files: by name of a file beside the scenario, the parts of its text.
        changes: by path, the new value in the YAML.
        proposed, proposed_files: changes and files that are written only if accepted.
        proposals: sentences on what the proposed files would change.
    """

    files: dict[str, Iterable[str]] = field(default_factory=dict)
    changes: dict[Place, Any] = field(default_factory=dict)
    proposed: dict[Place, Any] = field(default_factory=dict)
    proposed_files: dict[str, Iterable[str]] = field(default_factory=dict)
    proposals: list[Message] = field(default_factory=list)

    def accept(self) -> None:
        """Add the proposals to the changes and files that are written."""
        self.changes |= self.proposed
        self.files |= self.proposed_files


def target(region: Region, section: str, usual: str, findings: Findings, *, replace: bool) -> str:
    """The name of the file a section is to read; a fault if it would be overwritten, or the rows are in the YAML."""
    if region.inline(section):
        findings.fault(
            region.fault(
                (section,),
                Message(
                    "the rows of '{section}' are written out here. Take them out (leave '{section}: {{}}'), and import "
                    "again; they are then in {name}.",
                    section=section,
                    name=usual,
                ),
            )
        )
    name = region.file_of(section) or usual
    if not replace:
        if region.file_of(section):
            findings.fault(
                region.fault(
                    (section, "file"),
                    Message(
                        "'{section}' has the table {name} already; --replace writes over it.",
                        section=section,
                        name=name,
                    ),
                )
            )
        elif on_disk(region.folder, name).exists():
            findings.reject("the file is there already; --replace writes over it.", str(region.folder / name))
    return name


def note_source(
    region: Region, outcome: Outcome, kind: str, source: Provenance, files: Iterable[str], *, replace: bool
) -> str:
    """Add an entry to ``sources``; returns its id.

    Raises:
        UsageError: another source has that id.
    """
    key, entry = source.id_for(kind), source.entry(files)
    known = region.written.get("sources")
    before = known.get(key) if isinstance(known, dict) else None
    if before is not None and before != entry:
        if not replace:
            raise UsageError(
                Message(
                    "there is a source '{key}' already; choose another id with --source-id, or write over it with "
                    "--replace.",
                    key=key,
                )
            )
        for field_name, value in entry.items():
            outcome.changes["sources", key, field_name] = value
    elif before is None:
        outcome.changes["sources", key] = entry
    return key


def new_text(region: Region, changes: Mapping[Place, Any]) -> str:
    """The text of the scenario with changes.

    Raises:
        ScenarioError: it cannot be changed in place; the message says what to write by hand.
    """
    try:
        return edited(region.text, changes) if changes else region.text
    except EditError as error:
        raise ScenarioError([Fault(error.message, "", str(region.file))]) from error


def write(region: Region, outcome: Outcome) -> list[str]:
    """Write the tables and the scenario, all or none; returns their names.

    Raises:
        ScenarioError: the scenario cannot be changed in place.
        ResultError: a file cannot be written; all files are unchanged.
    """
    text = new_text(region, outcome.changes)
    parts = {on_disk(region.folder, name): content for name, content in outcome.files.items()}
    if text != region.text:
        parts[region.file] = [(_BOM if region.bom else "") + text]
    try:
        with alone(region.folder) as nobody_else:
            for path in parts if nobody_else else ():
                clear(path)
            _move({behind(path): content for path, content in parts.items()})
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message("{folder} cannot be written: {why}. Nothing was changed.", folder=region.folder, why=why(error))
        ) from error
    return [path.name for path in parts]


def _move(parts: Mapping[Path, Iterable[str]]) -> None:
    """Write all files under temporary names, then move them; if anything fails, the former files are restored."""
    fresh: dict[Path, Path] = {}
    kept: dict[Path, Path | None] = {}
    try:
        for path, content in parts.items():
            fresh[path] = beside(path, "new")
            with fresh[path].open("x", encoding="utf-8", newline="") as file:
                file.writelines(content)
                file.flush()
                os.fsync(file.fileno())
        for path, new in fresh.items():
            old = beside(path, "old") if path.exists() else None
            if old is not None:
                shutil.copy2(path, old)  # a copy: there is a complete file in place at any moment
            kept[path] = old
            move(new, path)
    except BaseException:
        for path, old in kept.items():
            if old is None:
                path.unlink(missing_ok=True)
            else:
                old.replace(path)
        raise
    finally:
        for new in fresh.values():
            new.unlink(missing_ok=True)
        for old in kept.values():
            if old is not None:
                old.unlink(missing_ok=True)


def sound_date(text: str) -> bool:
    """Whether a date is written as YYYY, YYYY-MM or YYYY-MM-DD."""
    return bool(re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text))


@dataclass
class AreasTable:
    """The table of areas, to be written anew with changed cells.

    Attributes:
        name: of the file.
        comments: comment lines above its heading.
        rows: by id, then by column, the cells as text.
    """

    name: str
    comments: list[str]
    columns: list[str]
    rows: dict[str, dict[str, str]]

    def text(self) -> str:
        """The table as CSV."""
        rows = ([key, *(row.get(name, "") for name in self.columns)] for key, row in self.rows.items())
        return "".join(f"{line}\n" for line in self.comments) + csv_text([["id", *self.columns], *rows])

    def put(self, key: str, column: str, value: object) -> None:
        """Set a cell; a new column becomes the last."""
        if column not in self.columns:
            self.columns.append(column)
        self.rows[key][column] = str(value)


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def areas_table(region: Region, name: str) -> AreasTable:
    """The table of areas; empty if there is none."""
    rows = region.rows("areas")
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    columns = [column for column in columns if column != "id"]
    cells = {
        key: {column: cell_text(value) for column, value in row.items() if column != "id"} for key, row in rows.items()
    }
    found = read_text(on_disk(region.folder, name)) if rows else ("", "")
    lines = [] if isinstance(found, Unreadable) else found[0].splitlines()
    return AreasTable(name, list(itertools.takewhile(lambda line: line.startswith("#"), lines)), columns, cells)


def cell_text(value: object) -> str:
    """A value of a table as a cell with a decimal point."""
    if value is None:
        return ""
    text = str(getattr(value, "text", value))
    return f"{value:.10g}" if isinstance(value, float) and "," in text else text


def note_column(outcome: Outcome, column: str, source: str, year: int, quality: str) -> None:
    """Write the source of a column into ``areas.columns``."""
    for name, value in (("source", source), ("quality", quality), ("year", year)):
        outcome.changes["areas", "columns", column, name] = value
