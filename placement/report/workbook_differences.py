"""Where a workbook says something else than it should, cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from placement.report.differences import Difference, few

_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(r"<(?:v|t)\b[^>]*>(.*?)</(?:v|t)>", re.DOTALL)
_SHEET = re.compile(r'<sheet name="([^"]*)"')
_FORMULA = re.compile(r"<f[ >]")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


def workbook_differences(file: str, seen: bytes, expected: bytes) -> list[Difference]:
    """The cells of a workbook that are not those of another one; both as this program writes them.

    What is no cell (widths, colours) is left to the file's fingerprint.
    """
    try:
        found = _cells(seen)
    except ValueError as error:
        return [Difference(file, "", "", f"a file that is no workbook: {error}", "a workbook")]
    wanted = _cells(expected)
    if list(found) != list(wanted):
        return [Difference(file, "", "", ", ".join(found), ", ".join(wanted))]
    return few(list(_told(file, found, wanted)))


def _told(file: str, found: Mapping[str, dict[str, str]], wanted: Mapping[str, dict[str, str]]) -> Iterator[Difference]:
    for sheet, cells in wanted.items():
        for place in dict.fromkeys((*cells, *found[sheet])):
            seen, right = found[sheet].get(place, ""), cells.get(place, "")
            if seen != right:
                yield Difference(file, sheet, place, seen or "nothing", right or "nothing")


def _cells(content: bytes) -> dict[str, dict[str, str]]:
    """What the cells hold, by sheet and place; ValueError where it is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = _SHEET.findall(parts.read("xl/workbook.xml").decode())
            pages = [parts.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(names) + 1)]
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    return {
        name: {at: _value(inside) for at, inside in _CELL.findall(page)}
        for name, page in zip(names, pages, strict=True)
    }


def _value(inside: str) -> str:
    value = "".join(_VALUE.findall(inside))
    for entity, sign in _ENTITIES.items():
        value = value.replace(entity, sign)
    return f"={value}" if _FORMULA.search(inside) else value
