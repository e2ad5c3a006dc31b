"""Every difference between a folder and its scenario, recomputed by the judge without the solver.

Audits the folder of one proposal; folders of other questions are audited in ``studies``.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from placement.errors import Message, ResultError, UsageError, why
from placement.plan.compare import changes_of
from placement.plan.phases import situations
from placement.plan.plan import Plan, RuleCheck
from placement.present.folder.differences import TOLERANCE, Difference, table_differences, tree_differences
from placement.present.folder.manifest import KIND, KINDS, NAME, OURS, manifest_in, read_manifest, shown
from placement.present.folder.reading import Document, json_of, plain
from placement.present.tables.columns import Cell, Table, by_name, suppressed
from placement.present.tables.csv_dialect import Dialect, parse
from placement.present.tables.tabular import variants_in
from placement.questions.proposal import folder as places
from placement.questions.proposal.document import RESULT, result_document
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import LOCK, REPORT, WORKBOOK
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.page.page import page_of
from placement.questions.proposal.rebuild import read_result, reckoned, solved_of, study_of
from placement.questions.proposal.sheets import sheets
from placement.questions.proposal.tables.placements import RECOMMENDATION
from placement.questions.proposal.tables.resources import EQUIPMENT
from placement.questions.proposal.tables.volumes import FUNCTIONS
from placement.questions.proposal.views import TableView
from placement.questions.verify.audit import Audit
from placement.questions.verify.documents import claims
from placement.questions.verify.studies import StudyAudit
from placement.questions.verify.tables import disagreements
from placement.scenario.dump import lock
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.confirmation import PRECISION, same_course
from placement.solve.payoff import unit_of
from placement.solve.result import Options, Progress, Solved, Status
from placement.solve.run import solve
from placement.solve.scalarisation import close_enough, further_costs, objective_value, open_gap, question_of, span_of

_AS_ASKED = "as in the command"
_WORDING = frozenset({"reason"})
"""Columns of sentences; not compared if another version of this program wrote them, which may word them otherwise."""


def verify(folder: Path | str, scenario_path: Path | str | None = None) -> list[Difference]:
    """Every difference between the folder and what follows from scenario, plan and judge; empty if there is none.

    Args:
        folder: a result folder, or that of any other command that writes one.
        scenario_path: where the scenario is now; None: where the manifest says.

    Raises:
        ResultError: the folder is no result, or the scenario is not found.
        ScenarioError: the scenario is faulty although its files are unchanged.
    """
    told = manifest_in(Path(folder))
    outputs = told["outputs"] if isinstance(told["outputs"], Mapping) else {}
    kind = next((kind for name, kind in KINDS.items() if name in outputs), told["kind"])
    made = _Result if kind == KIND else StudyAudit
    return made(Path(folder), scenario_path).run()


class _Result(Audit):
    """The audit of a folder with one proposal."""

    @property
    def wording(self) -> frozenset[str]:
        """The names of columns that are not compared."""
        return frozenset() if self.ours else _WORDING

    def contents(self, loaded: Loaded) -> None:
        """Audit ``scenario.lock.yaml``, and everything that follows from the plan."""
        self.text(LOCK, lock(loaded.scenario))
        self._result(loaded)

    def _result(self, loaded: Loaded) -> None:
        document = self._document(loaded)
        solved = solved_of(loaded, document, self.manifest["options"])
        studied = study_of(solved, loaded, document)
        whole = tables(solved, studied, lang=self.call.lang)
        self._tables(whole, solved, studied, loaded)
        self._documents(solved, studied, loaded, document)
        self._claims(solved, document)
        self._last_word(solved, loaded)
        self._page(solved, studied, loaded, whole)
        self._agree(whole, document, loaded)

    def _document(self, loaded: Loaded) -> Document:
        """``result.json``; with the plan read from the tables, if it has been changed and they have not."""
        document = self.document()
        if not isinstance(document.get("plan"), dict):
            raise ResultError(Message("has no plan"))
        if RESULT not in self.changed or self.changed & TELLING or not self.content.keys() >= TELLING:
            return document
        told = told_by_tables(self.content, self.dialect, loaded.scenario)
        self.found += tree_differences(
            RESULT, {"plan": {name: document["plan"].get(name) for name in told}}, {"plan": told}
        )
        return {**document, "plan": {**document["plan"], **told}}

    def _tables(self, whole: Mapping[str, Table], solved: Solved, studied: Study, loaded: Loaded) -> None:
        expected = {name: suppressed(table, self.call.suppress_below) for name, table in whole.items()}
        for name, table in expected.items():
            file = f"{name}.csv"
            if file in self.content:
                self.found += table_differences(table, self.content[file], self.dialect, self.wording)
            elif file not in self.listed:
                self.tell(file, "", "", "no file", "a file")
        self.describes(loaded, expected, WORKBOOK)
        self.workbook(loaded, expected, WORKBOOK, variants_in(loaded))
        if places.NAME in self.content:
            self._places(places.geojson(solved.instance.scenario, expected))
        if not self.wording:
            for name, page in sheets(TableView(solved, studied, self.call.lang), expected).items():
                self.text(name, page)

    def _places(self, expected: Mapping[str, Any]) -> None:
        try:
            self.found += tree_differences(places.NAME, json_of(self.content[places.NAME]), expected)
        except ResultError as error:
            self.tell(places.NAME, "", "", Message("a document that {why}", why=why(error)), "the result")

    def _documents(self, solved: Solved, studied: Study, loaded: Loaded, document: Document) -> None:
        """Compare ``result.json`` with what it should be, except for the bound, which only a solver can find."""
        expected = result_document(solved, studied, loaded, self.manifest["command"])
        expected = {**expected, **plain(reckoned(solved)), "variant": list(self.manifest["variants"])}
        self.found += tree_differences(RESULT, document, {**expected, "manifest": document.get("manifest")})
        self.made_by(document)

    def _claims(self, solved: Solved, document: Document) -> None:
        """Check that the search's statements are possible, and that the judge finds every rule kept."""
        functions = len(solved.instance.function_ids)
        self.found += [Difference(RESULT, "", *claim) for claim in claims(document, solved.options, functions)]
        good, most = document.get("equally_good"), solved.options.alternatives
        if (good is not None and not 0 <= good <= most) or (good is not None and not most):
            self.tell(RESULT, "", "equally_good", str(good), f"at most {most}")
        if (document.get("confirmation") is None) == bool(solved.options.confirm):
            self.tell(RESULT, "", "confirmation", "nothing" if solved.options.confirm else "a value", _AS_ASKED)
        self.found += [_broken(check) for check in solved.violations]

    def _last_word(self, solved: Solved, loaded: Loaded) -> None:
        """Check the units of aims without a range, and that tied plans have as few changes as the proposal."""
        scale = solved.scale
        units = [unit_of(situations(one)[-1].instance) for one in (loaded.base, loaded.scenario)]
        if scale is not None and not any(np.allclose(scale.unit, unit, rtol=TOLERANCE) for unit in units):
            self.tell(RESULT, "", "scale.unit", shown(scale.unit), shown(units[0]))
        for number, plan in enumerate(solved.ties.plans if solved.ties and solved.course is None else ()):
            own, other = (changes_of(solved.today, one) for one in (solved.plan, plan))
            if own != other or _alike(solved.plan, plan):
                self.tell(RESULT, "", f"ties.plans.{number}", shown(other), f"{shown(own)} (another plan)")

    def _page(self, solved: Solved, studied: Study, loaded: Loaded, whole: Mapping[str, Table]) -> None:
        """Compare every line of the report, if this version of the program wrote it."""
        if REPORT not in self.content or not self.ours or (RESULT in self.changed and REPORT not in self.changed):
            return
        if self.page is None:
            self.tell(NAME, "", "page", "nothing", "a value")
            return
        made = whole if self.page.lang == self.call.lang else tables(solved, studied, lang=self.page.lang)
        self.text(REPORT, page_of(solved, studied, loaded, made, self.page))

    def _agree(self, whole: Mapping[str, Table], document: Document, loaded: Loaded) -> None:
        """Compare the tables with each other, unless a difference has been found, so as not to report it twice."""
        if self.found:
            return
        read = {name: self._read(table) for name, table in whole.items()}
        self.found += disagreements(read, document, loaded.scenario)

    def _read(self, table: Table) -> Table:
        return parse(table, self.content[f"{table.name}.csv"], self.dialect)


def _alike(one: Plan, other: Plan) -> bool:
    return np.array_equal(one.open, other.open) and np.array_equal(one.home_level, other.home_level)


def _broken(check: RuleCheck) -> Difference:
    place = " ".join(part for part in (check.function, check.site, check.item) if part)
    return Difference(RESULT, place, str(check.rule), f"{check.have:g}", f"{check.need:g} {check.unit}")


_TABLES = by_name(RECOMMENDATION, EQUIPMENT, FUNCTIONS)
TELLING = frozenset(f"{name}.csv" for name in _TABLES)
"""The files from which the plan can be read: where functions are open, on how many days, with what equipment.

For functions whose visits the region allocates, only ``result.json`` says who goes where.
"""


def told_by_tables(content: Mapping[str, bytes], dialect: Dialect, scenario: Scenario) -> dict[str, Any]:
    """``open``, ``units`` and ``home_level`` as in ``result.json``; ResultError where a file cannot be read."""
    return {
        "open": _open(_rows(content, "recommendation", dialect), scenario),
        "units": _units(_rows(content, "equipment", dialect)),
        "home_level": {str(row["function"]): row["home_level"] for row in _rows(content, "functions", dialect)},
    }


def _rows(content: Mapping[str, bytes], name: str, dialect: Dialect) -> list[dict[str, Cell]]:
    return parse(Table(_TABLES[name], []), content[f"{name}.csv"], dialect).records()


def _open(rows: list[dict[str, Cell]], scenario: Scenario) -> dict[str, dict[str, float]]:
    """By function and site, clinic days a week; 0 at hospitals, which have no days of their own."""
    told: dict[str, dict[str, float]] = {}
    for row in rows:
        if row["recommended"]:
            days = 0.0 if scenario.is_hospital(str(row["site"])) else float(row["days_per_week"] or 0)
            told.setdefault(str(row["function"]), {})[str(row["site"])] = days
    return told


def _units(rows: list[dict[str, Cell]]) -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["units"]:
            told.setdefault(str(row["equipment"]), {})[str(row["site"])] = int(row["units"])
    return told


class Outcome(StrEnum):
    """How the result of solving again compares with the proposal in the folder."""

    SAME_PLAN = "same_plan"
    """The same plan."""
    EQUALLY_GOOD = "equally_good"
    """Another plan, as good within the accuracy that was asked for."""
    BETTER = "better"
    """A better plan; the folder's own gap allowed for it."""
    BEYOND_PROOF = "beyond_proof"
    """A plan better than the folder says is possible."""
    NONE_SO_GOOD = "none_so_good"
    """No plan is said to be as good as the folder's, which keeps every rule."""
    UNFINISHED = "unfinished"
    """Stopped before it had found a plan as good; nothing until then contradicts the folder."""

    @property
    def agrees(self) -> bool | None:
        """Whether solving again confirms the folder's answer; None if the search was stopped too early to tell."""
        return None if self is Outcome.UNFINISHED else self in {Outcome.SAME_PLAN, Outcome.EQUALLY_GOOD}


@dataclass(frozen=True, eq=False)
class Again:
    """A folder's proposal, and the result of solving again.

    Attributes:
        before: the proposal in the folder, judged afresh.
        now: the proposal of the same scenario, solved now with the same options.
        objective: of the plan found now, in the unit and scale of the folder.
        outcome: how the two compare.
    """

    before: Solved
    now: Solved
    objective: float
    outcome: Outcome

    @property
    def apart(self) -> float:
        """How much worse the plan found now is, in the unit of the method's objective; below 0 where it is better."""
        return self.objective - self.before.objective


def check_kind(folder: Path) -> None:
    """Raise an error for a folder without a single proposal.

    Raises:
        UsageError: it is the folder of another question.
        ResultError: it is no folder of this program.
    """
    kind = read_manifest(folder, OURS)["kind"]
    if kind != KIND:
        raise UsageError(
            Message(
                "{folder} holds no proposal with its scenario ({kind}); --solve solves the folders of placement solve "
                "again. Leave --solve out, and its plans are recomputed.",
                folder=folder,
                kind=kind,
            )
        )


def solve_again(
    folder: Path,
    time_limit: float | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Again:
    """Solve the folder's ``scenario.lock.yaml``, with the options in its manifest, and compare.

    Args:
        folder: of ``solve --out``.
        time_limit: seconds, in place of the limit in the manifest.
        progress: called with each line of progress.
        stop: set it to end the search.

    Raises:
        ResultError: the folder cannot be read, or has changed.
        InfeasibleError, NoPlanError: as `placement.solve.run.solve`; NoPlanError also if stopped without a plan.
    """
    result = read_result(folder)
    options: Options = replace(result.solved.options, alternatives=0, confirm="")
    if time_limit is not None:
        options = replace(options, time_limit=time_limit)
    return compared(result.solved, solve(result.loaded, options, progress=progress, stop=stop))


def compared(before: Solved, now: Solved) -> Again:
    """Compare a proposal with one solved again; both are of the same scenario and options.

    Plans are equally good if their objectives differ by no more than the gap asked for. If the objectives are the same,
    the aims that the method minimises afterwards must be as close too.
    """
    question = question_of(before)
    objective = objective_value(question, now.objectives.as_tuple())
    return Again(before, now, objective, _outcome(before, now, objective))


def _outcome(before: Solved, now: Solved, objective: float) -> Outcome:
    if same_course(before, now):
        return Outcome.SAME_PLAN
    question, options = question_of(before), before.options
    near = PRECISION * span_of(question, before.bound)
    if math.isfinite(before.bound) and open_gap(question, before.bound - near, objective) > 0:
        return Outcome.BEYOND_PROOF
    worse, better = objective - before.objective, before.objective - objective
    if max(worse, better) <= near:
        worse = _later(before, now)
        alike, better = abs(worse) <= 0, -worse
    else:
        alike = close_enough(question, max(objective, before.objective), min(objective, before.objective), options)
    if alike:
        return Outcome.EQUALLY_GOOD
    if better > 0:
        return Outcome.BETTER
    return Outcome.NONE_SO_GOOD if now.status is Status.OPTIMAL else Outcome.UNFINISHED


def _later(before: Solved, now: Solved) -> float:
    """How much worse the plan found now is in the first of the later aims in which they differ; 0 if in none."""
    question = question_of(before)
    allowed = before.options.gap_money if question.scale is None else max(before.options.gap, PRECISION)
    for cost in further_costs(question):
        pairs = zip(cost, now.objectives.as_tuple(), before.objectives.as_tuple(), strict=True)
        apart = sum(c * (one - other) for c, one, other in pairs)
        if abs(apart) > allowed:
            return apart
    return 0.0
