"""The words around the tables of the scenario reference."""

from __future__ import annotations

from placement.scenario.source.yaml_source import MAX_DEPTH

HEAD = """\
# Scenario reference

Every field of a scenario: what it is, what is allowed, what holds where it is left out, and what it means. This page is
generated from the schema that checks a scenario (`python -m placement.reference`); `placement schema` writes the
same for editors. What the rules do with the fields stands in [the model](model.md), words in the
[glossary](glossary.md).

A scenario is a folder with `scenario.yaml` and, where tables are long, CSV files beside it; or a single YAML file.
Keys are English and carry their unit in the name (`..._minutes`, `..._dkk`, `..._per_year`). An unknown key is a
fault: nothing is passed over in silence.
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

RESULTS_HEAD = """\
# The result folder

`placement solve SCENARIO --out DIR` writes these files, all of them or none. `placement verify DIR` recomputes them
from the scenario and the plan, without the solver; [what that covers](#what-verify-recomputes) stands below. Tables are
CSV in UTF-8, with a comma between cells and a decimal point; `--csv excel-da` writes them for a Danish Excel. An empty
cell is a value that does not exist or is not known, never zero. Units stand in the names; columns never change meaning.
This page is generated from the program's columns (`python -m placement.reference`).

| file | what it answers |
| --- | --- |
"""

RESULTS_TABLES = {
    "recommendation": "What is proposed where, and why or why not: one row per function and site.",
    "assignments": "Who goes where: one row per area, function and site; `home` is a site here.",
    "sites": "What does each hospital and house get?",
    "hospitals": "What does my hospital lose? One row per hospital and function.",
    "functions": "Each function in the proposal and today.",
    "areas": "What does it mean where I live?",
    "groups": "What does my municipality get? The grouping is `areas.group_by`.",
    "steps": "What is the best first step, and the next?",
    "calibration": "Does the model fit? Modelled against observed visits.",
    "knife_edge": "Which areas almost go somewhere else, and what hangs on it?",
    "assumptions": "Every number used: value, range, source, quality, owner, and where it tips.",
    "equipment": "Units and their use, site by site.",
    "staff": "Staff days at houses, and those a hospital sends out.",
    "rooms": "Which room-days of a house are in use, free, let, or taken back from tenants?",
    "vulnerability": "What falls if a hospital's people lose a day a week?",
    "payers": "Who pays for what, relative to today?",
    "catalogue": "What can I come for in my house, for whom, how referred and when open?",
    "report_card": "How does the proposal fare on each of the strategy's four visions?",
    "profiles": "What would other weights propose? One row per profile; empty unless `--profiles` was asked for.",
    "rules": "Every rule by name: what is seen, what is needed, the room left and who owns it.",
    "phases": "What does each phase cost and bring? Only where the scenario has phases; other tables are of the last.",
    "phase_placements": "What is open in which phase? Only where the scenario has phases.",
}
"""Each table, in the order in which one asks."""

RESULTS_OTHERS = {
    "report.html": "The report: one page with everything a steering group reads, for a screen and for print.",
    "placements.geojson": (
        "For GIS programs: sites with what is offered there, and areas (and municipalities, where the scenario has "
        "their outlines) with what it means for them. WGS 84; properties as the columns of `sites`, `recommendation`, "
        "`areas` and `groups`."
    ),
    "sheet_<site>.md": "A page for each house, and for each hospital that gives visits away.",
    "recommendation.xlsx": "All tables in one workbook: typed cells, headings in words above the technical names.",
    "result.json": "The whole answer in one document; `solve --json` prints the same.",
    "scenario.lock.yaml": "The scenario as it was solved: variants applied, tables inside, every default written out.",
    "manifest.json": "How the result was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table: type, unit and meaning in English and Danish.",
}
"""The files that are not tables."""

RESULTS_JSON = """\
## `result.json`

| field | what |
| --- | --- |
| `status` | `optimal`: proven best, or within the asked gap · `feasible`: stopped, with its gap |
| `objective`, `bound`, `gap` | of the method; the gap as share of the range from ideal to nadir (0.001: 0.1 %) |
| `objectives` | the three aims in minutes, visits and DKK a year |
| `indicators`, `baseline` | named numbers about the proposal, and the same about today |
| `placements` | what is open, new, kept or closed, with days, visits, the deciding limit and the tipping value |
| `examined` | false where a limit left no time to look at each pair and area: no `deciding_limit`, no `knife_edge` |
| `profiles` | what other weights would propose, each with its exact plan; empty unless `--profiles` |
| `decisions`, `exceptions` | what was decided beforehand, by whom and why |
| `soft_rules` | the rules broken at a price: by how much, the price a year, why, and who decided |
| `audit` | what the judge says: `feasible`, and every violation |
| `plan` | the exact plan, from which everything else can be recomputed |
| `repairs` | only with status `infeasible`: the smallest changes that make it possible, each with what to `set` |
| `phases`, `phase_aims` | only in a plan with phases: each with aims and plan; the aims as means over the years |
| `phase_rules` | likewise: the rules between phases, with their slack; all other fields are of the last phase |
| `manifest` | inputs with fingerprints, versions, seed, command |
"""

VERIFIED = """\
## What `verify` recomputes

`placement verify DIR` reads the scenario again, takes the exact plan from `result.json`, and asks the judge, never a
solver. It ends with exit status 7 and a line for each difference: the file, the place, what stands there and what
should.

* *Made again and compared value by value*: every cell of every table, every cell of the workbook, every property and
  coordinate of `placements.geojson`, every line of `report.html`, of the sheets and of `scenario.lock.yaml`,
  `datapackage.json`, and `result.json` but for what the search alone knows. Numbers are the same where they differ by
  no more than a millionth.
* *Table against table*: days, visits, minutes, kroner and counts that stand in two tables, or that add up to a number
  in a third, are held against each other by rules that know nothing of how the tables are made.
* *The manifest*: the fingerprint (SHA-256) of every file and of every file of the scenario, the options against the
  command line, the versions, inputs, seed and command against `result.json`, and `digest`, the fingerprint of
  everything else the manifest says.

Folders of other commands:

| folder | made again | the same in CSV, JSON and workbook |
| --- | --- | --- |
| `compare` | every table, the page, `compare.json` | where differences turn (`--tips`) |
| `drafts` | every table but one, `drafts.json` | what was solved again (`--put-back`) |
| `tradeoff` | every table and `tradeoff.json`, from the plans in it | that there are no other plans |
| `explain FUNCTION SITE` | every table and `explain.json`, from both plans | repairs where no plan is possible |
| `explain` | the proposal, counts | rules and prices of each pair |
| `robust`, `ballots` | the proposal; sums, shares and means | worlds, plans and regrets |

*What cannot be recomputed* is held to what can be, and otherwise to the fingerprints:

| what | what is seen |
| --- | --- |
| `created`, the date on the page | are dates; `created` is the same in `datapackage.json` and the workbook |
| `seconds` | 0 or more; the parts are no more than the total |
| `bound` | no better than the objective; `gap` is what bound and objective give |
| `status`, `stopped` | words there are; optimal only with a gap as small as asked and a proven scale |
| `scale` | every row lies between ideal and nadir; the objective follows from it |
| `formulation` and its reason | fit the options and the number of functions |
| versions, machine | the same in both documents |
| threads, time limit, solver | as on the command line |
| how many plans are as good (`--alternatives`), `status` and `gap` of profiles | possible |
| how many plans, worlds and questions a study went through, and whether it is complete | only the fingerprints |
| `undominated`, `ties` | the plans that are told of can be (which there are, only the search knows) |
| `confirmation` | there where `--confirm` asked for it |
| `report.pdf` | only its fingerprint |
| the language of a page that `report` made later, a trade-off shown on it | as in the manifest |

Whoever changes one of these *and* makes the file's fingerprint and the manifest's `digest` anew is not found out: a
fingerprint tells that something was changed, not by whom. Keep the `digest` somewhere else to be sure.
`tradeoff.state.json`, from which a later run goes on, is not verified. Folders of another version of the program are
compared without sentences, page, workbook and descriptions, which that version may word otherwise.
"""

EXPLAIN_HEAD = """\
## An explanation

`placement explain SCENARIO FUNCTION SITE --out DIR` writes these tables, `explain.xlsx` (all in one workbook),
`explain.json` (what `--json` prints), `datapackage.json` and `manifest.json`. `as_proposed` is the pair added or taken
away with all else as in the proposal; `decided_again` is the best plan there is with the pair in, or without it.
Changes are measured from the proposal.
"""

PAIRS_HEAD = """\
## All pairs

`placement explain SCENARIO --out DIR`, without a function and a site (or with a function alone), writes `pairs.csv`,
`pairs.xlsx`, `pairs.json` (what `--json` prints), `datapackage.json` and `manifest.json`. A price is how much worse
the best plan with the pair decided otherwise is than the best plan, by the proposal's own measure: 0.01 is 1 % of the
range from ideal to nadir.
"""

COMPARISON_HEAD = """\
## The folder of a comparison

`placement compare SCENARIO --variant a,b --out DIR` writes these files, all of them or none. `today` stands for what is
there today, `base` for the scenario without variants, and the *reference* is what the alternatives are held against:
today, unless `--reference` says otherwise. Money is relative to today, where a column does not say otherwise. Of a
scenario with phases everything but the three aims is told of the last phase; those are means over the years.

| file | what it answers |
| --- | --- |
"""

COMPARISON_TABLES = {
    "compare_alternatives": "How does each alternative do, and whom does it touch?",
    "compare_placements": "What opens, closes, moves and stays, and what do all agree on?",
    "compare_groups": "What does my municipality get from each of them?",
    "compare_hospitals": "What does my hospital lose with each of them?",
    "compare_payers": "Who pays for each of them?",
    "compare_inputs": "Which assumptions are not the same?",
    "compare_tips": "With `--tips`: where does the difference between two of them turn?",
}

COMPARISON_OTHERS = {
    "compare.xlsx": "All tables in one workbook.",
    "report.html": "The report of the comparison: one page, for a screen and for print.",
    "compare.json": "Everything in one document, exact plans too; `compare --json` prints the same.",
    "manifest.json": "How it was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table.",
}


ROBUST_HEAD = """\
## The folder of `robust`

`placement robust SCENARIO --out DIR` writes these files, all of them or none. A *world* is a variant with one set of
numbers; regrets are shares of the range from ideal to nadir. `opens` and `closes` are told from the proposal, as
`function@site`, except in `robust_steps.csv`, where they are told from today; a programme at home has the site `home`.

| file | what it answers |
| --- | --- |
"""

ROBUST_TABLES = {
    "robust_placements": "What can be decided now, should be discussed, can be put aside?",
    "robust_plans": "Which plan is least to regret, and where does each break a rule?",
    "robust_worlds": "What was asked, and in which worlds is there no plan?",
    "robust_values": "Which numbers does each world have?",
    "robust_numbers": "Which numbers does the proposal hinge on?",
    "robust_different": "Which plans are nearly as good, and as different as can be?",
    "robust_steps": "What are the best 1, 2, 3 ... changes?",
    "robust_losses": "What gives way when a hospital's people lose a day a week?",
}

ROBUST_OTHERS = {
    "robust.xlsx": "All tables in one workbook.",
    "robust.json": "Everything in one document, the exact proposal too; `robust --json` prints the same.",
    "manifest.json": "How it was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table.",
}

DRAFTS_TABLES = {
    "draft_inputs": "Which input changed, and who stands by it?",
    "draft_put_back": "Which part of the changes does what? Empty unless `--put-back` was asked for.",
}

DRAFTS_OTHERS = {
    "compare_*.csv": "The [tables of a comparison](#the-folder-of-a-comparison), without its inputs: `old`, `new`.",
    "drafts.xlsx": "All tables in one workbook.",
    "drafts.json": "Everything in one document; `drafts --json` prints the same.",
    "manifest.json": "How it was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table.",
}

DRAFTS_HEAD = """\
## The folder of drafts

`placement drafts OLD NEW --out DIR` writes these files, all of them or none. The old version is the reference; in
`draft_put_back` changes of the aims are those of the new version with the part put back, minus the new proposal's.

| file | what it answers |
| --- | --- |
"""

TRADEOFF_TABLES = {
    "pareto": "Between which plans is there a choice, and for which weights is each best?",
    "pareto_placements": "What is open in each plan, and what closes?",
    "exchange_rates": "What does more of one aim buy of another, from plan to plan?",
    "payoff": "How good and how bad can each aim get? The pay-off table, ideal and nadir, and the worst in the set.",
}
"""Each table of ``tradeoff``."""

TRADEOFF_OTHERS = {
    "tradeoff.xlsx": "All tables in one workbook.",
    "tradeoff.json": "The whole answer in one document; `tradeoff --json` prints the same.",
    "tradeoff.state.json": "What a later run with the same `--out` goes on from; the manifest does not list it.",
    "manifest.json": "How it was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table.",
}
"""Its other files."""

TRADEOFF_HEAD = """\
## The folder of `tradeoff`

In `tradeoff.json` `complete` says whether the asked `spacing` is proven, and `reached_spacing` what is proven: for any
other plan there is one here that is worse by no more than that share of the range in any aim. `null` there: not known.

| file | what |
| --- | --- |
"""


BALLOTS_TABLES = {
    "ballots": "What does each participant weigh, which plan is that, and how far is a compromise from it?",
    "ballot_placements": "Which placements do all, some or none of the participants' weights choose?",
    "ballot_plans": "Which plans are chosen, by how many, and whom does each suit least?",
    "ballot_plan_placements": "What is open in each plan, and what closes?",
    "ballot_regrets": "How much worse is each plan for each participant than the best of them?",
}
"""Each table of ``ballots``."""

BALLOTS_OTHERS = {
    "ballots.xlsx": "All tables in one workbook.",
    "ballots.json": "The whole answer in one document; `ballots --json` prints the same.",
    "manifest.json": "How it was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table.",
}
"""Its other files."""

BALLOTS_HEAD = """\
## The folder of `ballots`

`placement ballots SCENARIO BALLOTS.csv --out DIR` writes these files, all of them or none. *Regret* is how much worse
a plan is than the best plan of the folder, by a participant's own weights and in the method's own measure: a share of
the range from ideal to nadir. The *compromise* is the plan whose worst regret is least.

| file | what it answers |
| --- | --- |
"""
