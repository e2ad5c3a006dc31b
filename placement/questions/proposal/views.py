"""One solved scenario in one language: its titles and voice for sentences, its arrays and lookups for tables.

A sentence of the screen may point at a command, an option or a file. On paper there are none of these, and in the
browser a link replaces them. Every such sentence stands here once, with its wording in the other media; texts that are
not here are the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.locale import N_
from placement.plan.aims import by_area, finite_minutes
from placement.plan.compare import AgainstToday, compare_with_today, near
from placement.plan.plan import Evaluation, MoneyItem
from placement.present.screen.lines import Line, wrapped
from placement.present.words.quantities import floor_in_words
from placement.present.words.vocabulary import AIM
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.findings import HOME, Change, PairNote, Study
from placement.scenario.schema.base import Title
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.offers import Function
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Scale, Solved

Medium = Literal["paper", "browser"]


class _Elsewhere(NamedTuple):
    """The wording in other media of a text of the screen; None: the same."""

    paper: str | None = None
    browser: str | None = None


_ELSEWHERE = {
    N_("{share} of the visits have another site at most {minutes} further away (knife_edge.csv)."): _Elsewhere(
        paper=N_("{share} of the visits have another site at most {minutes} further away.")
    ),
    N_("Excepted: {place}, {n} offers ({rules}). The reasons are in the result (result.json)."): _Elsewhere(
        paper=N_("Excepted: {place}, {n} offers ({rules}). The reasons are under Exceptions from the rules.")
    ),
    N_("placement tradeoff shows what each price would buy."): _Elsewhere(
        paper=N_("What each price would buy is a calculation of its own."),
        browser=N_("The page Trade-offs shows what each price would buy."),
    ),
    N_("Not measured: {what}."): _Elsewhere(paper=N_("What is not measured is on page 1.")),
    N_("Not measured: {what} and {n} other things (about.not_in_model)."): _Elsewhere(
        paper=N_("What is not measured is on page 1.")
    ),
    N_("No data on social exposure (areas.social_share)."): _Elsewhere(paper=N_("No data on social exposure.")),
    N_(
        "{scenario}. A calculated proposal, not a decision. Its numbers have a table of their own (assumptions.csv)."
    ): _Elsewhere(paper=N_("{scenario}. A calculated proposal, not a decision.")),
    N_("There was no time to find out; --time-limit allows more."): _Elsewhere(
        browser=N_("There was no time to find out.")
    ),
    N_("Stopped before any proposal was found; nothing is written. Allow more time with --time-limit."): _Elsewhere(
        browser=N_("Stopped before any proposal was found.")
    ),
}


class MediumVoice(Voice):
    """A voice that replaces sentences pointing at a command, an option or a file.

    Attributes:
        medium: where the texts are read.
    """

    medium: Medium

    def __call__(self, text: str, /, **values: object) -> str:
        """``text`` in the medium's wording and in the language."""
        said = getattr(_ELSEWHERE.get(text), self.medium, None)
        return super().__call__(said or text, **values)


class PageVoice(MediumVoice):
    """The voice of a page that may be printed."""

    medium = "paper"


class BrowserVoice(MediumVoice):
    """The voice of the workbench."""

    medium = "browser"


def other_payers(scenario: Scenario, money: Iterable[MoneyItem]) -> tuple[list[str], float]:
    """Keys of the payers beside the own budget that pay something (or the first one), and their sum.

    The sum is in DKK a year, against today; citizens are not among them.
    """
    paid = dict.fromkeys(scenario.terms.payer_keys[1:], 0.0)
    for item in money:
        if item.payer in paid:
            paid[item.payer] += item.money_per_year
    return [key for key, money in paid.items() if money] or list(paid)[:1], sum(paid.values())


_ITEM = {"days": N_("number of days"), Function.model_fields["room"].default: N_("consulting room")}
"""What rules are about that a scenario need not name, by its id."""


class Titles:
    """The titles of one scenario in one language.

    Args:
        instance: the scenario as arrays.
        voice: of the language.
    """

    def __init__(self, instance: Instance, voice: Voice) -> None:
        self.instance = instance
        self.say = voice

    def site(self, name: str) -> str:
        """Title of a site."""
        return self._title(self.instance.scenario.sites, name)

    def place(self, name: str) -> str:
        """Title of a site, or the words for care at home."""
        return self.say("at home") if name == HOME else self.site(name)

    def function(self, name: str) -> str:
        """Title of a function."""
        return self._title(self.instance.scenario.functions, name)

    def area(self, name: str) -> str:
        """Name of an area."""
        area = self.instance.scenario.areas.rows.get(name)
        return area.name if area and area.name else name

    def item(self, name: str) -> str:
        """Title of what a rule or a row is about: equipment, a staff role, a function, a partner, a room, a floor."""
        scenario = self.instance.scenario
        kinds = (scenario.equipment, scenario.staff_roles, scenario.functions, scenario.partners, scenario.rooms)
        for titled in kinds:
            if name in titled:
                return self._title(titled, name)
        if name.partition(": ")[0] in scenario.policy.coverage:
            return floor_in_words(name, self.say, scenario)
        return self.say(_ITEM[name]) if name in _ITEM else name

    def _title(self, titled: Mapping[str, object], name: str) -> str:
        title = getattr(titled.get(name), "title", None)
        return title.in_language(self.say.language) if title else name

    def paragraph(self, heading: str, sentences: list[str], indent: int = 1) -> list[Line]:
        """A heading and sentences beside it, wrapped as one text."""
        first = f"{' ' * indent}{heading}  "
        lines = wrapped(" ".join(sentences), first)
        return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]


class View(Titles):
    """A solved scenario as sentences take it: with its study, and its changes in the order shown."""

    def __init__(self, solved: Solved, study: Study, voice: Voice) -> None:
        super().__init__(solved.instance, voice)
        self.solved = solved
        self.study = study

    def also_in(self, voice: Voice) -> View:
        """The same view in another language; expensive results are shared."""
        other = View(self.solved, self.study, voice)
        other.__dict__["against"] = self.against
        return other

    @property
    def evaluation(self) -> Evaluation:
        """The judge's evaluation of the proposal."""
        return self.solved.evaluation

    @property
    def today(self) -> Evaluation | None:
        """The judge's evaluation of today; None without a baseline."""
        return self.solved.today_evaluation

    @property
    def price_of_minute(self) -> float | None:
        """What a saved minute may cost, DKK; None for the methods that have no prices."""
        return None if self.solved.prices is None else self.solved.prices.minute

    @cached_property
    def against(self) -> AgainstToday | None:
        """The proposal against today; None without a baseline."""
        return None if self.today is None else compare_with_today(self.instance, self.today, self.evaluation)

    @cached_property
    def site_index(self) -> Mapping[str, int]:
        """Index of each site."""
        return {name: n for n, name in enumerate(self.instance.site_ids)}

    @cached_property
    def notes(self) -> Mapping[tuple[str, str], PairNote]:
        """The note of each function × site."""
        return {(note.function, note.site): note for note in self.study.pairs}

    @cached_property
    def new(self) -> tuple[Change, ...]:
        """New offers in the order of the price shown: what saves money first, then the cheapest minute."""
        return tuple(sorted((change for change in self.study.changes if change.kind == "new"), key=_cheapest_first))

    def changes(self, kind: str) -> tuple[Change, ...]:
        """The changes of one kind, largest number of visits affected first."""
        found = [change for change in self.study.changes if change.kind == kind]
        return tuple(sorted(found, key=lambda change: -change.affected_visits))

    def is_house(self, name: str) -> bool:
        """Whether a site is a house, not a hospital."""
        index = self.site_index.get(name)
        return index is not None and not bool(self.instance.is_hospital[index])


def _cheapest_first(change: Change) -> tuple[bool, bool, float, float, str, str]:
    """Sort key: what saves money before what costs; in each, what saves no minute last."""
    no_price = math.isnan(change.money_per_minute)
    price = 0.0 if no_price else change.money_per_minute
    return change.economy >= 0, no_price, price, change.economy, change.function, change.site


def headed(heading: str, below: Iterable[str]) -> list[Line]:
    """A heading on a line of its own, and the lines below it."""
    return [Line(f" {heading}", len(heading) + 1), *map(Line, below)]


def loud(text: str) -> list[Line]:
    """A warning: a text behind an exclamation mark."""
    first, *more = wrapped(text, "  ! ")
    return [Line(first, mark="warning"), *map(Line, more)]


def without_range(say: Voice, scale: Scale | None) -> str:
    """A sentence on the aims in which the plans of the pay-off table do not differ; empty where all do."""
    if scale is None:
        return ""
    aims = [say(AIM[aim]) for aim, same in zip(AIMS, scale.indifferent, strict=True) if same and scale.rows]
    return (
        say(
            "The plans that make the scale are as good in {aims}; measured, per visit, in a "
            "minute, 0.001 visit or 1 kr.",
            aims=say.listed(aims),
        )
        if aims
        else ""
    )


LESS = 1e-9
"""Fewer visits a year than this count as none."""


@dataclass(frozen=True, eq=False)
class TableView:
    """A solved scenario as tables take it: arrays and lookups that several of them use, made once.

    Attributes:
        solved: the plan and what the judge says of it.
        study: the findings about it.
        lang: language of the sentences in the tables.
    """

    solved: Solved
    study: Study
    lang: Language = "da"

    @property
    def instance(self) -> Instance:
        """The scenario as arrays."""
        return self.solved.instance

    @property
    def now(self) -> Evaluation:
        """The judge's evaluation of the proposal."""
        return self.solved.evaluation

    @property
    def before(self) -> Evaluation | None:
        """The judge's evaluation of today; None without a baseline."""
        return self.solved.today_evaluation

    def title(self, title: Title) -> str:
        """A title in the language of the tables."""
        return title.in_language(self.lang)

    @cached_property
    def seen_before(self) -> Floats:
        """``(F, U, S)`` visits today; 0 without a baseline."""
        return np.zeros_like(self.now.seen) if self.before is None else self.before.seen

    @cached_property
    def home_before(self) -> Floats:
        """``(F, U)`` visits at home today; 0 without a baseline."""
        return np.zeros_like(self.now.home) if self.before is None else self.before.home

    @cached_property
    def days_before(self) -> Floats:
        """``(F, S)`` clinic days a week today, the hospitals' continuous days included."""
        return self.solved.today.days if self.before is None else self.before.days

    @cached_property
    def notes(self) -> dict[tuple[str, str], PairNote]:
        """The study's notes by function and site."""
        return {(note.function, note.site): note for note in self.study.pairs}

    @cached_property
    def changes(self) -> dict[tuple[str, str], Change]:
        """The changes of placements by function and site; care at home and spare units are not among them."""
        placed = (change for change in self.study.changes if change.kind in ("new", "closed", "days"))
        return {(change.function, change.site): change for change in placed}

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Indices of function and site considered: may be open, is or was open, is unknown, or has a note."""
        instance, plan = self.instance, self.solved.plan
        considered = instance.allowed | plan.open | instance.baseline.open | instance.baseline.unknown
        noted = {(f, s) for f, s in np.ndindex(*considered.shape) if self._noted(f, s)}
        return sorted(noted | {(int(f), int(s)) for f, s in np.argwhere(considered)})

    def _noted(self, function: int, site: int) -> bool:
        return (self.instance.function_ids[function], self.instance.site_ids[site]) in self.notes

    def today(self, function: int, site: int) -> str:
        """The state of a pair today: ``open``, ``closed`` or ``unknown``."""
        baseline = self.instance.baseline
        if baseline.open[function, site]:
            return "open"
        return "unknown" if baseline.unknown[function, site] else "closed"

    def change(self, function: int, site: int) -> str:
        """The change of a pair: ``new``, ``kept``, ``closed`` or ``none`` (closed today and in the proposal)."""
        now, before = bool(self.solved.plan.open[function, site]), bool(self.instance.baseline.open[function, site])
        return {(True, True): "kept", (True, False): "new", (False, True): "closed"}.get((now, before), "none")

    def minutes(self, visits: Floats) -> Floats:
        """``(F, U)`` minutes one way of ``(F, U, S)`` visits, summed over the sites."""
        result: Floats = np.einsum("fus,us->fu", visits, self.travel_minutes)
        return result

    def minutes_at(self, site: int) -> float:
        """Minutes one way of all visits seen at the site, summed."""
        return float((self.now.seen[:, :, site] @ self.travel_minutes[:, site]).sum())

    @cached_property
    def travel_minutes(self) -> Floats:
        """``(U, S)`` minutes one way; 0 where there is no way, so that the product with 0 visits is 0."""
        return finite_minutes(self.instance)

    @cached_property
    def screen(self) -> View:
        """The same scenario for sentences: titles and a voice."""
        return View(self.solved, self.study, Voice.of(self.instance.scenario, self.lang))

    def by_area(self, by_unit: Floats) -> Floats:
        """Sums over an area's demand units; the last axis of ``by_unit`` is the units."""
        return by_area(self.instance, by_unit, axis=-1)

    @cached_property
    def near(self) -> tuple[Bools, Bools]:
        """``(F, U)`` whether an open site is within reach, today and in the proposal."""
        before, now = (near(self.instance, is_open) for is_open in (self.instance.baseline.open, self.solved.plan.open))
        return before, now


def known(value: float | np.floating) -> float | None:
    """``value``, or None where it is no finite number."""
    return float(value) if np.isfinite(value) else None


def share(part: float, whole: float) -> float | None:
    """``part / whole``; None where the whole is 0."""
    return float(part) / float(whole) if abs(whole) > LESS else None
