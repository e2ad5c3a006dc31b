"""The reference pages, made from the schema and from what the questions write, and the text between their tables.

``python -m placement.reference`` writes ``docs/scenario-reference.md`` and ``docs/results.md`` below the current
folder, or into the folder named.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from placement.locale import SOURCE
from placement.present.tables.columns import Column
from placement.present.words.voice import Voice
from placement.questions import Outputs, all_outputs
from placement.questions.proposal.outputs import OUTPUTS as RESULT
from placement.scenario.schema import base, places, quantity
from placement.scenario.schema.places import Area, BaselineEntry, ObservedVisits, TravelTime
from placement.scenario.schema.quantity import In, Quantity
from placement.scenario.schema.rules import WAIVABLE, Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.units import UNITS
from placement.scenario.source.tables import AREAS, BASELINE, DEMAND, OBSERVED, TRAVEL, Shape
from placement.scenario.source.yaml_source import MAX_DEPTH

HEAD = """\
# Scenario reference

Every field of a scenario: what it is, what is allowed, what holds where it is left out, and what it means. This page is
generated from the schema that checks a scenario (`python -m placement.reference`); `placement schema` writes the
same for editors. What the rules do with the fields stands in [the model](model.md), words in the
[glossary](glossary.md).

A scenario is a folder with `scenario.yaml` and, where tables are long, CSV files beside it; or a single YAML file.
Keys are English and carry their unit in the name (`..._minutes`, `..._per_year`); money is in the currency that
`about.currency` names. An unknown key is a fault: nothing is passed over in silence.
"""

YAML = f"""\
## A short YAML

What is read is the part of YAML that versions 1.1 and 1.2 share: maps, lists, text with or without quotes, numbers,
`true`, `false`, `null`, and comments. Every file that is shipped or written means the same to other YAML programs, and
it makes no difference whether the machine has libyaml.

* Only `true` and `false` are yes and no; only `null`, `~` and nothing at all are nothing.
* Without quotes `no`, `yes`, `on`, `off`, `True`, `0766`, `0x1F`, `1_000`, `1:30` and `2025-01-01` are text here,
  whatever another program makes of them; where a number, or true or false, is needed they are refused. `1e3` is a
  number here. Put such text in quotes, and write numbers out, if other programs read the file too.
* Text that holds `: `, ` #`, or inside `{{...}}` a comma needs quotes. Older programs need them for a `?` there too.
* Refused: a key that stands twice, anchors (`&`), aliases (`*`), merge keys (`<<`), tags (`!`), a second document,
  signs that cannot be shown, indentation with tabs, more than {MAX_DEPTH} levels, and everything but UTF-8.
"""

NUMBERS = """\
## Numbers

A number is written with a decimal point and without thousands separator: `0.45`, `1200`. `1.200` where a count is
meant, `0,45` and `1_200` are refused with what to write instead. Where the type says *quantity*, a number can say
where it comes from:

```yaml
min_visits_per_year: 400
min_visits_per_year: {value: 400, low: 200, high: 1000, source: council_2024, quality: derived, owner: Lung council}
```

A bare number is an assumption without a range. The range feeds the studies; `low ≤ value ≤ high`. `quality: sourced`
needs a `source`. Text with a comma inside `{...}` needs quotation marks.
"""

ABOUT_UNITS = """\
### What a number can be

Beyond these a number is a slip of the pen, whatever was meant, and `check` refuses it with its place; a solver would
refuse it later, or reckon with something else. Minus 0 is 0. The limits of each field stand with it.
"""

NAMES = """\
## Ids and titles

Sites, functions, areas and everything else that is named once have an *id*: letters (æ, ø and å too), digits, `_` and
`-`, at most 80 signs, no dots and no spaces. Everything is joined by id, never by position, and an id that leads
nowhere is a fault with its place in the file. A *title* is text, or text in two languages:

```yaml
title: Røntgen
title: {da: Røntgen, en: X-ray}
```
"""

PATHS = """\
## Dotted paths

A path names one value: the keys on the way to it with dots between, as in `functions.lunge_amb.min_visits_per_year`.
Paths are used by variants, by `--set`, in faults and in `assumptions.csv`. The headings below are paths; put a dot
and the field's name after one.

* `<function>`, `<site>` and so on stand for an id of yours; `<n>` is a place in a list, from 0.
* `areas`, `baseline` and `demand` may leave out `rows`: `baseline.lunge_amb.sh_lemvig` and
  `baseline.rows.lunge_amb.sh_lemvig` are the same.
* A value is replaced as a whole: a bare number put on a quantity drops its range and source. To change the value
  alone, say so: `functions.lunge_amb.min_visits_per_year.value`. So it is with maps: after
  `objectives.weights: {citizen: 3}` the other weights are 1, whatever stood there; `objectives.weights.citizen: 3`
  leaves them as they are.
* `null` takes an entry out of a map of ids: `exceptions.island: null`.
* `schema_version`, `name` and `variants` cannot be changed this way.

## Variants and `--set`

```yaml
variants:
  two_doctors:
    title: What if the hospital can send two more days?
    set: {staff_roles.doctor.extra_days_per_week.rh_midtown: 6}
  two_doctors_and_rooms:
    title: And if the house has the rooms?
    include: [two_doctors]
    set: {sites.hh_fiordtown.free_room_days_per_week.consultation: 4}
```

`--variant a+b` applies both; `--variant a,b` shows them one after the other. A variant applies after those it
includes. Two variants that set different values for the same thing cannot be combined, unless one includes the other
or a third includes both and decides. `--set path=value` makes one change on top of the variants and may be repeated;
the value is read as YAML: `--set policy.max_changes=3`, `--set 'functions.lunge_amb.choice={within_minutes: 10}'`.
"""

ABOUT_TABLES = """\
## Tables in CSV files

Separated by commas with a decimal point, or by semicolons (Danish Excel), where a decimal comma is read too; a first
line `sep=;`, as Excel writes it, is understood. UTF-8. The first line names the columns; the order of columns and
rows does not matter. An empty cell is a value not given; empty `minutes` of a travel time say that nobody can get
there. Lines that begin with `#` where a row could begin are comments. A line break inside a cell in quotes is read as
a space.

Between semicolons `1.070` may be 1.07 or 1070, so it is refused in every column of numbers but those that cannot hold
1,000 (degrees, shares).

## Signs and names

Everything that is read (YAML, CSV, GeoJSON, ballots, `--set`, results read back) refuses signs that cannot be shown,
and signs that turn the direction of a text around. Names and ids are compared in one form (Unicode NFC), so é is é
whether it was typed as one sign or as e with an accent; two ids that are the same then are a fault. Files are found
under either form.
"""

FIELDS = """\
## Fields

Types: *quantity* as above · *number*, *whole number* · *text* · *word*, one of those listed · *id* · *title* ·
*record*, fields of its own in a later table · *map*, keyed by id · *list*. A dash is an empty default.
"""

WAIVABLE_RULES = """\
### Rules an exception may waive

What is physical or legal cannot be waived; these can, at one site, with a reason:
"""


FOLDER = Path("docs")
TABLES = RESULT.tables
"""Every table of the result folder; the last two are only there where the scenario has phases."""
KEYS = {
    "sources": "<source>",
    "areas.rows": "<area>",
    "areas.columns": "<column>",
    "segments": "<segment>",
    "sites": "<site>",
    "rooms": "<room>",
    "partners": "<partner>",
    "travel.crossings": "<crossing>",
    "equipment": "<equipment>",
    "staff_roles": "<role>",
    "functions": "<function>",
    "functions.<function>.equipment": "<equipment>",
    "profiles": "<profile>",
    "policy.max_travel_by_level": "<level>",
    "policy.placements": "<function>.<site>",
    "policy.soft_rules": "<soft rule>",
    "exceptions": "<exception>",
    "baseline.rows": "<function>.<site>",
    "variants": "<variant>",
    "phases": "<phase>",
}
"""What stands for the ids under a path."""
_TABLES: tuple[tuple[str, Shape, type[BaseModel] | None], ...] = (
    ("areas.file", AREAS, Area),
    ("baseline.file", BASELINE, BaselineEntry),
    ("demand.file", DEMAND, None),
    ("observed.file", OBSERVED, ObservedVisits),
    ("travel.file and travel.overrides.file", TRAVEL, TravelTime),
)
_OWN_WORDS = {
    "id": "Id of the area.",
    "area": "Id of an area.",
    "function": "Id of a function.",
    "site": "Id of a site.",
    "visits_per_year": "Known visits a year, instead of a rate.",
}


def scenario_reference() -> str:
    """The whole page as Markdown."""
    parts = [
        HEAD,
        YAML,
        NUMBERS,
        _table(Quantity),
        ABOUT_UNITS,
        _units(),
        NAMES,
        PATHS,
        ABOUT_TABLES,
        *(_csv(*table) for table in _TABLES),
        FIELDS,
        *(_section(path, record) for path, record in sections()),
        WAIVABLE_RULES,
        "\n".join(f"* `{rule}`" for rule in Rule if rule in WAIVABLE) + "\n",
    ]
    return _of_any_currency("\n".join(parts))


def sections(record: type[BaseModel] = Scenario, path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Every record of the schema with the path that leads to it, in the order in which one reads a scenario."""
    yield path, record
    for name, annotation in hints_of(record).items():
        for inner, ids, listed in records_in(annotation):
            yield from sections(inner, _below(f"{path}.{name}".lstrip("."), ids, listed=listed))


def _below(path: str, ids: int, *, listed: bool) -> str:
    key = KEYS.get(path, ".".join(["<id>"] * ids)) if ids else "<n>" if listed else ""
    return f"{path}.{key}" if key else path


def _section(path: str, record: type[BaseModel]) -> str:
    heading = f"`{path}`" if path else "The scenario"
    about = " ".join((record.__doc__ or "").split())
    return f"### {heading}\n\n{about}\n\n{_table(record)}"


def _table(record: type[BaseModel]) -> str:
    rows = []
    for name, annotation in hints_of(record).items():
        kind, limits = type_and_limits(annotation)
        field = record.model_fields[name]
        rows.append((f"`{name}`", kind, limits or "", default_of(field), _meaning(record, name)))
    return _markdown(("field", "type", "unit, allowed", "default", "meaning"), rows)


def _units() -> str:
    """The largest number of each unit, and the smallest above 0."""
    rows = [(unit.name, f"{unit.most:,.0f}", f"{unit.least:.9f}".rstrip("0") if unit.least else "–") for unit in UNITS]
    return _markdown(("unit", "at most", "smallest above 0"), rows)


def _csv(path: str, shape: Shape, record: type[BaseModel] | None) -> str:
    """The columns a CSV file may have, in the words of the fields they fill."""
    rows = [
        (
            f"`{column}`",
            "number" if shape.is_number(column) else "text",
            "yes" if column in shape.required else "",
            _OWN_WORDS[column] if column in _OWN_WORDS else _meaning(record, column),
        )
        for column in shape.columns
    ]
    if shape.numbers_starting:
        rows.append((f"`{shape.numbers_starting}...`", "number", "", _meaning(Area, "segment_shares")))
    name = " and ".join(f"`{part}`" for part in path.split(" and "))
    return f"### {name}\n\n{_markdown(('column', 'type', 'required', 'meaning'), rows)}"


def _meaning(record: type[BaseModel] | None, name: str) -> str:
    field = record.model_fields[name] if record else None
    return " ".join((field.description or "").split()) if field else ""


def _markdown(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def results_reference() -> str:
    """The page about what is written, as Markdown: the result folder, the folders of other questions, single tables."""
    in_order = sorted(all_outputs(), key=lambda written: not written.kind)
    return _of_any_currency("\n".join(part for written in in_order for part in _folder(written)))


def _folder(written: Outputs) -> Iterator[str]:
    """What one question writes; its tables one level below its own heading."""
    files = {f"{name}.csv": about for name, about in written.about.items()} | dict(written.others)
    yield written.head + "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    level = written.head.partition(" ")[0] + "#"
    for name, kind in written.tables.items():
        yield f"{level} `{name}.csv`\n\n{_columns(kind.columns)}"
    yield from written.tail


def _columns(columns: Sequence[Column]) -> str:
    rows = [
        (
            f"**`{column.name}`**" if column.key else f"`{column.name}`",
            column.unit or column.type,
            " · ".join(f"`{word}`" for word in column.allowed),
            Voice(SOURCE)(column.meaning),
        )
        for column in columns
    ]
    return _markdown(("column (**key**)", "unit or type", "allowed", "meaning"), rows)


_KRONER = re.compile(r"(?<!`)DKK|\b[Kk]roner|\bkr\.")


def _of_any_currency(page: str) -> str:
    """A page about money in the words of the code, about that of a scenario in any currency."""
    page = re.sub(r"(?<=\d )DKK", "of the currency", page)
    return _KRONER.sub(lambda found: "Money" if found[0][0] == "K" else "money", page)


def write(folder: Path = FOLDER) -> list[Path]:
    """Write both pages and say where they are."""
    pages = {"scenario-reference.md": scenario_reference(), "results.md": results_reference()}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


REQUIRED = "**required**"
_KNOWN: tuple[tuple[Any, str, str], ...] = (
    (quantity.Share, "quantity", "share, 0 to 1"),
    (quantity.Minutes, "quantity", "minutes, ≥ 0"),
    (quantity.Duration, "quantity", "minutes, > 0"),
    (quantity.Count, "quantity", "≥ 0"),
    (quantity.Broken, "quantity", "≥ 0"),
    (quantity.Rate, "quantity", "visits per 1,000 inhabitants a year, ≥ 0"),
    (quantity.Money, "quantity", "money, ≥ 0"),
    (quantity.Days, "quantity", "days, ≥ 0"),
    (quantity.Factor, "quantity", "> 0"),
    (quantity.Positive, "quantity", "> 0"),
    (quantity.Years, "quantity", "years, > 0"),
    (quantity.PlainCount, "number", ""),
    (quantity.Number, "number", ""),
    (quantity.Whole, "whole number", ""),
    (quantity.Flag, "true or false", ""),
    (quantity.YearKey, "year", ""),
    (base.Id, "id", ""),
    (base.Ids, "list of ids", ""),
    (base.Text, "text", ""),
    (base.AnyTitle, "title", ""),
    (places.AreaShare, "number", "share, 0 to 1"),
)
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def hints_of(record: type[BaseModel]) -> Mapping[str, Any]:
    """Every field's annotation with all that is said about it."""
    hints = get_type_hints(record, include_extras=True)
    return {name: hints[name] for name in record.model_fields}


def type_and_limits(annotation: Any) -> tuple[str, str]:
    """What a value is, and what is allowed of it."""
    for known, kind, limits in _KNOWN:
        if annotation == known:
            return kind, limits
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(args[0], args[1:])
    if origin in (Union, types.UnionType):
        return _joined([type_and_limits(part) for part in args if part is not type(None)])
    return _many(origin, args) if origin else _plain(annotation)


def _many(origin: Any, args: tuple[Any, ...]) -> tuple[str, str]:
    """One of some words, a map or a list."""
    if origin is Literal:
        return "word" if isinstance(args[0], str) else "number", " · ".join(f"`{word}`" for word in args)
    inner, limits = type_and_limits(args[1] if origin is dict else args[0])
    collection = "map" if origin is dict else "list" if args[-1] is Ellipsis else "pair"
    return f"{collection} of {inner}", limits


def _annotated(inner: Any, notes: tuple[Any, ...]) -> tuple[str, str]:
    kind, limits = type_and_limits(inner)
    units = [str(note.unit.name) for note in notes if isinstance(note, In)]
    found = [text for note in notes if isinstance(note, FieldInfo) for text in _limits(note)]
    return kind, "; ".join(part for part in (limits, *units, " and ".join(found)) if part)


def _limits(note: FieldInfo) -> Iterator[str]:
    for limit in note.metadata:
        for name, sign in _SIGNS.items():
            if hasattr(limit, name):
                yield f"{sign} {getattr(limit, name):g}"
        if hasattr(limit, "min_length"):
            yield f"at least {limit.min_length}"
        if hasattr(limit, "max_length"):
            yield f"at most {limit.max_length}"


def _joined(parts: list[tuple[str, str]]) -> tuple[str, str]:
    kinds = dict.fromkeys(kind for kind, _ in parts)
    return " or ".join(kinds), "; ".join(dict.fromkeys(limits for _, limits in parts if limits))


def _plain(annotation: Any) -> tuple[str, str]:
    if annotation is Rule:
        return "name of a rule", ""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return ("quantity" if annotation is quantity.Quantity else "record"), ""
    return _PLAIN.get(annotation, "any value"), ""


def records_in(annotation: Any) -> Iterator[tuple[type[BaseModel], int, bool]]:
    """The records an annotation holds, how many ids lead to each, and whether a place in a list does."""
    origin, args = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation not in (quantity.Quantity, base.Title):
            yield annotation, 0, False
    elif origin is dict:
        yield from ((record, ids + 1, listed) for record, ids, listed in records_in(args[1]))
    elif origin is tuple:
        yield from ((record, ids, True) for record, ids, _ in records_in(args[0]))
    elif origin is Annotated:
        yield from records_in(args[0])
    elif origin in (Union, types.UnionType):
        for part in args:
            yield from records_in(part)


def default_of(field: FieldInfo) -> str:
    """What holds where the field is left out."""
    return REQUIRED if field.is_required() else shown(field.get_default(call_default_factory=True))


def shown(value: Any) -> str:
    """A default as it would be written in a scenario."""
    if isinstance(value, quantity.Quantity):
        return _quantity(value)
    if isinstance(value, BaseModel):
        return "as below"
    if value is None or value in ("", (), {}):
        return "–"
    if isinstance(value, tuple) and isinstance(value[0], BaseModel):
        return f"`[{', '.join(_brief(part) for part in value)}]`"
    return f"`{_scalar(value)}`"


def _quantity(value: quantity.Quantity) -> str:
    plain = f"`{value.value:g}`"
    return plain if value.low is None and value.high is None else f"{plain} ({value.low:g} to {value.high:g})"


def _brief(part: BaseModel) -> str:
    inside = part.model_dump(exclude_none=True)
    return f"{{{', '.join(f'{name}: {_scalar(value)}' for name, value in inside.items())}}}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return f"[{', '.join(_scalar(part) for part in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_scalar(part)}' for name, part in value.items())}}}"
    return str(value)


if __name__ == "__main__":
    sys.stdout.write("".join(f"{page}\n" for page in write(*map(Path, sys.argv[1:2]))))
