"""Changes to a result folder, one at a time: every leaf of a document, cells, numbers on a page, coordinates."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl

from placement.present.folder.manifest import sealed, sha256
from placement.present.tables.csv_dialect import DIALECTS

MANIFEST = "manifest.json"
_NUMBER = re.compile(rb"\d+(?:[.,]\d+)?")
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutation:
    """One change.

    Attributes:
        file: the file that is changed.
        place: where in it.
        make: makes the file as it is afterwards.
    """

    file: str
    place: str
    make: Callable[[], bytes]

    def __str__(self) -> str:
        return f"{self.file} {self.place}"


def apply(folder: Path, change: Mutation, *, refit: bool = True) -> Callable[[], None]:
    """Make the change; the manifest counts it where ``refit`` is asked for. Returns what undoes it."""
    names = {change.file, MANIFEST}
    before = {name: (folder / name).read_bytes() for name in names}
    content = change.make()
    (folder / change.file).write_bytes(content)
    if refit and change.file != MANIFEST:
        told = json.loads(before[MANIFEST])
        told["outputs"][change.file] = sha256(content)
        (folder / MANIFEST).write_bytes(json.dumps(sealed(told)).encode())

    def undo() -> None:
        for name, content in before.items():
            (folder / name).write_bytes(content)

    return undo


def every(folder: Path, name: str, *, seal: bool = True) -> Iterator[Mutation]:
    """Every change to one file of the folder; ``seal``: a changed manifest gets its own new fingerprint."""
    content = (folder / name).read_bytes()
    match Path(name).suffix:
        case ".json" | ".geojson":
            yield from _of_tree(name, json.loads(content), seal=seal)
        case ".csv":
            yield from _of_table(name, content, json.loads((folder / MANIFEST).read_bytes())["csv"]["dialect"])
        case ".xlsx":
            yield from _of_workbook(name, content)
        case ".html":
            yield from _of_numbers(name, content)
        case ".yaml" | ".md":
            yield from _of_lines(name, content)


def sample(folder: Path, name: str, count: int, seed: int = 0) -> list[Mutation]:
    """So many of them, always the same ones."""
    found = list(every(folder, name))
    return random.Random(f"{seed} {name}").sample(found, min(count, len(found)))


def leaves(tree: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value of a document, empty lists and maps among them, with its place."""
    if isinstance(tree, dict) and tree:
        for name, value in tree.items():
            yield from leaves(value, (*place, name))
    elif isinstance(tree, list) and tree:
        for at, value in enumerate(tree):
            yield from leaves(value, (*place, at))
    else:
        yield place, tree


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1 if isinstance(value, int) else value * 1.01 + 0.5
    if isinstance(value, str):
        return f"{value}x"
    return {None: 1, list: ["x"], dict: {"x": 1}}[value if value is None else type(value)]


def _of_tree(name: str, tree: Any, *, seal: bool) -> Iterator[Mutation]:
    for place, _ in leaves(tree):
        said = ".".join(map(str, place))
        yield Mutation(name, said, partial(_other_leaf, name, tree, place, seal=seal))
        yield Mutation(name, f"{said} gone", partial(_without_leaf, name, tree, place, seal=seal))


def _other_leaf(name: str, tree: Any, place: Place, *, seal: bool) -> bytes:
    made, inside = _at(tree, place)
    inside[place[-1]] = other(inside[place[-1]])
    return _written(name, made, place, seal=seal)


def _without_leaf(name: str, tree: Any, place: Place, *, seal: bool) -> bytes:
    made, inside = _at(tree, place)
    del inside[place[-1]]
    return _written(name, made, place, seal=seal)


def _at(tree: Any, place: Place) -> tuple[Any, Any]:
    """A copy of a document, and the part of it in which a leaf stands."""
    made = copy.deepcopy(tree)
    inside = made
    for key in place[:-1]:
        inside = inside[key]
    return made, inside


def _written(name: str, made: Any, place: Place, *, seal: bool) -> bytes:
    if name == MANIFEST and seal and place[0] != "digest":
        made = sealed(made)
    return json.dumps(made, ensure_ascii=False).encode()


def _of_table(name: str, content: bytes, dialect: str) -> Iterator[Mutation]:
    how = DIALECTS[dialect]
    rows = list(csv.reader(io.StringIO(content.decode(how.encoding), newline=""), delimiter=how.delimiter))
    for n, row in enumerate(rows):
        for at in range(len(row)):
            yield Mutation(name, f"{n},{at}", partial(_with_cell, rows, n, at, dialect))
        yield Mutation(name, f"{n} gone", partial(_dumped, [*rows[:n], *rows[n + 1 :]], dialect))
    if len(rows) > 1:
        yield Mutation(name, "a row twice", partial(_dumped, [*rows, rows[-1]], dialect))


def _with_cell(rows: list[list[str]], n: int, at: int, dialect: str) -> bytes:
    row = [*rows[n][:at], _other_cell(rows[n][at], DIALECTS[dialect].decimal), *rows[n][at + 1 :]]
    return _dumped([*rows[:n], row, *rows[n + 1 :]], dialect)


def _other_cell(cell: str, decimal: str) -> str:
    if cell in ("true", "false"):
        return "false" if cell == "true" else "true"
    try:
        number = float(cell.replace(decimal, "."))
    except ValueError:
        return f"{cell}x" if cell else "7"
    return f"{number * 2 + 1:.10g}".replace(".", decimal)


def _dumped(rows: list[list[str]], dialect: str) -> bytes:
    how, into = DIALECTS[dialect], io.StringIO(newline="")
    csv.writer(into, delimiter=how.delimiter, lineterminator=how.line_end).writerows(rows)
    return into.getvalue().encode(how.encoding)


def _cells(content: bytes) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def _of_workbook(name: str, content: bytes) -> Iterator[Mutation]:
    for sheet, place in _cells(content):
        yield Mutation(name, f"{sheet}!{place}", partial(_other_in_workbook, content, sheet, place))


def _other_in_workbook(content: bytes, sheet: str, place: str) -> bytes:
    """As a spreadsheet program changes and saves it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cell = book[sheet][place]
    cell.value = "another day" if isinstance(cell.value, dt.datetime) else other(cell.value)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _of_numbers(name: str, content: bytes) -> Iterator[Mutation]:
    for found in _NUMBER.finditer(content):
        yield Mutation(name, f"{found.start()}", partial(_other_digit, content, found.end()))


def _other_digit(content: bytes, end: int) -> bytes:
    last = content[end - 1 : end]
    return content[: end - 1] + (b"1" if last != b"1" else b"2") + content[end:]


def _of_lines(name: str, content: bytes) -> Iterator[Mutation]:
    lines = content.splitlines(keepends=True)
    for n, line in enumerate(lines):
        changed = line.rstrip(b"\n") + b"1\n"
        yield Mutation(name, f"line {n + 1}", partial(b"".join, [*lines[:n], changed, *lines[n + 1 :]]))
        yield Mutation(name, f"line {n + 1} gone", partial(b"".join, [*lines[:n], *lines[n + 1 :]]))
