"""The text between the tables of the scenario reference."""

from __future__ import annotations

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

UNITS = """\
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

TABLES = """\
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
