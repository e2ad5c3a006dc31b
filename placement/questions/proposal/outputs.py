"""The files of the result folder: all its tables, and what the reference page says of each file."""

from __future__ import annotations

from collections.abc import Callable

from placement.present.folder.manifest import KIND
from placement.present.tables.columns import Table, TableKind, by_name, suppressed
from placement.present.words.voice import Language
from placement.questions import Outputs
from placement.questions.proposal.document import RESULT
from placement.questions.proposal.findings import Study
from placement.questions.proposal.tables import (
    changes,
    citizens,
    evidence,
    placements,
    resources,
    visions,
    volumes,
)
from placement.questions.proposal.views import TableView
from placement.solve.result import Solved

_Tables = tuple[tuple[Callable[[TableView], Table], TableKind], ...]
"""Functions that make a table, each with the kind of its table."""

_ALWAYS: _Tables = (
    (placements.recommendation, placements.RECOMMENDATION),
    (placements.assignments, placements.ASSIGNMENTS),
    (volumes.sites, volumes.SITES),
    (volumes.hospitals, volumes.HOSPITALS),
    (volumes.functions, volumes.FUNCTIONS),
    (citizens.areas, citizens.AREAS),
    (citizens.groups, citizens.GROUPS),
    (changes.league, changes.LEAGUE),
    (changes.steps, changes.STEPS),
    (evidence.calibration, evidence.CALIBRATION),
    (evidence.knife_edge, evidence.KNIFE_EDGE),
    (evidence.assumptions, evidence.ASSUMPTIONS),
    (resources.equipment, resources.EQUIPMENT),
    (resources.staff, resources.STAFF),
    (resources.rooms, resources.ROOMS),
    (evidence.vulnerability, evidence.VULNERABILITY),
    (resources.payers, resources.PAYERS),
    (placements.catalogue, placements.CATALOGUE),
    (visions.report_card, visions.REPORT_CARD),
    (evidence.profiles, evidence.PROFILES),
    (evidence.rules, evidence.RULES),
)

_WITH_PHASES: _Tables = (
    (resources.phases, resources.PHASES),
    (resources.phase_placements, resources.PHASE_PLACEMENTS),
)
"""Only where the scenario has phases."""


def tables(solved: Solved, study: Study, *, lang: Language = "da", suppress_below: float = 0.0) -> dict[str, Table]:
    """Every table of the result folder by its name.

    Args:
        solved: the plan and what the judge says of it.
        study: the findings about it.
        lang: language of titles and sentences; headings are the same in both.
        suppress_below: visits above 0 and below this are left out of tables by area; 0 leaves nothing out.
    """
    view = TableView(solved, study, lang)
    wanted = _ALWAYS + _WITH_PHASES if solved.course else _ALWAYS
    return {kind.name: suppressed(make(view), suppress_below) for make, kind in wanted}


HEAD = """\
# The result folder

`placement solve SCENARIO --out DIR` writes these files, all of them or none. `placement verify DIR` recomputes them
from the scenario and the plan, without the solver; [what that covers](#what-verify-recomputes) stands below. Tables are
CSV in UTF-8, with a comma between cells and a decimal point; `--csv excel-da` writes them for a Danish Excel. An empty
cell is a value that does not exist or is not known, never zero. Units stand in the names; columns never change meaning.
Money is in the scenario's currency (`about.currency`); in the files its code stands in the units, such as `DKK/year`.
This page is generated from the program's columns (`python -m placement.reference`).

| file | what it answers |
| --- | --- |
"""

RESULTS_JSON = """\
## `result.json`

| field | what |
| --- | --- |
| `status` | `optimal`: proven best, or within the asked gap · `feasible`: stopped, with its gap |
| `objective`, `bound` | of the method; for `price` DKK a year: economy, and minutes and lost quality at their prices |
| `gap` | their distance: for `price` as share of what is gained over today, null where nothing is; else of the range |
| `gap_money` | the same distance in DKK a year; null for the methods that are not in DKK |
| `prices`, `prices_status` | what a minute and a visit of lost quality may cost (DKK), and whether anybody decided it |
| `scale` | the pay-off table of the methods that weigh; null for `price` |
| `league` | as `league.csv`: kroner per saved minute of every offer, the cheapest first, packages last |
| `objectives` | the three aims in minutes, visits and DKK a year |
| `indicators`, `baseline` | named numbers about the proposal, and the same about today |
| `placements` | what is open, new, kept or closed, with days, visits, the deciding limit and the tipping value |
| `examined` | false where a limit left no time to look at each pair and area: no `deciding_limit`, no `knife_edge` |
| `profiles` | what other prices or weights would propose, each with its exact plan; empty unless `--profiles` |
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
| `bound` | no better than the objective; `gap` and `gap_money` are what bound and objective give |
| `status`, `stopped` | words there are; optimal only with a gap as small as asked and a proven scale, if any |
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

### Solved again

`placement verify DIR --solve` goes one step further with the folder of one proposal. Where nothing differs, it solves
`scenario.lock.yaml` of the folder again, with the options in `manifest.json` (`--time-limit` in place of its limit),
and says what comes out. Variants, `--set`, decisions and phases are in that file. As good is what is as close as was
asked for (`--gap`, `--gap-money`); where both plans are worth the same, the aims that the method looks at only
afterwards must be as close.

| comes out | exit status |
| --- | --- |
| the same plan, or another one as good | 0 |
| a better plan, which the folder's own bound allowed for, or which contradicts that bound | 7 |
| only plans that are worse, and a proof that none is better; yet the plan in the folder keeps every rule | 7 |
| only plans that are worse, until the search was stopped | 5 |

With `--json`, `solved_again` says which (`outcome`), with both objectives.
"""

ABOUT = {
    "recommendation": "What is proposed where, and why or why not: one row per function and site.",
    "assignments": "Who goes where: one row per area, function and site; `home` is a site here.",
    "sites": "What does each hospital and house get?",
    "hospitals": "What does my hospital lose? One row per hospital and function.",
    "functions": "Each function in the proposal and today.",
    "areas": "What does it mean where I live?",
    "groups": "What does my part of the region get? The grouping is `areas.group_by`.",
    "league": (
        "What does a saved minute cost? Today's offers, the proposed ones and more care at home on one scale, each "
        "with it against without it (leave-one-out), and packages. Today's are for comparison; nothing closes by it."
    ),
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
    "report_card": "How does the proposal fare on each of the scenario's visions?",
    "profiles": "What would other prices or weights propose? One row per profile; empty unless `--profiles` asks.",
    "rules": "Every rule by name: what is seen, what is needed, the room left and who owns it.",
    "phases": "What does each phase cost and bring? Only where the scenario has phases; other tables are of the last.",
    "phase_placements": "What is open in which phase? Only where the scenario has phases.",
}

OTHERS = {
    "report.html": "The report: one page with everything a steering group reads, for a screen and for print.",
    "placements.geojson": (
        "For GIS programs: sites with what is offered there, and areas (and groups of them, where the scenario has "
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

OUTPUTS = Outputs(
    kind=KIND,
    document=RESULT,
    head=HEAD,
    tables=by_name(*(kind for _, kind in _ALWAYS + _WITH_PHASES)),
    about=ABOUT,
    others=OTHERS,
    tail=(RESULTS_JSON, VERIFIED),
)
