"""The audit of all folders but a proposal's: plans are judged again, tables made again or compared with the document.

What only a solver can find (bounds, gaps, prices, in how many worlds a placement is chosen) is not recomputed; it is
only checked that the document and the tables agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from placement.errors import ResultError, ScenarioError, together
from placement.plan.evaluate import evaluate
from placement.plan.phases import situations
from placement.plan.plan import Evaluation
from placement.present.folder.differences import Difference, table_differences, tree_differences
from placement.present.folder.manifest import NAME, sha256
from placement.present.folder.reading import bytes_in, plain
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import parse
from placement.present.tables.tabular import variants_in
from placement.questions.ballots.study import regained as regained_ballots
from placement.questions.ballots.tables import WORKBOOK as BALLOTS
from placement.questions.ballots.tables import ballots_document
from placement.questions.ballots.tables import tables as balloted
from placement.questions.compare.folder import WORKBOOK as COMPARED
from placement.questions.compare.folder import compare_document
from placement.questions.compare.page import comparison_page
from placement.questions.compare.tables import tables as compared
from placement.questions.drafts.tables import WORKBOOK as DRAFTS
from placement.questions.drafts.tables import change_document
from placement.questions.drafts.tables import tables as drafted
from placement.questions.explain.price import decided
from placement.questions.explain.tables import WORKBOOK as EXPLAINED
from placement.questions.explain.tables import explain_document, explain_tables
from placement.questions.pairs.tables import WORKBOOK as PAIRS
from placement.questions.proposal.document import audit, outcome
from placement.questions.proposal.folder import LOCK, REPORT
from placement.questions.proposal.page.choices import STAIRS
from placement.questions.proposal.rebuild import is_result_folder, options_of, plan_of, reckoned, solved_of
from placement.questions.proposal.study import study
from placement.questions.report.source import (
    comparison_in,
    put_back_rows,
    regained_drafts,
    regained_explanation,
    regained_stairway,
    regained_tradeoff,
)
from placement.questions.tradeoff.folder import STATE
from placement.questions.tradeoff.folder import WORKBOOK as TRADED
from placement.questions.tradeoff.folder import document as tradeoff_document
from placement.questions.tradeoff.steps.tables import PICTURE
from placement.questions.tradeoff.steps.tables import document as stairway_document
from placement.questions.tradeoff.steps.tables import picture as stairway_picture
from placement.questions.tradeoff.steps.tables import tables as stairway_tables
from placement.questions.tradeoff.tables import tables as traded
from placement.questions.verify.audit import Audit
from placement.questions.verify.documents import TITLES, claims, echoed, expected_of, expected_pairs, step_claims
from placement.scenario.load import Loaded, load
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Solved

_BOOKS = {
    "compare.json": COMPARED,
    "drafts.json": DRAFTS,
    "explain.json": EXPLAINED,
    "pairs.json": PAIRS,
    "tradeoff.json": TRADED,
    "robust.json": "robust.xlsx",
    "ballots.json": BALLOTS,
}


@dataclass(frozen=True)
class _Claim:
    """A plan in a document with the document's statements about it.

    Attributes:
        path: dotted path to it.
        scenario: the scenario it was made for.
        plan: the plan, without rounding.
        said: the values to recompute: ``objectives``, ``indicators``.
    """

    path: str
    scenario: Scenario
    plan: Mapping[str, Any]
    said: Mapping[str, Any]


class StudyAudit(Audit):
    """The audit of a folder of anything but one proposal."""

    besides = frozenset({STATE})

    @property
    def is_drafts(self) -> bool:
        """Whether the folder compares two versions of a scenario, each with a path of its own."""
        return self.name == "drafts.json"

    @property
    def manifest_variants(self) -> list[str]:
        """Empty for comparisons and studies of worlds, whose variants are read one by one; else those listed."""
        return [] if self.name in ("compare.json", "drafts.json", "robust.json") else super().manifest_variants

    def read(self, variants: Sequence[str]) -> Loaded:
        """The scenario; for two versions the new one, which may be a result folder."""
        if self.is_drafts and is_result_folder(self.scenario_path):
            return load(self.scenario_path / LOCK)
        return super().read(variants)

    def inputs(self, now: Mapping[str, str]) -> None:
        """Compare digests of the scenario's files; of ballots and of an old version only if they are still found."""
        others = self.is_drafts or self.name == "ballots.json"
        beside = set(self.manifest["inputs"]) - set(now) if others else set()
        found = {name: sha256(bytes_in(Path(name))) for name in beside if Path(name).is_file()}
        not_there = {name: self.manifest["inputs"][name] for name in beside - found.keys()}
        super().inputs({**now, **found, **not_there})

    def contents(self, loaded: Loaded) -> None:
        """Judge every plan of the document again, and compare every table."""
        told = self.document()
        judged = [(claim, _judged(claim)) for claim in self._claims(told, loaded)]
        for claim, evaluation in judged:
            self._compare(claim, evaluation)
        expected = self._expected(told, loaded)
        for table in expected.values():
            self._table(table)
        self.describes(loaded, expected, _BOOKS[self.name])
        self.workbook(loaded, expected, _BOOKS[self.name], self._variants(told, loaded))
        self._made(told, loaded)

    def _claims(self, told: Mapping[str, Any], loaded: Loaded) -> Iterator[_Claim]:
        match self.name:
            case "compare.json":
                for n, each in enumerate(told["alternatives"]):
                    if "plan" in each:
                        yield _Claim(f"alternatives.{n}", self._with(each["variant"], loaded), each["plan"], each)
            case "drafts.json" | "ballots.json":
                return
            case "tradeoff.json":
                for n, each in enumerate(told["plans"]):
                    yield _Claim(f"plans.{n}", loaded.scenario, each["exact"], each)
            case "robust.json":
                yield _Claim("proposal", loaded.scenario, told["proposal"]["plan"], told["proposal"])
            case _:
                yield _Claim("proposal", loaded.scenario, told["proposal"]["plan"], told["proposal"])
                price = told.get("price", {})
                if price.get("plan"):
                    waived = [(Rule(each["rule"]), each["site"]) for each in price["waived"]]
                    decision = "must" if price["forced"] == "in" else "must_not"
                    pair = told["function"], told["site"]
                    yield _Claim("price", decided(loaded.scenario, *pair, decision, waived), price["plan"], {})

    def _with(self, variants: list[str], loaded: Loaded) -> Scenario:
        """The scenario with an alternative's variants."""
        if not variants:
            return loaded.scenario
        try:
            return load(self.scenario_path, variants=variants, overrides=self.manifest["overrides"]).scenario
        except ScenarioError as error:
            raise ResultError(together(*(fault.sentence for fault in error.faults))) from error

    def _compare(self, claim: _Claim, judged: Evaluation) -> None:
        """Compare aims (only without phases, as means need the plans of all phases), indicators and rules."""
        aims = plain(asdict(judged.objectives))
        true = {"indicators": plain(dict(judged.indicators))} | ({} if claim.scenario.phases else {"objectives": aims})
        seen = {name: claim.said[name] for name in true if name in claim.said}
        expected = {name: true[name] for name in seen}
        self.found += tree_differences(self.name, {claim.path: seen}, {claim.path: expected})
        self._keeps_rules(claim.path, judged)

    def _keeps_rules(self, path: str, judged: Evaluation) -> None:
        for check in judged.violations:
            place = " ".join(part for part in (check.function, check.site, check.item) if part)
            self.tell(self.name, f"{path} {place}", str(check.rule), f"{check.have:g}", f"{check.need:g}")

    def _expected(self, told: dict[str, Any], loaded: Loaded) -> dict[str, Table]:
        """By name, every table as it should be: made again, or taken from the document."""
        match self.name:
            case "compare.json":
                return self._comparison(told)
            case "drafts.json":
                return self._drafts(told)
            case "tradeoff.json":
                return self._tradeoff(told, loaded)
            case "explain.json":
                return self._explanation(told, loaded)
            case "ballots.json":
                return self._ballots(told, loaded)
        self.found += tree_differences(self.name, told, self._rest(told, loaded))
        return echoed(self.name, told)

    def _comparison(self, told: dict[str, Any]) -> dict[str, Table]:
        side = comparison_in(told, self.scenario_path, self.manifest)
        options = options_of(self.manifest["options"])
        expected = compare_document(side, options, self.manifest["command"])
        self.found += tree_differences(self.name, told, {**expected, "manifest": told.get("manifest")})
        functions = len(side.plain.scenario.functions)
        for n, each in enumerate(told["alternatives"]):
            if "plan" in each:
                found = claims(each, options, functions, prefix=f"alternatives.{n}.")
                self.found += [Difference(self.name, "", *claim) for claim in found]
        names = [each.name for each in side.alternatives]
        if self.manifest["variants"] != names:
            self.tell(NAME, "", "variants", ", ".join(self.manifest["variants"]), ", ".join(names))
        if self.ours and REPORT in self.content and self.page is not None:
            self.text(REPORT, comparison_page(side, date=self.page.day, lang=self.page.lang, depth=self.page.depth))
        return compared(side, self.call.lang)

    def _drafts(self, told: dict[str, Any]) -> dict[str, Table]:
        found = regained_drafts(told, self.manifest["options"])
        options = options_of(self.manifest["options"])
        expected = compare_document(found.beside, options, self.manifest["command"])
        expected |= {name: told.get(name) for name in ("old", "new", "put_back", "manifest")}
        expected["inputs"] = plain([change_document(change) for change in found.inputs])
        self.found += tree_differences(self.name, told, expected)
        made = drafted(found, self.call.lang)
        rows = put_back_rows(told["put_back"])
        return {**made, "draft_put_back": replace(made["draft_put_back"], rows=rows)}

    def _tradeoff(self, told: dict[str, Any], loaded: Loaded) -> dict[str, Table]:
        if told.get("set") == STAIRS:
            return self._stairway(told, loaded)
        found = regained_tradeoff(loaded, told, self.manifest["options"])
        expected = tradeoff_document(found, loaded, self.manifest["command"])
        self.found += tree_differences(self.name, told, {**expected, "manifest": told.get("manifest")})
        return traded(found, self.call.lang)

    def _stairway(self, told: dict[str, Any], loaded: Loaded) -> dict[str, Table]:
        found = regained_stairway(loaded, told, self.manifest["options"])
        expected = stairway_document(found, loaded, self.manifest["command"])
        self.found += tree_differences(self.name, told, {**expected, "manifest": told.get("manifest")})
        self.found += [Difference(self.name, "", *claim) for claim in step_claims(told)]
        if self.ours:
            self.text(PICTURE, stairway_picture(found, self.call.lang))
        return stairway_tables(found, self.call.lang)

    def _ballots(self, told: dict[str, Any], loaded: Loaded) -> dict[str, Table]:
        """The tables of ballots, counted again over plans that are judged again."""
        found = regained_ballots(loaded, told, self.manifest["options"])
        for n, landing in enumerate(found.asked.landings):
            for judged in landing.evaluations:
                self._keeps_rules(f"plans.{n}", judged)
        expected = ballots_document(found, self.manifest["command"], self.call.lang)
        self.found += tree_differences(self.name, told, {**expected, "manifest": told.get("manifest")})
        return balloted(found, self.call.lang)

    def _proposal(self, told: dict[str, Any], loaded: Loaded) -> Solved:
        """The proposal that an explanation or a study of worlds is about; what the search states of it is checked."""
        said = {**told["proposal"], "variant": list(loaded.variants)}
        options = self.manifest["options"]
        if self.name == "robust.json":
            options = {**options, "method": told["method"]}
        solved = solved_of(loaded, said, options)
        found = claims(said, solved.options, len(solved.instance.function_ids), prefix="proposal.")
        self.found += [Difference(self.name, "", *claim) for claim in found]
        return solved

    def _explanation(self, told: dict[str, Any], loaded: Loaded) -> dict[str, Table]:
        solved = self._proposal(told, loaded)
        studied = study(solved, loaded)
        found = regained_explanation(solved, studied, loaded, told)
        below = self.call.suppress_below
        expected = explain_document(solved, studied, loaded, found, self.manifest["command"], below)
        expected["proposal"] |= plain(reckoned(solved))
        expected["price"]["repairs"] = told["price"]["repairs"]
        self.found += tree_differences(self.name, told, {**expected, "manifest": told.get("manifest")})
        return explain_tables(solved, studied, found, lang=self.call.lang, suppress_below=below)

    def _rest(self, told: dict[str, Any], loaded: Loaded) -> dict[str, Any]:
        """The documents whose tables are compared with them, with everything recomputed that can be."""
        solved = self._proposal(told, loaded)
        proposal = {**outcome(solved), **reckoned(solved), "plan": told["proposal"]["plan"]}
        if self.name == "pairs.json":
            proposal["objectives"] = asdict(solved.objectives)
            return {**expected_pairs(told, self.manifest, loaded), "proposal": plain(proposal)}
        proposal["audit"] = audit(solved.evaluation)
        return {**expected_of(told, self.manifest, loaded), "proposal": plain(proposal)}

    def _table(self, expected: Table) -> None:
        file = f"{expected.name}.csv"
        if file in self.content:
            made = self.name not in ("pairs.json", "robust.json")
            other_words = TITLES if not made and self.call.lang != "da" else frozenset()
            self.found += table_differences(expected, self.content[file], self.dialect, other_words)
        elif file not in self.listed:
            self.tell(file, "", "", "no file", "a file")

    def workbook(self, loaded: Loaded, expected: Mapping[str, Table], book: str, variants: str) -> None:
        """Compare a workbook; its titles are in the language of the tables, not of the document."""
        read = {name: self._read(table) for name, table in expected.items()}
        super().workbook(loaded, read, book, variants)

    def _read(self, table: Table) -> Table:
        try:
            return parse(table, self.content[f"{table.name}.csv"], self.dialect)
        except (KeyError, ResultError):
            return table

    def _variants(self, told: Mapping[str, Any], loaded: Loaded) -> str:
        """The text on variants in the first sheet of the workbook."""
        match self.name:
            case "drafts.json":
                return " → ".join(str(told[side]["path"]) for side in ("old", "new"))
            case "compare.json" | "robust.json":
                return ", ".join(self.manifest["variants"])
        return variants_in(loaded)

    def _made(self, told: Mapping[str, Any], loaded: Loaded) -> None:
        """Compare what both documents state on how they were made."""
        self.made_by(told)
        if told["scenario"] != loaded.scenario.name and not self.is_drafts:
            self.tell(self.name, "", "scenario", str(told["scenario"]), loaded.scenario.name)


def _judged(claim: _Claim) -> Evaluation:
    last = situations(claim.scenario)[-1]
    return evaluate(last.instance, last.today, plan_of(last.instance, claim.plan))
