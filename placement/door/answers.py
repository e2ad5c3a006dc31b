"""What the door's functions answer: tables, plans with names, pictures, the screen, the JSON document and the folder.

Every answer keeps the objects it was made from, for further use; its ``repr`` shows the essentials in a line or two.
"""

from __future__ import annotations

import datetime as dt
import math
import shlex
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zlib import crc32

import numpy as np

from placement.console.output import laid_out
from placement.console.request import SolvingRequest
from placement.door.pictures import Picture
from placement.door.tables import Labelled, Tables
from placement.errors import Message, UsageError
from placement.instance.instance import Instance
from placement.locale import N_
from placement.plan.plan import Objectives, Plan
from placement.present.folder.manifest import Call, Page
from placement.present.folder.writing import put
from placement.present.maps.draw import draw
from placement.present.maps.picture import Map
from placement.present.parts import DEPTHS, Depth
from placement.present.screen.lines import STANDARD, Line
from placement.present.tables.columns import Table as Rows
from placement.present.tables.csv_dialect import dialect_named
from placement.present.words.currency import currency, speaking_of
from placement.present.words.voice import Language, Voice
from placement.questions.ballots.questionnaire import Questionnaire
from placement.questions.ballots.screen import ballots_screen, questions_screen
from placement.questions.ballots.study import Count
from placement.questions.ballots.tables import (
    ballots_document,
    question_table,
    questions_document,
    write_ballots,
    write_questions,
)
from placement.questions.ballots.tables import tables as ballot_tables
from placement.questions.check.run import checked_document
from placement.questions.check.screen import Checked, check_screen
from placement.questions.check.tables import tables as check_tables
from placement.questions.compare.choice import Alternative
from placement.questions.compare.folder import compare_document, write_comparison
from placement.questions.compare.page import comparison_page
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.study import SideBySide
from placement.questions.compare.tables import tables as comparison_tables
from placement.questions.drafts.screen import drafts_screen
from placement.questions.drafts.study import Drafts
from placement.questions.drafts.tables import Version, drafts_document, write_drafts
from placement.questions.drafts.tables import tables as drafts_tables
from placement.questions.explain.run import Answer as Explained
from placement.questions.explain.screen import explain_screen
from placement.questions.explain.tables import explain_document, explain_tables, write_explanation
from placement.questions.pairs.findings import PairTable
from placement.questions.pairs.screen import every_pair_screen
from placement.questions.pairs.tables import every_pair_document, pair_tables, write_every_pair
from placement.questions.proposal.document import result_document
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import write_result
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.outputs import tables as proposal_tables
from placement.questions.proposal.screen.first import first_screen
from placement.questions.report.run import check_target, page_files, proposal_page
from placement.questions.robust.findings import Robust
from placement.questions.robust.screen import robust_screen
from placement.questions.robust.tables import robust_document, write_robust
from placement.questions.robust.tables import tables as robust_tables
from placement.questions.tradeoff.folder import OURS, OURS_OF_STEPS, check_folder, document_of, write_folder
from placement.questions.tradeoff.screen import tradeoff_screen
from placement.questions.tradeoff.steps.screen import stairway_screen
from placement.questions.tradeoff.steps.study import Stairway
from placement.questions.tradeoff.steps.tables import picture as steps_picture
from placement.questions.tradeoff.steps.tables import tables as steps_tables
from placement.questions.tradeoff.study import Tradeoff
from placement.questions.tradeoff.tables import tables as tradeoff_tables
from placement.scenario.load import Loaded
from placement.solve.result import Solved, Status

Shows = Literal["change", "travel", "catchments"]
When = Literal["today", "proposal"]
NO_MAP: dict[str, str] = {
    "change": N_("This map cannot be drawn: it needs areas with coordinates, and what stands today (baseline)."),
    "travel": N_("This map cannot be drawn: it needs areas with coordinates, and of today a baseline."),
    "catchments": N_("This map cannot be drawn: it needs areas with coordinates, and of today a baseline."),
}


class Fact(NamedTuple):
    """One fact for the short form of an answer: its label and its value, as texts."""

    what: str
    told: str


@dataclass(frozen=True, eq=False, repr=False)
class LabelledPlan:
    """A plan with ids in place of indices. With phases it is the plan of the last phase.

    Attributes:
        plan: the plan as arrays.
        instance: the scenario as arrays, with the ids.
    """

    plan: Plan
    instance: Instance

    @property
    def open(self) -> Labelled:
        """Function × site: whether the function is offered at the site."""
        return Labelled("open", self.plan.open, self._pairs)

    @property
    def days(self) -> Labelled:
        """Function × site: clinic days a week at houses; 0 at hospitals."""
        return Labelled("days_per_week", self.plan.days, self._pairs)

    @property
    def units(self) -> Labelled:
        """Equipment × site: units."""
        sites = self.instance.site_ids
        return Labelled("units", self.plan.units, {"equipment": self.instance.equipment_ids, "site": sites})

    @property
    def home_level(self) -> Labelled:
        """Function: index of the chosen home level; 0 is today's."""
        return Labelled("home_level", self.plan.home_level, {"function": self.instance.function_ids})

    @property
    def assign(self) -> Labelled:
        """Function × demand unit × site: share of the unit's movable visits seen at the site.

        A demand unit is the people with, or without, a car in one area.
        """
        areas, by_car = self.instance.unit_area, ~self.instance.unit_without_car
        units = tuple(
            self.instance.area_ids[area] + ("" if car else ":no_car") for area, car in zip(areas, by_car, strict=True)
        )
        functions, sites = self.instance.function_ids, self.instance.site_ids
        return Labelled("share", self.plan.assign, {"function": functions, "unit": units, "site": sites})

    @property
    def offers(self) -> dict[str, list[str]]:
        """The sites of each function."""
        sites = np.array(self.instance.site_ids)
        return {name: sites[at].tolist() for name, at in zip(self.instance.function_ids, self.plan.open, strict=True)}

    @property
    def _pairs(self) -> dict[str, tuple[str, ...]]:
        return {"function": self.instance.function_ids, "site": self.instance.site_ids}

    def __repr__(self) -> str:
        return f"<LabelledPlan: {int(self.plan.open.sum())} offers of {len(self.offers)} functions>"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Answer(ABC):
    """The base of all answers that have tables.

    Attributes:
        request: what was asked, with the command line that asks the same (``request.command``).
        lang: language of sentences, titles and pages.
        currency: of the scenario asked about; kept here so that later calls do not change how this answer is shown.
    """

    request: SolvingRequest
    lang: Language
    currency: str = field(default_factory=currency, init=False)

    @cached_property
    def tables(self) -> Tables:
        """The tables of the result folder by name, also as attributes: ``answer.tables.recommendation.to_frame()``."""
        return Tables(self._tables_in_currency, self.lang)

    def _tables_in_currency(self) -> Mapping[str, Rows]:
        with speaking_of(self.currency):
            return self._tables()

    def document(self) -> dict[str, Any]:
        """The whole answer as plain values: what the command prints with ``--json``."""
        with speaking_of(self.currency):
            return dict(self._document(self.request.command))

    def text(self, *, all: bool | None = None) -> str:  # noqa: A002 - as the option
        """The screen that the command shows; ``all``: unchanged things too."""
        every = self.request.every if all is None else all
        with speaking_of(self.currency):
            return "\n".join(line.text for line in laid_out(lambda: self._screen(every=every), STANDARD))

    def save(self, folder: str | Path, *, csv: str = "standard") -> Path:
        """Write the result folder that the command writes with ``--out``, completely or not at all.

        Args:
            folder: a new folder, an empty one, or one that holds an earlier result, which is replaced.
            csv: ``standard``, or ``excel-da`` for a Danish Excel.

        Raises:
            ResultError: the folder cannot be written, or holds files of another kind.
        """
        more = ["--out", str(folder), *(["--csv", csv] if csv != "standard" else [])]
        command = f"{self.request.command} {shlex.join(more)}"
        hidden = float(getattr(self.request, "suppress_below", 0))
        call = Call(command, self.request.scenario, self.lang, dialect_named(csv), hidden)
        with speaking_of(self.currency):
            self._write(Path(folder), call)
        return Path(folder)

    @property
    def say(self) -> Voice:
        """The voice of the answer's language."""
        return Voice(self.lang)

    @abstractmethod
    def _tables(self) -> Mapping[str, Rows]: ...

    @abstractmethod
    def _document(self, command: str) -> Mapping[str, Any]: ...

    @abstractmethod
    def _screen(self, *, every: bool) -> Iterable[Line]: ...

    @abstractmethod
    def _write(self, folder: Path, call: Call) -> None: ...

    @abstractmethod
    def _facts(self, say: Voice) -> list[Fact]: ...

    def __repr__(self) -> str:
        with speaking_of(self.currency):
            return _line(type(self).__name__, self._facts(Voice("en")))

    def _repr_html_(self) -> str:
        with speaking_of(self.currency):
            return _html(self._facts(self.say))


_LONGEST = 60
"""Most characters of a fact in the short form."""


def _line(name: str, facts: Sequence[Fact]) -> str:
    told = [each.told if len(each.told) <= _LONGEST else f"{each.told[: _LONGEST - 1]}…" for each in facts]
    return f"<{name} {'; '.join(f'{fact.what}: {words}' for fact, words in zip(facts, told, strict=True))}>"


def _html(facts: Sequence[Fact]) -> str:
    rows = (f"<tr><th>{escape(each.what)}</th><td>{escape(each.told)}</td></tr>" for each in facts)
    return f"<table>{''.join(rows)}</table>"


_STATUS: dict[Status, str] = {
    Status.OPTIMAL: N_("proven best, or as near as asked"),
    Status.FEASIBLE: N_("stopped before it was proven"),
    Status.INFEASIBLE: N_("no plan keeps all the rules"),
    Status.NO_PLAN_FOUND: N_("no plan found in time"),
}


def _scenario(say: Voice, loaded: Loaded) -> Fact:
    changes = ["+".join(loaded.variants), *loaded.overrides]
    return Fact(say("Scenario"), ", ".join(each for each in (loaded.scenario.name, *changes) if each))


def _outcome(say: Voice, solved: Solved) -> list[Fact]:
    """How the search ended, and what changes from today."""
    before = solved.today_plan.open if solved.today_plan else np.zeros_like(solved.plan.open)
    opens, closes = int((solved.plan.open & ~before).sum()), int((before & ~solved.plan.open).sum())
    told = say(_STATUS[solved.status])
    if not math.isinf(solved.gap):
        told = say("{what} (gap {gap})", what=told, gap=say.percent(solved.gap, 2))
    minutes, _, economy = (now - then for now, then in zip(solved.objectives.as_tuple(), solved.reference, strict=True))
    return [
        Fact(say("Search"), told),
        Fact(say("Opens and closes"), f"{opens} / {closes}"),
        Fact(say("Minutes a year against today"), say.number(minutes, signed=True)),
        Fact(say("DKK a year against today"), say.money(economy, None, signed=True)),
    ]


def _drawn(shown: Map | None, what: Shows, lang: Language) -> Picture:
    """A map as a picture; its ids are unique, so that a notebook can show several maps.

    Raises:
        UsageError: there is no such map.
    """
    if shown is None:
        raise UsageError(Message(NO_MAP[what]))
    words = f"{shown.title} {shown.description}"
    return Picture(shown.title, draw(shown, f"map-{crc32(words.encode()):08x}"), lang)


def _mapped(atlas: Atlas, shows: Shows, function: str, when: When) -> Picture:
    """The map that is asked for.

    Raises:
        UsageError: an unknown kind of map or function, or a map that cannot be drawn.
    """
    known = atlas.solved.instance.function_ids
    if shows not in NO_MAP or when not in ("today", "proposal"):
        raise UsageError(
            Message(
                "There is no map '{seen}'; `shows` is {known}, and `when` today or proposal.",
                seen=f"{shows}, {when}",
                known=", ".join(NO_MAP),
            )
        )
    if (function or shows == "catchments") and function not in known:
        raise UsageError(
            Message(
                "There is no function '{name}'; `function` is one of {known}.", name=function, known=", ".join(known)
            )
        )
    makes: dict[str, Callable[[], Map | None]] = {
        "change": lambda: atlas.change(function),
        "travel": lambda: atlas.travel(when, function),
        "catchments": lambda: atlas.catchments(function, when),
    }
    return _drawn(makes[shows](), shows, atlas.lang)


def _report(path: str | Path, text: str, *, pdf: bool) -> Path:
    """Write a page, and a PDF if asked; refuses to overwrite a file this program did not write."""
    file = Path(path)
    check_target(file)
    for name, content in page_files(file, text, Voice("en"), pdf=pdf).items():
        put(file.with_name(name), content)
    return file


def _depth(depth: Depth) -> Depth:
    if depth not in DEPTHS:
        raise UsageError(Message("'{seen}' is not one of: {known}.", seen=depth, known=", ".join(DEPTHS)))
    return depth


def _today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Proposal(Answer):
    """The answer of `solve`.

    Attributes:
        loaded: the scenario as read.
        solved: the plan and today, the judge's evaluation of both, and the proof of how good the plan is.
        study: what is derived from it: changes, steps, placements that came close, numbers that decide.
    """

    loaded: Loaded
    solved: Solved
    study: Study

    @property
    def status(self) -> Status:
        """How the search ended: ``optimal`` or ``feasible``."""
        return self.solved.status

    @property
    def gap(self) -> float:
        """The distance to the proven bound, as a share of the gain over today; for scaling methods, of the range."""
        return self.solved.gap

    @property
    def objectives(self) -> Objectives:
        """The three aims: minutes, visits of lost quality and money, a year."""
        return self.solved.objectives

    @property
    def plan(self) -> LabelledPlan:
        """The proposal."""
        return LabelledPlan(self.solved.plan, self.solved.instance)

    @property
    def today(self) -> LabelledPlan | None:
        """Today as a plan; None where the scenario does not describe today."""
        today = self.solved.today_plan
        return None if today is None else LabelledPlan(today, self.solved.instance)

    def plot_map(self, shows: Shows = "change", *, function: str = "", when: When = "proposal") -> Picture:
        """A map of the proposal.

        Args:
            shows: ``change`` against today, ``travel`` times, or ``catchments``: who goes where for one function.
            function: id of one function; empty: all together.
            when: ``proposal`` or ``today``, for travel times and catchments.

        Raises:
            UsageError: there is no such map, or it cannot be drawn.
        """
        return _mapped(Atlas(self.solved, self.lang), shows, function, when)

    def report(
        self, path: str | Path, *, depth: Depth = "everything", pdf: bool = False, suppress_below: int = 5
    ) -> Path:
        """Write the report as one page of HTML.

        Args:
            path: the file.
            depth: how much is unfolded when it is opened, and printed: ``summary``, ``meeting`` or ``everything``.
            pdf: write a tagged PDF beside it too (the extra ``pdf``), of this depth.
            suppress_below: visits of areas above 0 and below this are not shown; 0 shows all.

        Raises:
            UsageError: WeasyPrint is not there, or there is no such depth.
            ResultError: it cannot be written, or would overwrite a file this program did not write.
        """
        page = Page(_today(), self.lang, suppress_below, depth=_depth(depth))
        return _report(path, proposal_page(self.solved, self.study, self.loaded, page), pdf=pdf)

    def _tables(self) -> Mapping[str, Rows]:
        hidden = float(getattr(self.request, "suppress_below", 0))
        return proposal_tables(self.solved, self.study, lang=self.lang, suppress_below=hidden)

    def _document(self, command: str) -> Mapping[str, Any]:
        return result_document(self.solved, self.study, self.loaded, command=command)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        day = dt.date.fromisoformat(_today())
        return first_screen(self.solved, self.study, self.lang, date=day, folder="", every_pair=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_result(
            folder,
            self.solved,
            self.study,
            self.loaded,
            command=call.command,
            scenario=call.scenario,
            csv=call.dialect.name,
            lang=self.lang,
            suppress_below=call.suppress_below,
        )

    def _facts(self, say: Voice) -> list[Fact]:
        return [_scenario(say, self.loaded), *_outcome(say, self.solved)]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Comparison(Answer):
    """The answer of `compare`; ``comparison["name"]`` is one of the alternatives.

    Attributes:
        found: today and the alternatives.
    """

    found: SideBySide

    def __getitem__(self, name: str) -> Alternative:
        """The alternative called ``name``; KeyError with all names if there is none."""
        for each in self.found.alternatives:
            if each.name == name:
                return each
        raise KeyError(f"There is no alternative '{name}'; there are {', '.join(self.names)}.")

    @property
    def names(self) -> list[str]:
        """The alternatives, in the order of the comparison."""
        return [each.name for each in self.found.alternatives]

    @property
    def left_out(self) -> list[str]:
        """Alternatives that were solved but are not shown, as there are too many."""
        return [each.name for each in self.found.left_out]

    def plan(self, name: str) -> LabelledPlan:
        """The plan of an alternative.

        Raises:
            KeyError: there is no such alternative.
            UsageError: it has no plan.
        """
        solved = self._solved(name)
        return LabelledPlan(solved.plan, solved.instance)

    def plot_map(self, name: str, shows: Shows = "change", *, function: str = "", when: When = "proposal") -> Picture:
        """A map of an alternative; ``change`` is relative to the comparison's reference.

        Raises:
            KeyError, UsageError: as for `plan` and `Proposal.plot_map`.
        """
        solved, found = self._solved(name), self.found
        beside = None if found.reference is None else found.beside(self[name])
        called = "" if beside is None else found.reference_name
        return _mapped(Atlas(solved, self.lang, beside, called), shows, function, when)

    def report(self, path: str | Path, *, depth: Depth = "everything", pdf: bool = False) -> Path:
        """Write the report as one page of HTML, and a PDF beside it where asked; arguments as of `Proposal.report`.

        Raises:
            UsageError, ResultError: as for `Proposal.report`.
        """
        day = dt.date.fromisoformat(_today())
        return _report(path, comparison_page(self.found, date=day, lang=self.lang, depth=_depth(depth)), pdf=pdf)

    def _solved(self, name: str) -> Solved:
        solved = self[name].solved
        if solved is None:
            raise UsageError(Message("'{name}' has no plan: {status}.", name=name, status=self[name].status))
        return solved

    def _tables(self) -> Mapping[str, Rows]:
        return comparison_tables(self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return compare_document(self.found, self.request.options, command)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        return compare_screen(self.found, self.lang, folder="", every=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_comparison(folder, self.found, self.request.options, call)

    def _facts(self, say: Voice) -> list[Fact]:
        return [
            Fact(say("Scenario"), self.found.plain.scenario.name),
            Fact(say("Held against"), self.found.reference_name),
            Fact(say("Alternatives"), ", ".join(f"{each.name} ({each.status})" for each in self.found.alternatives)),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Versions(Answer):
    """The answer of `drafts`.

    Attributes:
        found: both versions, the old one as the reference.
        versions: where each was read.
    """

    found: Drafts
    versions: tuple[Version, Version]

    def _tables(self) -> Mapping[str, Rows]:
        return drafts_tables(self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return drafts_document(self.found, self.versions, self.request.options, command)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        return drafts_screen(self.found, self.versions, self.lang, folder="", every=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_drafts(folder, self.found, self.versions, self.request.options, call)

    def _facts(self, say: Voice) -> list[Fact]:
        changed = len(self.found.inputs)
        return [
            Fact(say("Versions"), " → ".join(each.path for each in self.versions)),
            Fact(say("Values that are not the same"), say.number(changed)),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WhyNot(Answer):
    """The answer of `explain` about one function at one site.

    Attributes:
        loaded: the scenario as read.
        answer: the proposal, what is derived from it, and the explanation (``answer.explained``).
    """

    loaded: Loaded
    answer: Explained

    @property
    def proposal(self) -> Proposal:
        """The proposal that is explained."""
        solved, studied = self.answer.solved, self.answer.study
        return Proposal(request=self.request, lang=self.lang, loaded=self.loaded, solved=solved, study=studied)

    @property
    def is_in(self) -> bool:
        """Whether the proposal offers the function at the site."""
        return self.answer.explained.is_in

    @property
    def _hidden(self) -> float:
        return float(getattr(self.request, "suppress_below", 0))

    def _tables(self) -> Mapping[str, Rows]:
        parts = self.answer.solved, self.answer.study, self.answer.explained
        return explain_tables(*parts, lang=self.lang, suppress_below=self._hidden)

    def _document(self, command: str) -> Mapping[str, Any]:
        parts = self.answer.solved, self.answer.study, self.loaded, self.answer.explained
        return explain_document(*parts, command, self._hidden)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        parts = self.answer.solved, self.answer.study, self.answer.explained
        return explain_screen(*parts, self.say, folder="", every=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_explanation(folder, self.answer.solved, self.answer.study, self.loaded, self.answer.explained, call)

    def _facts(self, say: Voice) -> list[Fact]:
        told = self.answer.explained
        return [
            _scenario(say, self.loaded),
            Fact(say("Offer"), f"{told.function} @ {told.site}"),
            Fact(say("In the proposal"), say("yes") if told.is_in else say("no")),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EveryPair(Answer):
    """The answer of `explain` about all pairs of a function and a site.

    Attributes:
        loaded: the scenario as read.
        solved: the proposal.
        found: the finding for each pair.
    """

    loaded: Loaded
    solved: Solved
    found: PairTable

    def _tables(self) -> Mapping[str, Rows]:
        return pair_tables(self.solved, self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return every_pair_document(self.solved, self.loaded, self.found, command)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        return every_pair_screen(self.solved, self.found, self.say, folder="", every=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_every_pair(folder, self.solved, self.loaded, self.found, call)

    def _facts(self, say: Voice) -> list[Fact]:
        return [_scenario(say, self.loaded), Fact(say("Pairs"), say.number(len(self.found.rows)))]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Staircase(Answer):
    """The answer of `tradeoff`: the plans that are best at some price of a minute, the cheapest first.

    Attributes:
        loaded: the scenario as read.
        found: plans, steps, and what is proven.
    """

    loaded: Loaded
    found: Stairway

    @property
    def plans(self) -> list[LabelledPlan]:
        """The plans, the cheapest first."""
        return [LabelledPlan(each.plan, self.found.instance) for each in self.found.plans]

    @property
    def prices(self) -> list[float]:
        """The price of a saved minute at which each step from one plan to the next begins to pay."""
        return [step.price for step in self.found.steps]

    def plot_staircase(self) -> Picture:
        """The staircase: each step as wide as the minutes it saves and as high as the price of one of them."""
        title = self.say("What the next step costs for each minute saved")
        return Picture(title, steps_picture(self.found, self.lang), self.lang)

    def _tables(self) -> Mapping[str, Rows]:
        return steps_tables(self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return document_of(self.found, self.loaded, command)

    def _screen(self, *, every: bool) -> Iterable[Line]:  # noqa: ARG002 - it has no more to show
        return stairway_screen(self.found, self.lang)

    def _write(self, folder: Path, call: Call) -> None:
        check_folder(folder, OURS_OF_STEPS)
        write_folder(folder, self.found, self.loaded, call)

    def _facts(self, say: Voice) -> list[Fact]:
        prices = ", ".join(say.price(price, 2) for price in self.prices)
        return [
            _scenario(say, self.loaded),
            Fact(say("Plans"), say.number(len(self.found.plans))),
            Fact(say("Prices of a minute, DKK"), prices or say("none")),
            Fact(say("Search"), say(_STATUS[Status.OPTIMAL if self.found.proven else Status.FEASIBLE])),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EveryPlan(Answer):
    """The answer of ``tradeoff(..., all=True)``: every Pareto-optimal plan in the three aims, the cheapest first.

    Attributes:
        loaded: the scenario as read.
        found: the plans, and what is proven.
    """

    loaded: Loaded
    found: Tradeoff

    @property
    def plans(self) -> list[LabelledPlan]:
        """The plans, the cheapest first."""
        return [LabelledPlan(each.plan, self.found.instance) for each in self.found.points]

    def _tables(self) -> Mapping[str, Rows]:
        return tradeoff_tables(self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return document_of(self.found, self.loaded, command)

    def _screen(self, *, every: bool) -> Iterable[Line]:  # noqa: ARG002 - it has no more to show
        return tradeoff_screen(self.found, self.lang)

    def _write(self, folder: Path, call: Call) -> None:
        check_folder(folder, OURS)
        write_folder(folder, self.found, self.loaded, call)

    def _facts(self, say: Voice) -> list[Fact]:
        complete = Status.OPTIMAL if self.found.complete else Status.FEASIBLE
        return [
            _scenario(say, self.loaded),
            Fact(say("Plans"), say.number(len(self.found.points))),
            Fact(say("Search"), say(_STATUS[complete])),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Robustness(Answer):
    """The answer of `robust`.

    Attributes:
        found: the result in each world, and what follows from all.
    """

    found: Robust

    @property
    def proposal(self) -> Proposal:
        """The proposal that was tested in the worlds."""
        solved, studied, loaded = self.found.solved, self.found.study, self.found.loaded[0]
        return Proposal(request=self.request, lang=self.lang, loaded=loaded, solved=solved, study=studied)

    def _tables(self) -> Mapping[str, Rows]:
        return robust_tables(self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return robust_document(self.found, command)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        return robust_screen(self.found, self.lang, folder="", every=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_robust(folder, self.found, call)

    def _facts(self, say: Voice) -> list[Fact]:
        done = f"{say.number(self.found.done)} / {say.number(len(self.found.worlds))}"
        return [
            _scenario(say, self.found.loaded[0]),
            Fact(say("Worlds"), done),
            Fact(say("Distinct plans"), say.number(self.found.plans)),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Questions(Answer):
    """The answer of `ballots` without answers: the questions. ``save("questions.csv")`` also writes an empty sheet.

    Attributes:
        asked: the staircase, and the questions about its steps.
    """

    asked: Questionnaire

    def _tables(self) -> Mapping[str, Rows]:
        questions = question_table(self.asked, self.lang)
        return {questions.name: questions}

    def _document(self, command: str) -> Mapping[str, Any]:
        return questions_document(self.asked, command, self.lang)

    def _screen(self, *, every: bool) -> Iterable[Line]:  # noqa: ARG002 - it has no more to show
        return questions_screen(self.asked, self.lang)

    def _write(self, folder: Path, call: Call) -> None:
        write_questions(folder, self.asked, call.lang, call.dialect)

    def _facts(self, say: Voice) -> list[Fact]:
        return [_scenario(say, self.asked.loaded), Fact(say("Questions"), say.number(len(self.asked.questions)))]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Ballots(Answer):
    """The answer of `ballots` with answers: what everybody, a majority and nobody would pay for, and the plans.

    Attributes:
        found: the answers, counted.
    """

    found: Count

    def _tables(self) -> Mapping[str, Rows]:
        return ballot_tables(self.found, self.lang)

    def _document(self, command: str) -> Mapping[str, Any]:
        return ballots_document(self.found, command, self.lang)

    def _screen(self, *, every: bool) -> Iterable[Line]:
        return ballots_screen(self.found, self.lang, every=every)

    def _write(self, folder: Path, call: Call) -> None:
        write_ballots(folder, self.found, call)

    def _facts(self, say: Voice) -> list[Fact]:
        return [
            _scenario(say, self.found.asked.loaded),
            Fact(say("Questions"), say.number(len(self.found.asked.questions))),
            Fact(say("Participants"), say.number(len(self.found.participants))),
        ]


@dataclass(frozen=True, eq=False, repr=False)
class Check:
    """The answer of `check`: what a scenario without faults rests on.

    Attributes:
        checked: all findings about the scenario.
        lang: language of sentences.
    """

    checked: Checked
    lang: Language

    @property
    def possible(self) -> bool:
        """Whether no cause is known that makes every plan impossible; only solving proves that there is a plan."""
        return not self.checked.causes

    @property
    def causes(self) -> list[str]:
        """What makes every plan impossible."""
        return [str(each) for each in self.checked.causes]

    @cached_property
    def tables(self) -> Tables:
        """The tables of the command by name: the model against what was counted, and the rates that would fit."""
        return Tables(lambda: check_tables(self.checked.calibration), self.lang)

    @property
    def warnings(self) -> list[str]:
        """Implausible places and times, which could be right but hardly are."""
        return [str(each) for each in self.checked.odd]

    def document(self) -> dict[str, Any]:
        """Everything as plain values: what the command prints with ``--json``."""
        return checked_document(self.checked, Voice(self.lang))

    def text(self, *, all: bool = False) -> str:  # noqa: A002 - as the option
        """The screen that the command shows; ``all``: unchanged things too."""
        lines = laid_out(lambda: check_screen(self.checked, Voice(self.lang), every=all), STANDARD)
        return "\n".join(line.text for line in lines)

    def _facts(self, say: Voice) -> list[Fact]:
        counts = ", ".join(f"{name} {n}" for name, n in self.checked.counts.items())
        return [
            Fact(say("Scenario"), self.checked.scenario.name),
            Fact(say("Size"), counts),
            Fact(say("Causes that make every plan impossible"), say.number(len(self.causes))),
            Fact(say("What looks odd"), say.number(len(self.warnings))),
        ]

    def __repr__(self) -> str:
        return _line("Check", self._facts(Voice("en")))

    def _repr_html_(self) -> str:
        return _html(self._facts(Voice(self.lang)))
