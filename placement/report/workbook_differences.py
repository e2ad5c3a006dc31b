"""Where a workbook says something else than it should, cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from placement.errors import Message, why
from placement.report.differences import Difference, few
from placement.scenario.characters import settled

_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(r"<(?:v|t)\b[^>]*>(.*?)</(?:v|t)>", re.DOTALL)
_SHEET = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"')
_SHARED = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_FORMULA = re.compile(r"<f[ >]")
_BEGINS = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, IndexError, UnicodeDecodeError, RuntimeError, EOFError, OSError)
"""What goes wrong in a file that is no workbook, or a broken one."""


def workbook_differences(file: str, seen: bytes, expected: bytes) -> list[Difference]:
    """The cells of a workbook that are not those of another one; both as this program writes them.

    What is no cell (widths, colours) is left to the file's fingerprint.
    """
    try:
        found = _cells(seen)
    except ValueError as error:
        return [Difference(file, "", "", Message("a file that is no workbook: {why}", why=why(error)), "a workbook")]
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
    """What the cells hold, by sheet and place, whichever program saved them; ValueError where it is no workbook."""
    if not content.startswith(_BEGINS):  # an archive may stand behind anything; a spreadsheet opens none of that
        raise ValueError("it does not begin as one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [unescape(name) for name in _SHEET.findall(parts.read("xl/workbook.xml").decode())]
            pages = [parts.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(names) + 1)]
            shared = _shared(parts)
        return {
            name: {at: _value(kind, inside, shared) for at, kind, inside in _CELL.findall(page)}
            for name, page in zip(names, pages, strict=True)
        }
    except _BROKEN as error:
        raise ValueError(str(error)) from error


def _shared(parts: zipfile.ZipFile) -> list[str]:
    """Texts that cells refer to by number, as most programs save them."""
    name = "xl/sharedStrings.xml"
    if name not in parts.namelist():
        return []
    return ["".join(_VALUE.findall(text)) for text in _SHARED.findall(parts.read(name).decode())]


def _value(kind: str, inside: str, shared: Sequence[str]) -> str:
    """A cell as text; a number in its shortest form."""
    value = "".join(_VALUE.findall(inside))
    if 't="s"' in kind and value:
        value = shared[int(value)]
    elif "t=" not in kind or 't="n"' in kind:
        value = _number(value)
    return f"={value}" if _FORMULA.search(inside) else settled(unescape(value))


def _number(value: str) -> str:
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return value
