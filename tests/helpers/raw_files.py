"""A small region to import into, and files as regions have them."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from placement.cli import run

SITES = ("rh_midtown", "hh_westmarket", "hh_fiordtown", "hh_eastmarket")
AREAS = ("midtown_n", "midtown_s", "riverdale", "westmarket", "fiordtown", "heathtown", "eastmarket", "headland")
Capture = pytest.CaptureFixture[str]


def region(folder: Path) -> Path:
    """The scenario of `placement init`."""
    assert run(["init", str(folder / "region"), "--lang", "en"]) == 0
    return folder / "region"


def bring(kind: str, into: Path, *more: str | Path) -> int:
    return run(
        [
            "import",
            kind,
            *map(str, more),
            "--scenario",
            str(into),
            "--source",
            "A test",
            "--date",
            "2026-05-01",
            "--lang",
            "en",
        ]
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> str:
    return " ".join(text.split())


def refused(kind: str, into: Path, capsys: Capture, *more: str | Path) -> str:
    """What is said of a file that is refused; nothing is written."""
    before = snapshot(into)
    capsys.readouterr()
    status = bring(kind, into, *more)
    said = words(capsys.readouterr().err)
    assert status in (2, 3), said
    assert snapshot(into) == before, "nothing half written"
    return said


def taken(kind: str, into: Path, capsys: Capture, *more: str | Path) -> str:
    """What is said of a file that is read."""
    capsys.readouterr()
    status = bring(kind, into, *more)
    captured = capsys.readouterr()
    assert status == 0, words(captured.err)
    return words(captured.out)


def workbook(path: Path, rows: list[list[Any]], **more: Any) -> Path:
    """An .xlsx with one sheet; ``merge``: ranges, ``hide``: rows, ``sheets``: others by name."""
    book = Workbook()
    sheet = book.active
    sheet.title = more.get("title", "Ark1")
    for row in rows:
        sheet.append(row)
    for part in more.get("merge", ()):
        sheet.merge_cells(part)
    for row in more.get("hide", ()):
        sheet.row_dimensions[row].hidden = True
    for column in more.get("hide_columns", ()):
        sheet.column_dimensions[column].hidden = True
    for name, content in more.get("sheets", {}).items():
        other = book.create_sheet(name)
        for row in content:
            other.append(row)
    book.save(path)
    return path


def locked(path: Path) -> Path:
    """A workbook that a password protects, as far as can be seen from outside."""
    path.write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 9)
    return path


def ods(path: Path, rows: list[list[Any]]) -> Path:
    """An OpenDocument sheet, as an office program writes it."""
    cells = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Ark1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        packed.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
        packed.writestr("content.xml", content)
    return path


def _cell(value: Any) -> str:
    kind = f'"float" office:value="{value}"' if isinstance(value, int | float) else '"string"'
    return f"<table:table-cell office:value-type={kind}><text:p>{value}</text:p></table:table-cell>"


def dump(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.write(b"origin,destination,minutes\n")
        file.truncate(size)
    return path
