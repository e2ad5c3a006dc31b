"""``verify``: a result folder against its scenario, by the judge alone; no solver is asked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placement.errors import ResultError
from placement.plan.evaluation import RuleCheck
from placement.report import datapackage as package
from placement.report import geojson as places
from placement.report.audit import Audit
from placement.report.columns import Table
from placement.report.csv_dialect import parse
from placement.report.differences import TOLERANCE, Difference, few, table_differences, tree_differences
from placement.report.document import Document, plain, result_document
from placement.report.files import LOCK, RESULT, WORKBOOK
from placement.report.manifest import KIND, OURS, Call, read_manifest
from placement.report.rebuild import solved_of, study_of
from placement.report.rows import tables
from placement.report.sheets import sheets
from placement.report.tabular import about, variants_in
from placement.report.told import TELLING, told_by_tables
from placement.report.verify_studies import StudyAudit
from placement.report.view import View
from placement.report.workbook import workbook
from placement.report.workbook_differences import workbook_differences
from placement.scenario.dump import lock
from placement.scenario.load import Loaded
from placement.solve.method import gap_of, implied_dkk_per_minute, objective_value, pose
from placement.solve.result import Solved, Status
from placement.study import Study
from placement.study.versions import versions

_WORDING = frozenset({"reason"})
"""Columns of sentences; another version of this program may say the same in other words."""


def verify(folder: Path | str, scenario_path: Path | str | None = None) -> list[Difference]:
    """Everything in the folder that is not what the scenario, the plan and the judge say; empty where all agrees.

    Args:
        folder: a result folder, or that of a comparison, an explanation or a trade-off.
        scenario_path: where the scenario lies now; the place the manifest names where nothing is said.

    Raises:
        ResultError: the folder is no result, or the scenario is not found.
        ScenarioError: the scenario is faulty although its files are as they were.
    """
    kind = read_manifest(Path(folder), OURS)["kind"]
    made = _Result if kind == KIND else StudyAudit
    return made(Path(folder), scenario_path).run()


class _Result(Audit):
    """The folder of one proposal."""

    @property
    def wording(self) -> frozenset[str]:
        """Columns that are not compared."""
        return frozenset() if self.ours else _WORDING

    def contents(self, loaded: Loaded) -> None:
        """The scenario in full, and everything that follows from the plan."""
        self._lock(loaded)
        self._result(loaded)

    def _lock(self, loaded: Loaded) -> None:
        self._text(LOCK, lock(loaded.scenario))

    def _text(self, name: str, page: str) -> None:
        """A text file, line by line."""
        if name not in self.content:
            return
        seen, expected = self.content[name].decode(errors="replace").splitlines(), page.splitlines()
        longest = max(len(seen), len(expected))
        pairs = zip(_padded(seen, longest), _padded(expected, longest), strict=True)
        found = [Difference(name, f"line {at}", "", *pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1]]
        self.found += few(found[:1] if len(seen) != len(expected) else found)

    def _result(self, loaded: Loaded) -> None:
        """Everything that follows from ``result.json``."""
        try:
            document = self._document()
            solved = solved_of(loaded, document, self.manifest["options"])
            studied = study_of(solved, loaded, document)
        except ResultError as error:
            self.tell(RESULT, "", "", f"a document that {error}", "the result")
            return
        self._tables(solved, studied, loaded)
        self._documents(solved, studied, loaded, document)
        self._claims(solved)

    def _document(self) -> Document:
        """``result.json``; where it was changed and the tables were not, the plan that the tables tell."""
        if RESULT not in self.content:
            raise ResultError("is missing")
        try:
            document = json.loads(self.content[RESULT])
        except ValueError as error:
            raise ResultError(f"is no JSON: {error}") from error
        if not isinstance(document, dict) or not isinstance(document.get("plan"), dict):
            raise ResultError("has no plan")
        if RESULT not in self.changed or self.changed & TELLING or not self.content.keys() >= TELLING:
            return document
        told = told_by_tables(self.content, self.dialect)
        self.found += tree_differences(
            RESULT, {"plan": {name: document["plan"].get(name) for name in told}}, {"plan": told}
        )
        return {**document, "plan": {**document["plan"], **told}}

    def _tables(self, solved: Solved, studied: Study, loaded: Loaded) -> None:
        csv = self.manifest["csv"]
        expected = tables(solved, studied, lang=csv["lang"], suppress_below=csv["suppress_below"])
        for name, table in expected.items():
            file = f"{name}.csv"
            if file in self.content:
                self.found += table_differences(table, self.content[file], self.dialect, self.wording)
            elif file not in self.listed:
                self.tell(file, "", "", "no file", "a file")
        self._package(solved, expected)
        self._workbook(loaded, expected)
        if places.NAME in self.content:
            seen = _json(self.content[places.NAME])
            self.found += tree_differences(places.NAME, seen, places.geojson(solved.instance.scenario, expected))
        if not self.wording:
            for name, page in sheets(View(solved, studied, csv["lang"]), expected).items():
                self._text(name, page)

    def _package(self, solved: Solved, expected: Mapping[str, Table]) -> None:
        described = package.datapackage(
            solved.instance.scenario,
            expected,
            self.dialect,
            self.manifest["created"],
            self.manifest["csv"]["suppress_below"],
            WORKBOOK,
        )
        if package.NAME in self.content and not self.wording:
            self.found += tree_differences(package.NAME, _json(self.content[package.NAME]), described)

    def _workbook(self, loaded: Loaded, expected: Mapping[str, Table]) -> None:
        """Cell by cell as the CSV files have it; another version of what writes it may write it otherwise."""
        if WORKBOOK not in self.content or self.manifest["versions"] != versions():
            return
        csv, created = self.manifest["csv"], dt.datetime.fromisoformat(self.manifest["created"])
        call = Call(self.manifest["command"], "", csv["lang"], self.dialect, csv["suppress_below"], created)
        made = {name: self._as_written(table) for name, table in expected.items()}
        right = workbook(made, about(loaded.scenario, call, variants_in(loaded)), call.lang)
        self.found += workbook_differences(WORKBOOK, self.content[WORKBOOK], right)

    def _as_written(self, table: Table) -> Table:
        """The table as its CSV file has it, where that is as it was."""
        file = f"{table.name}.csv"
        if file not in self.content or file in self.changed or any(each.file == file for each in self.found):
            return table
        return parse(table, self.content[file], self.dialect)

    def _documents(self, solved: Solved, studied: Study, loaded: Loaded, document: Document) -> None:
        """``result.json`` as it should be; the bound (only the solver knows it) and who made it stand as they are."""
        expected = result_document(solved, studied, loaded, self.manifest["command"])
        expected["manifest"] |= {name: self.manifest[name] for name in ("inputs", "versions", "seed")}
        self.found += tree_differences(RESULT, document, {**expected, **plain(_reckoned(solved))})

    def _claims(self, solved: Solved) -> None:
        """What the solver claims must hold together, and the judge must find every rule kept."""
        if solved.bound > solved.objective + TOLERANCE * max(1.0, abs(solved.objective)):
            self.tell(RESULT, "", "bound", f"{solved.bound:g}", f"at most the objective, {solved.objective:g},")
        if solved.status is Status.OPTIMAL and not solved.gap <= solved.options.gap + 2 * TOLERANCE:
            self.tell(RESULT, "", "gap", f"{solved.gap:g}", f"at most {solved.options.gap:g} (status optimal)")
        self.found += [_broken(check) for check in solved.violations]


def _reckoned(solved: Solved) -> dict[str, float | None]:
    """Objective, gap and price of a minute as they follow from the judge's values, the pay-off table and the bound."""
    objectives = solved.instance.scenario.objectives
    question = pose(objectives, solved.method, solved.weights, solved.scale, solved.reference)
    objective = objective_value(question, solved.objectives.as_tuple(), solved.scale)
    return {
        "objective": objective,
        "gap": gap_of(question, solved.scale, objectives, objective, solved.bound),
        "implied_dkk_per_minute": implied_dkk_per_minute(question, solved.scale, objectives),
    }


def _broken(check: RuleCheck) -> Difference:
    place = " ".join(part for part in (check.function, check.site, check.item) if part)
    return Difference(RESULT, place, str(check.rule), f"{check.have:g}", f"{check.need:g} {check.unit}")


def _padded(lines: list[str], length: int) -> list[str]:
    return [*lines, *["nothing"] * (length - len(lines))]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
