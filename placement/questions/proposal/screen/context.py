"""What the sections of a screen share: the solved scenario, its study, titles and the voice."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

from placement.instance.instance import Instance
from placement.plan.compare import AgainstToday, compare_with_today
from placement.plan.plan import Evaluation
from placement.present.screen.lines import Line, wrapped
from placement.present.words.vocabulary import AIM
from placement.present.words.voice import Voice
from placement.questions.proposal.findings import Change, PairNote, Study
from placement.scenario.schema.frame import AIMS
from placement.solve.result import Scale, Solved


class Titles:
    """One scenario's names in one language.

    Args:
        instance: the scenario as arrays.
        voice: says them.
    """

    def __init__(self, instance: Instance, voice: Voice) -> None:
        self.instance = instance
        self.say = voice

    def site(self, name: str) -> str:
        """Title of a site."""
        return self._title(self.instance.scenario.sites, name)

    def function(self, name: str) -> str:
        """Title of a function."""
        return self._title(self.instance.scenario.functions, name)

    def area(self, name: str) -> str:
        """Name of an area."""
        area = self.instance.scenario.areas.rows.get(name)
        return area.name if area and area.name else name

    def item(self, name: str) -> str:
        """Title of whatever else a rule is about."""
        scenario = self.instance.scenario
        for titled in (scenario.equipment, scenario.staff_roles, scenario.functions, scenario.partners):
            if name in titled:
                return self._title(titled, name)
        return name

    def _title(self, titled: Mapping[str, object], name: str) -> str:
        title = getattr(titled.get(name), "title", None)
        return title.in_language(self.say.language) if title else name

    def paragraph(self, heading: str, sentences: list[str], indent: int = 1) -> list[Line]:
        """A heading and sentences beside it."""
        first = f"{' ' * indent}{heading}  "
        lines = wrapped(" ".join(sentences), first)
        return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]


class View(Titles):
    """One solved scenario, seen in one language."""

    def __init__(self, solved: Solved, study: Study, voice: Voice) -> None:
        super().__init__(solved.instance, voice)
        self.solved = solved
        self.study = study

    @property
    def evaluation(self) -> Evaluation:
        """The judge's word on the proposal."""
        return self.solved.evaluation

    @property
    def today(self) -> Evaluation | None:
        """The judge's word on today; None without a baseline."""
        return self.solved.today_evaluation

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
        """Whether a site is no hospital."""
        index = self.site_index.get(name)
        return index is not None and not bool(self.instance.is_hospital[index])


def _cheapest_first(change: Change) -> tuple[bool, bool, float, float, str, str]:
    """Sorts what saves money before what costs; what saves no minute comes last of its kind."""
    no_price = math.isnan(change.dkk_per_minute)
    price = 0.0 if no_price else change.dkk_per_minute
    return change.economy_dkk >= 0, no_price, price, change.economy_dkk, change.function, change.site


def without_range(say: Voice, scale: Scale) -> str:
    """Aims on which the plans of the pay-off table do not differ, so that they have no range; empty without any."""
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
