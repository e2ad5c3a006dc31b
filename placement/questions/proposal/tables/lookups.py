"""A solved scenario as the tables look at it: arrays and lookups that several of them need, made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.plan.aims import finite_minutes
from placement.plan.compare import near
from placement.plan.plan import Evaluation
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.findings import Change, PairNote, Study
from placement.questions.proposal.screen.context import View as Screen
from placement.scenario.schema.base import Title
from placement.solve.result import Solved

LESS = 1e-9
"""Visits a year below this are none."""


@dataclass(frozen=True, eq=False)
class View:
    """What the tables are made from.

    Attributes:
        solved: the plan and what the judge says of it.
        study: what is said beside it.
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
        """The judge on the proposal."""
        return self.solved.evaluation

    @property
    def before(self) -> Evaluation | None:
        """The judge on today; None without a baseline."""
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
        """The changes of a placement by function and site; those of care at home and of spare units have no place."""
        placed = (change for change in self.study.changes if change.kind in ("new", "closed", "days"))
        return {(change.function, change.site): change for change in placed}

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Function × site considered: may be open, is open, was open, is unknown, or has a note."""
        instance, plan = self.instance, self.solved.plan
        considered = instance.allowed | plan.open | instance.baseline.open | instance.baseline.unknown
        noted = {(f, s) for f, s in np.ndindex(*considered.shape) if self._noted(f, s)}
        return sorted(noted | {(int(f), int(s)) for f, s in np.argwhere(considered)})

    def _noted(self, function: int, site: int) -> bool:
        return (self.instance.function_ids[function], self.instance.site_ids[site]) in self.notes

    def today(self, function: int, site: int) -> str:
        """``open``, ``closed`` or ``unknown``."""
        baseline = self.instance.baseline
        if baseline.open[function, site]:
            return "open"
        return "unknown" if baseline.unknown[function, site] else "closed"

    def change(self, function: int, site: int) -> str:
        """``new``, ``kept``, ``closed`` or ``none`` (closed today and in the proposal)."""
        now, before = bool(self.solved.plan.open[function, site]), bool(self.instance.baseline.open[function, site])
        return {(True, True): "kept", (True, False): "new", (False, True): "closed"}.get((now, before), "none")

    def minutes(self, visits: Floats) -> Floats:
        """``(F, U)`` minutes one way of ``(F, U, S)`` visits, summed over the sites."""
        result: Floats = np.einsum("fus,us->fu", visits, self.travel_minutes)
        return result

    def minutes_at(self, site: int) -> float:
        """Minutes one way of everybody seen at the site, summed."""
        return float((self.now.seen[:, :, site] @ self.travel_minutes[:, site]).sum())

    @cached_property
    def travel_minutes(self) -> Floats:
        """``(U, S)`` minutes one way; 0 where nobody can go, so that no visits times no way is nothing."""
        return finite_minutes(self.instance)

    @cached_property
    def screen(self) -> Screen:
        """The same for sentences: titles and a voice."""
        return Screen(self.solved, self.study, Voice(self.lang))

    def by_area(self, by_unit: Floats) -> Floats:
        """Sums over an area's demand units; the last axis of ``by_unit`` is the units."""
        summed = np.zeros((len(self.instance.area_ids), *by_unit.shape[:-1]))
        np.add.at(summed, self.instance.unit_area, np.moveaxis(by_unit, -1, 0))
        result: Floats = np.moveaxis(summed, 0, -1)
        return result

    @cached_property
    def near(self) -> tuple[Bools, Bools]:
        """``(F, U)`` whether an open site is within reach, today and in the proposal."""
        before, now = (near(self.instance, is_open) for is_open in (self.instance.baseline.open, self.solved.plan.open))
        return before, now


def known(value: float | np.floating) -> float | None:
    """``value``, or None where it is no finite number."""
    return float(value) if np.isfinite(value) else None


def share(part: float, whole: float) -> float | None:
    """``part / whole``; None where the whole is nothing."""
    return float(part) / float(whole) if abs(whole) > LESS else None
