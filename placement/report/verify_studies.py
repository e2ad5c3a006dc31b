"""``verify`` of comparisons, explanations and trade-offs: every plan in them is judged again; no solver is asked.

What rests on a proof (bounds, gaps, prices, which plan weights choose) cannot be recomputed without one; it is held
against the fingerprints of the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from placement.errors import ResultError, ScenarioError, UsageError
from placement.plan.evaluate import evaluate
from placement.plan.evaluation import Evaluation
from placement.plan.phases import situations
from placement.report.audit import Audit
from placement.report.columns import Column, Table
from placement.report.csv_dialect import parse
from placement.report.differences import Difference, few, tree_differences
from placement.report.document import AIM_NAMES, plain
from placement.report.manifest import COMPARISON, TRADEOFF
from placement.report.rebuild import plan_of
from placement.report.rows_compare import TABLES as COMPARED
from placement.report.rows_every_pair import COLUMNS as EVERY_PAIR
from placement.report.rows_tradeoff import COLUMNS as TRADED
from placement.report.tradeoff_folder import STATE
from placement.scenario.load import Loaded, load
from placement.scenario.rules import Rule
from placement.scenario.schema import Scenario
from placement.study.insist import decided

_DOCUMENTS = ("compare.json", "tradeoff.json", "explain.json", "pairs.json")


@dataclass(frozen=True)
class _Claim:
    """What a document says of one plan.

    Attributes:
        path: dotted path to it.
        scenario: what it was made for.
        plan: to the last digit.
        said: what is to be recomputed: ``objectives``, ``indicators``.
        row: the row of the aims in a table: its name and the cells that tell it apart; empty without one.
    """

    path: str
    scenario: Scenario
    plan: Mapping[str, Any]
    said: Mapping[str, Any]
    row: tuple[Any, ...] = ()


class StudyAudit(Audit):
    """The folder of a comparison, an explanation or a trade-off."""

    besides = frozenset({STATE})

    @property
    def manifest_variants(self) -> list[str]:
        """A comparison lists alternatives, each read by itself."""
        return [] if self.manifest["kind"] == COMPARISON else super().manifest_variants

    @property
    def name(self) -> str:
        """The document's file."""
        return next((name for name in _DOCUMENTS if name in self.listed), _DOCUMENTS[0])

    def contents(self, loaded: Loaded) -> None:
        """Every plan of the document, judged again."""
        try:
            document = json.loads(self.content[self.name])
            claims = list(self._claims(document, loaded))
            judged = [(claim, _judged(claim)) for claim in claims]
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, ResultError, UsageError) as error:
            self.tell(self.name, "", "", f"a document that does not hold together ({error})", "the result")
            return
        for claim, evaluation in judged:
            self._compare(claim, evaluation)
        if self.name == "explain.json":
            self._price(document, judged)
        if self.name == "pairs.json":
            self._repeated(document)

    def _claims(self, document: Mapping[str, Any], loaded: Loaded) -> Iterator[_Claim]:
        if self.manifest["kind"] == COMPARISON:
            for n, each in enumerate(document["alternatives"]):
                if "plan" in each:
                    scenario = self._with(each["variant"], loaded)
                    row = ("compare_alternatives", each["name"])
                    yield _Claim(f"alternatives.{n}", scenario, each["plan"], each, row)
        elif self.manifest["kind"] == TRADEOFF:
            for n, each in enumerate(document["plans"]):
                yield _Claim(f"plans.{n}", loaded.scenario, each["exact"], each, ("pareto", each["plan"]))
        else:
            yield _Claim("proposal", loaded.scenario, document["proposal"]["plan"], document["proposal"])
            price = document.get("price", {})
            if price.get("plan"):
                waived = [(Rule(each["rule"]), each["site"]) for each in price["waived"]]
                decision = "must" if price["forced"] == "in" else "must_not"
                pair = document["function"], document["site"]
                yield _Claim("price", decided(loaded.scenario, *pair, decision, waived), price["plan"], {})

    def _with(self, variants: list[str], loaded: Loaded) -> Scenario:
        """The scenario with an alternative's variants."""
        if not variants:
            return loaded.scenario
        try:
            return load(self.scenario_path, variants=variants, overrides=self.manifest["overrides"]).scenario
        except ScenarioError as error:
            raise ResultError(str(error)) from error

    def _compare(self, claim: _Claim, judged: Evaluation) -> None:
        """The aims (of one phase; means over several follow from all their plans), indicators, rules and the table."""
        aims = plain(asdict(judged.objectives))
        true = {"indicators": plain(dict(judged.indicators))} | ({} if claim.scenario.phases else {"objectives": aims})
        seen = {name: claim.said[name] for name in true if name in claim.said}
        expected = {name: true[name] for name in seen}
        found = tree_differences(self.name, {claim.path: seen}, {claim.path: expected})
        for check in judged.violations:
            place = " ".join(part for part in (check.function, check.site, check.item) if part)
            found.append(
                Difference(self.name, f"{claim.path} {place}", str(check.rule), f"{check.have:g}", f"{check.need:g}")
            )
        self.found += found
        if claim.row and not claim.scenario.phases:
            self._row(claim, aims)

    def _row(self, claim: _Claim, aims: Mapping[str, float]) -> None:
        """The aims in the row of a table."""
        name, cell = claim.row
        table = self._table(name, (COMPARED | TRADED)[name])
        for row in table.rows if table else ():
            for aim in AIM_NAMES if row[0] == cell else ():
                seen = row[table.position(aim)] if table else None
                if not _close(seen, aims[aim]):
                    self.tell(f"{name}.csv", str(cell), aim, f"{seen}", f"{aims[aim]:.10g}")

    def _price(self, document: Mapping[str, Any], judged: list[tuple[_Claim, Evaluation]]) -> None:
        """The price of all else decided again is the difference between the two plans."""
        if len(judged) < len(("proposal", "price")):
            return
        before, after = (each.objectives.as_tuple() for _, each in judged)
        names = ("change_minutes_per_year", "change_quality_visits", "change_economy_dkk")
        expected = {name: now - then for name, then, now in zip(names, before, after, strict=True)}
        said = document["price"]["decided_again"]
        seen = {name: said[name] for name in names}
        path = "price.decided_again"
        self.found += [
            Difference(self.name, "", f"{path}.{name}", f"{seen[name]}", f"{expected[name]:.10g}")
            for name in names
            if not _close(seen[name], expected[name], scale=max(map(abs, before)))
        ]

    def _repeated(self, document: Mapping[str, Any]) -> None:
        """The table says what the document says; titles are in the language asked for."""
        (name, columns), *_ = EVERY_PAIR.items()
        table = self._table(name, columns)
        if table is None:
            return
        told = {(each["function"], each["site"]): each for each in document["pairs"]}
        found = [Difference(f"{name}.csv", " ".join(pair), "", "nothing", "a row") for pair in told]
        for row in table.rows:
            there = dict(zip(table.headings, row, strict=True))
            place = f"{there['function']} {there['site']}"
            found = [each for each in found if each.row != place]
            expected = told.get((str(row[0]), str(row[1])), {})
            for column in set(table.headings) - {"function_title", "site_title"}:
                if not _alike(there[column], expected.get(column)):
                    found.append(
                        Difference(f"{name}.csv", place, column, f"{there[column]}", f"{expected.get(column)}")
                    )
        self.found += few(found)

    def _table(self, name: str, columns: tuple[Column, ...]) -> Table | None:
        """A table as it was written; None where it is not there or cannot be read, which is said."""
        file = f"{name}.csv"
        if file not in self.content:
            return None
        try:
            return parse(Table(name, columns, []), self.content[file], self.dialect)
        except ResultError as error:
            if not any(each.file == file for each in self.found):
                self.tell(file, "", "", f"a file that {error}", "a table")
            return None


def _judged(claim: _Claim) -> Evaluation:
    last = situations(claim.scenario)[-1]
    return evaluate(last.instance, last.today, plan_of(last.instance, claim.plan))


def _close(seen: Any, expected: float, scale: float = 1.0) -> bool:
    """The same but for the digits a table rounds to."""
    return isinstance(seen, int | float) and abs(seen - expected) <= 1e-8 * max(abs(expected), scale, 1.0)


def _alike(seen: Any, expected: Any) -> bool:
    if isinstance(seen, int | float) and isinstance(expected, int | float) and not isinstance(seen, bool):
        return _close(seen, float(expected))
    return (seen or None) == (expected or None) if not isinstance(seen, bool) else seen is expected
