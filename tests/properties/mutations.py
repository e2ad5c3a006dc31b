"""Scenarios spoilt on purpose: parts of the tree replaced, taken out, doubled, renamed, swapped; tables spoilt too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml
from hypothesis import strategies as st

from placement.scenario.dump import Dumper
from placement.scenario.schema.units import UNITS
from placement.scenario.source.paths import PathError, alternatives, annotation_at, record_at, split_path
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse

Place = tuple[Any, ...]

STRANGE: tuple[Any, ...] = (
    "x", "", " ", "a.b", "share_65plus", "rest", "2025-01-01", "1:30", "0766", "no", "x" * 3000, "\x07", "\u202e", "<<",
    0, -1, 1, 2, 7, 1000, 10**6, 10**12, 10**20, 10**400, -(10**400), 0.999999999, 0.5, -0.0, 1e-300, 1e-9, 1e300, 1e15,
    1e308, float("inf"), float("nan"), True, False, None, [], [[]], ["x"], [1, 1], [None], [{"x": 1}], {}, {"x": 1},
    {"x": None}, {"value": 1}, {"value": []}, {"value": 1, "low": 2}, {"da": "x"}, {"da": []}, {"rows": []},
    {"file": "x.csv"}, {"file": []}, {"within_minutes": "x"}, {"id": {"x": 1}},
)  # fmt: skip
NAMES = (
    "x",
    "",
    "a.b",
    "rows",
    "file",
    "only",
    "set",
    "value",
    "title",
    "id",
    "0",
    "1",
    "<<",
    "home",
    "segment_shares",
)
CELLS = (
    "", "x", "0", "-1", "1e300", "1e999", "-0", "NaN", "inf", "1,5", "1.070", "12.345,6", "true", "2033", "20330000000",
    '"', '"a\nb"', "#", "a;b", " ", "\x07", "\x00", "9" * 50, "9" * 5000, "1e-300", "0766", "closed", "a1", "\u202e",
)  # fmt: skip


NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
NUMBERS = (0, 1, 2, 5, 30, 0.01, 0.1, 0.5, 0.9, 100, 1000, 10_000)
FACTORS = (0, -1, 1e-9, 1e-3, 0.1, 0.5, 1.1, 2, 10, 1e3, 1e5, 1e7, 1e9)

ENDS = sorted({end for unit in UNITS for end in (unit.most, unit.least)})


@dataclass
class Draft:
    """A scenario on its way to ruin: the tree of its YAML, and its tables as lists of rows."""

    tree: dict[str, Any]
    tables: dict[str, list[list[str]]]

    def write(self, folder: Path) -> None:
        """Lay it into an empty folder."""
        text = yaml.dump(self.tree, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
        (folder / "scenario.yaml").write_text(text, encoding="utf-8")
        for name, rows in self.tables.items():
            (folder / name).write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")


def read(folder: Path) -> Draft:
    """A scenario that is in order."""
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    tables = {
        file.name: [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
        for file in sorted(folder.glob("*.csv"))
    }
    return Draft(_plain(parse(text, "s", Positions()).value), tables)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return float(value) if isinstance(value, float) else value


def places(tree: Any, path: Place = ()) -> Iterator[Place]:
    """Every place of a tree but its root."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in inner:
        yield (*path, key)
        yield from places(part, (*path, key))


def at(tree: Any, path: Place) -> Any:
    """What stands at a place."""
    for key in path:
        tree = tree[key]
    return tree


def strange() -> st.SearchStrategy[Any]:
    """A value that stands in the wrong place wherever it stands."""
    return st.sampled_from(STRANGE)


@st.composite
def spoilt(draw: st.DrawFn, drafts: dict[str, Draft]) -> tuple[str, Draft]:
    """The name of a scenario, and the scenario with a few things spoilt."""
    name = draw(st.sampled_from(list(drafts)))
    draft = deepcopy(drafts[name])
    spoil(draw, draft, mild=draw(st.booleans()))
    return name, draft


def spoil(draw: st.DrawFn, draft: Draft, *, mild: bool) -> None:
    """Spoil a few things; mildly: numbers grow or shrink, words become others that are allowed, lines go."""
    for _ in range(draw(st.integers(1, 5 if mild else 3))):
        if draft.tables and draw(st.integers(0, 3)) == 0:
            (_bend_table if mild else _spoil_table)(draw, draft.tables[draw(st.sampled_from(sorted(draft.tables)))])
        elif draft.tree:
            (_bend_tree if mild else _spoil_tree)(draw, draft.tree)


def _bend_tree(draw: st.DrawFn, tree: dict[str, Any]) -> None:
    """Leave the shapes, change what is said."""
    path = draw(st.sampled_from(list(places(tree))))
    box, key = at(tree, path[:-1]), path[-1]
    words = _words(path)
    match box[key]:
        case bool():
            box[key] = not box[key]
        case int() | float() as number:
            box[key] = draw(st.sampled_from([*(number * factor for factor in FACTORS), *ENDS]))
        case str() if words:
            box[key] = draw(st.sampled_from(words))
        case _ if draw(st.booleans()):
            del box[key]
        case dict() if record := record_at(_written(path)):
            name = draw(st.sampled_from(list(record.model_fields)))
            values = _words((*path, name)) or (*NUMBERS, *NUMBERS, True, False)
            box[key].setdefault(name, draw(st.sampled_from(values)))


def _words(path: Place) -> tuple[Any, ...]:
    """The words a field allows; none where it is no choice of words."""
    parts = alternatives(annotation_at(_written(path)))
    return tuple(word for part in parts if get_origin(part) is Literal for word in get_args(part))


def _written(path: Place) -> tuple[str, ...]:
    try:
        return split_path(".".join(map(str, path)))
    except PathError:
        return tuple(map(str, path))


def _bend_table(draw: st.DrawFn, rows: list[list[str]]) -> None:
    number = draw(st.integers(0, len(rows) - 1)) if rows else 0
    numbers = [n for n, cell in enumerate(rows[number]) if NUMBER.fullmatch(cell)] if rows else []
    if numbers:
        column = draw(st.sampled_from(numbers))
        rows[number][column] = repr(float(rows[number][column]) * draw(st.sampled_from(FACTORS)))
    elif number and draw(st.booleans()):
        del rows[number]


def _spoil_tree(draw: st.DrawFn, tree: dict[str, Any]) -> None:
    known = list(places(tree))
    path = draw(st.sampled_from(known))
    box, key = at(tree, path[:-1]), path[-1]
    match draw(st.sampled_from(("replace", "replace", "replace", "delete", "rename", "swap", "copy", "add"))):
        case "replace":
            box[key] = deepcopy(draw(st.sampled_from(STRANGE)))
        case "delete":
            del box[key]
        case "rename" if isinstance(box, dict):
            box[draw(st.sampled_from((*NAMES, *(str(step) for step in known[0]))))] = box.pop(key)
        case "add" if isinstance(box[key], dict):
            box[key][draw(st.sampled_from(NAMES))] = deepcopy(draw(st.sampled_from(STRANGE)))
        case "copy":
            box[key] = deepcopy(at(tree, draw(st.sampled_from(known))))
        case "swap":
            other = draw(st.sampled_from(known))
            if other[: len(path)] != path and path[: len(other)] != other:
                there = at(tree, other[:-1])
                box[key], there[other[-1]] = there[other[-1]], box[key]
        case _:
            box[key] = None


def _spoil_table(draw: st.DrawFn, rows: list[list[str]]) -> None:
    number = draw(st.integers(0, len(rows) - 1)) if rows else 0
    match draw(st.sampled_from(("cell", "cell", "cell", "row", "double", "shorter", "heading"))):
        case "cell" if rows and rows[number]:
            rows[number][draw(st.integers(0, len(rows[number]) - 1))] = draw(st.sampled_from(CELLS))
        case "heading" if rows and rows[0]:
            rows[0][draw(st.integers(0, len(rows[0]) - 1))] = draw(st.sampled_from(CELLS))
        case "double" if rows:
            rows.append(list(rows[number]))
        case "shorter" if rows and rows[number]:
            rows[number].pop()
        case _:
            del rows[number : number + 1]
