"""Converts one value to a cell and back: numbers, texts, lists, and an explicit null.

A cell has text, a number, true or false, or is empty (None here). A value that no cell can have exactly goes into the
sheet of other values.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import Any

from placement.scenario.schema.quantity import WrittenFloat
from placement.scenario.schema.text import COMMA, NoNumber, settled
from placement.scenario.source.positions import Positions
from placement.scenario.source.tables import number_in
from placement.scenario.source.yaml_source import parse, resolve
from placement.scenario.workbook.grid import Cell
from placement.scenario.workbook.shape import Field

NOTHING = "null"
"""Text of a cell for an explicit null. An empty cell means that nothing is written."""
MOST_SIGNS = 32_767
"""Most UTF-16 code units of text in a cell."""
_EXACT = 2**53
_SEPARATORS = {"ids": ", ", "lines": "\n", "numbers": "; "}
_SPLIT = {"ids": re.compile(r"[,;\n]"), "lines": re.compile(r"\n"), "numbers": re.compile(r"[;\n]")}
_BLANKS = " \t\u00a0"
_FLAGS = {"true": True, "sand": True, "sandt": True, "false": False, "falsk": False}
"""Texts that spreadsheets and people write for true and false."""


def from_cell(one: Field, cell: Cell) -> Any:
    """The value of a non-empty cell as YAML would give it; the text itself if it does not fit the field."""
    match cell:
        case bool():
            return cell
        case int() | float():
            return _listed(one, _number(cell))
        case dt.datetime() | dt.date() | dt.time() | dt.timedelta():
            return _text_value(one, _time(cell))
    return _text_value(one, settled(str(cell).replace("\r\n", "\n").strip(_BLANKS)))


def key_from(cell: Cell) -> str:
    """The id in a cell; a number or date as the text it is shown as."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return as_text(_number(cell))
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return _time(cell)
    return settled(str(cell).strip()) if cell is not None else ""


def _number(cell: float) -> int | float:
    whole = math.isfinite(cell) and float(cell).is_integer() and abs(cell) < _EXACT
    return int(cell) if whole else float(cell)


def _time(cell: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    return cell.isoformat("minutes") if isinstance(cell, dt.time) and not cell.second else cell.isoformat()


def _text_value(one: Field, text: str) -> Any:
    if text == NOTHING:
        return None
    match one.kind:
        case "number":
            return number_in(text, COMMA)
        case "flag":
            return _FLAGS.get(text.casefold(), text)
        case "ids" | "lines" | "numbers":
            found = _flow(text) if text.startswith("[") else None
            return found if isinstance(found, list) else _split(one, text)
        case "any":
            found = _flow(text) if text.startswith(("[", "{")) else None
            return text if found is None else found
    return text


def _listed(one: Field, number: float) -> Any:
    return [number] if one.kind in _SEPARATORS else number


def _split(one: Field, text: str) -> list[Any]:
    parts = [part.strip() for part in _SPLIT[one.kind].split(text)]
    kept = [part for part in parts if part]
    return [number_in(part, COMMA) for part in kept] if one.kind == "numbers" else kept


def _flow(text: str) -> Any:
    """A list or mapping from YAML flow style; None if the text is none."""
    read = parse(text, "", Positions())
    return None if read.faults else read.value


def to_cell(one: Field, value: Any) -> tuple[Cell, bool]:
    """The cell for a value, and whether it has the value exactly, to the digit; the cell is None if there is none."""
    cell = _candidate(one, value)
    if cell is None:
        return None, False
    back = from_cell(one, cell)
    if same(back, value):
        return cell, True
    return (cell, False) if _is_number(value) and agrees(back, value) else (None, False)


def _candidate(one: Field, value: Any) -> Cell:
    if isinstance(value, bool):
        return value
    if _is_number(value):
        return float(f"{value:.16G}") if abs(value) < _EXACT else None  # the digits that the file keeps
    text: str | None = None
    match value:
        case None:
            text = NOTHING
        case str():
            text = str(value)
        case list():
            text = _joined(one, value)
        case dict() if one.kind == "any" and value:
            text = flow(value)
    return text if text is not None and fits(text) else None


def fits(text: str) -> bool:
    """Whether a cell can have a text: not too long, and not taken for markup by the writing library."""
    long = len(text) > MOST_SIGNS // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_SIGNS
    return bool(text) and not long and not (text.startswith("<r>") and text.endswith("</r>"))


def _joined(one: Field, value: list[Any]) -> str | None:
    if not value:
        return None
    plain = _is_number if one.kind == "numbers" else lambda part: isinstance(part, str)
    if one.kind in _SEPARATORS and all(map(plain, value)):
        text = _SEPARATORS[one.kind].join(map(as_text, value))
        if same(_text_value(one, text), value):
            return text
    return flow(value) if one.kind == "any" or one.kind in _SEPARATORS else None


def flow(value: Any) -> str:
    """A value in one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(str(key))}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        plain = re.fullmatch(r"[A-Za-zÆØÅæøå_][\wÆØÅæøå]*", value) and isinstance(resolve(value), str)
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return as_text(value)


def as_text(value: Any) -> str:
    """A number with the digits it was written in, or a text unchanged, as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return str(getattr(value, "text", value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def agrees(cell: Any, value: Any) -> bool:
    """Whether two numbers agree to the digits that a spreadsheet keeps."""
    return _is_number(cell) and f"{float(cell):.15g}" == f"{float(value):.15g}"


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in YAML: the same types, numbers to the digit, maps in any order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(part, other[key]) for key, part in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if _is_number(one) and _is_number(other):
        return as_text(one) == as_text(other)
    if isinstance(one, NoNumber | str) and isinstance(other, str):
        return str(one) == str(other)
    return type(one) is type(other) and bool(one == other)


def written_number(text: str) -> int | float | None:
    """The number that a text is in YAML; None if it is none."""
    found = resolve(text)
    return found if _is_number(found) else None


def exact(text: str) -> WrittenFloat | int | float:
    """The number of a text, keeping its digits; ValueError if it is none."""
    found = written_number(text)
    if found is None:
        raise ValueError(text)
    return found
