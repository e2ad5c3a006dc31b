"""The words around the tables of the scenario reference."""

from __future__ import annotations

HEAD = """\
# Scenario reference

Every field of a scenario: what it is, what is allowed, what holds where it is left out, and what it means. This page is generated
from the schema that checks a scenario (`python -m placement.report.reference`); `placement schema` writes the same for editors. What
the rules do with the fields stands in [the model](model.md), words in the [glossary](glossary.md).

A scenario is a folder with `scenario.yaml` and, where tables are long, CSV files beside it; or a single YAML file. Keys are English and
carry their unit in the name (`..._minutes`, `..._dkk`, `..._per_year`). An unknown key is a fault: nothing is passed over in silence.
"""

NUMBERS = """\
## Numbers

A number is written with a decimal point and without thousands separator: `0.45`, `1200`. `1.200` where a count is meant, `0,45` and
`1_200` are refused with what to write instead. Where the type says *quantity*, a number can say where it comes from:

```yaml
min_visits_per_year: 400
min_visits_per_year: {value: 400, low: 200, high: 1000, source: council_2024, quality: derived, owner: Lung council}
```

A bare number is an assumption without a range. The range feeds the studies; `low ≤ value ≤ high`. `quality: sourced` needs a `source`.
Text with a comma inside `{...}` needs quotation marks.
"""

NAMES = """\
## Ids and titles

Sites, functions, areas and everything else that is named once have an *id*: letters (æ, ø and å too), digits, `_` and `-`, at most 80
signs, no dots and no spaces. Everything is joined by id, never by position, and an id that leads nowhere is a fault with its place in the
file. A *title* is text, or text in two languages:

```yaml
title: Røntgen
title: {da: Røntgen, en: X-ray}
```
"""

PATHS = """\
## Dotted paths

A path names one value: the keys on the way to it with dots between, as in `functions.lunge_amb.min_visits_per_year`. Paths are used by
variants, by `--set`, in faults and in `assumptions.csv`. The headings below are paths; put a dot and the field's name after one.

* `<function>`, `<site>` and so on stand for an id of yours; `<n>` is a place in a list, from 0.
* `areas`, `baseline` and `demand` may leave out `rows`: `baseline.lunge_amb.sh_lemvig` and `baseline.rows.lunge_amb.sh_lemvig` are the same.
* A value is replaced as a whole: a bare number put on a quantity drops its range and source. To change the value alone, say so:
  `functions.lunge_amb.min_visits_per_year.value`.
* `null` takes an entry out of a map of ids: `exceptions.samsoe: null`.
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
    set: {sites.hh_fiordtown.free_room_days_per_week.konsultation: 4}
```

`--variant a+b` applies both; `--variant a,b` shows them one after the other. A variant applies after those it includes. Two variants that
set different values for the same thing cannot be combined, unless one includes the other or a third includes both and decides.
`--set path=value` makes one change on top of the variants and may be repeated; the value is read as YAML:
`--set policy.max_changes=3`, `--set 'functions.lunge_amb.choice={within_minutes: 10}'`.
"""

TABLES = """\
## Tables in CSV files

Separated by commas with a decimal point, or by semicolons (Danish Excel), where a decimal comma is read too. UTF-8. The first line
names the columns; the order of columns and rows does not matter. An empty cell is a value not given. Lines that begin with `#` are comments.
"""

FIELDS = """\
## Fields

Types: *quantity* as above · *number*, *whole number* · *text* · *word*, one of those listed · *id* · *title* · *record*, fields of its
own in a later table · *map*, keyed by id · *list*. A dash is an empty default.
"""

WAIVABLE_RULES = """\
### Rules an exception may waive

What is physical or legal cannot be waived; these can, at one site, with a reason:
"""
